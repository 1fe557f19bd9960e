import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { selectAlerts, type Alert } from '../../../src/application/alerts.ts';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import { Watcher } from '../../../src/application/watcher.ts';
import { WatchList } from '../../../src/application/watchList.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import { InMemoryProvider } from '../../fakes/inMemoryProvider.ts';
import { InMemoryWatchList } from '../../fakes/inMemoryWatchList.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import { inStatus, makeConnection, makeTicket, refTo, stepForMe } from '../../fakes/samples.ts';
import { countTimers, turn } from '../../fakes/turn.ts';

const minute = 60_000;

interface Options {
  readonly ids?: readonly string[];
  readonly tickets?: Readonly<Record<string, readonly string[]>>;
  readonly random?: () => number;
}

/** A watcher over fakes: one look a minute, the first after a second. REQ1 of connection "one" is watched. */
async function build({ ids = ['one'], tickets = { one: ['REQ1'] }, random = () => 0.5 }: Options = {}) {
  const parts = openConnections(ids.map((id) => makeConnection(id)));
  const { connections, system, log } = parts;
  const providers = new Map<string, InMemoryProvider>();
  const provider = (id = 'one'): InMemoryProvider => {
    const known = providers.get(id) ?? new InMemoryProvider([makeTicket('REQ1'), makeTicket('REQ2')]);
    providers.set(id, known);
    return known;
  };
  system.createProvider = ({ id }) => provider(id);
  const watchListFile = new InMemoryWatchList(tickets);
  const watchList = new WatchList(watchListFile, () => false);
  const store = new TicketStore();
  const alerts: Alert[] = [];
  store.onDidChange((change) => alerts.push(...selectAlerts(change, (ref) => watchList.isMuted(ref))));
  const watcher = new Watcher({ connections, watchList, store, log, options: { interval: () => minute, random } });
  await watchList.load();
  const looks = (id = 'one'): number => provider(id).count('readTickets');
  return { ...parts, providers, provider, watchListFile, watchList, store, alerts, watcher, looks };
}

/** The same with a clock that stands still, started; `pass` lets time go by. */
async function open(context: TestContext, options: Options = {}) {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const parts = await build(options);
  parts.watcher.start();
  context.after(() => parts.watcher.dispose());
  const pass = async (milliseconds: number): Promise<void> => {
    context.mock.timers.tick(milliseconds);
    await turn();
  };
  await turn();
  return { ...parts, pass };
}

describe('the first look', () => {
  it('comes after a delay, and no request before it', async (context) => {
    const { looks, pass, system } = await open(context);
    await pass(999);
    assert.equal(looks(), 0);
    assert.equal(system.loads, 0);
    await pass(1);
    assert.equal(looks(), 1);
  });

  it('does not come earlier because the watch list file was written without news', async (context) => {
    const { looks, pass, watchListFile, watchList } = await open(context);
    watchListFile.changeElsewhere({ tickets: { one: ['REQ1'] }, muted: { one: ['REQ1'] } });
    await watchList.load();
    await pass(0);
    assert.equal(looks(), 0);
  });

  it('comes at once when the user asks for it', async (context) => {
    const { looks, watcher } = await open(context);
    await watcher.refresh();
    assert.equal(looks(), 1);
  });

  it('is one request for all tickets of a connection', async (context) => {
    const { provider, pass } = await open(context, { tickets: { one: ['REQ2', 'REQ1'] } });
    await pass(1_000);
    assert.deepEqual(provider().calls, [{ method: 'readTickets', keys: ['REQ2', 'REQ1'] }]);
  });
});

