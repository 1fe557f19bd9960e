import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { toDisposable } from '../../../src/base/disposable.ts';
import { TicketError, type TicketErrorCode } from '../../../src/domain/errors.ts';
import type { TicketProvider } from '../../../src/domain/provider.ts';
import { InMemoryProvider } from '../../fakes/inMemoryProvider.ts';
import { openConnections, secretInput } from '../../fakes/memorySystem.ts';
import { makeConnection, never } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

const one = makeConnection('one');
const nowhere = makeConnection('old', { system: 'gone' });

/** With a clock that stands still: `settle` lets so much time go by that secrets of another window are complete. */
function openWithClock(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  return { ...openConnections(), settle: () => context.mock.timers.tick(1_000) };
}

function withCode(code: TicketErrorCode) {
  return (error: unknown): boolean => error instanceof TicketError && error.code === code;
}

describe('a provider', () => {
  it('is made at first use and once, however many ask for it', async () => {
    const { connections, system } = openConnections();
    await turn();
    assert.equal(system.loads, 0);
    const [first, second] = await Promise.all([connections.provider('one'), connections.provider('one')]);
    assert.equal(first, second);
    assert.equal(await connections.provider('one'), first);
    assert.equal(system.made.length, 1);
    assert.deepEqual(system.made[0]?.secrets, { token: 'good' });
    assert.equal(system.made[0].environment.userAgent, 'itsm-tickets/0.0.0');
  });

  it('is made anew after a sign-in, and the old one is disposed', async () => {
    const { connections, system } = openConnections();
    const first = await connections.provider('one');
    assert.equal(await connections.signIn('one', { token: 'better', pin: '1' }), true);
    assert.equal(system.made[0]?.provider.isDisposed, true);
    assert.equal(connections.isCurrent('one', first), false);
    const second = await connections.provider('one');
    assert.equal(connections.isCurrent('one', second), true);
    assert.deepEqual(system.made[1]?.secrets, { token: 'better', pin: '1' });
  });

  it('is made anew after the settings of its connection were edited, and of no other', async () => {
    const { connections, system, storage } = openConnections([one, makeConnection('two')]);
    await connections.provider('one');
    const other = await connections.provider('two');
    storage.set([makeConnection('one', { baseUrl: 'https://new.example.com' }), makeConnection('two')]);
    assert.equal(system.made[0]?.provider.isDisposed, true);
    await connections.provider('one');
    assert.equal(system.made[2]?.connection.baseUrl, 'https://new.example.com');
    assert.equal(await connections.provider('two'), other);
  });

  it('is made anew after another window has signed in', async (context) => {
    const { connections, system, secrets, settle } = openWithClock(context);
    await connections.provider('one');
    secrets.changeElsewhere('one', 'token', 'better');
    settle();
    await connections.provider('one');
    assert.deepEqual(
      system.made.map(({ secrets: { token } }) => token),
      ['good', 'better'],
    );
  });

  it('never has a part of the secrets that another window writes one after the other', async (context) => {
    const { connections, system, secrets } = openWithClock(context);
    const stale = await connections.provider('one');
    const told: string[] = [];
    connections.onDidChangeState((id) => told.push(id));
    secrets.changeElsewhere('one', 'token', 'better');
    assert.equal(connections.isCurrent('one', stale), false);
    const asked = connections.provider('one');
    context.mock.timers.tick(999);
    await turn();
    secrets.changeElsewhere('one', 'pin', '2');
    const later = connections.provider('one');
    context.mock.timers.tick(999);
    await turn();
    assert.deepEqual([system.made.length, told], [1, []]);
    context.mock.timers.tick(1);
    assert.equal(await asked, await later);
    assert.deepEqual(
      system.made.map((made) => made.secrets),
      [{ token: 'good' }, { token: 'better', pin: '2' }],
    );
    assert.deepEqual(told, ['one']);
  });

  it('does not wait for another window where this one has signed in, or at the end', async (context) => {
    const { connections, system, secrets } = openWithClock(context);
    secrets.changeElsewhere('one', 'pin', '2');
    await connections.signIn('one', { token: 'better' });
    await connections.provider('one');
    assert.deepEqual(system.made[0]?.secrets, { token: 'better', pin: '2' });
    secrets.changeElsewhere('one', 'pin', '3');
    const asked = connections.provider('one');
    connections.dispose();
    await assert.rejects(asked, withCode('notFound'));
  });

  it('with secrets that changed while it was being made is never handed out', async (context) => {
    const { connections, system, secrets, settle } = openWithClock(context);
    const letGo = secrets.holdReads();
    const asked = connections.provider('one');
    await turn();
    secrets.changeElsewhere('one', 'token', 'better');
    const later = connections.provider('one');
    settle();
    letGo();
    const provider = await asked;
    assert.equal(provider, await later);
    assert.equal(connections.isCurrent('one', provider), true);
    const [stale, current] = system.made.toSorted((left, right) =>
      String(right.secrets['token']).localeCompare(String(left.secrets['token'])),
    );
    assert.deepEqual([stale?.secrets['token'], stale?.provider.isDisposed], ['good', true]);
    assert.deepEqual([current?.secrets['token'], current?.provider.isDisposed], ['better', false]);
    assert.equal(current?.provider, provider);
    assert.equal(connections.state('one').kind, 'starting');
  });

  it('that was being made when the secret came is not reported as lacking it', async (context) => {
    const { connections, secrets, settle } = openWithClock(context);
    secrets.values.clear();
    const letGo = secrets.holdReads();
    const asked = connections.provider('one');
    await turn();
    secrets.changeElsewhere('one', 'token', 'good');
    settle();
    letGo();
    await asked;
    assert.equal(connections.state('one').kind, 'starting');
  });

  it('that was being made when its connection was removed is disposed and not handed out', async () => {
    const { connections, system, secrets, storage } = openConnections();
    const letGo = secrets.holdReads();
    const asked = connections.provider('one');
    await turn();
    storage.set([]);
    letGo();
    await assert.rejects(asked, withCode('notFound'));
    assert.ok(system.made.every(({ provider }) => provider.isDisposed));
  });

  it('that was being made at the end of the service is disposed and not handed out', async () => {
    const { connections, system, secrets } = openConnections();
    const letGo = secrets.holdReads();
    const asked = connections.provider('one');
    await turn();
    connections.dispose();
    letGo();
    await assert.rejects(asked, withCode('notFound'));
    assert.ok(system.made.every(({ provider }) => provider.isDisposed));
  });

  it('that could not be made is tried again at the next request', async () => {
    const { connections, secrets } = openConnections();
    secrets.values.clear();
    await assert.rejects(connections.provider('one'), withCode('unauthorized'));
    secrets.values.set('one/token', 'good');
    await connections.provider('one');
  });

  it('is not to be had for a connection or a system that there is not', async () => {
    const { connections } = openConnections([nowhere]);
    await assert.rejects(connections.provider('nowhere'), withCode('notFound'));
    await assert.rejects(connections.provider('old'), withCode('notFound'));
    assert.equal(connections.state('old').kind, 'failing');
    assert.equal(connections.state('nowhere').kind, 'starting');
  });

  it('has its requests logged, the failed ones louder', async () => {
    const { connections, system, log } = openConnections();
    await connections.provider('one');
    const { onRequest } = system.made[0]?.environment ?? assert.fail();
    const record = { method: 'GET', url: 'https://itsm.example.com/a', duration: 12.4 };
    onRequest({ ...record, status: 200, failure: undefined });
    onRequest({ ...record, status: undefined, failure: 'unavailable: ECONNRESET' });
    assert.deepEqual(log.lines, [
      'debug GET https://itsm.example.com/a → 200 in 12 ms',
      'warn GET https://itsm.example.com/a → no answer in 12 ms: unavailable: ECONNRESET',
    ]);
  });
});

