import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { selectAlerts, type Alert } from '../../../src/application/alerts.ts';
import { StepService } from '../../../src/application/stepService.ts';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import { TicketError, type TicketErrorCode } from '../../../src/domain/errors.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { InMemoryProvider } from '../../fakes/inMemoryProvider.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import {
  endedTicket,
  inStatus,
  makeConnection,
  makeStep,
  makeTicket,
  never,
  refTo,
  stepForMe,
  submitOperation,
  suspendOperation,
  workingStep,
} from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

const ref = refTo('REQ1');
const before = makeTicket('REQ1', { steps: [stepForMe('a')] });
const busy: Ticket = { ...before, steps: [workingStep('a')] };
const after: Ticket = { ...inStatus(before, 'NEXT'), steps: [stepForMe('b')] };

/** REQ1 is watched and was read; the clock stands still. */
async function open(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const provider = new InMemoryProvider([before, makeTicket('REQ2')]);
  const { connections, system, secrets, storage } = openConnections();
  system.createProvider = () => provider;
  const store = new TicketStore();
  store.setWatched([ref]);
  store.upsert(before, 'watch');
  const alerts: Alert[] = [];
  store.onDidChange((change) => alerts.push(...selectAlerts(change, () => false)));
  const steps = new StepService(connections, store);
  const submit = (signal = never) => steps.run(ref, 'a', submitOperation, { changes: new Map([['x', 'y']]) }, signal);
  const pass = async (milliseconds: number): Promise<void> => {
    context.mock.timers.tick(milliseconds);
    await turn();
  };
  await connections.provider('one');
  return { provider, connections, system, secrets, storage, store, alerts, steps, submit, pass };
}

function withCode(code: TicketErrorCode) {
  return (error: unknown): boolean => error instanceof TicketError && error.code === code;
}

describe('a write that is under way', () => {
  it('is not cut off by a new sign-in, an edit or the removal of its connection', async (context) => {
    const { provider, connections, submit, storage } = await open(context);
    const letGo = provider.holdAnswers();
    const running = submit();
    await turn();
    await connections.signIn('one', { token: 'newer' });
    await connections.save(makeConnection('one', { label: 'Renamed' }), {});
    assert.equal(provider.isDisposed, false);
    await connections.remove('one');
    assert.deepEqual(storage.read(), []);
    assert.equal(provider.isDisposed, false);
    letGo();
    assert.equal((await running).kind, 'accepted');
    assert.equal(provider.isDisposed, true);
  });

  it('ends with the window', async (context) => {
    const { provider, connections, submit } = await open(context);
    const letGo = provider.holdAnswers();
    const running = submit();
    await turn();
    connections.dispose();
    assert.equal(provider.isDisposed, true);
    letGo();
    await running;
  });
});

describe('load', () => {
  it('reads the whole ticket, gives it and puts it into the store', async (context) => {
    const { steps, store, provider, connections } = await open(context);
    provider.put(after);
    assert.equal(await steps.load(ref, never), after);
    assert.equal(store.find(ref)?.ticket, after);
    assert.equal(connections.state('one').kind, 'ready');
  });

  it('reads a ticket that nobody watches without watching it', async (context) => {
    const { steps, store } = await open(context);
    assert.equal((await steps.load(refTo('REQ2'), never)).title, 'Ticket REQ2');
    assert.equal(store.find(refTo('REQ2')), undefined);
  });

  it('tells of the connection only what concerns all of it', async (context) => {
    for (const [code, expected] of [
      ['forbidden', 'ready'],
      ['notFound', 'ready'],
      ['unexpectedResponse', 'ready'],
      ['unauthorized', 'signInNeeded'],
      ['unavailable', 'failing'],
      ['rateLimited', 'failing'],
    ] as const) {
      const { steps, connections, provider, store } = await open(context);
      connections.report('one', undefined);
      provider.failure = new TicketError(code);
      await assert.rejects(steps.load(ref, never), withCode(code));
      assert.equal(connections.state('one').kind, expected, code);
      assert.equal(store.find(ref)?.ticket, before);
      context.mock.timers.reset();
    }
  });

  it('throws what it was aborted for, and says nothing of the connection', async (context) => {
    const { steps, connections, provider } = await open(context);
    provider.holdAnswers();
    const controller = new AbortController();
    const loading = steps.load(ref, controller.signal);
    await turn();
    controller.abort();
    await assert.rejects(loading, { name: 'AbortError' });
    assert.equal(connections.state('one').kind, 'starting');
  });

  it('that is slow does not overwrite what was read after it began', async (context) => {
    const { steps, provider, store } = await open(context);
    const letGo = provider.holdAnswers();
    const loading = steps.load(ref, never);
    await turn();
    store.upsert(after, 'watch');
    letGo();
    await loading;
    assert.equal(store.find(ref)?.ticket, after);
  });
});

