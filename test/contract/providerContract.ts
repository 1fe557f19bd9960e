import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TicketError, type TicketErrorCode } from '../../src/domain/errors.ts';
import type { FieldValue } from '../../src/domain/field.ts';
import type { Operation, OperationInput, OperationKind } from '../../src/domain/operation.ts';
import type { RequestRecord, TicketProvider } from '../../src/domain/provider.ts';
import type { Step } from '../../src/domain/step.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { HttpLimits } from '../../src/providers/http.ts';

/** What a server can do wrong, whichever system it is. */
export type Trouble =
  | 'silence'
  /** A write is carried out, and no answer comes. */
  | 'silenceAfterWrite'
  | 'webPage'
  /** Larger than the limit that `connect` was given. */
  | 'huge'
  | 'reset'
  /** JSON of another shape. */
  | 'wrongShape'
  /** 429 that asks to wait for two minutes. */
  | 'rateLimit'
  /** 503, once. */
  | 'hiccup';

/** A server of the system with tickets on it, and how to reach it. */
export interface ContractWorld {
  connect(options?: { readonly badCredentials?: boolean; readonly limits?: Partial<HttpLimits> }): TicketProvider;
  /** A connection to a port where nobody listens. */
  connectToNobody(): Promise<TicketProvider>;
  readonly records: readonly RequestRecord[];
  /** What must not appear outside of requests. */
  readonly secrets: readonly string[];
  readonly operator: string;
  readonly unknownKey: string;
  readonly openKeys: readonly string[];
  readonly endedKey: string;
  /** A ticket whose step has to be claimed and then submitted with these changes. */
  readonly claimable: { readonly key: string; readonly changes: ReadonlyMap<string, FieldValue> };
  /** Adds tickets that wait for the operator. */
  addTickets(count: number): readonly string[];
  /** Lets the server do what it has put off. */
  settle(): void;
  countRequests(): number;
  countWrites(): number;
  /** Makes the server misbehave: for one ticket, or for all. */
  trouble(kind: Trouble, key?: string): void;
  close(): Promise<void>;
}

export const never: AbortSignal = new AbortController().signal;

/** Short times, so that a silent server is noticed within a test. */
export const shortLimits: Partial<HttpLimits> = {
  totalTimeout: 400,
  maxResponseSize: 300_000,
  retryDelay: 5,
};

/** Asserts on the one error that a provider throws. */
export async function assertTicketError(
  promise: Promise<unknown>,
  code: TicketErrorCode | readonly TicketErrorCode[],
): Promise<TicketError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TicketError, `expected a TicketError, got ${String(error)}`);
  assert.ok([code].flat().includes(error.code), `expected ${String(code)}, got ${error.code} (${error.detail})`);
  return error;
}

export function onlyStep(ticket: Ticket): Step {
  const [step] = ticket.steps;
  assert.ok(step !== undefined && ticket.steps.length === 1, `${ticket.ref.key} has ${ticket.steps.length} steps`);
  return step;
}

export function findOperation(operations: readonly Operation[], kind: OperationKind): Operation {
  const operation = operations.find((each) => each.kind === kind);
  assert.ok(operation !== undefined, `no "${kind}" among ${operations.map((each) => each.kind).join(', ')}`);
  return operation;
}

function withoutForm(step: Step): Step {
  return { ...step, fields: undefined, cannotSubmit: undefined };
}

/** Reads a ticket and carries out an operation of its only step. */
export async function runOnStep(
  provider: TicketProvider,
  key: string,
  kind: OperationKind,
  input: OperationInput = {},
): Promise<void> {
  const step = onlyStep(await provider.readTicket(key, never));
  const operation = findOperation(step.operations, kind);
  await provider.runOperation({ key, stepId: step.id, operation, input }, never);
}

