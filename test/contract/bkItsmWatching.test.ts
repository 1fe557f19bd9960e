import assert from 'node:assert/strict';
import { describe, mock } from 'node:test';
import { TicketError } from '../../src/domain/errors.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import { call, esb, gateway, inWorld, requestsTo, runOnTicket } from './bkItsmCase.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { never, runOnStep } from './providerContract.ts';

/** Watches tickets; each look tells what it has asked for. */
function watching(world: BkItsmWorld, keys: readonly string[], provider: TicketProvider = world.connect()) {
  const look = async () => {
    world.sandbox.clearRequests();
    const results = await provider.readTickets(keys, never);
    const find = (key: string): Ticket => {
      const ticket = results.get(key);
      assert.ok(ticket !== undefined && !(ticket instanceof TicketError), key);
      return ticket;
    };
    return {
      find,
      statuses: requestsTo(world, 'get_ticket_status').map(({ query }) => query['sn']),
      requests: world.countRequests(),
    };
  };
  /** From then on, what stands still is known. */
  const begin = async () => {
    await look();
    return look();
  };
  return { provider, look, begin };
}

function act(world: BkItsmWorld, sn: string, action: string, rest: object = {}) {
  return call(world, 'POST', 'operate_node', {
    sn,
    operator: world.operator,
    state_id: 2,
    action_type: action,
    ...rest,
  });
}

const submission = { fields: [{ key: 'result', value: 'done' }] };