describe('an operation', () => {
  it('is sent once with what was given, and gives the ticket as it is then', async (context) => {
    const { submit, provider, store, alerts } = await open(context);
    provider.onOperation = () => provider.put(after);
    assert.deepEqual(await submit(), { kind: 'done', ticket: after });
    assert.deepEqual(provider.operations, [
      { key: 'REQ1', stepId: 'a', operation: submitOperation, input: { changes: new Map([['x', 'y']]) } },
    ]);
    assert.equal(store.find(ref)?.ticket, after);
    assert.deepEqual(alerts, []);
  });

  it('of the ticket is done with the first read', async (context) => {
    const { steps, provider } = await open(context);
    provider.onOperation = () => provider.put(busy);
    const outcome = await steps.run(ref, undefined, suspendOperation, { remark: 'later' }, never);
    assert.deepEqual(outcome, { kind: 'done', ticket: busy });
  });

  it('is read again, ever more slowly, until the system has moved on', async (context) => {
    const { submit, provider, pass } = await open(context);
    provider.onOperation = () => provider.put(busy);
    const running = submit();
    await turn();
    let reads = 1;
    for (const pause of [300, 500, 1_000, 2_000, 4_000, 4_000]) {
      await pass(pause - 1);
      assert.equal(provider.count('readTicket'), reads);
      await pass(1);
      reads += 1;
      assert.equal(provider.count('readTicket'), reads);
    }
    provider.put(after);
    await pass(4_000);
    assert.deepEqual(await running, { kind: 'done', ticket: after });
    assert.equal(provider.operations.length, 1);
  });

  it('is waited for between two steps, but not when the ticket has ended or is suspended', async (context) => {
    const { submit, provider, pass } = await open(context);
    provider.onOperation = () => provider.put({ ...before, steps: [] });
    const running = submit();
    await turn();
    provider.put(endedTicket('REQ1'));
    await pass(300);
    assert.equal((await running).kind, 'done');
    provider.onOperation = () =>
      provider.put({ ...before, steps: [], status: { code: 'S', name: 'S', category: 'suspended' } });
    assert.equal((await submit()).kind, 'done');
  });

  it('does not wait for another step that is being worked on', async (context) => {
    const { submit, provider } = await open(context);
    provider.onOperation = () => provider.put({ ...before, steps: [makeStep('c'), workingStep('d')] });
    assert.equal((await submit()).kind, 'done');
  });

  it('is accepted when the system is still busy after 30 seconds', async (context) => {
    const { submit, provider, pass, steps } = await open(context);
    provider.onOperation = () => provider.put(busy);
    const running = submit();
    await turn();
    for (let time = 0; time < 30_000; time += 100) await pass(100);
    assert.equal(steps.isUnderWay(ref), false);
    assert.deepEqual(await running, { kind: 'accepted', ticket: busy });
    const reads = provider.count('readTicket');
    await pass(60_000);
    assert.equal(provider.count('readTicket'), reads);
    assert.equal(provider.operations.length, 1);
  });

  it('is accepted when the waiting is aborted, and no timer or lock is left', async (context) => {
    const { submit, provider, pass, steps } = await open(context);
    provider.onOperation = () => provider.put(busy);
    const controller = new AbortController();
    const running = submit(controller.signal);
    await turn();
    controller.abort();
    assert.deepEqual(await running, { kind: 'accepted', ticket: busy });
    assert.equal(steps.isUnderWay(ref), false);
    const reads = provider.count('readTicket');
    await pass(60_000);
    assert.equal(provider.count('readTicket'), reads);
  });

  it('is accepted when the waiting is aborted in the middle of a read', async (context) => {
    const { submit, provider, steps } = await open(context);
    const controller = new AbortController();
    provider.onOperation = () => provider.put(after);
    const letWrite = provider.holdAnswers();
    const running = submit(controller.signal);
    await turn();
    letWrite();
    provider.holdAnswers();
    await turn();
    assert.equal(provider.count('readTicket'), 1);
    controller.abort();
    assert.deepEqual(await running, { kind: 'accepted', ticket: undefined });
    assert.equal(steps.isUnderWay(ref), false);
  });

  it('is sent even if the caller gives up while it is on its way', async (context) => {
    const { submit, provider } = await open(context);
    const letGo = provider.holdAnswers();
    const controller = new AbortController();
    const running = submit(controller.signal);
    await turn();
    controller.abort();
    letGo();
    assert.deepEqual(await running, { kind: 'accepted', ticket: undefined });
    assert.equal(provider.operations.length, 1);
  });

  it('is accepted when the read afterwards fails', async (context) => {
    const { submit, provider } = await open(context);
    provider.onOperation = () => {
      provider.failure = new TicketError('unavailable');
    };
    assert.deepEqual(await submit(), { kind: 'accepted', ticket: undefined });
    assert.equal(provider.operations.length, 1);
  });

  it('that is refused changes nothing and leaves the ticket free for the next', async (context) => {
    const { submit, provider, steps, store } = await open(context);
    for (const code of ['conflict', 'rejected', 'forbidden', 'unauthorized', 'unavailable', 'rateLimited'] as const) {
      const refusal = new TicketError(code);
      provider.onOperation = () => {
        throw refusal;
      };
      await assert.rejects(submit(), (error) => error === refusal);
      assert.equal(steps.isUnderWay(ref), false);
      assert.equal(store.find(ref)?.ticket, before);
    }
    assert.equal(provider.count('readTicket'), 0);
    assert.equal(provider.operations.length, 6);
  });

  it('with an unknown outcome is read again and never sent again', async (context) => {
    const { submit, provider, steps, store, alerts } = await open(context);
    const error = new TicketError('outcomeUnknown');
    provider.onOperation = () => {
      provider.put(after);
      throw error;
    };
    assert.deepEqual(await submit(), { kind: 'unknown', error, ticket: after });
    assert.equal(provider.operations.length, 1);
    assert.equal(provider.count('readTicket'), 1);
    assert.equal(store.find(ref)?.ticket, after);
    assert.deepEqual(alerts, []);
    assert.equal(steps.isUnderWay(ref), false);
  });

  it('with an unknown outcome and no read afterwards says so', async (context) => {
    const { submit, provider } = await open(context);
    const error = new TicketError('outcomeUnknown');
    provider.onOperation = () => {
      provider.failure = new TicketError('unavailable');
      throw error;
    };
    assert.deepEqual(await submit(), { kind: 'unknown', error, ticket: undefined });
    assert.equal(provider.operations.length, 1);
  });

  it('that breaks in an unforeseen way may have been carried out', async (context) => {
    const { submit, provider } = await open(context);
    provider.onOperation = () => {
      throw new DOMException('aborted', 'AbortError');
    };
    const outcome = await submit();
    assert.equal(outcome.kind === 'unknown' && outcome.error.code, 'outcomeUnknown');
    assert.equal(provider.operations.length, 1);
  });

  it('is not sent without credentials, and leaves the ticket free', async (context) => {
    const { submit, provider, secrets, steps, connections, pass } = await open(context);
    secrets.changeElsewhere('one', 'token', undefined);
    await pass(1_000);
    await assert.rejects(submit(), withCode('unauthorized'));
    assert.equal(provider.operations.length, 0);
    assert.equal(steps.isUnderWay(ref), false);
    assert.equal(connections.state('one').kind, 'signInNeeded');
  });

  it('is refused while another one on the same ticket is under way, until that has settled', async (context) => {
    const { submit, steps, provider, pass } = await open(context);
    provider.onOperation = ({ key }) => provider.put({ ...busy, ref: refTo(key) });
    const letGo = provider.holdAnswers();
    const first = submit();
    assert.equal(steps.isUnderWay(ref), true);
    await assert.rejects(submit(), withCode('conflict'));
    const other = steps.run(refTo('REQ2'), undefined, suspendOperation, {}, never);
    letGo();
    assert.equal((await other).kind, 'done');
    await turn();
    await assert.rejects(submit(), withCode('conflict'));
    provider.put(after);
    await pass(300);
    assert.equal((await first).kind, 'done');
    assert.equal((await steps.run(ref, undefined, suspendOperation, {}, never)).kind, 'done');
    assert.deepEqual(
      provider.operations.map(({ key }) => key),
      ['REQ1', 'REQ2', 'REQ1'],
    );
  });
});