/** What every provider must do, whichever system it speaks to. */
export function describeProviderContract(name: string, open: () => Promise<ContractWorld>): void {
  const inWorld = (title: string, body: (world: ContractWorld) => Promise<void>): void => {
    test(title, { timeout: 20_000 }, async () => {
      const world = await open();
      try {
        await body(world);
      } finally {
        await world.close();
      }
    });
  };

  describe(`provider contract: ${name}`, () => {
    inWorld('good credentials pass the test and bad ones are told apart', async (world) => {
      await world.connect().testCredentials(never);
      const error = await assertTicketError(
        world.connect({ badCredentials: true }).testCredentials(never),
        'unauthorized',
      );
      assert.ok(error.hint !== undefined);
    });

    inWorld('bad credentials fail every read as a whole', async (world) => {
      const provider = world.connect({ badCredentials: true });
      await assertTicketError(provider.readTicket(world.claimable.key, never), 'unauthorized');
      await assertTicketError(provider.readTickets(world.openKeys, never), 'unauthorized');
    });

    inWorld('a ticket is read with its step, form and details', async (world) => {
      const ticket = await world.connect().readTicket(world.claimable.key, never);
      assert.equal(ticket.ref.key, world.claimable.key);
      assert.equal(ticket.isEnded, false);
      assert.ok(ticket.title.length > 0);
      assert.ok(ticket.createdAt !== undefined && Math.abs(ticket.createdAt - Date.now()) < 400 * 86_400_000);
      assert.match(ticket.url ?? '', /^https?:/u);
      const step = onlyStep(ticket);
      assert.ok(step.waitsForMe);
      assert.ok(step.processors.includes(world.operator));
      assert.ok(step.fields !== undefined && step.fields.length > 0);
      assert.equal(new Set(step.fields.map((field) => field.key)).size, step.fields.length);
      assert.ok(ticket.details !== undefined && ticket.details.length > 0);
      assert.ok(ticket.details.every((detail) => detail.text !== ''));
    });

    inWorld('watched tickets agree with whole ones, without forms and details', async (world) => {
      const provider = world.connect();
      const watched = await provider.readTickets([world.claimable.key], never);
      const ticket = watched.get(world.claimable.key);
      assert.ok(ticket !== undefined && !(ticket instanceof TicketError));
      const whole = await provider.readTicket(world.claimable.key, never);
      // Not every read tells the priority.
      const { priority = ticket.priority } = whole;
      const told = { ...whole, details: undefined, priority, steps: whole.steps.map(withoutForm) };
      assert.deepEqual({ ...ticket, priority: ticket.priority ?? priority }, told);
    });

    inWorld('a number that does not exist is an error in its place', async (world) => {
      const keys = [world.claimable.key, world.unknownKey, world.endedKey];
      const tickets = await world.connect().readTickets(keys, never);
      assert.deepEqual([...tickets.keys()], keys);
      const unknown = tickets.get(world.unknownKey);
      assert.ok(unknown instanceof TicketError && unknown.code === 'notFound');
      assert.ok(!(tickets.get(world.claimable.key) instanceof TicketError));
      await assertTicketError(world.connect().readTicket(world.unknownKey, never), 'notFound');
    });

    inWorld('nothing is asked for when nothing is watched', async (world) => {
      assert.equal((await world.connect().readTickets([], never)).size, 0);
      assert.equal(world.countRequests(), 0);
    });

    inWorld('an ended ticket has neither steps nor operations', async (world) => {
      const provider = world.connect();
      const watched = (await provider.readTickets([world.endedKey], never)).get(world.endedKey);
      for (const ticket of [await provider.readTicket(world.endedKey, never), watched]) {
        assert.ok(ticket !== undefined && !(ticket instanceof TicketError));
        assert.equal(ticket.isEnded, true);
        assert.deepEqual([ticket.steps, ticket.operations], [[], []]);
      }
    });

    inWorld('one bad ticket does not hide the others', async (world) => {
      const keys = world.addTickets(12);
      const [bad = ''] = keys;
      for (const kind of ['wrongShape', 'webPage'] as const) {
        world.trouble(kind, bad);
        const tickets = await world.connect({ limits: shortLimits }).readTickets(keys, never);
        const failed = [...tickets].filter(([, ticket]) => ticket instanceof TicketError);
        assert.deepEqual(
          failed.map(([key]) => key),
          [bad],
        );
      }
    });

    inWorld('many tickets take at most one request each and one more per page', async (world) => {
      const keys = world.addTickets(30);
      await world.connect().readTickets(keys, never);
      assert.ok(world.countRequests() <= keys.length + 1, `${world.countRequests()} requests`);
    });

    inWorld('claim, fill in, and the ticket goes on', async (world) => {
      const provider = world.connect();
      const { key, changes } = world.claimable;
      await runOnStep(provider, key, 'claim');
      world.settle();
      const claimed = onlyStep(await provider.readTicket(key, never));
      assert.deepEqual(claimed.processors, [world.operator]);
      assert.equal(claimed.status.category, 'active');
      await runOnStep(provider, key, 'submit', { changes });
      const meanwhile = (await provider.readTickets([key], never)).get(key);
      assert.ok(meanwhile !== undefined && !(meanwhile instanceof TicketError));
      assert.ok(
        meanwhile.steps.every((step) => !step.waitsForMe),
        'still waits for me while the server is at work',
      );
      world.settle();
      const next = await provider.readTicket(key, never);
      assert.ok(next.steps.every((step) => step.id !== claimed.id));
      assert.equal(world.countWrites(), 2);
    });

    inWorld('a refused form names its fields and leaves the step as it is', async (world) => {
      const provider = world.connect();
      const { key, changes } = world.claimable;
      await runOnStep(provider, key, 'claim');
      world.settle();
      const error = await assertTicketError(runOnStep(provider, key, 'submit', { changes: new Map() }), 'rejected');
      assert.ok(error.fieldProblems.length > 0, 'no field is named');
      assert.ok(error.fieldProblems.every((problem) => changes.has(problem.fieldKey)));
      world.settle();
      assert.ok(onlyStep(await provider.readTicket(key, never)).waitsForMe);
    });

    inWorld('what is not offered any more is a conflict and is not sent', async (world) => {
      const provider = world.connect();
      const { key } = world.claimable;
      const step = onlyStep(await provider.readTicket(key, never));
      const operation = findOperation(step.operations, 'claim');
      await provider.runOperation({ key, stepId: step.id, operation, input: {} }, never);
      world.settle();
      const again = provider.runOperation({ key, stepId: step.id, operation, input: {} }, never);
      await assertTicketError(again, 'conflict');
      await assertTicketError(
        provider.runOperation({ key, stepId: '987654', operation, input: {} }, never),
        'conflict',
      );
      assert.equal(world.countWrites(), 1);
    });

    for (const kind of ['silenceAfterWrite', 'reset', 'webPage', 'huge'] as const) {
      inWorld(`a write that meets "${kind}" is sent once and its outcome is unknown`, async (world) => {
        const { key } = world.claimable;
        const step = onlyStep(await world.connect().readTicket(key, never));
        const operation = findOperation(step.operations, 'claim');
        // The read before the write has to pass: trouble begins with the first write.
        const provider = world.connect({ limits: shortLimits });
        world.trouble(kind, 'writes');
        const error = await assertTicketError(
          provider.runOperation({ key, stepId: step.id, operation, input: {} }, never),
          'outcomeUnknown',
        );
        assert.ok(error.hint !== undefined || error.serverMessage !== undefined);
        assert.equal(world.countWrites(), 1);
      });
    }

    for (const [kind, code] of [
      ['silence', 'unavailable'],
      ['reset', 'unavailable'],
      ['webPage', 'unexpectedResponse'],
      ['huge', 'unexpectedResponse'],
      ['wrongShape', 'unexpectedResponse'],
    ] as const) {
      inWorld(`"${kind}" is one clean error: ${code}`, async (world) => {
        world.trouble(kind);
        const provider = world.connect({ limits: shortLimits });
        await assertTicketError(provider.readTicket(world.claimable.key, never), code);
        await assertTicketError(provider.readTickets(world.openKeys, never), code);
        await assertTicketError(provider.testCredentials(never), code);
      });
    }

    inWorld('a server that asks for patience is left alone', async (world) => {
      world.trouble('rateLimit');
      const error = await assertTicketError(world.connect().testCredentials(never), 'rateLimited');
      assert.equal(error.retryAfter, 120_000);
      assert.equal(world.countRequests(), 1);
    });

    inWorld('a hiccup of the server is not noticed by a read', async (world) => {
      world.trouble('hiccup');
      await world.connect({ limits: { retryDelay: 5 } }).testCredentials(never);
      assert.equal(world.countRequests(), 2);
    });

    inWorld('nobody at the address is unavailable, also for a write, and says so', async (world) => {
      const provider = await world.connectToNobody();
      const error = await assertTicketError(provider.testCredentials(never), 'unavailable');
      assert.match(error.hint?.text ?? '', /refused the connection/u);
      await assertTicketError(provider.readTickets(world.openKeys, never), 'unavailable');
    });

    inWorld('an abort rejects with its reason and nothing else', async (world) => {
      world.trouble('silence');
      const stop = new AbortController();
      const reason = new Error('changed my mind');
      const provider = world.connect();
      const reads = [
        provider.readTicket(world.claimable.key, stop.signal),
        provider.readTickets(world.openKeys, stop.signal),
        provider.testCredentials(stop.signal),
      ];
      const results = Promise.allSettled(reads);
      await new Promise((resolve) => setImmediate(resolve));
      stop.abort(reason);
      for (const result of await results) assert.equal(result.status === 'rejected' && result.reason, reason);
      await assert.rejects(provider.testCredentials(AbortSignal.abort(reason)), reason);
    });

    inWorld('a reader who gives up does not take the others along', async (world) => {
      world.trouble('silence', world.claimable.key);
      const provider = world.connect({ limits: { totalTimeout: 600 } });
      const stop = new AbortController();
      const first = provider.readTicket(world.claimable.key, stop.signal);
      const second = provider.readTicket(world.claimable.key, never);
      const results = Promise.allSettled([first, second]);
      await new Promise((resolve) => setImmediate(resolve));
      stop.abort(new Error('gone'));
      const [, other] = await results;
      assert.ok(other?.status === 'rejected' && other.reason instanceof TicketError);
      assert.equal(other.reason.code, 'unavailable');
    });

    inWorld('dispose ends what is under way and refuses what comes', async (world) => {
      world.trouble('silence');
      const provider = world.connect();
      const pending = provider.readTicket(world.claimable.key, never);
      const outcome = assertTicketError(pending, 'unavailable');
      await new Promise((resolve) => setImmediate(resolve));
      provider.dispose();
      provider.dispose();
      await outcome;
      const before = world.countRequests();
      await assertTicketError(provider.testCredentials(never), 'unavailable');
      await assertTicketError(provider.readTickets(world.openKeys, never), 'unavailable');
      assert.equal(world.countRequests(), before);
    });

    inWorld('numbers are found in what was typed', async (world) => {
      const provider = world.connect();
      const [first = '', second = ''] = world.openKeys;
      assert.deepEqual(await provider.findTicketKeys(` ${first.toLowerCase()} `, never), [first]);
      assert.deepEqual(await provider.findTicketKeys(`${first},\n${second} ${first}`, never), [first, second]);
      assert.deepEqual(await provider.findTicketKeys('no number at all', never), []);
      assert.deepEqual(await provider.findTicketKeys('https://other.example.com/#/ticket/detail?id=1', never), []);
    });

    inWorld("the address of a ticket's web page leads to its number", async (world) => {
      const provider = world.connect();
      const { url } = await provider.readTicket(world.claimable.key, never);
      assert.ok(url !== undefined);
      assert.deepEqual(await provider.findTicketKeys(url, never), [world.claimable.key]);
    });

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
        (_key, signal) => provider.lists?.readServices(signal),
        (_key, signal) => provider.creation?.readCatalogs(signal),
      ];
      for (const ability of abilities) {
        const aborted = ability(world.claimable.key, AbortSignal.abort(reason));
        if (aborted !== undefined) await assert.rejects(aborted, reason);
      }
      for (const ability of abilities.slice(0, 3)) {
        const lost = ability(world.unknownKey, never);
        if (lost !== undefined) await assertTicketError(lost, ['notFound', 'conflict', 'rejected']);
      }
      world.trouble('wrongShape');
      for (const ability of abilities) {
        const misread = ability(world.claimable.key, never);
        if (misread !== undefined) await assertTicketError(misread, 'unexpectedResponse');
      }
    });

    inWorld(
      'a form that makes a ticket has a field for each key, and nothing is made without what it demands',
      async (world) => {
        const { creation } = world.connect();
        if (creation === undefined) return;
        const [service] = await creation.readServices(undefined, never);
        assert.ok(service !== undefined);
        const { fields } = await creation.readForm(service.id, never);
        assert.equal(new Set(fields.map(({ key }) => key)).size, fields.length);
        assert.ok(fields.some(({ isRequired, value }) => isRequired && value.length === 0));
        const error = await assertTicketError(creation.create(service.id, new Map(), never), 'rejected');
        assert.ok(error.fieldProblems.length > 0);
        assert.equal(world.countWrites(), 0);
      },
    );

    inWorld('no secret gets into records or errors', async (world) => {
      const errors: unknown[] = [];
      const collect = (promise: Promise<unknown>): Promise<unknown> =>
        promise.catch((error: unknown) => errors.push(error));
      const provider = world.connect({ limits: shortLimits });
      await collect(provider.readTicket(world.claimable.key, never));
      await collect(world.connect({ badCredentials: true }).readTicket(world.claimable.key, never));
      for (const kind of ['wrongShape', 'webPage', 'silence'] as const) {
        world.trouble(kind);
        await collect(provider.readTicket(world.claimable.key, never));
      }
      await collect((await world.connectToNobody()).testCredentials(never));
      assert.equal(errors.length, 5);
      const shown = [
        JSON.stringify(world.records),
        ...errors.map((error) => {
          assert.ok(error instanceof TicketError);
          return JSON.stringify([error, error.message, error.stack, error.cause, String(error.cause)]);
        }),
      ].join('\n');
      for (const secret of world.secrets) assert.ok(!shown.includes(secret));
      assert.ok(world.records.length > 0 && world.records.every((record) => !record.url.includes('?')));
      assert.ok(world.records.some((record) => record.failure === undefined && record.status === 200));
      assert.ok(world.records.some((record) => record.failure !== undefined));
    });
  });
}