describe('a secret', () => {
  const byPassword = { onlyWhen: { setting: 'signInWith', values: ['password'] } };

  it('is wanted only where the settings ask for it', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { connections, system, storage, secrets } = openConnections([
      makeConnection('one', { settings: { signInWith: 'key' } }),
    ]);
    system.secrets = [secretInput('token', false), secretInput('password', true, byPassword)];
    await connections.provider('one');
    assert.deepEqual(system.made[0]?.secrets, { token: 'good' });
    storage.set([makeConnection('one', { settings: { signInWith: 'password' } })]);
    await assert.rejects(connections.provider('one'), withCode('unauthorized'));
    secrets.changeElsewhere('one', 'password', 'pw');
    context.mock.timers.tick(1_000);
    await connections.provider('one');
    assert.deepEqual(system.made[1]?.secrets, { token: 'good', password: 'pw' });
  });

  it('of another way to sign in is kept from the provider, and deleted with the others', async () => {
    const { connections, system, secrets } = openConnections([
      makeConnection('one', { settings: { signInWith: 'key' } }),
    ]);
    system.secrets = [secretInput('token', true), secretInput('password', true, byPassword)];
    secrets.values.set('one/password', 'old');
    await connections.provider('one');
    assert.deepEqual(system.made[0]?.secrets, { token: 'good' });
    await connections.signOut('one');
    assert.equal(secrets.values.size, 0);
  });

  it('that is good for one sign-in only reaches the test of it, and is never stored nor missed', async () => {
    const { connections, system, secrets } = openConnections([]);
    system.secrets = [secretInput('token', true), secretInput('passcode', true, { isOneTime: true })];
    const given = { token: 'a', passcode: '123456' };
    await connections.test(one, given, never);
    assert.deepEqual(system.made[0]?.secrets, given);
    await connections.save(one, given);
    await connections.signIn('one', given);
    assert.deepEqual(Object.fromEntries(secrets.values), { 'one/token': 'a' });
    await connections.provider('one');
    assert.deepEqual(system.made[1]?.secrets, { token: 'a' });
  });

  it('that is good for one sign-in only and is there by some accident is not handed out', async () => {
    const { connections, system, secrets } = openConnections();
    system.secrets = [secretInput('token', true), secretInput('passcode', false, { isOneTime: true })];
    secrets.values.set('one/passcode', 'stale');
    await connections.provider('one');
    assert.deepEqual(system.made[0]?.secrets, { token: 'good' });
  });
});

