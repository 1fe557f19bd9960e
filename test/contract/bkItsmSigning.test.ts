import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Step } from '../../src/domain/step.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import { call, esb, gateway, inWorld, refusalOf, requestsTo, samples } from './bkItsmCase.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

/** Signed by lisi, and not by the operator, in any order. */
const halfSigned = 'CRQ20260901000022';

/** A step as both reads have it. */
async function readStep(provider: TicketProvider, key: string): Promise<Step> {
  const watched = (await provider.readTickets([key], never)).get(key);
  assert.ok(watched !== undefined && 'steps' in watched);
  const step = onlyStep(await provider.readTicket(key, never));
  assert.deepEqual({ ...onlyStep(watched), fields: step.fields }, step);
  return step;
}

function standing({ status, waitsForMe, operations }: Step) {
  return [status.category, waitsForMe, operations.map(({ kind }) => kind)];
}

function as(world: BkItsmWorld, operator: string): TicketProvider {
  return world.connect({ settings: { operator } });
}

/** The number of a new ticket that waits for three approvals in any order. */
async function createForThree(world: BkItsmWorld): Promise<string> {
  const { data } = await call(world, 'POST', 'create_ticket', {
    service_id: 16,
    creator: 'chenqi',
    fields: [
      { key: 'title', value: 'T' },
      { key: 'version', value: '1.0.0' },
    ],
  });
  world.settle();
  world.sandbox.clearRequests();
  return (data as { sn: string }).sn;
}