describe('looks', () => {
  it('come again after the interval, and fill the store', async (context) => {
    const { looks, pass, provider, store } = await open(context);
    await pass(1_000);
    assert.equal(store.find(refTo('REQ1'))?.ticket?.status.code, 'OPEN');
    provider().put(inStatus(makeTicket('REQ1'), 'PENDING'));
    await pass(minute - 1);
    assert.equal(looks(), 1);
    await pass(1);
    assert.equal(looks(), 2);
    assert.equal(store.find(refTo('REQ1'))?.ticket?.status.code, 'PENDING');
  });

  it('are spread by a tenth of the interval to both sides', async (context) => {
    let random = 0;
    const { looks, pass } = await open(context, { random: () => random });
    await pass(0);
    assert.equal(looks(), 1);
    random = 0.999;
    await pass(0.9 * minute);
    assert.equal(looks(), 2);
    await pass(1.09 * minute);
    assert.equal(looks(), 2);
    await pass(0.01 * minute);
    assert.equal(looks(), 3);
  });

  it('announce what changed between two of them once, and nothing at the first', async (context) => {
    const { pass, provider, alerts } = await open(context);
    await pass(1_000);
    provider().put({ ...inStatus(makeTicket('REQ1'), 'PENDING'), steps: [stepForMe('b')] });
    for (let count = 0; count < 3; count += 1) await pass(minute);
    assert.deepEqual(
      alerts.map(({ kind }) => kind),
      ['stepWaitsForMe'],
    );
  });

  it('announce a change that happened while the server could not be reached', async (context) => {
    const { pass, provider, alerts, store, connections } = await open(context);
    await pass(1_000);
    provider().failure = new TicketError('unavailable');
    provider().put(inStatus(makeTicket('REQ1'), 'PENDING'));
    await pass(minute);
    assert.equal(connections.state('one').kind, 'failing');
    assert.equal(store.find(refTo('REQ1'))?.ticket?.status.code, 'OPEN');
    provider().failure = undefined;
    await pass(2 * minute);
    await pass(minute);
    assert.deepEqual(
      alerts.map(({ kind }) => kind),
      ['statusChanged'],
    );
    assert.equal(connections.state('one').kind, 'ready');
  });

  it('never overlap for one connection, however often they are asked for', async (context) => {
    const { pass, provider, watcher, watchList } = await open(context);
    const letGo = provider().holdAnswers();
    const asked = [watcher.refresh(), watcher.refresh('one')];
    await turn();
    asked.push(watcher.refresh());
    await watchList.add([refTo('REQ2')]);
    await pass(10 * minute);
    assert.equal(provider().count('readTickets'), 1);
    letGo();
    await Promise.all(asked);
    assert.equal(provider().mostUnderWay, 1);
    assert.equal(provider().count('readTickets'), 2);
  });

  it('go on for the others while one connection does not answer', async (context) => {
    const { looks, pass, provider } = await open(context, {
      ids: ['dead', 'one'],
      tickets: { dead: ['REQ1'], one: ['REQ1'] },
    });
    provider('dead').holdAnswers();
    await pass(1_000);
    await pass(minute);
    await pass(minute);
    assert.deepEqual([looks('dead'), looks('one')], [1, 3]);
  });

  it('are not made where nothing is watched', async (context) => {
    const { pass, system, watcher } = await open(context, { tickets: {} });
    await pass(1_000);
    await watcher.refresh();
    await pass(minute);
    assert.equal(system.loads, 0);
  });

  it('show while a request is under way', async (context) => {
    const { provider, watcher } = await open(context);
    const letGo = provider().holdAnswers();
    const told: boolean[] = [];
    watcher.onDidChangeActivity(() => told.push(watcher.isWorking('one')));
    const asked = watcher.refresh();
    await turn();
    assert.equal(watcher.isWorking('one'), true);
    assert.equal(watcher.isWorking('two'), false);
    letGo();
    await asked;
    assert.equal(watcher.isWorking('one'), false);
    assert.deepEqual(told, [true, false]);
  });

  it('put the error of one ticket in its place and call the connection ready', async (context) => {
    const { pass, provider, store, connections } = await open(context, { tickets: { one: ['REQ1', 'REQ2'] } });
    provider().tickets.set('REQ2', new TicketError('forbidden'));
    await pass(1_000);
    assert.equal(store.find(refTo('REQ1'))?.ticket?.title, 'Ticket REQ1');
    assert.equal(store.find(refTo('REQ2'))?.error?.code, 'forbidden');
    assert.equal(connections.state('one').kind, 'ready');
  });

  it('that fail as a whole because of rights or address make the connection fail, not look well', async () => {
    for (const code of ['forbidden', 'notFound'] as const) {
      const { watcher, provider, connections } = await build();
      provider().failure = new TicketError(code);
      watcher.start();
      await watcher.refresh();
      assert.equal(connections.state('one').kind, 'failing', code);
      watcher.dispose();
    }
  });

  it('take anything that breaks for a failure of the connection', async (context) => {
    const { pass, provider, connections, looks } = await open(context);
    provider().failure = new TypeError('broken');
    await pass(1_000);
    const state = connections.state('one');
    assert.equal(state.kind === 'failing' && state.error.code, 'unexpectedResponse');
    provider().failure = undefined;
    await pass(2 * minute);
    assert.deepEqual([looks(), connections.state('one').kind], [2, 'ready']);
  });
});

