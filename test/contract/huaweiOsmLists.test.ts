import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { ListFilter } from '../../src/domain/lists.ts';
import { inWorld, requestsTo, requestTo } from './huaweiOsmCase.ts';
import { samples, type ConnectOptions, type HuaweiOsmWorld } from './huaweiOsmWorld.ts';
import { never } from './providerContract.ts';

async function keysOf(
  world: HuaweiOsmWorld,
  listKey: string,
  filter: ListFilter = {},
  options: ConnectOptions = {},
): Promise<readonly string[]> {
  const { tickets } = await world.connect(options).lists.read({ listKey, filter, cursor: undefined }, never);
  return tickets.map(({ ref }) => ref.key);
}

describe('Huawei Cloud OSM: lists', () => {
  inWorld('what waits for my answer has the two statuses in which it is my turn', async (world) => {
    const keys = await keysOf(world, 'waiting');
    assert.deepEqual(keys.toSorted(), [samples.toConfirm, samples.pendingFeedback].toSorted());
    assert.equal(requestTo(world, 'ListCases').query.one('incident_status'), '2,17');
  });

  inWorld('open tickets are those that have not ended', async (world) => {
    const { toProcess, processing, toConfirm, suspended, pendingFeedback } = samples;
    assert.deepEqual(
      (await keysOf(world, 'open')).toSorted(),
      [toProcess, processing, toConfirm, suspended, pendingFeedback].toSorted(),
    );
  });

  inWorld('a row has what a list shows', async (world) => {
    const provider = world.connect();
    const { tickets } = await provider.lists.read({ listKey: 'open', filter: {}, cursor: undefined }, never);
    const row = tickets.find(({ ref }) => ref.key === samples.toConfirm);
    assert.deepEqual(
      [row?.serviceName, row?.creator, row?.currentSteps, row?.waitsForMe],
      ['Elastic Cloud Server · Login failure', 'zhangsan', ['To be confirmed'], true],
    );
  });

  inWorld('one status has a parameter of its own; several share one', async (world) => {
    assert.deepEqual(await keysOf(world, 'all', { statusCodes: ['5'] }), [samples.suspended]);
    const { query } = requestTo(world, 'ListCases');
    assert.deepEqual([query.one('status'), query.one('incident_status')], ['5', undefined]);
    const both = await keysOf(world, 'all', { statusCodes: ['5', '12'] });
    assert.deepEqual(both.toSorted(), [samples.suspended, samples.invalid].toSorted());
  });

  inWorld('a status that is not in a list leaves it empty, without a request', async (world) => {
    assert.deepEqual(await keysOf(world, 'open', { statusCodes: ['3'] }), []);
    assert.equal(world.countRequests(), 0);
  });

  inWorld('a text is looked for in numbers and descriptions', async (world) => {
    assert.deepEqual(await keysOf(world, 'all', { text: ' bastion ' }), [samples.toConfirm]);
    assert.deepEqual(await keysOf(world, 'all', { text: samples.suspended }), [samples.suspended]);
    assert.equal(requestTo(world, 'ListCases').query.one('app_key'), samples.suspended);
  });

  inWorld('times are sent in the zone of the user', async (world) => {
    const now = Date.now();
    const range = { createdFrom: now - 60 * 3_600_000, createdTo: now - 40 * 3_600_000 };
    const options = { environment: { timeZone: 'America/St_Johns' } };
    assert.deepEqual(await keysOf(world, 'all', range, options), [samples.toConfirm]);
  });

  inWorld('pages follow each other to the end, with the total', async (world) => {
    world.addTickets(105);
    const { lists } = world.connect();
    const keys: string[] = [];
    let cursor: string | undefined;
    let total: number | undefined;
    do {
      const page = await lists.read({ listKey: 'all', filter: {}, cursor }, never);
      keys.push(...page.tickets.map(({ ref }) => ref.key));
      total = page.total;
      cursor = page.next;
    } while (cursor !== undefined);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(keys.length, total);
    assert.equal(requestsTo(world, 'ListCases').length, 3);
  });

  inWorld('an older service that calls the total "count" is understood', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'ListCases',
      rewrite: (data) => {
        const { total_count: count, ...rest } = data as { total_count: number }; // as the sandbox makes it
        return { ...rest, count };
      },
    });
    const page = await world.connect().lists.read({ listKey: 'all', filter: {}, cursor: undefined }, never);
    assert.equal(page.total, page.tickets.length);
  });

  inWorld('all tickets come with how many there are of each status', async (world) => {
    const { lists } = world.connect();
    const page = await lists.read({ listKey: 'all', filter: {}, cursor: undefined }, never);
    assert.equal(page.note?.text, 'Yours by status: {0}');
    assert.match(String(page.note.args[0]), /Completed 2/u);
    assert.match(String(page.note.args[0]), /Status 26 1/u);
    world.sandbox.inject({ kind: 'status', endpoint: 'ListCaseCounts', status: 404, body: '{}' });
    const bare = await lists.read({ listKey: 'all', filter: {}, cursor: undefined }, never);
    assert.deepEqual([bare.note, bare.total], [undefined, page.total]);
  });

  inWorld('the tickets of a group are there where a group is set, those of its members among them', async (world) => {
    const keys = await keysOf(world, 'group', {}, { settings: { groupId: world.sandbox.groupId } });
    assert.ok(keys.includes(samples.colleagues) && !keys.includes(samples.strangers));
    const { definitions } = world.connect().lists;
    assert.match(definitions.find(({ key }) => key === 'group')?.unavailable?.text ?? '', /groupId/u);
  });
});
