import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { TicketMessage } from '../../src/domain/conversation.ts';
import { inWorld, requestTo } from './huaweiOsmCase.ts';
import { samples } from './huaweiOsmWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

describe('Huawei Cloud OSM: messages (contract §1.4)', () => {
  inWorld('the ids that only the detail tells stand at the messages of the list', async (world) => {
    const { messages } = await world.connect().conversation.read(samples.pendingFeedback, undefined, never);
    const stored = world.sandbox.findCase(samples.pendingFeedback)?.messages ?? [];
    assert.deepEqual(
      messages.map(({ id }) => id),
      stored.map(({ id }) => id),
    );
  });

  inWorld('who speaks is told by type: the customer, an engineer, a third party', async (world) => {
    const { messages } = await world.connect().conversation.read(samples.pendingFeedback, undefined, never);
    const sides = messages.slice(-3).map(({ side }) => side);
    assert.deepEqual(sides, ['mine', 'theirs', 'theirs']);
    assert.ok(messages.every(({ author }) => author !== undefined));
  });

  inWorld('only messages of our own can be taken back, and never the description', async (world) => {
    const { messages } = await world.connect().conversation.read(samples.processing, undefined, never);
    assert.deepEqual(
      messages.map(({ side, canWithdraw }) => [side, canWithdraw]),
      [
        ['mine', false],
        ['theirs', false],
        ['mine', true],
        ['theirs', false],
        ['theirs', false],
      ],
    );
  });

  inWorld('a message without an id in the detail is shown, keeps an id, and cannot be taken back', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'ShowCaseDetail',
      rewrite: (data) => JSON.parse(JSON.stringify(data).replaceAll(/"message_id":"[^"]*",/gu, '')) as unknown,
    });
    const { conversation } = world.connect();
    const [first, again] = [
      await conversation.read(samples.processing, undefined, never),
      await conversation.read(samples.processing, undefined, never),
    ];
    const ids = first.messages.map(({ id }) => id);
    assert.equal(new Set(ids).size, 5);
    assert.deepEqual(
      again.messages.map(({ id }) => id),
      ids,
    );
    assert.ok(first.messages.every(({ canWithdraw }) => !canWithdraw));
    await assertTicketError(conversation.withdraw(samples.processing, ids[2] ?? '', never), 'rejected');
    assert.equal(world.countWrites(), 0);
  });

  inWorld('what is said twice within a second is two messages', async (world) => {
    const { conversation } = world.connect();
    for (const text of ['Hello?', 'Hello?']) {
      await conversation.post(samples.processing, { text, attachmentIds: [] }, never);
    }
    const { messages } = await conversation.read(samples.processing, undefined, never);
    const twins = messages.filter(({ content }) => content.text === 'Hello?');
    assert.equal(new Set(twins.map(({ id }) => id)).size, 2);
  });

  for (const order of ['oldest first', 'newest first'] as const) {
    inWorld(`a long conversation is read from its end, whichever end the list begins with: ${order}`, async (world) => {
      for (let number = 1; number <= 120; number += 1) {
        world.sandbox.replyAsEngineer(samples.toProcess, `Message ${number}`);
      }
      const stored = world.sandbox.findCase(samples.toProcess)?.messages ?? [];
      // Each at a time of its own, as people write.
      const times = new Map(stored.map(({ content }, index) => [content, Date.UTC(2026, 10, 1) + index * 60_000]));
      const timed = <T extends { content: string; create_time?: string }>(message: T): T => ({
        ...message,
        create_time: new Date((times.get(message.content) ?? 0) + 8 * 3_600_000).toISOString().slice(0, 19),
      });
      world.sandbox.inject({
        kind: 'rewrite',
        endpoint: 'ListMessages',
        rewrite: (data) => {
          const { count } = data as { count: number }; // as the sandbox makes it
          const { query } = requestTo(world, 'ListMessages');
          const [offset, limit] = [Number(query.one('offset')), Number(query.one('limit'))];
          const rows = stored.map(({ content }) => timed({ content, replier: 'e', replier_name: 'E', type: 1 }));
          const ordered = order === 'oldest first' ? rows : rows.toReversed();
          return { count, message_list: ordered.slice(offset, offset + limit) };
        },
      });
      const { conversation } = world.connect();
      const pages: string[][] = [];
      let older: string | undefined;
      do {
        const page = await conversation.read(samples.toProcess, older, never);
        pages.push(page.messages.map(({ content }) => content.text));
        older = page.older;
      } while (older !== undefined);
      assert.equal(pages[0]?.at(-1), 'Message 120');
      assert.deepEqual(
        pages.toReversed().flat(),
        stored.map(({ content }) => content),
      );
    });
  }

  inWorld('an answer to a question brings the ticket back to work', async (world) => {
    const provider = world.connect();
    const draft = { text: 'Yes, TCP 3389 is open.', attachmentIds: [] };
    await provider.conversation.post(samples.pendingFeedback, draft, never);
    assert.deepEqual(requestTo(world, 'CreateMessages').body, {
      message: { content: 'Yes, TCP 3389 is open.', accessory_ids: [] },
    });
    assert.equal((await provider.readTicket(samples.pendingFeedback, never)).status.code, '1');
  });

  inWorld('what an ended ticket says cannot be taken back', async (world) => {
    const { messages } = await world.connect().conversation.read(samples.unscored, undefined, never);
    assert.ok(messages.length > 0 && messages.every(({ canWithdraw }) => !canWithdraw));
  });

  for (const [content, format] of [
    ['Plain < text & more', 'plain'],
    ['<p>Rich <b>text</b></p>', 'html'],
    ['See ![picture](/v2/servicerequest/accessorys/a1/image)', 'markdown'],
  ] as const) {
    inWorld(`what kind of text a message is, is seen from the text: ${format}`, async (world) => {
      world.sandbox.replyAsEngineer(samples.processing, content);
      const { messages } = await world.connect().conversation.read(samples.processing, undefined, never);
      const last: TicketMessage | undefined = messages.at(-1);
      assert.deepEqual(last?.content, { format, text: content });
    });
  }

  inWorld('a conversation is shown when nothing can be counted', async (world) => {
    world.sandbox.inject({ kind: 'status', endpoint: 'ListUnreadNewInstantMessages', status: 404, body: '{}' });
    const page = await world.connect().conversation.read(samples.processing, undefined, never);
    assert.deepEqual([page.messages.length, page.unread], [5, undefined]);
  });
});