describe('after failures', () => {
  it('the wait doubles up to half an hour, and is as before after a success', async (context) => {
    const { looks, pass, provider } = await open(context);
    provider().failure = new TicketError('unavailable');
    await pass(1_000);
    for (const minutes of [2, 4, 8, 16, 30, 30]) {
      const before = looks();
      await pass(minutes * minute - 1);
      assert.equal(looks(), before, `${minutes} minutes`);
      await pass(1);
      assert.equal(looks(), before + 1, `${minutes} minutes`);
    }
    provider().failure = undefined;
    await pass(30 * minute);
    const before = looks();
    await pass(minute);
    assert.equal(looks(), before + 1);
  });

  it('the server decides how long to wait when it says so', async (context) => {
    const { looks, pass, provider } = await open(context);
    provider().failure = new TicketError('rateLimited', { retryAfter: 5 * minute });
    await pass(1_000);
    await pass(5 * minute - 1);
    assert.equal(looks(), 1);
    await pass(1);
    assert.equal(looks(), 2);
  });

  it('the server decides how long to wait also when it said so of one ticket only', async (context) => {
    const { looks, pass, provider, store, connections } = await open(context, { tickets: { one: ['REQ1', 'REQ2'] } });
    provider().tickets.set('REQ2', new TicketError('rateLimited', { retryAfter: 5 * minute }));
    await pass(1_000);
    assert.equal(store.find(refTo('REQ1'))?.ticket?.title, 'Ticket REQ1');
    assert.equal(connections.state('one').kind, 'failing');
    await pass(5 * minute - 1);
    assert.equal(looks(), 1);
    await pass(1);
    assert.equal(looks(), 2);
  });

  it('the server does not decide for longer than half an hour, whatever it says', async (context) => {
    for (const retryAfter of [24 * 60 * minute, Number.MAX_SAFE_INTEGER, Infinity]) {
      const { looks, pass, provider, watcher } = await open(context);
      provider().failure = new TicketError('rateLimited', { retryAfter });
      await pass(1_000);
      await pass(30 * minute - 1);
      assert.equal(looks(), 1);
      await pass(1);
      assert.equal(looks(), 2);
      watcher.dispose();
      context.mock.timers.reset();
    }
  });

  it('somebody who comes back has the server looked at once, though not at each coming', async (context) => {
    const { looks, pass, provider, watcher, connections } = await open(context);
    provider().failure = new TicketError('unavailable');
    await pass(1_000);
    for (const minutes of [2, 4, 8]) await pass(minutes * minute);
    assert.equal(looks(), 4);
    for (const [time, expected] of [
      [14_999, 4],
      [1, 5],
      [14_999, 5],
    ] as const) {
      await pass(time);
      watcher.tryAgain();
      watcher.tryAgain();
      await pass(0);
      assert.equal(looks(), expected);
    }
    provider().failure = undefined;
    await pass(1);
    watcher.tryAgain();
    await pass(0);
    assert.deepEqual([looks(), connections.state('one').kind], [6, 'ready']);
    await pass(minute - 1);
    watcher.tryAgain();
    await pass(0);
    assert.equal(looks(), 6, 'what goes well keeps its time');
    await pass(1);
    assert.equal(looks(), 7);
  });

  it('somebody who comes back does not shorten a wait that the server asked for, or one for credentials', async (context) => {
    for (const [code, retryAfter] of [
      ['unavailable', 5 * minute],
      ['rateLimited', 5 * minute],
      ['rateLimited', undefined],
      ['unauthorized', undefined],
    ] as const) {
      const { looks, pass, provider, watcher } = await open(context);
      provider().failure = new TicketError(code, { retryAfter });
      await pass(1_000);
      await pass(2 * minute - 1);
      watcher.tryAgain();
      await pass(0);
      assert.equal(looks(), 1, code);
      watcher.dispose();
      context.mock.timers.reset();
    }
  });

  it('somebody who comes back while a look is under way starts no other', async (context) => {
    const { looks, pass, provider, watcher } = await open(context);
    provider().failure = new TicketError('unavailable');
    await pass(1_000);
    const letGo = provider().holdAnswers();
    await pass(2 * minute);
    watcher.tryAgain();
    letGo();
    await pass(0);
    assert.equal(looks(), 2);
  });

  it('nothing but the clock and the user starts another look', async (context) => {
    const { looks, pass, provider, watchList, storage } = await open(context);
    provider().failure = new TicketError('rateLimited', { retryAfter: 5 * minute });
    await pass(1_000);
    await watchList.setMuted([refTo('REQ1')], true);
    storage.set(storage.read());
    await pass(0);
    assert.equal(looks(), 1);
  });
});