describe('what a sign-in gave', () => {
  it('is kept in the keyring, where each provider of the connection finds it, and no other connection does', async () => {
    const { connections, system } = openConnections([one, makeConnection('two')]);
    await connections.provider('one');
    await connections.provider('two');
    const [first, second] = system.made.map(({ environment }) => environment.session);
    assert.equal(await first?.read(), undefined);
    await first?.write('session token');
    assert.equal(await first?.read(), 'session token');
    assert.equal(await second?.read(), undefined);
    await connections.signIn('one', { token: 'better' });
    await connections.provider('one');
    assert.equal(await system.made[2]?.environment.session.read(), 'session token');
    await first?.write(undefined);
    assert.equal(await system.made[2]?.environment.session.read(), undefined);
  });

  it('is found by the test of a connection that is stored afterwards', async () => {
    const { connections, system } = openConnections([]);
    await connections.test(one, { token: 'a' }, never);
    await system.made[0]?.environment.session.write('session token');
    await connections.save(one, { token: 'a' });
    await connections.provider('one');
    assert.equal(await system.made[1]?.environment.session.read(), 'session token');
  });

  it('is found by the next test of the same connection, and stored nowhere when none leads to anything', async () => {
    const { connections, system, secrets } = openConnections([]);
    await connections.test(one, { token: 'a' }, never);
    await system.made[0]?.environment.session.write('session token');
    await connections.test(one, { token: 'b' }, never);
    assert.equal(await system.made[1]?.environment.session.read(), 'session token');
    assert.equal(secrets.values.size, 0);
  });

  it('begins nothing anew when another window writes it, which the same provider then finds', async () => {
    const { connections, system, secrets } = openConnections();
    const provider = await connections.provider('one');
    connections.report('one', undefined);
    const told: string[] = [];
    connections.onDidChangeState((id) => told.push(id));
    const before = new Set(secrets.values.keys());
    await system.made[0]?.environment.session.write('old');
    const name = [...secrets.values.keys()].find((key) => !before.has(key))?.slice('one/'.length) ?? assert.fail();
    secrets.changeElsewhere('one', name, 'new');
    assert.equal(await connections.provider('one'), provider);
    assert.equal(await system.made[0]?.environment.session.read(), 'new');
    assert.deepEqual([connections.state('one').kind, told], ['ready', []]);
  });

  it('is gone after a sign-out and with its connection', async () => {
    const { connections, system, secrets } = openConnections([one, makeConnection('two')]);
    await connections.provider('one');
    await connections.provider('two');
    for (const { environment } of system.made) await environment.session.write('session token');
    await connections.signOut('one');
    await connections.remove('two');
    assert.equal(secrets.values.size, 0);
  });

  it('of a connection of this session stays in memory', async () => {
    const { connections, system, secrets } = openConnections([]);
    connections.addForSession(
      makeConnection('sample'),
      {},
      toDisposable(() => {}),
    );
    await connections.provider('sample');
    const { session } = system.made[0]?.environment ?? assert.fail();
    await session.write('session token');
    assert.equal(await session.read(), 'session token');
    assert.equal(secrets.values.size, 0);
    await session.write(undefined);
    assert.equal(await session.read(), undefined);
  });
});

