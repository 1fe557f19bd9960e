import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { ListFilter, ListPage } from '../../src/domain/lists.ts';
import { byKeys, byPassword, inWorld, lastBody } from './huaweiCocCase.ts';
import { samples, type HuaweiCocWorld } from './huaweiCocWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

function read(world: HuaweiCocWorld, listKey: string, filter: ListFilter = {}, cursor?: string): Promise<ListPage> {
  return world.connect().lists.read({ listKey, filter, cursor }, never);
}

function keysOf({ tickets }: ListPage): readonly string[] {
  return tickets.map(({ ref }) => ref.key);
}

describe('Huawei Cloud COC: lists', () => {
  inWorld('my open issues and incidents are those that have me as owner and have not been completed', async (world) => {
    const issues = await read(world, 'myIssues');
    assert.ok(keysOf(issues).includes(samples.unaccepted));
    assert.ok(!keysOf(issues).includes(samples.ofColleague) && !keysOf(issues).includes(samples.completed));
    const waits = new Map(issues.tickets.map(({ ref, waitsForMe }) => [ref.key, waitsForMe]));
    assert.deepEqual([waits.get(samples.unaccepted), waits.get(samples.suspended)], [true, false]);
    assert.ok(issues.tickets.every(({ isEnded }) => !isEnded));
    const incidents = await read(world, 'myIncidents');
    assert.ok(keysOf(incidents).includes(samples.triggered));
    assert.ok(!keysOf(incidents).includes(samples.incidentOfColleague));
  });

  inWorld(
    'a sign-in with a password tells who I am: no id is asked for',
    async (world) => {
      const provider = world.connect();
      assert.ok(provider.lists.definitions.every(({ unavailable }) => unavailable === undefined));
      assert.ok(keysOf(await read(world, 'myIssues')).includes(samples.unaccepted));
    },
    {},
    byPassword,
  );

  inWorld(
    'with an access key and no id of mine, my lists say why they cannot be read, and the others can',
    async (world) => {
      const { lists } = world.connect({ settings: { ownId: '' } });
      const mine = lists.definitions.filter(({ unavailable }) => unavailable !== undefined);
      assert.deepEqual(
        mine.map(({ key }) => key),
        ['myIssues', 'myIncidents', 'createdIssues', 'createdIncidents'],
      );
      const reading = lists.read({ listKey: 'myIssues', filter: {}, cursor: undefined }, never);
      await assertTicketError(reading, 'rejected');
      assert.equal(world.countWrites() + world.countRequests(), 0);
      const page = await lists.read({ listKey: 'issues', filter: {}, cursor: undefined }, never);
      assert.ok(page.tickets.length > 0);
    },
    {},
    byKeys,
  );

  inWorld('lists of what I created', async (world) => {
    assert.ok(keysOf(await read(world, 'createdIssues')).includes(samples.draft));
    assert.ok(keysOf(await read(world, 'createdIncidents')).includes(samples.resolved));
  });

  inWorld('lists are searched by words, by number, by status and by time, in one request each', async (world) => {
    const byTitle = await read(world, 'issues', { text: ' duplicate rows ' });
    assert.deepEqual(keysOf(byTitle), [samples.handled]);
    const byNumber = await read(world, 'incidents', { text: samples.triggered.toLowerCase() });
    assert.deepEqual(keysOf(byNumber), [samples.triggered]);
    const byStatus = await read(world, 'issues', { statusCodes: ['issues_work_flow_status_12000'] });
    assert.deepEqual(keysOf(byStatus), [samples.completed]);
    const now = Date.now();
    const byTime = await read(world, 'incidents', {
      createdFrom: now - 2.5 * 3_600_000,
      createdTo: now - 1.5 * 3_600_000,
    });
    assert.deepEqual(keysOf(byTime), [samples.incidentOfColleague]);
    assert.equal(world.countRequests(), 4);
    assert.deepEqual(lastBody(world, 'ListIncidents'), {
      string_filters: [
        { operator: '>=', field: 'create_time', name: 'f0', values: [String(now - 2.5 * 3_600_000)] },
        { operator: '<=', field: 'create_time', name: 'f1', values: [String(now - 1.5 * 3_600_000)] },
      ],
      sort_filter: { operator: 'desc', field: 'create_time', name: 'create_time', values: ['create_time'] },
      page: 1,
      per_page: 50,
      contain_total: true,
      contain_all: false,
      contain_sub_ticket: false,
      ticket_types: ['incident'],
    });
  });

  for (const totalKey of ['total', 'total_count', 'count', 'none'] as const) {
    inWorld(
      `a list is read page by page, its total being called ${totalKey}`,
      async (world) => {
        const added = world.sandbox.addIssues(120);
        const keys: string[] = [];
        let cursor: string | undefined;
        let pages = 0;
        do {
          const page = await read(world, 'issues', {}, cursor);
          assert.equal(page.total === undefined, totalKey === 'none');
          keys.push(...keysOf(page));
          cursor = page.next;
          pages += 1;
        } while (cursor !== undefined);
        assert.equal(new Set(keys).size, keys.length);
        assert.ok(added.every((key) => keys.includes(key)));
        assert.equal(pages, 3);
      },
      { coc: { totalKey } },
    );
  }

  inWorld('a row that cannot be read is left out, and what statuses there are is learnt', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'ListTickets',
      rewrite: (answer) => {
        const { data, ...rest } = answer as { readonly data: { readonly tickets: readonly unknown[] } }; // the sandbox's
        return { ...rest, data: { ...data, tickets: ['junk', ...data.tickets] } };
      },
    });
    const { lists } = world.connect();
    assert.ok(!lists.statuses.some(({ name }) => name === 'Observing'));
    const page = await lists.read({ listKey: 'issues', filter: {}, cursor: undefined }, never);
    assert.ok(page.tickets.length > 10);
    assert.ok(lists.statuses.some(({ name }) => name === 'Observing'));
  });

  inWorld('war rooms of any age are listed, and lead to what they say', async (world) => {
    const provider = world.connect({ language: 'zh-cn' });
    const page = await provider.lists.read({ listKey: 'warRooms', filter: {}, cursor: undefined }, never);
    assert.deepEqual(keysOf(page), ['WR20261101000001', 'WR20261101000002', 'WR20260801000003']);
    assert.equal(page.total, 3);
    const open = await provider.lists.read(
      { listKey: 'warRooms', filter: { statusCodes: ['3'] }, cursor: undefined },
      never,
    );
    assert.deepEqual(keysOf(open), ['WR20261101000001']);
    const ticket = await provider.readTicket('WR20260801000003', never);
    assert.deepEqual([ticket.isEnded, ticket.status.name, ticket.steps], [true, '关闭WarRoom', []]);
    const watched = await provider.readTickets(['WR20261101000001', 'WR404'], never);
    assert.deepEqual(
      [...watched.values()].map((each) => ('status' in each ? each.status.name : each.code)),
      ['故障定界', 'notFound'],
    );
    const [incident] = await provider.relations.read('WR20261101000001', never);
    assert.deepEqual([incident?.key, incident?.statusName], [samples.triggered, '未受理']);
    assert.match(incident?.url ?? '', /^http:/u);
  });
});