describe('refused credentials', () => {
  it('stop the requests until the secrets change, even if the user asks', async (context) => {
    const { looks, pass, provider, providers, secrets, watcher, connections, watchList } = await open(context);
    provider().failure = new TicketError('unauthorized');
    await pass(1_000);
    for (let count = 0; count < 5; count += 1) await pass(30 * minute);
    await watcher.refresh();
    await watchList.add([refTo('REQ2')]);
    await turn();
    assert.equal(looks(), 1);
    providers.delete('one');
    secrets.changeElsewhere('one', 'token', 'better');
    await pass(1_000);
    assert.equal(looks(), 1, 'of the new provider');
    assert.equal(connections.state('one').kind, 'ready');
  });

  it('that are missing stop the requests until the user signs in', async (context) => {
    const { looks, pass, secrets, connections } = await open(context);
    secrets.values.clear();
    await pass(1_000);
    await pass(30 * minute);
    assert.deepEqual([looks(), connections.state('one').kind], [0, 'signInNeeded']);
    await connections.signIn('one', { token: 'good' });
    await turn();
    assert.deepEqual([looks(), connections.state('one').kind], [1, 'ready']);
  });

  it('that were replaced while the server refused them do not stop the new ones', async (context) => {
    const { pass, providers, provider, connections, store } = await open(context);
    const old = provider();
    old.failure = new TicketError('unauthorized');
    const letGo = old.holdAnswers();
    await pass(1_000);
    providers.delete('one');
    await connections.signIn('one', { token: 'better' });
    letGo();
    await turn();
    assert.equal(connections.state('one').kind, 'ready');
    assert.equal(store.find(refTo('REQ1'))?.ticket?.title, 'Ticket REQ1');
    assert.equal(provider().count('readTickets'), 1);
  });
});

describe('refresh', () => {
  it('resolves after a look that began after the call', async (context) => {
    const { provider, watcher, store } = await open(context);
    const letGo = provider().holdAnswers();
    const first = watcher.refresh();
    await turn();
    provider().put(inStatus(makeTicket('REQ1'), 'PENDING'));
    const second = watcher.refresh();
    letGo();
    await first;
    await second;
    assert.equal(store.find(refTo('REQ1'))?.ticket?.status.code, 'PENDING');
    assert.equal(provider().count('readTickets'), 2);
  });

  it('looks at one connection or at all, and resolves also when the look fails', async (context) => {
    const { looks, provider, watcher } = await open(context, {
      ids: ['one', 'two'],
      tickets: { one: ['REQ1'], two: ['REQ1'] },
    });
    provider('one').failure = new TicketError('unavailable');
    await watcher.refresh('one');
    assert.deepEqual([looks('one'), looks('two')], [1, 0]);
    await watcher.refresh();
    assert.deepEqual([looks('one'), looks('two')], [2, 1]);
    await watcher.refresh('nowhere');
  });

  it('resolves when its connection is removed or the watcher ends', async (context) => {
    const { provider, watcher, storage } = await open(context, {
      ids: ['one', 'two'],
      tickets: { one: ['REQ1'], two: ['REQ1'] },
    });
    provider('one').holdAnswers();
    provider('two').holdAnswers();
    const first = [watcher.refresh('one'), watcher.refresh('two')];
    await turn();
    const second = watcher.refresh('two');
    storage.set([makeConnection('two')]);
    await first[0];
    watcher.dispose();
    await Promise.all([...first, second]);
    await watcher.refresh();
  });
});

describe('the watch list', () => {
  it('has a new ticket read at once', async (context) => {
    const { pass, provider, watchList, store } = await open(context);
    await pass(1_000);
    await watchList.add([refTo('REQ2')]);
    await turn();
    assert.deepEqual(provider().calls.at(-1)?.keys, ['REQ1', 'REQ2']);
    assert.equal(store.find(refTo('REQ2'))?.ticket?.title, 'Ticket REQ2');
  });

  it('has a new ticket read after the look that is under way without it', async (context) => {
    const { provider, watcher, watchList, store } = await open(context);
    const letGo = provider().holdAnswers();
    const looking = watcher.refresh();
    await turn();
    await watchList.add([refTo('REQ2')]);
    letGo();
    await looking;
    await turn();
    assert.equal(store.find(refTo('REQ2'))?.ticket?.title, 'Ticket REQ2');
  });

  it('takes a ticket out of the store, and what comes in of it late is left aside', async (context) => {
    const { provider, watcher, watchList, store } = await open(context);
    const letGo = provider().holdAnswers();
    const looking = watcher.refresh();
    await turn();
    await watchList.remove([refTo('REQ1')]);
    letGo();
    await looking;
    assert.deepEqual(store.entries, []);
  });
});