describe('the state of a connection', () => {
  it('is starting until something is known, then ready', () => {
    const { connections } = openConnections();
    const told: string[] = [];
    connections.onDidChangeState((id) => told.push(id));
    assert.equal(connections.state('one').kind, 'starting');
    connections.report('one', undefined);
    connections.report('one', undefined);
    assert.equal(connections.state('one').kind, 'ready');
    assert.deepEqual(told, ['one']);
  });

  it('is "sign-in needed" because a secret is missing', async (context) => {
    const { connections, secrets, settle } = openWithClock(context);
    for (const value of [undefined, '']) {
      secrets.changeElsewhere('one', 'token', value);
      settle();
      await assert.rejects(connections.provider('one'), withCode('unauthorized'));
      const state = connections.state('one');
      assert.deepEqual(state.kind === 'signInNeeded' && state.reason, 'missing');
    }
  });

  it('is "sign-in needed" because the server refused the credentials', () => {
    const { connections } = openConnections();
    const error = new TicketError('unauthorized', { detail: 'HTTP 401' });
    connections.report('one', error);
    assert.deepEqual(connections.state('one'), { kind: 'signInNeeded', reason: 'refused', error });
  });

  it('never becomes "sign-in needed" through anything but credentials, and never stops being it through that', () => {
    const codes = [
      'forbidden',
      'notFound',
      'conflict',
      'rejected',
      'rateLimited',
      'unavailable',
      'outcomeUnknown',
      'unexpectedResponse',
    ] as const;
    for (const code of codes) {
      const { connections } = openConnections();
      connections.report('one', new TicketError(code));
      assert.equal(connections.state('one').kind, 'failing', code);
      connections.report('one', new TicketError('unauthorized'));
      connections.report('one', new TicketError(code));
      assert.equal(connections.state('one').kind, 'signInNeeded', code);
    }
  });

  it('is failing since the first of the failures in a row', (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 1_000 });
    const { connections } = openConnections();
    const since = (): unknown => {
      const state = connections.state('one');
      return state.kind === 'failing' ? [state.since, state.error.code] : state.kind;
    };
    connections.report('one', new TicketError('unavailable'));
    context.mock.timers.setTime(2_000);
    connections.report('one', new TicketError('rateLimited'));
    assert.deepEqual(since(), [1_000, 'rateLimited']);
    connections.report('one', undefined);
    assert.equal(since(), 'ready');
    connections.report('one', new TicketError('unavailable'));
    assert.deepEqual(since(), [2_000, 'unavailable']);
  });

  it('starts anew with new secrets, and tells so', async () => {
    const { connections } = openConnections();
    connections.report('one', new TicketError('unauthorized'));
    const told: string[] = [];
    connections.onDidChangeState((id) => told.push(`${id} ${connections.state(id).kind}`));
    await connections.signIn('one', { token: 'better' });
    assert.deepEqual(told, ['one starting']);
  });

  it('is not kept of a connection that there is not', () => {
    const { connections } = openConnections();
    connections.report('two', new TicketError('unavailable'));
    assert.equal(connections.state('two').kind, 'starting');
  });

  it('is logged when it changes, with the code and nothing else of the error', () => {
    const { connections, log } = openConnections();
    connections.report('one', new TicketError('unauthorized', { serverMessage: 'secret', detail: 'secret' }));
    connections.report('one', new TicketError('unauthorized'));
    assert.deepEqual(log.lines, ['info Connection one: starting → signInNeeded (unauthorized)']);
  });
});

