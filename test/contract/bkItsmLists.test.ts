import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { ListFilter, ListPage } from '../../src/domain/lists.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import { call, esb, gateway, inWorld, requestsTo, samples } from './bkItsmCase.ts';
import { assertTicketError, never } from './providerContract.ts';

async function readList(provider: TicketProvider, listKey: string, filter: ListFilter = {}, cursor?: string) {
  assert.ok(provider.lists !== undefined);
  return provider.lists.read({ listKey, filter, cursor }, never);
}

function keysOf(page: ListPage): readonly string[] {
  return page.tickets.map((ticket) => ticket.ref.key);
}

describe('BK-ITSM: lists', () => {
  inWorld('the component bus says which lists it cannot give, and refuses to read them', async (world) => {
    const provider = world.connect();
    const definitions = provider.lists?.definitions ?? [];
    const given = definitions.filter(({ unavailable }) => unavailable === undefined).map(({ kind }) => kind);
    assert.deepEqual(given, ['created', 'all']);
    for (const { key, unavailable } of definitions) {
      if (unavailable === undefined) continue;
      const error = await assertTicketError(readList(provider, key), 'rejected');
      assert.deepEqual(error.hint, unavailable);
    }
    assert.equal(world.countRequests(), 0);
  });

  inWorld("the bus eats the name of a user: everybody's tickets come back, so it is never asked for", async (world) => {
    const everything = (await call(world, 'POST', 'get_tickets', {})).data as { count: number };
    const ofUser = (await call(world, 'POST', 'get_tickets', { username: 'lisi' })).data as { count: number };
    assert.equal(ofUser.count, everything.count);
    world.sandbox.clearRequests();
    const provider = world.connect();
    for (const key of ['created', 'all']) await readList(provider, key, { text: 'a' });
    assert.ok(requestsTo(world, 'get_tickets').every(({ body }) => body?.['username'] === undefined));
  });

  inWorld(
    'through the gateway each list holds what it says',
    async (world) => {
      const provider = world.connect();
      const lists = provider.lists;
      assert.ok(lists !== undefined);
      for (const definition of lists.definitions) {
        assert.equal(definition.unavailable, undefined, definition.key);
        await readList(provider, definition.key);
      }
      const toDo = await readList(provider, 'todo');
      assert.ok(keysOf(toDo).includes(samples.dba));
      assert.ok(toDo.tickets.every((ticket) => ticket.waitsForMe === true && ticket.currentSteps !== undefined));
      const toApprove = keysOf(await readList(provider, 'approval'));
      assert.ok(toApprove.includes(samples.approval) && !toApprove.includes(samples.dba));
      const created = await readList(provider, 'created');
      assert.ok(created.tickets.length > 0 && created.tickets.every(({ creator }) => creator === world.operator));
    },
    gateway,
  );

  inWorld(
    'a ticket in a list tells its service, its step, its status and when it was made',
    async (world) => {
      const listed = (await readList(world.connect(), 'todo')).tickets.find(({ ref }) => ref.key === samples.dba);
      const whole = await world.connect().readTicket(samples.dba, never);
      assert.deepEqual(listed, {
        ref: whole.ref,
        title: whole.title,
        status: whole.status,
        isEnded: false,
        serviceName: '资源与权限申请',
        creator: whole.creator,
        createdAt: whole.createdAt,
        currentSteps: whole.steps.map(({ name }) => name),
        waitsForMe: true,
        isFollowed: false,
        url: whole.url,
      });
    },
    gateway,
  );

  inWorld('on the bus, names of services come from the list of services, and steps are not told', async (world) => {
    const listed = (await readList(world.connect(), 'created')).tickets.find(({ ref }) => ref.key === samples.mine);
    assert.equal(listed?.serviceName, '资源与权限申请');
    assert.equal(listed.currentSteps, undefined);
    assert.equal(listed.waitsForMe, undefined);
  });

  inWorld('a list without names of services is still a list', async (world) => {
    world.sandbox.inject({ kind: 'html', endpoint: 'get_services' });
    const { tickets } = await readList(world.connect(), 'created');
    assert.ok(tickets.length > 0 && tickets.every(({ serviceName }) => serviceName === undefined));
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `pages follow each other to the end, and no ticket is missing (${door.name})`,
      async (world) => {
        world.addTickets(120);
        const provider = world.connect();
        const seen = new Set<string>();
        let cursor: string | undefined;
        let total: number | undefined;
        for (let round = 0; round < 10; round += 1) {
          const page = await readList(provider, 'all', {}, cursor);
          total ??= page.total;
          for (const key of keysOf(page)) seen.add(key);
          cursor = page.next;
          if (cursor === undefined) break;
        }
        assert.equal(cursor, undefined);
        assert.equal(seen.size, total);
      },
      door,
    );

    inWorld(
      `a page that has ceased to be is the end, not an error (${door.name})`,
      async (world) => {
        const provider = world.connect();
        const key = door === gateway ? 'todo' : 'all';
        assert.deepEqual(await readList(provider, key, {}, '999'), {
          tickets: [],
          total: undefined,
          next: undefined,
          note: undefined,
        });
      },
      door,
    );

    inWorld(
      `words of a title are searched here, in few pages, and it is said so (${door.name})`,
      async (world) => {
        world.addTickets(700);
        world.sandbox.clearRequests();
        const page = await readList(world.connect(), 'all', { text: 'PAYMENT-service' });
        assert.equal(world.countRequests() <= 6, true);
        assert.equal(page.total, undefined);
        assert.equal(page.note?.args[0], 500);
        assert.ok(page.next !== undefined);
        const rest = await readList(world.connect(), 'all', { text: 'PAYMENT-service' }, page.next);
        assert.ok([...keysOf(page), ...keysOf(rest)].includes(samples.release));
      },
      door,
    );
  }

  inWorld('a number is asked for as such', async (world) => {
    const page = await readList(world.connect(), 'all', { text: ` ${samples.incident.toLowerCase()} ` });
    assert.deepEqual(keysOf(page), [samples.incident]);
    assert.deepEqual(requestsTo(world, 'get_tickets')[0]?.body?.['sns'], [samples.incident]);
    assert.equal(page.note, undefined);
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `service, status and time narrow a list (${door.name})`,
      async (world) => {
        const provider = world.connect();
        const everything = await readList(provider, 'created');
        const [service] = ((await provider.lists?.readServices(never)) ?? []).filter(
          ({ name }) => name === '资源与权限申请',
        );
        assert.ok(service !== undefined);
        const ofService = await readList(provider, 'created', { serviceId: service.id });
        assert.ok(ofService.tickets.every(({ serviceName }) => serviceName === service.name));
        assert.ok(keysOf(ofService).includes(samples.mine));
        const running = await readList(provider, 'created', { statusCodes: ['RUNNING'] });
        assert.ok(running.tickets.length > 0 && running.tickets.every(({ status }) => status.code === 'RUNNING'));
        const { createdAt } = everything.tickets.find(({ ref }) => ref.key === samples.mine) ?? {};
        assert.ok(createdAt !== undefined);
        const at = await readList(provider, 'created', { createdFrom: createdAt, createdTo: createdAt });
        assert.deepEqual(keysOf(at), [samples.mine]);
        // One end alone: the server drops it where it gets no other, so it gets both.
        const later = await readList(provider, 'created', { createdFrom: createdAt + 1000 });
        assert.ok(!keysOf(later).includes(samples.mine));
        const before = await readList(provider, 'created', { createdTo: createdAt - 1000 });
        assert.ok(!keysOf(before).includes(samples.mine));
      },
      door,
    );
  }

  inWorld(
    'the history leaves out what the user has created, and says so',
    async (world) => {
      const provider = world.connect();
      const page = await readList(provider, 'history');
      assert.ok(page.tickets.every(({ creator }) => creator !== world.operator));
      assert.match(page.note?.text ?? '', /left out/u);
    },
    gateway,
  );

  inWorld('a page size that is none would switch paging off: it is never sent', async (world) => {
    const all = (await call(world, 'POST', 'get_tickets', { page_size: 0 })).data;
    assert.ok(Array.isArray(all));
    world.sandbox.clearRequests();
    await readList(world.connect(), 'all');
    await world.connect().testCredentials(never);
    assert.ok(requestsTo(world, 'get_tickets').every(({ body }) => Number(body?.['page_size']) > 0));
  });

  inWorld('a status of an administrator keeps its own word', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'get_tickets',
      rewrite: (data) => {
        const page = data as { items: object[] };
        return { ...page, items: page.items.map((item) => ({ ...item, current_status: 'WAIT_FOR_VENDOR' })) };
      },
    });
    const [first] = (await readList(world.connect(), 'all')).tickets;
    assert.deepEqual(first?.status, { code: 'WAIT_FOR_VENDOR', name: 'WAIT_FOR_VENDOR', category: 'unknown' });
  });

  inWorld('a list that nobody knows is not found', async (world) => {
    await assertTicketError(readList(world.connect(), 'nonsense'), 'notFound');
  });
});
