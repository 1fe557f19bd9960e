import assert from 'node:assert/strict';
import { describe, mock } from 'node:test';
import { TicketError } from '../../src/domain/errors.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { inWorld, requestsTo } from './huaweiOsmCase.ts';
import { samples, type HuaweiOsmWorld } from './huaweiOsmWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

async function watch(provider: TicketProvider, keys: readonly string[]): Promise<ReadonlyMap<string, Ticket>> {
  const results = await provider.readTickets(keys, never);
  return new Map(
    [...results].map(([key, result]) => {
      assert.ok(!(result instanceof TicketError), key);
      return [key, result];
    }),
  );
}

function endpointsOf({ sandbox }: HuaweiOsmWorld): readonly string[] {
  return sandbox.requests.map(({ endpoint }) => endpoint);
}

describe('Huawei Cloud OSM: watching (contract §5)', () => {
  inWorld('tickets that have not changed cost one request for a hundred', async (world) => {
    const provider = world.connect();
    const keys = world.addTickets(150);
    const first = await watch(provider, keys);
    world.sandbox.clearRequests();
    assert.deepEqual(await watch(provider, keys), first);
    assert.deepEqual(endpointsOf(world), ['ListUnreadNewInstantMessages', 'ListUnreadNewInstantMessages']);
  });

  inWorld('one whose status has changed is looked at closely, the others are not', async (world) => {
    const provider = world.connect();
    const keys = world.addTickets(5);
    const [, changed = ''] = keys;
    await watch(provider, keys);
    world.sandbox.setCaseStatus(changed, 17);
    world.sandbox.clearRequests();
    const tickets = await watch(provider, keys);
    assert.deepEqual(
      keys.map((key) => tickets.get(key)?.status.code),
      ['1', '17', '1', '1', '1'],
    );
    assert.ok(tickets.get(changed)?.steps[0]?.waitsForMe);
    assert.deepEqual(
      requestsTo(world, 'ShowCaseDetail').map(({ ticket }) => ticket),
      [changed],
    );
  });

  inWorld('a new message is counted without a closer look', async (world) => {
    const provider = world.connect();
    const keys = world.addTickets(3);
    const [first = ''] = keys;
    const before = (await watch(provider, keys)).get(first)?.unreadMessages ?? 0;
    world.sandbox.replyAsEngineer(first, 'Any news?');
    world.sandbox.clearRequests();
    assert.equal((await watch(provider, keys)).get(first)?.unreadMessages, before + 1);
    assert.deepEqual(endpointsOf(world), ['ListUnreadNewInstantMessages']);
  });

  inWorld('what a page has read serves the next poll', async (world) => {
    const provider = world.connect();
    await provider.readTicket(samples.processing, never);
    world.sandbox.clearRequests();
    await watch(provider, [samples.processing]);
    assert.deepEqual(endpointsOf(world), ['ListUnreadNewInstantMessages']);
  });

  inWorld('each ticket is told as soon as it is there', async (world) => {
    const keys = world.addTickets(3);
    const told = new Set<string>();
    world.sandbox.inject({ kind: 'silence', ticket: keys[2] ?? '' });
    const reading = world.connect({ limits: { totalTimeout: 400 } }).readTickets(keys, never, (key) => told.add(key));
    while (told.size < 2) await new Promise((resolve) => setImmediate(resolve));
    const results = await reading;
    assert.ok(results.get(keys[2] ?? '') instanceof TicketError);
    assert.equal(told.size, 3);
  });

  inWorld('one that spoils the poll of all is found, told in its place, and left out from then on', async (world) => {
    const provider = world.connect();
    const keys = [...world.addTickets(8), samples.processing];
    await watch(provider, keys);
    // As if it had been taken away: the service refuses every poll that names it.
    const gone = { error_code: 'OSM.01010015', error_msg: 'The case does not exist.' };
    const isNamed = (): boolean =>
      world.sandbox.requests.at(-1)?.query.all('case_ids').includes(samples.processing) === true;
    for (const endpoint of ['ListUnreadNewInstantMessages', 'ListNewInstantMessages']) {
      world.sandbox.inject({ kind: 'rewrite', endpoint, rewrite: (data) => (isNamed() ? gone : data) });
    }
    world.sandbox.inject({ kind: 'rewrite', ticket: samples.processing, rewrite: () => gone });
    const results = await provider.readTickets(keys, never);
    const bad = [...results].filter(([, result]) => result instanceof TicketError);
    assert.deepEqual(
      bad.map(([key, result]) => [key, result instanceof TicketError && result.code]),
      [[samples.processing, 'notFound']],
    );
    world.sandbox.clearRequests();
    await provider.readTickets(keys, never);
    assert.deepEqual(endpointsOf(world), ['ListUnreadNewInstantMessages', 'ShowCaseDetail']);
  });

  inWorld('one odd answer to a poll costs two more, and every ticket keeps its unread count', async (world) => {
    const provider = world.connect();
    const keys = world.addTickets(100);
    const first = await watch(provider, keys);
    world.sandbox.clearRequests();
    world.sandbox.inject({
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html><body>Welcome to the hotel</body></html>',
      endpoint: 'ListUnreadNewInstantMessages',
      times: 1,
    });
    assert.deepEqual(await watch(provider, keys), first);
    assert.equal(world.sandbox.requests.length, 3);
    const [ticket = ''] = keys;
    world.sandbox.replyAsEngineer(ticket, 'Any news?');
    assert.equal((await watch(provider, keys)).get(ticket)?.unreadMessages, 1);
  });

  inWorld(
    'a web page in place of every poll is nobody’s fault: tickets are looked at, and counted later',
    async (world) => {
      const provider = world.connect();
      const keys = world.addTickets(20);
      await watch(provider, keys);
      const mend = world.sandbox.inject({ kind: 'html', endpoint: 'ListUnreadNewInstantMessages' });
      world.sandbox.clearRequests();
      const during = await watch(provider, keys);
      assert.ok([...during.values()].every(({ unreadMessages }) => unreadMessages === undefined));
      // One of all and one of each half, before the closer look and behind it.
      assert.equal(requestsTo(world, 'ListUnreadNewInstantMessages').length, 6);
      assert.equal(requestsTo(world, 'ShowCaseDetail').length, 20);
      mend();
      world.sandbox.clearRequests();
      const after = await watch(provider, keys);
      assert.ok([...after.values()].every(({ unreadMessages }) => unreadMessages === 0));
      assert.deepEqual(new Set(endpointsOf(world)), new Set(['ListUnreadNewInstantMessages']));
    },
  );

  for (const [what, code, fault] of [
    ['a web page in place of every answer', 'unexpectedResponse', { kind: 'html' }],
    ['a 403 in place of every answer', 'forbidden', { kind: 'status', status: 403, body: '{}' }],
  ] as const) {
    inWorld(`${what} is not asked for a hundred times, and does not stop the counting`, async (world) => {
      const provider = world.connect();
      const keys = world.addTickets(100);
      await watch(provider, keys);
      const mend = world.sandbox.inject(fault);
      world.sandbox.clearRequests();
      const results = await provider.readTickets(keys, never).catch((error: unknown) => {
        assert.ok(error instanceof TicketError);
        return new Map(keys.map((key) => [key, error]));
      });
      for (const result of results.values()) assert.ok(result instanceof TicketError && result.code === code);
      assert.ok(world.sandbox.requests.length < 12, `${world.sandbox.requests.length} requests`);
      mend();
      const [ticket = ''] = keys;
      world.sandbox.replyAsEngineer(ticket, 'Any news?');
      const tickets = await watch(provider, keys);
      assert.deepEqual(
        keys.map((key) => tickets.get(key)?.unreadMessages),
        keys.map((key) => (key === ticket ? 1 : 0)),
      );
    });
  }

  inWorld('one that was left out is polled by itself, and with the others again after some minutes', async (world) => {
    const provider = world.connect();
    const keys = world.addTickets(8);
    const [odd = ''] = keys;
    await watch(provider, keys);
    const mend = world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'ListUnreadNewInstantMessages',
      rewrite: (data) => {
        const isNamed = world.sandbox.requests.at(-1)?.query.all('case_ids').includes(odd) === true;
        return isNamed ? { error_code: 'OSM.01010001', error_msg: 'Parameter validation failed.' } : data;
      },
    });
    await watch(provider, keys);
    const pollSizes = async (): Promise<readonly number[]> => {
      world.sandbox.clearRequests();
      assert.equal((await watch(provider, keys)).get(odd)?.unreadMessages, 1);
      return world.sandbox.requests.map(({ query }) => query.all('case_ids').length);
    };
    mend();
    world.sandbox.replyAsEngineer(odd, 'Any news?');
    assert.deepEqual(await pollSizes(), [7, 1]);
    const later = Date.now() + 10 * 60_000;
    const clock = mock.method(Date, 'now', () => later);
    try {
      assert.deepEqual(await pollSizes(), [8]);
    } finally {
      clock.mock.restore();
    }
  });

  inWorld('a poll of too many is made smaller, and stays so', async (world) => {
    const provider = world.connect();
    const keys = world.addTickets(40);
    const tooMany = { error_code: 'OSM.01010001', error_msg: 'Parameter validation failed.' };
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'ListUnreadNewInstantMessages',
      rewrite: (data) => ((world.sandbox.requests.at(-1)?.query.all('case_ids').length ?? 0) > 20 ? tooMany : data),
    });
    await watch(provider, keys);
    world.sandbox.clearRequests();
    const tickets = await watch(provider, keys);
    assert.equal(tickets.size, 40);
    assert.deepEqual(
      world.sandbox.requests.map(({ query }) => query.all('case_ids').length),
      [20, 20],
    );
  });

  inWorld('a poll that names only tickets with unread messages is completed by the other one', async (world) => {
    const provider = world.connect();
    const keys = [samples.processing, samples.toProcess];
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'ListUnreadNewInstantMessages',
      rewrite: (data) => {
        const { imunread } = data as { imunread: { unread_num: number }[] }; // as the sandbox makes it
        return { imunread: imunread.filter(({ unread_num: count }) => count > 0) };
      },
    });
    const first = await watch(provider, keys);
    assert.equal(first.get(samples.toProcess)?.unreadMessages, 0);
    world.sandbox.clearRequests();
    assert.deepEqual(await watch(provider, keys), first);
    assert.deepEqual(endpointsOf(world), ['ListUnreadNewInstantMessages', 'ListNewInstantMessages']);
  });

  inWorld('a connection that fails is one error, and the next look is a poll again', async (world) => {
    const provider = world.connect({ limits: { maxRetries: 0 } });
    const keys = world.addTickets(5);
    const first = await watch(provider, keys);
    const mend = world.sandbox.inject({ kind: 'status', status: 503, body: '{}' });
    await assertTicketError(provider.readTickets(keys, never), 'unavailable');
    mend();
    world.sandbox.clearRequests();
    assert.deepEqual(await watch(provider, keys), first);
    assert.deepEqual(endpointsOf(world), ['ListUnreadNewInstantMessages']);
  });

  inWorld('a network that is down is not asked for each ticket', async (world) => {
    const keys = world.addTickets(40);
    world.sandbox.inject({ kind: 'reset' });
    const provider = world.connect({ limits: { maxRetries: 0 } });
    await assertTicketError(provider.readTickets(keys, never), 'unavailable');
    assert.ok(world.countRequests() < 10, `${world.countRequests()} requests`);
  });
});