describe('BK-ITSM: watching many tickets', () => {
  inWorld(
    'through the gateway, tickets that stand still cost the lists of their user and nothing else',
    async (world) => {
      const keys = world.addTickets(30);
      const { look } = watching(world, keys);
      const first = await look();
      // One look alone costs no more than without them.
      assert.deepEqual([first.statuses.length, first.requests], [30, 31]);
      assert.equal((await look()).statuses.length, 30);
      const third = await look();
      assert.deepEqual([third.statuses, third.requests <= 4], [[], true]);
      for (const key of keys) assert.deepEqual(third.find(key), first.find(key));
    },
    gateway,
  );

  inWorld(
    'whatever others do to one of them is seen at the next look',
    async (world) => {
      const keys = world.addTickets(14);
      const [submitted = '', handedOver = '', suspended = '', ended = ''] = keys;
      const { look, begin } = watching(world, keys);
      await begin();
      await act(world, submitted, 'TRANSITION', submission);
      await act(world, handedOver, 'DELIVER', { processors: 'lisi', processors_type: 'PERSON', action_message: 'x' });
      const asTicket = { operator: world.operator, action_message: 'x' };
      await call(world, 'POST', 'operate_ticket', { ...asTicket, sn: suspended, action_type: 'SUSPEND' });
      await call(world, 'POST', 'operate_ticket', { ...asTicket, sn: ended, action_type: 'TERMINATE' });
      const seen = await look();
      assert.deepEqual(new Set(seen.statuses), new Set([submitted, handedOver, suspended]));
      assert.equal(seen.find(submitted).steps[0]?.status.category, 'working');
      assert.deepEqual(seen.find(handedOver).steps[0]?.processors, ['lisi']);
      assert.equal(seen.find(suspended).status.category, 'suspended');
      assert.equal(seen.find(ended).isEnded, true);
      world.settle();
      assert.equal((await look()).find(submitted).isEnded, true);
    },
    gateway,
  );

  inWorld(
    'what begins to wait for me is seen, also where I watch somebody else’s ticket',
    async (world) => {
      const keys = world.addTickets(12);
      const [key = ''] = keys;
      const { look, begin, provider } = watching(world, keys, world.connect({ settings: { operator: 'lisi' } }));
      assert.equal((await begin()).find(key).steps[0]?.waitsForMe, false);
      assert.equal((await look()).statuses.length, 0, 'lisi has made them');
      await act(world, key, 'DELIVER', { processors: 'lisi', processors_type: 'PERSON', action_message: 'x' });
      assert.equal((await look()).find(key).steps[0]?.waitsForMe, true);
      await runOnStep(provider, key, 'submit', { changes: new Map([['result', 'x']]) });
      assert.equal((await look()).find(key).steps[0]?.status.category, 'working');
    },
    gateway,
  );

  inWorld(
    'what the user does here is read again, whatever the lists say',
    async (world) => {
      const keys = world.addTickets(12);
      const [key = ''] = keys;
      const { look, begin, provider } = watching(world, keys);
      await begin();
      // As if the lists were a minute behind.
      const { data } = await call(
        world,
        'GET',
        'get_tickets_by_user',
        { user: world.operator, view_type: 'my_todo', page_size: '200' },
        true,
      );
      world.sandbox.inject({ kind: 'rewrite', endpoint: 'get_tickets_by_user', rewrite: () => data });
      await look();
      await runOnTicket(provider, key, 'suspend', { remark: 'x' });
      const seen = await look();
      assert.deepEqual(seen.statuses, [key]);
      assert.equal(seen.find(key).status.category, 'suspended');
    },
    gateway,
  );

  inWorld(
    'what the lists cannot tell is always read: signatures, assignments, steps that are busy',
    async (world) => {
      const unsteady = ['CRQ20260901000010', 'CRQ20260901000022', 'INC20260901000006', 'INC20260901000012'];
      const keys = [...world.addTickets(12), ...unsteady];
      const { look, begin } = watching(world, keys);
      await begin();
      assert.deepEqual(new Set((await look()).statuses), new Set(unsteady));
    },
    gateway,
  );

  inWorld(
    'each one is read again after some minutes',
    async (world) => {
      mock.timers.enable({ apis: ['Date'], now: Date.now() });
      try {
        const keys = world.addTickets(12);
        const { look, begin } = watching(world, keys);
        await begin();
        mock.timers.tick(4 * 60_000);
        assert.equal((await look()).statuses.length, 0);
        mock.timers.tick(2 * 60_000);
        assert.equal((await look()).statuses.length, 12);
        assert.equal((await look()).statuses.length, 0);
      } finally {
        mock.timers.reset();
      }
    },
    gateway,
  );

  inWorld(
    'few tickets are read without the lists, and so are all where the lists are refused',
    async (world) => {
      const few = watching(world, world.addTickets(5));
      await few.begin();
      assert.equal(requestsTo(world, 'get_tickets_by_user').length, 0);
      world.sandbox.inject({ kind: 'status', endpoint: 'get_tickets_by_user', status: 404, body: '{}' });
      const many = watching(world, world.addTickets(12));
      for (const lists of [0, 1, 0]) {
        assert.equal((await many.look()).statuses.length, 12);
        assert.equal(requestsTo(world, 'get_tickets_by_user').length, lists);
      }
    },
    gateway,
  );

  inWorld(
    'a list of what waits for me that is too long to be read whole is not relied on',
    async (world) => {
      world.addTickets(1300);
      const keys = world.addTickets(12);
      const { look, begin } = watching(world, keys);
      await begin();
      assert.equal((await look()).statuses.length, 12);
    },
    gateway,
  );

  inWorld(
    'lists that say something else each time are not read again for a while',
    async (world) => {
      let count = 0;
      world.sandbox.inject({
        kind: 'rewrite',
        endpoint: 'get_tickets_by_user',
        rewrite: (data) => {
          const page = data as { items: object[] }; // the sandbox's own answer
          return { ...page, items: page.items.map((item) => ({ ...item, seconds_left: (count += 1) })) };
        },
      });
      const { look, begin } = watching(world, world.addTickets(12));
      await begin();
      for (const requests of [16, 16, 13, 13]) assert.equal((await look()).requests, requests);
    },
    gateway,
  );

  inWorld(
    'a look at a few in between makes it forget no others',
    async (world) => {
      const keys = world.addTickets(12);
      const { look, begin, provider } = watching(world, keys);
      await begin();
      const few = keys.slice(0, 2);
      await provider.readTickets(few, never);
      assert.deepEqual((await look()).statuses, few);
    },
    gateway,
  );

  inWorld(
    'on the bus each open ticket is asked for: no list there tells its steps',
    async (world) => {
      const keys = world.addTickets(30);
      const { look } = watching(world, keys);
      for (let round = 0; round < 2; round += 1) {
        const { statuses, requests } = await look();
        assert.deepEqual([statuses.length, requests], [30, 31]);
      }
    },
    esb,
  );
});
