import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { DecisionRequest, DecisionResult } from '../../src/domain/approval.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { call, esb, gateway, inWorld, requestsTo, samples, storedValue, writesOf } from './bkItsmCase.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

const [resultKey, approveKey, rejectKey] = [
  '0b6c24d7f8e14e0f9a71c5d3b2e86f40',
  '7e40f19d2a5c4b83ac6d0f81e93b257a',
  'f2d81c05b7694e3a8d19c74e60ab35f8',
];

async function decideAll(world: BkItsmWorld, requests: readonly DecisionRequest[], signal = never) {
  const { approvals } = world.connect();
  assert.ok(approvals !== undefined);
  const told: DecisionResult[] = [];
  const results = await approvals.decideMany(requests, signal, (result) => void told.push(result));
  return { results, told };
}

describe('BK-ITSM: approvals', () => {
  inWorld('an approval is known by its result field, whatever its keys are, also while watching', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.approval, never));
    const { approval } = findOperation(step.operations, 'submit');
    assert.deepEqual(approval, {
      approveName: '通过',
      rejectName: '拒绝',
      approveRemark: 'optional',
      rejectRemark: 'required',
      remarkMaxLength: undefined,
    });
    const watched = (await provider.readTickets([samples.approval], never)).get(samples.approval);
    assert.ok(watched !== undefined && 'steps' in watched);
    assert.deepEqual(findOperation(onlyStep(watched).operations, 'submit').approval, approval);
    const form = onlyStep(await provider.readTicket(samples.dba, never));
    assert.equal(findOperation(form.operations, 'submit').approval, undefined);
  });

  inWorld('approving sends the hidden remark of a refusal empty, as the server wants its key', async (world) => {
    const missing = await call(world, 'POST', 'operate_node', {
      sn: samples.approval,
      operator: world.operator,
      state_id: 2,
      action_type: 'TRANSITION',
      fields: [{ key: resultKey, value: 'true' }],
    });
    assert.equal(missing.code, 3900005);
    world.sandbox.clearRequests();
    await runOnStep(world.connect(), samples.approval, 'submit', { decision: 'approve', remark: 'fine' });
    assert.deepEqual(writesOf(world)[0]?.body?.['fields'], [
      { key: resultKey, value: 'true' },
      { key: approveKey, value: 'fine' },
      { key: rejectKey, value: '' },
    ]);
    world.settle();
    assert.equal(world.sandbox.findTicket(samples.approval)?.status, 'FINISHED');
  });

  inWorld('rejecting needs a remark and puts it where it belongs', async (world) => {
    const provider = world.connect();
    await assertTicketError(runOnStep(provider, samples.approval, 'submit', { decision: 'reject' }), 'rejected');
    assert.equal(world.countWrites(), 0);
    await runOnStep(provider, samples.approval, 'submit', { decision: 'reject', remark: 'too wide' });
    world.settle();
    assert.equal(storedValue(world, samples.approval, rejectKey ?? ''), 'too wide');
    assert.equal((await provider.readTicket(samples.approval, never)).isEnded, true);
  });

  inWorld('a signature is decided in its own words, with one remark for both answers', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.signature, never));
    const { approval } = findOperation(step.operations, 'submit');
    assert.deepEqual(
      [approval?.approveName, approval?.rejectName, approval?.rejectRemark],
      ['同意', '不同意', 'optional'],
    );
    await runOnStep(provider, samples.signature, 'submit', { decision: 'reject', remark: 'not on Saturday' });
    assert.deepEqual(
      (writesOf(world)[0]?.body?.['fields'] as { value: string }[] | undefined)?.map(({ value }) => value),
      ['JUJUE', 'not on Saturday'],
    );
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `many are decided at once, each with a result of its own (${door.name})`,
      async (world) => {
        const [bad, missing] = [samples.dba, world.unknownKey];
        const { results, told } = await decideAll(world, [
          { key: samples.approval, stepId: '2', decision: 'approve', remark: '' },
          { key: bad, stepId: '2', decision: 'approve', remark: '' },
          { key: samples.signature, stepId: '2', decision: 'approve', remark: '' },
          { key: missing, stepId: '2', decision: 'approve', remark: '' },
        ]);
        assert.deepEqual(
          results.map(({ request, error }) => [request.key, error?.code]),
          [
            [samples.approval, undefined],
            [bad, 'conflict'],
            [samples.signature, undefined],
            [missing, 'notFound'],
          ],
        );
        assert.equal(told.length, 4);
        world.settle();
        assert.equal(world.sandbox.findTicket(samples.approval)?.status, 'FINISHED');
        // The gateway has a way of its own for approvals; a signature has to go by its form.
        assert.equal(requestsTo(world, 'approve').length, door === gateway ? 1 : 0);
        assert.equal(requestsTo(world, 'operate_node').length, door === gateway ? 1 : 2);
      },
      door,
    );
  }

  inWorld(
    'the remark of a decision through the gateway is where the server would look for it',
    async (world) => {
      await decideAll(world, [{ key: samples.approval, stepId: '2', decision: 'reject', remark: 'no' }]);
      world.settle();
      assert.equal(storedValue(world, samples.approval, rejectKey ?? ''), 'no');
    },
    gateway,
  );

  inWorld(
    'a step that others have signed is decided by its form, as the way for approvals takes running steps only',
    async (world) => {
      const key = 'CRQ20260901000022';
      const { results } = await decideAll(world, [{ key, stepId: '2', decision: 'approve', remark: '' }]);
      assert.equal(results[0]?.error, undefined);
      assert.equal(requestsTo(world, 'approve').length, 0);
      assert.equal(requestsTo(world, 'operate_node').length, 1);
      world.settle();
      assert.equal(world.sandbox.findTicket(key)?.status, 'FINISHED');
    },
    gateway,
  );

  inWorld('a suspended ticket is not decided', async (world) => {
    const provider = world.connect();
    const { operations } = await provider.readTicket(samples.approval, never);
    const suspend = findOperation(operations, 'suspend');
    await provider.runOperation(
      { key: samples.approval, stepId: undefined, operation: suspend, input: { remark: 'wait' } },
      never,
    );
    const { results } = await decideAll(world, [
      { key: samples.approval, stepId: '2', decision: 'approve', remark: '' },
    ]);
    assert.equal(results[0]?.error?.code, 'conflict');
    assert.equal(requestsTo(world, 'operate_node').length, 0);
  });

  inWorld('once the sign-in has ended, the rest is not tried but told', async (world) => {
    const keys = world.addTickets(30);
    const { approvals } = world.connect({ badCredentials: true });
    assert.ok(approvals !== undefined);
    const told: DecisionResult[] = [];
    const results = await approvals.decideMany(
      keys.map((key) => ({ key, stepId: '2', decision: 'approve', remark: '' })),
      never,
      (result) => void told.push(result),
    );
    assert.equal(results.length, 30);
    assert.equal(told.length, 30);
    assert.ok(results.every(({ error }) => error?.code === 'unauthorized'));
    assert.ok(world.countRequests() <= 3);
  });

  inWorld('no answer to a decision leaves it open what was done', async (world) => {
    world.sandbox.inject({ kind: 'silenceAfterWrite', endpoint: 'operate_node' });
    const { approvals } = world.connect({ limits: { totalTimeout: 300 } });
    const request: DecisionRequest = { key: samples.approval, stepId: '2', decision: 'approve', remark: '' };
    const results = await approvals?.decideMany([request], never, () => {});
    assert.equal(results?.[0]?.error?.code, 'outcomeUnknown');
    assert.equal(requestsTo(world, 'operate_node').length, 1);
  });

  inWorld('an abort sends no more and rejects with its reason', async (world) => {
    const reason = new Error('enough');
    await assert.rejects(
      decideAll(
        world,
        [{ key: samples.approval, stepId: '2', decision: 'approve', remark: '' }],
        AbortSignal.abort(reason),
      ),
      reason,
    );
    assert.equal(world.countRequests(), 0);
  });
});