describe('a test', () => {
  it('of credentials stores nothing, changes no state and leaves no provider', async () => {
    const { connections, system, secrets } = openConnections([]);
    await connections.test(one, { token: 'new' }, never);
    assert.deepEqual(system.made[0]?.secrets, { token: 'new' });
    system.createProvider = () => {
      const provider = new InMemoryProvider();
      provider.failure = new TicketError('unauthorized');
      return provider;
    };
    await assert.rejects(connections.test(one, { token: 'bad' }, never), withCode('unauthorized'));
    assert.deepEqual(
      system.made.map(({ provider }) => provider.isDisposed),
      [true, true],
    );
    assert.equal(secrets.values.size, 0);
    assert.deepEqual(connections.connections, []);
  });

  it('of a stored connection is taken as its state', async () => {
    const { connections, system } = openConnections();
    await connections.testStored('one', never);
    assert.equal(connections.state('one').kind, 'ready');
    const { provider } = system.made[0] ?? assert.fail();
    provider.failure = new TicketError('forbidden');
    await assert.rejects(connections.testStored('one', never), withCode('forbidden'));
    assert.equal(connections.state('one').kind, 'failing');
  });

  it('that was cancelled says nothing about the connection', async () => {
    const { connections, system } = openConnections();
    await connections.provider('one');
    system.made[0]?.provider.holdAnswers();
    const controller = new AbortController();
    const testing = connections.testStored('one', controller.signal);
    await turn();
    controller.abort();
    await assert.rejects(testing, { name: 'AbortError' });
    assert.equal(connections.state('one').kind, 'starting');
  });

  it('with credentials that were replaced meanwhile says nothing about the connection', async () => {
    const { connections, system } = openConnections();
    await connections.provider('one');
    const { provider } = system.made[0] ?? assert.fail();
    provider.failure = new TicketError('unauthorized');
    const letGo = provider.holdAnswers();
    const testing = connections.testStored('one', never);
    await turn();
    await connections.signIn('one', { token: 'better' });
    letGo();
    await assert.rejects(testing, withCode('unauthorized'));
    assert.equal(connections.state('one').kind, 'starting');
  });
});

describe('connections', () => {
  it('are added and replaced with their secrets', async () => {
    const { connections, storage, secrets } = openConnections([]);
    let count = 0;
    connections.onDidChange(() => {
      count += 1;
    });
    assert.equal(await connections.save(one, { token: 'a' }), true);
    assert.ok(count > 0);
    await connections.save(makeConnection('one', { label: 'New' }), { pin: 'b' });
    assert.deepEqual(
      storage.read().map(({ label }) => label),
      ['New'],
    );
    assert.deepEqual(Object.fromEntries(secrets.values), { 'one/token': 'a', 'one/pin': 'b' });
  });

  it('that are saved never take new secrets to the old address', async () => {
    const { connections, system } = openConnections();
    await connections.provider('one');
    connections.onDidChangeState((id) => void connections.provider(id));
    connections.onDidChange(() => void connections.provider('one'));
    await connections.save(makeConnection('one', { baseUrl: 'https://new.example.com' }), { token: 'better' });
    await turn();
    for (const { connection, secrets } of system.made) {
      assert.equal(connection.baseUrl === 'https://new.example.com', secrets['token'] === 'better');
    }
    const { provider } = system.made.at(-1) ?? assert.fail();
    assert.equal(provider, await connections.provider('one'));
    assert.equal(system.made.filter(({ provider: { isDisposed } }) => !isDisposed).length, 1);
  });

  it('that are saved with new secrets only get a new provider', async () => {
    const { connections, system } = openConnections();
    await connections.provider('one');
    await connections.save(one, { token: 'better' });
    await connections.provider('one');
    assert.equal(system.made.at(-1)?.secrets['token'], 'better');
  });

  it('say when the keyring did not keep a secret', async () => {
    const { connections, secrets } = openConnections([]);
    secrets.isForgetful = true;
    assert.equal(await connections.save(one, { token: 'a' }), false);
    assert.equal(await connections.signIn('one', { token: 'a' }), false);
  });

  it('lose their secrets when the user signs out, and make no request any more', async () => {
    const { connections, system, secrets } = openConnections();
    secrets.values.set('one/pin', '1').set('two/token', 'other');
    await connections.provider('one');
    await connections.signOut('one');
    assert.deepEqual(Object.fromEntries(secrets.values), { 'two/token': 'other' });
    assert.equal(system.made[0]?.provider.isDisposed, true);
    await assert.rejects(connections.provider('one'), withCode('unauthorized'));
  });

  it('lose secrets and settings when they are removed', async () => {
    const { connections, storage, secrets } = openConnections();
    connections.report('one', undefined);
    await connections.remove('one');
    assert.deepEqual(storage.read(), []);
    assert.equal(secrets.values.size, 0);
    assert.equal(connections.find('one'), undefined);
    assert.equal(connections.state('one').kind, 'starting');
  });

  it('of a system that is not known can be removed', async () => {
    const { connections, storage } = openConnections([nowhere]);
    await connections.remove('old');
    assert.deepEqual(storage.read(), []);
  });

  it('of this session are not stored, come last and take what they stand on with them', async () => {
    const { connections, system, storage, secrets } = openConnections([one]);
    let closed = 0;
    const resource = toDisposable(() => {
      closed += 1;
    });
    connections.addForSession(makeConnection('sample'), { token: 'session' }, resource);
    assert.deepEqual(
      connections.connections.map(({ id }) => id),
      ['one', 'sample'],
    );
    assert.deepEqual([connections.isSessionOnly('sample'), connections.isSessionOnly('one')], [true, false]);
    await connections.provider('sample');
    assert.deepEqual(system.made[0]?.secrets, { token: 'session' });
    assert.equal(storage.read().length, 1);
    assert.equal(secrets.values.has('sample/token'), false);
    await connections.remove('sample');
    assert.equal(closed, 1);
    assert.equal(system.made[0].provider.isDisposed, true);
    assert.equal(connections.find('sample'), undefined);
  });

  it('of this session that are added again end what the first stood on', () => {
    const { connections } = openConnections([]);
    let closed = 0;
    const resource = toDisposable(() => {
      closed += 1;
    });
    connections.addForSession(makeConnection('sample'), {}, resource);
    connections.addForSession(
      makeConnection('sample'),
      {},
      toDisposable(() => {}),
    );
    assert.equal(closed, 1);
  });
});

