import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Workflow } from '../../src/domain/workflow.ts';
import { call, gateway, inWorld, samples } from './bkItsmCase.ts';
import { assertTicketError, never, onlyStep, runOnStep } from './providerContract.ts';

function statesOf({ nodes }: Workflow): Record<string, string> {
  return Object.fromEntries(nodes.map(({ name, kind, state }) => [name, `${kind} ${state}`]));
}

describe('BK-ITSM: history', () => {
  inWorld('is told from the beginning, with times, authors and sources', async (world) => {
    const entries = (await world.connect().history?.read(samples.approval, never)) ?? [];
    assert.equal(entries.length, 2);
    const [submitted, handedOver] = entries;
    assert.equal(submitted?.author, 'zhaoliu');
    assert.equal(submitted.source, 'web');
    assert.ok((submitted.at ?? 0) < (handedOver?.at ?? 0));
    assert.match(submitted.timeText, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u);
    assert.equal(submitted.at, Date.parse(`${submitted.timeText.replace(' ', 'T')}+08:00`));
  });

  inWorld('remarks that are stored as HTML are read as they were typed', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_logs', { sn: samples.approval });
    assert.match(JSON.stringify(data), /&nbsp;&quot;源地址&quot;/u);
    const entries = (await world.connect().history?.read(samples.approval, never)) ?? [];
    assert.match(entries[1]?.text ?? '', /请帮忙确认 "源地址" 范围 & 有效期/u);
  });

  inWorld('what somebody has filled in is told with the entry', async (world) => {
    const provider = world.connect();
    await runOnStep(provider, samples.incident, 'submit', {
      changes: new Map([
        ['cause', 'logs'],
        ['solution', 'rotated'],
      ]),
    });
    world.settle();
    const entries = (await provider.history?.read(samples.incident, never)) ?? [];
    const values = entries.flatMap((entry) => entry.values);
    assert.ok(values.some(({ key, text }) => key === 'solution' && text === 'rotated'));
    assert.ok(values.some(({ key, label, text }) => key === 'cause' && label === 'Cause' && text === 'Log files'));
  });

  inWorld('what the server has done itself has no author', async (world) => {
    const entries = (await world.connect().history?.read(samples.stuck, never)) ?? [];
    const last = entries.at(-1);
    assert.deepEqual([last?.author, last?.source], [undefined, 'system']);
  });

  inWorld('of a ticket that is not there is not found', async (world) => {
    const { history } = world.connect();
    assert.ok(history !== undefined);
    await assertTicketError(history.read(world.unknownKey, never), 'notFound');
  });
});

describe('BK-ITSM: workflow', () => {
  inWorld('shows what is behind a ticket, where it is, and what will come', async (world) => {
    const workflow = await world.connect().workflow?.read(samples.dba, never);
    assert.ok(workflow !== undefined);
    assert.deepEqual(statesOf(workflow), {
      开始: 'start done',
      提单: 'step done',
      'DBA 评估': 'step current',
      负责人审批: 'approval upcoming',
      结束: 'end upcoming',
    });
    const ids = new Set(workflow.nodes.map(({ id }) => id));
    assert.ok(workflow.edges.length >= 4 && workflow.edges.every(({ from, to }) => ids.has(from) && ids.has(to)));
    const step = onlyStep(await world.connect().readTicket(samples.dba, never));
    assert.ok(workflow.nodes.some(({ id, state }) => id === step.id && state === 'current'));
  });

  inWorld('of two ways at once, both are current and what follows is not', async (world) => {
    const workflow = await world.connect().workflow?.read('CRQ20260901000009', never);
    const states = workflow?.nodes.map(({ state }) => state) ?? [];
    assert.equal(states.filter((state) => state === 'current').length, 2);
    assert.equal(workflow?.nodes.find(({ name }) => name === 'Carry out the upgrade')?.state, 'upcoming');
  });

  inWorld('of a ticket that is finished ends at the end', async (world) => {
    const workflow = await world.connect().workflow?.read(world.endedKey, never);
    assert.equal(workflow?.nodes.find(({ kind }) => kind === 'end')?.state, 'done');
    assert.ok(workflow.nodes.every(({ state }) => state !== 'current'));
  });

  inWorld(
    'is not known through the gateway, whose address for it leads nowhere',
    async (world) => {
      assert.equal(world.connect().workflow, undefined);
      const { data, code } = await call(world, 'GET', 'get_workflow_detail', { workflow_id: 301 }, true).catch(() => ({
        data: undefined,
        code: 'no JSON',
      }));
      assert.deepEqual([data ?? undefined, code === 0], [undefined, false]);
    },
    gateway,
  );
});
