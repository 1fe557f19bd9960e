import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TicketError, type TicketErrorCode } from '../../src/domain/errors.ts';
import type { FormValues } from '../../src/domain/form.ts';
import type { Operation, OperationInput, OperationKind } from '../../src/domain/operation.ts';
import type { OperationRequest, RequestRecord, TicketProvider } from '../../src/domain/provider.ts';
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

/** An operation that moves a ticket on: once it is done, it is not offered there any more. */
export interface Move {
  /** Offered by the ticket's only step, or by the ticket as a whole. */
  readonly on: 'step' | 'ticket';
  readonly kind: OperationKind;
  readonly input: OperationInput;
}

/** A server of the system with tickets on it, and how to reach it. */
export interface ContractWorld {
  connect(options?: { readonly badCredentials?: boolean; readonly limits?: Partial<HttpLimits> }): TicketProvider;
  /** A connection to a port where nobody listens. */
  connectToNobody(): Promise<TicketProvider>;
  readonly records: readonly RequestRecord[];
  /** What must not appear outside of requests. */
  readonly secrets: readonly string[];
  /** The name by which a step says that it waits for the connection's user; `undefined`: the system names nobody. */
  readonly operator: string | undefined;
  readonly unknownKey: string;
  readonly openKeys: readonly string[];
  readonly endedKey: string;
  /** A ticket whose only step waits for the connection's user, and what leads it on, one after the other. */
  readonly journey: { readonly key: string; readonly moves: readonly [Move, ...Move[]] };
  /** A form that is not filled in rightly: the last of these moves. `undefined`: no operation needs a form. */
  readonly badForm:
    | {
        readonly key: string;
        readonly moves: readonly [...Move[], Move];
        /** Those that may be blamed. */
        readonly fieldKeys: readonly string[];
      }
    | undefined;
  /** A ticket with messages, some of them not read yet, to which more can be added; `undefined`: nobody talks here. */
  readonly talkKey: string | undefined;
  /** A ticket to be made, by the key of a field; `undefined`: none is made here. */
  readonly newTicket: { readonly serviceName: string; readonly values: FormValues } | undefined;
  /** Adds tickets that are open. */
  addTickets(count: number): readonly string[];
  /** Lets the server do what it has put off. */
  settle(): void;
  /** Signing in is not counted. */
  countRequests(): number;
  countWrites(): number;
  /** Makes the server misbehave: for one ticket, or for all. Signing in is spared. */
  trouble(kind: Trouble, key?: string): void;
  close(): Promise<void>;
}

export const never: AbortSignal = new AbortController().signal;