it('a service that has ended disposes its providers, ends its session connections and tells nothing', async () => {
  const { connections, system, storage, secrets } = openConnections();
  let closed = 0;
  connections.addForSession(
    makeConnection('sample'),
    { token: 'session' },
    toDisposable(() => {
      closed += 1;
    }),
  );
  const providers: TicketProvider[] = [await connections.provider('one'), await connections.provider('sample')];
  const told: unknown[] = [];
  connections.onDidChange(() => told.push('change'));
  connections.onDidChangeState((id) => told.push(id));
  connections.dispose();
  connections.dispose();
  storage.set([]);
  secrets.changeElsewhere('one', 'token', 'x');
  connections.report('one', new TicketError('unavailable'));
  assert.deepEqual(told, []);
  assert.equal(closed, 1);
  assert.equal(providers.length, 2);
  assert.ok(system.made.every(({ provider }) => provider.isDisposed));
});

describe('the account of a connection', () => {
  it('is what its settings name, whatever else of it changes', async () => {
    const { connections, system, storage } = openConnections([]);
    const named = (key: string) => ({ ...secretInput(key, false), namesAccount: true });
    system.settings = [named('operator'), secretInput('door', false), named('domain')];
    const settings = { operator: ' zhangsan ', door: 'esb', domain: 'acme' };
    storage.set([makeConnection('one', { settings })]);
    assert.equal(await connections.account('one'), 'zhangsan/acme');
    storage.set([
      makeConnection('one', { settings: { ...settings, door: 'gateway' }, baseUrl: 'https://x.example.com' }),
    ]);
    assert.equal(await connections.account('one'), 'zhangsan/acme');
    storage.set([makeConnection('one', { settings: { ...settings, operator: 'lisi' } })]);
    assert.equal(await connections.account('one'), 'lisi/acme');
  });

  it('is nobody in particular where the settings name nobody', async () => {
    const { connections } = openConnections();
    assert.equal(await connections.account('one'), '');
  });

  it('is not known of a connection that is gone, or of a system that is', async () => {
    const { connections } = openConnections([one, nowhere]);
    assert.equal(await connections.account('none'), undefined);
    assert.equal(await connections.account('old'), undefined);
  });
});
