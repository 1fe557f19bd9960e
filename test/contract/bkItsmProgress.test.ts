import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Workflow } from '../../src/domain/workflow.ts';
import { call, esb, gateway, inWorld, samples } from './bkItsmCase.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

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
      assert.equal(await world.connect().workflow?.read(samples.dba, never), undefined);
    },
    gateway,
  );
});

describe('BK-ITSM: who has signed', () => {
  inWorld(
    'is told with who is left, although the processors of the step are all of them',
    async (world) => {
      const provider = world.connect();
      const key = 'CRQ20260901000022';
      const step = onlyStep(await provider.readTicket(key, never));
      assert.deepEqual([...step.processors].toSorted(), ['lisi', world.operator].toSorted());
      assert.deepEqual(await provider.signers?.read(key, step.id, never), { signed: ['lisi'], left: [world.operator] });
    },
    gateway,
  );

  inWorld(
    'is a conflict where the ticket is not at that step',
    async (world) => {
      const { signers } = world.connect();
      assert.ok(signers !== undefined);
      await assertTicketError(signers.read(samples.signature, '1', never), 'conflict');
    },
    gateway,
  );

  inWorld('is not known on the component bus', async (world) => {
    assert.equal(world.connect().signers, undefined);
    const { code } = await call(world, 'GET', 'get_approver', { sn: samples.signature, state_id: 2 });
    assert.equal(code, 1306404);
  });
});

describe('BK-ITSM: people', () => {
  inWorld('a step with a range is handed to people of that range', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.incident, never));
    const operation = findOperation(step.operations, 'transfer');
    const request = { key: samples.incident, stepId: step.id, operation };
    const found = await provider.people?.readCandidates(request, never);
    assert.deepEqual(
      found?.candidates.map(({ kind, id }) => `${kind} ${id}`),
      ['person lisi', 'person wangwu'],
    );
    assert.equal(found.allowsFreeText, false);
    await runOnStep(provider, samples.incident, 'transfer', {
      assignee: { kind: 'person', id: 'wangwu' },
      remark: 'please',
    });
    assert.deepEqual(onlyStep(await provider.readTicket(samples.incident, never)).processors, ['wangwu']);
  });

  inWorld('somebody outside the range is refused by the server', async (world) => {
    const error = await assertTicketError(
      runOnStep(world.connect(), samples.incident, 'transfer', { assignee: 'zhaoliu', remark: 'please' }),
      'rejected',
    );
    assert.match(error.serverMessage ?? '', /^当前分配的/u);
  });

  inWorld('a step to assign has those it may be assigned to', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.toAssign, never));
    const operation = findOperation(step.operations, 'assign');
    const request = { key: samples.toAssign, stepId: step.id, operation };
    const found = await provider.people?.readCandidates(request, never);
    assert.deepEqual(
      found?.candidates.map(({ id }) => id),
      ['wangwu', 'zhaoliu', world.operator],
    );
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `where no range is told, those of the ticket are offered and any name may be typed (${door.name})`,
      async (world) => {
        const provider = world.connect();
        const step = onlyStep(await provider.readTicket(samples.dba, never));
        const operation = findOperation(step.operations, 'transfer');
        const found = await provider.people?.readCandidates({ key: samples.dba, stepId: step.id, operation }, never);
        assert.equal(found?.allowsFreeText, true);
        assert.ok(found.note !== undefined);
        assert.deepEqual(
          found.candidates.slice(0, 3).map(({ id }) => id),
          [world.operator, 'lisi', 'wangwu'],
        );
      },
      door,
    );
  }
});