describe('Huawei Cloud OSM: files (contract §1.3)', () => {
  inWorld('limits are texts on the wire and numbers here', async (world) => {
    const { attachments } = world.connect();
    const limits = await attachments.readLimits(never);
    assert.deepEqual([limits.maxCount, limits.maxBytes], [5, 8 * 1024 * 1024]);
    assert.ok(limits.extensions?.includes('png'));
    await attachments.readLimits(never);
    assert.equal(world.countRequests(), 1, 'they are believed for a while');
  });

  inWorld('a file says what it will hang on', async (world) => {
    const { attachments } = world.connect();
    const bytes = Buffer.from('text');
    for (const [purpose, from] of [
      ['ticket', 'incident'],
      ['message', 'message'],
    ] as const) {
      await attachments.upload({ name: 'a.txt', bytes, purpose }, never);
      assert.deepEqual(requestTo(world, 'UploadJsonAccessories').body, {
        accessory_name: 'a.txt',
        accessory_from: from,
        upload_type: 0,
        accessory_data: bytes.toString('base64'),
      });
    }
  });

  inWorld('what hangs on a ticket comes down with its name', async (world) => {
    const provider = world.connect();
    const { details } = await provider.readTicket(samples.toProcess, never);
    const files = details?.find(({ key }) => key === 'description')?.attachments ?? [];
    const [picture, log] = files;
    assert.ok(picture !== undefined && log !== undefined);
    const file = await provider.attachments.download(samples.toProcess, log.id, never);
    assert.equal(file.name, 'ssh.log');
    assert.match(Buffer.from(file.bytes).toString(), /^Nov 24/u);
    const source = `/v2/servicerequest/accessorys/${picture.id}/image`;
    for (const address of [source, `${world.sandbox.osmUrl}${source}`]) {
      const image = await provider.images.read(samples.toProcess, address, never);
      assert.equal(image?.mediaType, 'image/png');
      assert.deepEqual([...(image?.bytes.slice(1, 4) ?? [])], [...Buffer.from('PNG')]);
    }
  });

  inWorld('a file that is gone is an error, not a file', async (world) => {
    await assertTicketError(world.connect().attachments.download(samples.toProcess, 'nothing', never), 'rejected');
  });
});