describe('BK-ITSM: a step that several people sign', () => {
  for (const door of [esb, gateway]) {
    inWorld(
      `waits for those who are left, although the server calls it busy (${door.name})`,
      async (world) => {
        const provider = world.connect();
        const step = await readStep(provider, halfSigned);
        assert.deepEqual([step.status.code, step.status.name], ['QUEUEING', '处理中']);
        assert.deepEqual(standing(step), ['active', true, ['submit']]);
        assert.deepEqual(standing(await readStep(as(world, 'lisi'), halfSigned)), ['active', false, []]);
        await runOnStep(provider, halfSigned, 'submit', { decision: 'approve', remark: '' });
        // All have signed, and the server has yet to deal with it.
        assert.deepEqual(standing(await readStep(provider, halfSigned)), ['working', false, []]);
        world.settle();
        assert.equal((await provider.readTicket(halfSigned, never)).isEnded, true);
      },
      door,
    );

    inWorld(
      `tells who has signed and who is left (${door.name})`,
      async (world) => {
        const { signers } = world.connect();
        assert.deepEqual(await signers.read(halfSigned, '2', never), { signed: ['lisi'], left: [world.operator] });
        assert.deepEqual(await signers.read(samples.approval, '2', never), { signed: [], left: [world.operator] });
        await assertTicketError(signers.read(samples.signature, '1', never), 'conflict');
      },
      door,
    );

    inWorld(
      `is not offered again to one who has signed (${door.name})`,
      async (world) => {
        const key = await createForThree(world);
        const provider = world.connect();
        assert.deepEqual(standing(await readStep(provider, key)), ['active', true, ['submit']]);
        await runOnStep(provider, key, 'submit', { decision: 'approve', remark: '' });
        // The server has yet to write it down: till then nobody can say whose turn it is.
        assert.deepEqual(standing(await readStep(provider, key)), ['working', false, []]);
        world.settle();
        assert.deepEqual(standing(await readStep(provider, key)), ['active', false, []]);
        assert.deepEqual(standing(await readStep(as(world, 'wangwu'), key)), ['active', true, ['submit']]);
        assert.equal(requestsTo(world, 'operate_node').length, 1);
      },
      door,
    );
  }

  inWorld(
    'looks untouched to the server after the gateway’s own way to approve, and is not offered again all the same',
    async (world) => {
      const provider = world.connect();
      const request = { key: samples.approval, stepId: '2', decision: 'approve', remark: '' } as const;
      await provider.approvals.decideMany([request], never, () => {});
      const step = await readStep(provider, samples.approval);
      assert.equal(step.status.code, 'RUNNING');
      assert.deepEqual(standing(step), ['working', false, []]);
      const [again] = await provider.approvals.decideMany([request], never, () => {});
      assert.equal(again?.error?.code, 'conflict');
      assert.equal(requestsTo(world, 'approve').length, 1);
    },
    gateway,
  );

  inWorld(
    'is offered again where signing was refused',
    async (world) => {
      const stop = world.sandbox.inject(refusalOf('approve', 3900004, '单据操作失败: x'));
      const provider = world.connect();
      const request = { key: samples.approval, stepId: '2', decision: 'approve', remark: '' } as const;
      const [refused] = await provider.approvals.decideMany([request], never, () => {});
      assert.equal(refused?.error?.code, 'rejected');
      stop();
      assert.deepEqual(standing(await readStep(provider, samples.approval)).slice(0, 2), ['active', true]);
    },
    gateway,
  );

  inWorld('is signed in its order: whoever is not next waits (esb)', async (world) => {
    const { signature } = samples;
    assert.deepEqual(standing(await readStep(as(world, 'lisi'), signature)), ['active', false, []]);
    const first = await readStep(world.connect(), signature);
    assert.deepEqual(standing(first), ['active', true, ['submit', 'transfer']]);
    // The server thinks so, too.
    const early = {
      sn: signature,
      operator: 'lisi',
      state_id: 2,
      action_type: 'TRANSITION',
      fields: [
        { key: 'HUIQIANYIJIAN', value: 'TONGYI' },
        { key: 'HUIQIANBEIZHU', value: '' },
      ],
    };
    assert.match((await call(world, 'POST', 'operate_node', early)).message ?? '', /lisi不能操作该节点/u);
    await runOnStep(world.connect(), signature, 'submit', { decision: 'approve', remark: '' });
    world.settle();
    assert.deepEqual(standing(await readStep(as(world, 'lisi'), signature)), ['active', true, ['submit']]);
    assert.deepEqual(standing(await readStep(as(world, 'wangwu'), signature)), ['active', false, []]);
    assert.deepEqual(await world.connect().signers.read(signature, '2', never), {
      signed: [world.operator],
      left: ['lisi', 'wangwu'],
    });
  });

  inWorld(
    'whose order the gateway does not tell is offered to all, and the server says whose turn it is',
    async (world) => {
      const lisi = as(world, 'lisi');
      assert.equal((await readStep(lisi, samples.signature)).waitsForMe, true);
      await assertTicketError(
        runOnStep(lisi, samples.signature, 'submit', { decision: 'approve', remark: '' }),
        'forbidden',
      );
    },
    gateway,
  );

  inWorld('is not asked about where one signature is enough (esb)', async (world) => {
    const { step, dba } = { step: '2', dba: samples.dba };
    await runOnStep(world.connect(), dba, 'submit', {
      changes: new Map([
        ['instance', 'order-db-01'],
        ['window', '2099-01-01'],
      ]),
    });
    world.settle();
    world.sandbox.clearRequests();
    await world.connect().readTickets([dba, samples.approval], never);
    assert.equal(requestsTo(world, 'get_ticket_logs').length, 0, step);
  });

  inWorld('is left alone while nobody can tell who has signed (esb)', async (world) => {
    world.sandbox.inject({ kind: 'html', endpoint: 'get_ticket_logs' });
    assert.deepEqual(standing(await readStep(world.connect(), halfSigned)), ['working', false, []]);
  });

  inWorld('of which the log tells nothing yet may have been signed by anybody: it is busy (esb)', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'get_ticket_logs',
      rewrite: (data) => ({ ...(data as object), logs: [] }),
    });
    assert.deepEqual(standing(await readStep(world.connect(), halfSigned)), ['working', false, []]);
  });

  inWorld('costs one look at its workflow, however often it is watched (esb)', async (world) => {
    const provider = world.connect();
    for (let round = 0; round < 3; round += 1) await provider.readTickets([halfSigned], never);
    assert.equal(requestsTo(world, 'get_workflow_detail').length, 1);
    assert.equal(requestsTo(world, 'get_ticket_logs').length, 3);
  });

  inWorld('that is somebody else’s does not show its form, which says "approved" already', async (world) => {
    const provider = as(world, 'lisi');
    const step = onlyStep(await provider.readTicket(samples.approval, never));
    assert.deepEqual([step.fields, step.operations, step.isDecision], [[], [], true]);
    const mine = onlyStep(await world.connect().readTicket(samples.approval, never));
    assert.notEqual(mine.fields?.length, 0);
    assert.ok(findOperation(mine.operations, 'submit').approval !== undefined);
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `that is still to come has no result yet, and one that is past has its own (${door.name})`,
      async (world) => {
        const provider = world.connect();
        const { data } = await call(world, 'GET', 'get_ticket_info', { sn: samples.dba });
        assert.match(JSON.stringify(data), /"value":"true"/u);
        const labels = async (key: string) =>
          ((await provider.readTicket(key, never)).details ?? []).map(({ label, text }) => `${label} ${text}`);
        assert.ok((await labels(samples.dba)).every((label) => !label.startsWith('审批意见')));
        await runOnStep(provider, samples.approval, 'submit', { decision: 'reject', remark: 'no' });
        world.settle();
        assert.ok((await labels(samples.approval)).includes('审批意见 拒绝'));
      },
      door,
    );
  }
});