describe('connections', () => {
  it('that are added are looked at at once', async (context) => {
    const { looks, pass, storage, secrets, watchList } = await open(context);
    await pass(1_000);
    secrets.values.set('two/token', 'good');
    await watchList.add([refTo('REQ1', 'two')]);
    storage.set([makeConnection('one'), makeConnection('two')]);
    await pass(0);
    assert.deepEqual([looks('one'), looks('two')], [1, 1]);
  });

  it('that are removed are looked at no more, and their tickets go', async (context) => {
    const { looks, pass, storage, store, watcher } = await open(context);
    await pass(1_000);
    storage.set([]);
    await pass(30 * minute);
    await watcher.refresh('one');
    assert.equal(looks(), 1);
    assert.deepEqual(store.entries, []);
  });

  it('that point to another server meanwhile do not show what the old one answered', async (context) => {
    const { provider, providers, watcher, storage, store } = await open(context);
    const letGo = provider().holdAnswers();
    const looking = watcher.refresh();
    await turn();
    providers.set('one', new InMemoryProvider([inStatus(makeTicket('REQ1'), 'ELSEWHERE')]));
    const seen: unknown[] = [];
    store.onDidChange(() => seen.push(store.find(refTo('REQ1'))?.ticket?.status.code));
    storage.set([makeConnection('one', { baseUrl: 'https://new.example.com' })]);
    letGo();
    await looking;
    await turn();
    assert.deepEqual(seen, ['ELSEWHERE']);
  });
});

describe('the end', () => {
  it('aborts the look that is under way and leaves its result aside', async (context) => {
    const { provider, watcher, store, connections } = await open(context);
    const letGo = provider().holdAnswers();
    const told: unknown[] = [];
    const looking = watcher.refresh();
    await turn();
    watcher.onDidChangeActivity(() => told.push('activity'));
    store.onDidChange(() => told.push('change'));
    connections.onDidChangeState(() => told.push('state'));
    watcher.dispose();
    await looking;
    letGo();
    await turn();
    assert.deepEqual(told, []);
  });

  it('comes before a request whose provider is still being made', async (context) => {
    const { looks, pass, secrets, watcher } = await open(context);
    const letGo = secrets.holdReads();
    await pass(1_000);
    watcher.dispose();
    letGo();
    await turn();
    assert.equal(looks(), 0);
  });

  it('leaves no timer and no subscription', async () => {
    const before = countTimers();
    const { watcher, looks, watchList, storage, secrets, connections } = await build();
    watcher.start();
    await turn();
    assert.equal(countTimers(), before + 1);
    watcher.dispose();
    watcher.dispose();
    assert.equal(countTimers(), before);
    await watchList.add([refTo('REQ2')]);
    storage.set([makeConnection('one', { label: 'x' })]);
    secrets.changeElsewhere('one', 'token', 'x');
    connections.dispose();
    await turn();
    assert.equal(countTimers(), before);
    assert.equal(looks(), 0);
  });
});

describe('a look that takes its time', () => {
  it('shows what it has while a slow ticket is still being read', async (context) => {
    const { provider, store, pass } = await open(context, { tickets: { one: ['REQ1', 'REQ2'] } });
    provider().slowKeys.add('REQ2');
    const answer = provider().holdAnswers();
    await pass(1_000);
    assert.equal(store.find(refTo('REQ1'))?.ticket, undefined, 'a quick look is shown in one go');
    await pass(2_000);
    assert.equal(store.find(refTo('REQ1'))?.ticket?.ref.key, 'REQ1');
    assert.equal(store.find(refTo('REQ2'))?.ticket, undefined);
    answer();
    await pass(0);
    assert.equal(store.find(refTo('REQ2'))?.ticket?.ref.key, 'REQ2');
  });

  it('leaves no timer behind when it ends or is disposed', async (context) => {
    const { provider, watcher, pass } = await open(context);
    const answer = provider().holdAnswers();
    await pass(1_000);
    watcher.dispose();
    answer();
    await pass(10 * minute);
    assert.equal(provider().count('readTickets'), 1);
  });
});

describe('a watcher that is disposed before it starts', () => {
  it('does not start any more', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    const { watcher, looks } = await build();
    watcher.dispose();
    watcher.start();
    context.mock.timers.tick(10 * minute);
    await turn();
    assert.equal(looks(), 0);
  });
});
