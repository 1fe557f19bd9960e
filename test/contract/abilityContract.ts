import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { TicketConversation, TicketMessage } from '../../src/domain/conversation.ts';
import type { Service, ServiceCatalog, TicketCreation } from '../../src/domain/creation.ts';
import { TicketError } from '../../src/domain/errors.ts';
import { assertTicketError, never, shortLimits, worldTest, type ContractWorld } from './providerContract.ts';

async function readAllMessages(conversation: TicketConversation, key: string): Promise<readonly TicketMessage[]> {
  const messages: TicketMessage[] = [];
  let older: string | undefined;
  do {
    const page = await conversation.read(key, older, never);
    messages.unshift(...page.messages);
    older = page.older;
  } while (older !== undefined);
  return messages;
}

/** Looks through the tree of services as a user would. */
async function findService(creation: TicketCreation, name: string): Promise<Service> {
  const look = async (catalogs: readonly ServiceCatalog[]): Promise<Service | undefined> => {
    for (const { id, children } of catalogs) {
      const services = await creation.readServices(id, never);
      const found = services.find((service) => service.name === name) ?? (await look(children));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const service = await look(await creation.readCatalogs(never));
  assert.ok(service !== undefined, `no service "${name}"`);
  return service;
}

/** What every provider must do with the abilities that not every system has; its world says which it can show. */
export function describeAbilityContract(name: string, open: () => Promise<ContractWorld>): void {
  const inWorld = worldTest(open);

  describe(`ability contract: ${name}`, () => {
    inWorld('lists have keys of their own; those that are there can be read, the others say why not', async (world) => {
      const { lists } = world.connect();
      if (lists === undefined) return;
      assert.equal(new Set(lists.definitions.map(({ key }) => key)).size, lists.definitions.length);
      for (const { key, unavailable } of lists.definitions) {
        const reading = lists.read({ listKey: key, filter: {}, cursor: undefined }, never);
        if (unavailable !== undefined) {
          assert.deepEqual((await assertTicketError(reading, 'rejected')).hint, unavailable);
          continue;
        }
        const page = await reading;
        for (const ticket of page.tickets) assert.ok(ticket.ref.key !== '' && ticket.title !== '');
      }
    });

    inWorld('what not every system can do is done with the same care', async (world) => {
      const provider = world.connect({ limits: shortLimits });
      const reason = new Error('changed my mind');
      const abilities: readonly ((key: string, signal: AbortSignal) => Promise<unknown> | undefined)[] = [
        (key, signal) => provider.history?.read(key, signal),
        (key, signal) => provider.workflow?.read(key, signal),
        (key, signal) => provider.signers?.read(key, '1', signal),
        (key, signal) => provider.conversation?.read(key, undefined, signal),
        (key, signal) => provider.relations?.read(key, signal),
        (_key, signal) =>
          provider.lists?.definitions.some(({ filters }) => filters.includes('service')) === true
            ? provider.lists.readServices(signal)
            : undefined,
        (_key, signal) => provider.creation?.readCatalogs(signal),
        (_key, signal) => provider.attachments?.readLimits(signal),
      ];
      for (const ability of abilities) {
        const aborted = ability(world.journey.key, AbortSignal.abort(reason));
        if (aborted !== undefined) await assert.rejects(aborted, reason);
      }
      for (const ability of abilities.slice(0, 5)) {
        const lost = ability(world.unknownKey, never);
        if (lost !== undefined) await assertTicketError(lost, ['notFound', 'conflict', 'rejected']);
      }
      world.trouble('wrongShape');
      for (const ability of abilities) {
        const before = world.countRequests();
        const misread = ability(world.journey.key, never);
        const error = await misread?.then(
          () => undefined,
          (failure: unknown) => failure,
        );
        // Some know the answer without asking.
        if (misread === undefined || (error === undefined && world.countRequests() === before)) continue;
        await assertTicketError(Promise.reject(error), 'unexpectedResponse');
      }
    });

    inWorld('the history of a ticket is told from its beginning', async (world) => {
      const { history } = world.connect();
      const entries = (await history?.read(world.journey.key, never)) ?? [];
      assert.ok(history === undefined || entries.length > 0);
      const times = entries.flatMap(({ at }) => (at === undefined ? [] : [at]));
      assert.deepEqual(
        times,
        times.toSorted((left, right) => left - right),
      );
    });

    inWorld('an operation with a form of its own has one that can be read, a field for each key', async (world) => {
      const provider = world.connect();
      for (const key of [world.journey.key, world.endedKey, ...world.openKeys]) {
        const { operations, steps } = await provider.readTicket(key, never);
        const all = [
          ...operations.map((operation) => ({ key, operation, stepId: undefined })),
          ...steps.flatMap(({ id, operations: own }) => own.map((operation) => ({ key, operation, stepId: id }))),
        ];
        for (const request of all) {
          if (request.operation.hasOwnForm !== true) continue;
          assert.ok(provider.operationForms !== undefined);
          const { fields } = await provider.operationForms.read(request, never);
          assert.ok(fields.length > 0, request.operation.key);
          assert.equal(new Set(fields.map((field) => field.key)).size, fields.length);
        }
      }
    });

    inWorld('messages come oldest first, each once, with an id that stays', async (world) => {
      const { conversation } = world.connect();
      assert.equal(conversation === undefined, world.talkKey === undefined);
      if (conversation === undefined || world.talkKey === undefined) return;
      const messages = await readAllMessages(conversation, world.talkKey);
      assert.ok(messages.length > 0);
      const ids = messages.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      const times = messages.flatMap(({ at }) => (at === undefined ? [] : [at]));
      assert.deepEqual(
        times,
        times.toSorted((left, right) => left - right),
      );
      const again = await readAllMessages(conversation, world.talkKey);
      assert.deepEqual(
        again.map(({ id }) => id),
        ids,
      );
    });

    inWorld('what was said is there once, and can be taken back', async (world) => {
      const { conversation } = world.connect();
      if (conversation === undefined || world.talkKey === undefined) return;
      const key = world.talkKey;
      const text = 'We have tried it: "a < b" & 中文.';
      await conversation.post(key, { text, attachmentIds: [] }, never);
      world.settle();
      const isIt = ({ content }: TicketMessage): boolean => content.text === text;
      const [mine, ...others] = (await readAllMessages(conversation, key)).filter(isIt);
      assert.ok(mine !== undefined && others.length === 0);
      assert.deepEqual([mine.side, mine.canWithdraw], ['mine', true]);
      await conversation.withdraw(key, mine.id, never);
      world.settle();
      const left = (await readAllMessages(conversation, key)).find(({ id }) => id === mine.id);
      assert.ok(left === undefined || !left.canWithdraw);
      assert.equal(world.countWrites(), 2);
    });

    inWorld('a message that gets no answer is sent once, and its outcome is unknown', async (world) => {
      if (world.talkKey === undefined) return;
      world.trouble('silenceAfterWrite', 'writes');
      const { conversation } = world.connect({ limits: shortLimits });
      assert.ok(conversation !== undefined);
      const posting = conversation.post(world.talkKey, { text: 'Once.', attachmentIds: [] }, never);
      await assertTicketError(posting, 'outcomeUnknown');
      assert.equal(world.countWrites(), 1);
      const messages = await readAllMessages(conversation, world.talkKey);
      assert.equal(messages.filter(({ content }) => content.text === 'Once.').length, 1);
    });

    inWorld('messages that were not read are counted, until they are read', async (world) => {
      const provider = world.connect();
      const { conversation } = provider;
      if (conversation === undefined || world.talkKey === undefined) return;
      const key = world.talkKey;
      const { unread } = await conversation.read(key, undefined, never);
      const countOf = async (): Promise<number | undefined> => {
        const ticket = (await provider.readTickets([key], never)).get(key);
        assert.ok(ticket !== undefined && !(ticket instanceof TicketError));
        return ticket.unreadMessages;
      };
      assert.equal(await countOf(), unread);
      if (unread === undefined) return;
      assert.ok(unread > 0);
      await conversation.markRead(key, never);
      world.settle();
      assert.equal((await conversation.read(key, undefined, never)).unread, 0);
      assert.equal(await countOf(), 0);
    });

    inWorld('a file goes up, hangs on a message, and comes down as it was', async (world) => {
      const { attachments, conversation } = world.connect();
      if (attachments === undefined || conversation === undefined || world.talkKey === undefined) return;
      const key = world.talkKey;
      const bytes = Uint8Array.from({ length: 150_000 }, (_, index) => (index * 7) % 256);
      const sent: number[] = [];
      const file = await attachments.upload({ name: '日志 1.png', bytes, purpose: 'message' }, never, (count) =>
        sent.push(count),
      );
      assert.ok(sent.length > 1 && sent.at(-1) === bytes.length, String(sent));
      assert.deepEqual(
        sent,
        sent.toSorted((left, right) => left - right),
      );
      await conversation.post(key, { text: 'See the file.', attachmentIds: [file.id] }, never);
      world.settle();
      const message = (await readAllMessages(conversation, key)).find(
        ({ content }) => content.text === 'See the file.',
      );
      const [attached] = message?.attachments ?? [];
      assert.equal(attached?.name, '日志 1.png');
      const { bytes: back } = await attachments.download(key, attached.id, never);
      assert.ok(Buffer.from(back).equals(bytes));
    });

    inWorld('a file that the limits forbid is refused', async (world) => {
      const { attachments } = world.connect();
      if (attachments === undefined) return;
      const { maxBytes, extensions } = await attachments.readLimits(never);
      const upload = (fileName: string, size: number): Promise<unknown> =>
        attachments.upload({ name: fileName, bytes: new Uint8Array(size), purpose: 'message' }, never);
      if (maxBytes !== undefined) await assertTicketError(upload('a.png', maxBytes + 1), 'rejected');
      if (extensions !== undefined) await assertTicketError(upload('a.never-allowed', 10), 'rejected');
      assert.ok(maxBytes !== undefined || extensions !== undefined);
    });

    inWorld('an upload can be given up', async (world) => {
      const { attachments } = world.connect();
      if (attachments === undefined) return;
      const stop = new AbortController();
      const reason = new Error('changed my mind');
      const request = { name: 'a.png', bytes: new Uint8Array(3_000_000), purpose: 'message' as const };
      await assert.rejects(
        attachments.upload(request, stop.signal, () => stop.abort(reason)),
        (error) => error === reason,
      );
    });

    inWorld("pictures that are not the system's own are not fetched", async (world) => {
      const { images } = world.connect();
      if (images === undefined) return;
      for (const source of ['https://other.example.com/a.png', 'data:image/png;base64,AA', 'a.png']) {
        assert.equal(await images.read(world.journey.key, source, never), undefined);
      }
      assert.equal(world.countRequests(), 0);
    });

    inWorld(
      'a form that makes a ticket has a field for each key, and nothing is made without what it demands',
      async (world) => {
        const { creation } = world.connect();
        assert.equal(creation === undefined, world.newTicket === undefined);
        if (creation === undefined || world.newTicket === undefined) return;
        const { id } = await findService(creation, world.newTicket.serviceName);
        const { fields } = await creation.readForm(id, never);
        assert.equal(new Set(fields.map(({ key }) => key)).size, fields.length);
        assert.ok(fields.some(({ isRequired, value }) => isRequired && value.length === 0));
        const error = await assertTicketError(creation.create(id, new Map(), never), 'rejected');
        assert.ok(error.fieldProblems.length > 0);
        assert.equal(world.countWrites(), 0);
      },
    );

    inWorld('a ticket that was made can be read', async (world) => {
      const provider = world.connect();
      const { creation } = provider;
      if (creation === undefined || world.newTicket === undefined) return;
      const { id } = await findService(creation, world.newTicket.serviceName);
      const key = await creation.create(id, world.newTicket.values, never);
      world.settle();
      const ticket = await provider.readTicket(key, never);
      assert.deepEqual([ticket.ref.key, ticket.isEnded], [key, false]);
      assert.equal(world.countWrites(), 1);
    });
  });
}