/** Short times, so that a silent server is noticed within a test. */
export const shortLimits: Partial<HttpLimits> = {
  totalTimeout: 400,
  transferTimeout: 400,
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

/** The operation of a move, as the ticket offers it now. */
async function findMove(provider: TicketProvider, key: string, { on, kind, input }: Move): Promise<OperationRequest> {
  const ticket = await provider.readTicket(key, never);
  const step = on === 'step' ? onlyStep(ticket) : undefined;
  const operation = findOperation((step ?? ticket).operations, kind);
  return { key, stepId: step?.id, operation, input };
}

/** It is offered no more where it was. */
function assertGone(ticket: Ticket, { stepId, operation }: OperationRequest): void {
  const offered =
    stepId === undefined ? ticket.operations : (ticket.steps.find(({ id }) => id === stepId)?.operations ?? []);
  assert.ok(!offered.some(({ key }) => key === operation.key), `${operation.key} is offered still`);
}

/** A test with a world of its own each time. */
export function worldTest<W extends ContractWorld>(
  open: () => Promise<W>,
): (title: string, body: (world: W) => Promise<void>) => void {
  return (title, body) => {
    test(title, { timeout: 20_000 }, async () => {
      const world = await open();
      try {
        await body(world);
      } finally {
        await world.close();
      }
    });
  };
}

/** What every provider must do, whichever system it speaks to. */
export function describeProviderContract(name: string, open: () => Promise<ContractWorld>): void {
  const inWorld = worldTest(open);

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
      await assertTicketError(provider.readTicket(world.journey.key, never), 'unauthorized');
      await assertTicketError(provider.readTickets(world.openKeys, never), 'unauthorized');
    });

    inWorld('a ticket is read with its step, form and details', async (world) => {
      const ticket = await world.connect().readTicket(world.journey.key, never);
      assert.equal(ticket.ref.key, world.journey.key);
      assert.equal(ticket.isEnded, false);
      assert.ok(ticket.title.length > 0);
      assert.ok(ticket.createdAt !== undefined && Math.abs(ticket.createdAt - Date.now()) < 400 * 86_400_000);
      assert.ok(ticket.url === undefined || /^https?:/u.test(ticket.url));
      const step = onlyStep(ticket);
      assert.ok(step.waitsForMe);
      assert.ok(world.operator === undefined || step.processors.includes(world.operator));
      assert.ok(step.fields !== undefined);
      assert.equal(new Set(step.fields.map((field) => field.key)).size, step.fields.length);
      assert.ok(ticket.details !== undefined && ticket.details.length > 0);
      assert.ok(ticket.details.every((detail) => detail.text !== ''));
    });

    inWorld('watched tickets agree with whole ones, without forms and details', async (world) => {
      const provider = world.connect();
      const watched = await provider.readTickets([world.journey.key], never);
      const ticket = watched.get(world.journey.key);
      assert.ok(ticket !== undefined && !(ticket instanceof TicketError));
      const whole = await provider.readTicket(world.journey.key, never);
      // Not every read tells the priority.
      const { priority = ticket.priority } = whole;
      const told = { ...whole, details: undefined, priority, steps: whole.steps.map(withoutForm) };
      assert.deepEqual({ ...ticket, priority: ticket.priority ?? priority }, told);
    });

    inWorld('a number that does not exist is an error in its place', async (world) => {
      const keys = [world.journey.key, world.unknownKey, world.endedKey];
      const tickets = await world.connect().readTickets(keys, never);
      assert.deepEqual([...tickets.keys()], keys);
      const unknown = tickets.get(world.unknownKey);
      assert.ok(unknown instanceof TicketError && unknown.code === 'notFound');
      assert.ok(!(tickets.get(world.journey.key) instanceof TicketError));
      await assertTicketError(world.connect().readTicket(world.unknownKey, never), 'notFound');
    });

    inWorld('nothing is asked for when nothing is watched', async (world) => {
      assert.equal((await world.connect().readTickets([], never)).size, 0);
      assert.equal(world.countRequests(), 0);
    });

    inWorld('an ended ticket has no steps, and nothing that would move it on', async (world) => {
      const provider = world.connect();
      const watched = (await provider.readTickets([world.endedKey], never)).get(world.endedKey);
      for (const ticket of [await provider.readTicket(world.endedKey, never), watched]) {
        assert.ok(ticket !== undefined && !(ticket instanceof TicketError));
        assert.equal(ticket.isEnded, true);
        assert.deepEqual(ticket.steps, []);
        const others = ticket.operations.filter(({ kind }) => kind !== 'delete' && kind !== 'other');
        assert.deepEqual(others, []);
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

    inWorld('an operation moves the ticket on, and is offered no more', async (world) => {
      const provider = world.connect();
      const { key, moves } = world.journey;
      for (const move of moves) {
        const request = await findMove(provider, key, move);
        await provider.runOperation(request, never);
        const meanwhile = (await provider.readTickets([key], never)).get(key);
        assert.ok(meanwhile !== undefined && !(meanwhile instanceof TicketError));
        assertGone(meanwhile, request);
        world.settle();
        assertGone(await provider.readTicket(key, never), request);
      }
      assert.equal(world.countWrites(), moves.length);
    });

    inWorld('a refused form names its fields and leaves the ticket as it is', async (world) => {
      if (world.badForm === undefined) return;
      const provider = world.connect();
      const { key, moves, fieldKeys } = world.badForm;
      for (const move of moves.slice(0, -1)) {
        await provider.runOperation(await findMove(provider, key, move), never);
        world.settle();
      }
      const [bad] = moves.slice(-1);
      assert.ok(bad !== undefined);
      const request = await findMove(provider, key, bad);
      const error = await assertTicketError(provider.runOperation(request, never), 'rejected');
      assert.ok(error.fieldProblems.length > 0, 'no field is named');
      assert.ok(error.fieldProblems.every((problem) => fieldKeys.includes(problem.fieldKey)));
      world.settle();
      assert.deepEqual((await findMove(provider, key, bad)).operation, request.operation);
    });

    inWorld('what is not offered any more is a conflict and is not sent', async (world) => {
      const provider = world.connect();
      const { key, moves } = world.journey;
      const request = await findMove(provider, key, moves[0]);
      await provider.runOperation(request, never);
      world.settle();
      await assertTicketError(provider.runOperation(request, never), 'conflict');
      await assertTicketError(provider.runOperation({ ...request, stepId: '987654' }, never), 'conflict');
      assert.equal(world.countWrites(), 1);
    });

    for (const kind of ['silenceAfterWrite', 'reset', 'webPage', 'huge'] as const) {
      inWorld(`a write that meets "${kind}" is sent once and its outcome is unknown`, async (world) => {
        const { key, moves } = world.journey;
        const request = await findMove(world.connect(), key, moves[0]);
        // The read before the write has to pass: trouble begins with the first write.
        const provider = world.connect({ limits: shortLimits });
        world.trouble(kind, 'writes');
        const error = await assertTicketError(provider.runOperation(request, never), 'outcomeUnknown');
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
        await assertTicketError(provider.readTicket(world.journey.key, never), code);
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
        provider.readTicket(world.journey.key, stop.signal),
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
      world.trouble('silence', world.journey.key);
      const provider = world.connect({ limits: { totalTimeout: 600 } });
      const stop = new AbortController();
      const first = provider.readTicket(world.journey.key, stop.signal);
      const second = provider.readTicket(world.journey.key, never);
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
      const pending = provider.readTicket(world.journey.key, never);
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
      const { url } = await provider.readTicket(world.journey.key, never);
      if (url === undefined) return;
      assert.deepEqual(await provider.findTicketKeys(url, never), [world.journey.key]);
    });

    inWorld('no secret gets into records or errors', async (world) => {
      const errors: unknown[] = [];
      const collect = (promise: Promise<unknown>): Promise<unknown> =>
        promise.catch((error: unknown) => errors.push(error));
      const provider = world.connect({ limits: shortLimits });
      await collect(provider.readTicket(world.journey.key, never));
      await collect(world.connect({ badCredentials: true }).readTicket(world.journey.key, never));
      for (const kind of ['wrongShape', 'webPage', 'silence'] as const) {
        world.trouble(kind);
        await collect(provider.readTicket(world.journey.key, never));
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