describe('what the user did', () => {
  it('is not announced by a look that ends while it is under way', async (context) => {
    const { submit, provider, store, alerts } = await open(context);
    provider.onOperation = () => provider.put(after);
    const letGo = provider.holdAnswers();
    const running = submit();
    await turn();
    store.upsert(after, 'watch');
    letGo();
    await running;
    store.upsert(after, 'watch');
    assert.deepEqual(alerts, []);
  });

  it('is neither undone nor announced by a look that began before it', async (context) => {
    const { submit, provider, store, alerts } = await open(context);
    provider.onOperation = () => provider.put(after);
    const began = store.beginRead();
    await submit();
    store.upsert(before, 'watch', began);
    assert.equal(store.find(ref)?.ticket, after);
    store.upsert(after, 'watch');
    assert.deepEqual(alerts, []);
  });

  it('is not announced when nobody waited for the end of it', async (context) => {
    const { submit, provider, store, alerts } = await open(context);
    provider.onOperation = () => provider.put(busy);
    const controller = new AbortController();
    const running = submit(controller.signal);
    await turn();
    controller.abort();
    await running;
    store.upsert(after, 'watch');
    assert.deepEqual(alerts, []);
    store.upsert(endedTicket('REQ1'), 'watch');
    assert.equal(alerts.length, 1);
  });

  it('is announced when the system took longer than we waited', async (context) => {
    const { submit, provider, store, alerts, pass } = await open(context);
    provider.onOperation = () => provider.put(busy);
    const running = submit();
    await turn();
    for (let time = 0; time < 30_000; time += 100) await pass(100);
    await running;
    store.upsert(after, 'watch');
    assert.deepEqual(
      alerts.map(({ kind }) => kind),
      ['stepWaitsForMe'],
    );
  });

  it('is not announced where its outcome is unknown and the read afterwards fails', async (context) => {
    const { submit, provider, store, alerts } = await open(context);
    provider.onOperation = () => {
      provider.failure = new TicketError('unavailable');
      throw new TicketError('outcomeUnknown');
    };
    await submit();
    store.upsert(after, 'watch');
    assert.deepEqual(alerts, []);
    store.upsert(endedTicket('REQ1'), 'watch');
    assert.equal(alerts.length, 1);
  });

  it('is not announced when it was no operation, also while one is under way, and what others do then is', async (context) => {
    const { steps, provider, store, alerts } = await open(context);
    const write = steps.beginWrite(ref);
    const began = store.beginRead();
    await steps.runOwn(ref, async () => {
      provider.put(after);
      store.upsert(after, 'watch');
    });
    store.upsert(after, 'watch', began);
    assert.equal(store.find(ref)?.ticket, before);
    await turn();
    assert.equal(store.find(ref)?.ticket, after);
    write?.dispose();
    assert.deepEqual(alerts, []);
    store.upsert(endedTicket('REQ1'), 'watch');
    assert.equal(alerts.length, 1);
  });

  it('is not announced when it was no operation and the read afterwards fails, but is when it was refused', async (context) => {
    const { steps, provider, store, alerts } = await open(context);
    for (const code of ['outcomeUnknown', 'rejected'] as const) {
      provider.failure = new TicketError('unavailable');
      const failing = steps.runOwn(ref, async () => {
        throw new TicketError(code);
      });
      await assert.rejects(failing, withCode(code));
      await turn();
      assert.equal(provider.count('readTicket'), 1, code);
      store.upsert(code === 'rejected' ? endedTicket('REQ1') : after, 'watch');
      assert.equal(alerts.length, code === 'rejected' ? 1 : 0, code);
    }
  });

  it('does not hide what others do after it was refused', async (context) => {
    const { submit, provider, store, alerts } = await open(context);
    provider.onOperation = () => {
      throw new TicketError('conflict');
    };
    await assert.rejects(submit());
    store.upsert(after, 'watch');
    assert.equal(alerts.length, 1);
  });
});
