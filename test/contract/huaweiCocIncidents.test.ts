import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { incidentStatus } from '../../src/sandbox/huawei/coc/names.ts';
import { userIds } from '../../src/sandbox/huawei/identity/account.ts';
import { byPassword, changes, find, inWorld, lastBody, requestsTo, run } from './huaweiCocCase.ts';
import { samples } from './huaweiCocWorld.ts';
import { assertTicketError, never, onlyStep } from './providerContract.ts';

describe('Huawei Cloud COC: incidents', () => {
  inWorld('an incident is accepted, solved and verified, each time under the task of the moment', async (world) => {
    const provider = world.connect();
    const { sandbox } = world;
    const taskOf = (): string | undefined => sandbox.findIncident(samples.triggered)?.taskId;
    const first = taskOf();
    await run(provider, samples.triggered, 'accept');
    assert.deepEqual(lastBody(world, 'HandleIncident'), { task_id: first, action: 'accepted', params: {} });
    const second = taskOf();
    assert.notEqual(second, first);

    const file = { name: 'log.txt', bytes: Buffer.from('full'), purpose: 'ticket' as const };
    const { id } = await provider.attachments.upload(file, never);
    const solution = {
      cause: 'Disk full.',
      solution: 'Bigger disk.',
      fault_recovery_time: '2026-11-02 08:00:00',
      resolve_attachments: [id],
    };
    await run(provider, samples.triggered, 'submit', changes(solution));
    const sent = lastBody(world, 'HandleIncident') as { readonly task_id: string; readonly params: object }; // just sent
    assert.equal(sent.task_id, second);
    assert.deepEqual(
      { ...sent.params, start_time: 0 },
      {
        mtm_type: 'inc_type_p_reliability_issues',
        is_service_interrupt: true,
        start_time: 0,
        fault_recovery_time: Date.UTC(2026, 10, 2, 0, 0, 0),
        cause: 'Disk full.',
        solution: 'Bigger disk.',
        resolve_attachments: id,
      },
    );
    assert.equal(sandbox.findIncident(samples.triggered)?.status, incidentStatus.resolved);
  });

  inWorld('an incident that was solved is confirmed by its creator, or goes back', async (world) => {
    const provider = world.connect();
    const unsolved = changes({ virtual_confirm_result: 'false', virtual_confirm_comment: 'Still slow.' });
    const request = await find(provider, samples.resolved, 'submit', unsolved);
    await provider.runOperation(request, never);
    assert.equal(world.sandbox.findIncident(samples.resolved)?.status, incidentStatus.acknowledged);
    await assertTicketError(provider.runOperation(request, never), 'conflict');
    assert.equal(world.countWrites(), 1);
  });

  inWorld('an incident is rejected with a comment', async (world) => {
    await run(world.connect(), samples.triggered, 'reject', { remark: 'A test system.' });
    assert.equal(world.sandbox.findIncident(samples.triggered)?.status, incidentStatus.rejected);
  });

  inWorld('an incident is forwarded before and after it was accepted', async (world) => {
    const provider = world.connect();
    const input = changes({ virtual_send_assignee: userIds.lisi, virtual_send_comment: 'You know it.' });
    await run(provider, samples.triggered, 'transfer', input);
    await run(provider, samples.acknowledged, 'transfer', input);
    for (const key of [samples.triggered, samples.acknowledged]) {
      assert.equal(world.sandbox.findIncident(key)?.assigneeId, userIds.lisi);
    }
    assert.deepEqual(
      requestsTo(world, 'HandleIncident').map(({ body }) => body?.['action']),
      ['unAcceptedForward', 'acceptedForward'],
    );
  });

  inWorld('a pause and another level are asked for, and reviewed in the words of each', async (world) => {
    const provider = world.connect();
    await run(provider, samples.pauseReview, 'submit', { decision: 'approve', remark: 'Yes.' });
    assert.deepEqual((lastBody(world, 'HandleIncident') as { readonly params: object }).params, {
      pause_approve_conclusion: true,
      note: 'Yes.',
    });
    assert.equal(world.sandbox.findIncident(samples.pauseReview)?.status, incidentStatus.paused);
    await run(provider, samples.levelReview, 'submit', { decision: 'reject' });
    assert.deepEqual((lastBody(world, 'HandleIncident') as { readonly params: object }).params, { conclusion: false });
    assert.equal(world.sandbox.findIncident(samples.levelReview)?.status, incidentStatus.acknowledged);

    const pause = changes({ pause_end_time: '2099-01-01 00:00:00', pause_reason: 'Parts.' });
    await run(provider, samples.acknowledged, 'suspend', pause);
    assert.equal(world.sandbox.findIncident(samples.acknowledged)?.status, incidentStatus.pauseApproval);
    const level = changes({ virtual_target_level: 'level_20', virtual_change_level_comment: 'Worse.' });
    await run(provider, samples.triggered, { name: 'Change level' }, level);
    assert.equal(world.sandbox.findIncident(samples.triggered)?.status, incidentStatus.levelApproval);
  });

  inWorld('a paused incident is resumed', async (world) => {
    const provider = world.connect();
    const ticket = await provider.readTicket(samples.paused, never);
    assert.deepEqual([ticket.status.category, onlyStep(ticket).waitsForMe], ['suspended', false]);
    await run(provider, samples.paused, 'resume');
    assert.equal(world.sandbox.findIncident(samples.paused)?.status, incidentStatus.acknowledged);
  });

  for (const reopenKey of ['ReOpen', 'Reopen'] as const) {
    inWorld(
      `a rejected incident is reopened with what it had, spelt ${reopenKey}`,
      async (world) => {
        const provider = world.connect();
        const request = await find(provider, samples.rejectedIncident, { name: 'Reopen' });
        const { fields } = await provider.operationForms.read(request, never);
        assert.equal(fields.find(({ key }) => key === 'title')?.value, '测试环境磁盘告警');
        const input = changes({ mtm_type: 'inc_type_p_config_issues', current_cloud_service_id: 'app-1' });
        await provider.runOperation({ ...request, input }, never);
        assert.equal(world.sandbox.findIncident(samples.rejectedIncident)?.status, incidentStatus.triggered);
      },
      { coc: { reopenKey } },
    );
  }

  inWorld('a rejected incident is closed by agreeing', async (world) => {
    const provider = world.connect();
    const request = await find(provider, samples.rejectedIncident, 'close');
    assert.equal(request.operation.isIrreversible, true);
    await provider.runOperation(request, never);
    assert.equal(world.sandbox.findIncident(samples.rejectedIncident)?.status, incidentStatus.completed);
  });

  inWorld('a remark is added to an incident whatever its status', async (world) => {
    await run(world.connect(), samples.incidentOfTenant, { name: 'Add remark' }, { remark: 'Quiet so far.' });
    const { history } = world.sandbox.findIncident(samples.incidentOfTenant) ?? { history: [] };
    assert.equal(history.at(-1)?.comment, 'Quiet so far.');
  });

  inWorld('operations without a task id are not offered to this user', async (world) => {
    const ticket = await world.connect().readTicket(samples.incidentOfColleague, never);
    const [step] = ticket.steps;
    assert.deepEqual([step?.operations, step?.waitsForMe], [[], false]);
    assert.deepEqual(
      ticket.operations.map(({ name }) => name),
      ['Add remark'],
    );
  });

  inWorld('an incident reads from both doors: names of v1 fill what v2 lacks', async (world) => {
    const { details, people, priority } = await world.connect().readTicket(samples.completedIncident, never);
    const texts = Object.fromEntries((details ?? []).map(({ key, text }) => [key, text]));
    assert.equal(texts['is_service_interrupt'], 'Yes');
    assert.match(texts['fault_recovery_time'] ?? '', /^\d{4}-/u);
    assert.match(texts['handle_time'] ?? '', /^\d{4}-/u);
    assert.deepEqual([people, priority], [[], { name: 'P2', category: 'high' }]);
  });

  for (const [lost, left] of [
    ['ListIncidents', 'ShowCocIncidentDetail'],
    ['ShowCocIncidentDetail', 'ListIncidents'],
  ] as const) {
    inWorld(`an incident is read although ${lost} is forbidden: ${left} will do`, async (world) => {
      const body = JSON.stringify({ error_code: 'COC.00010403', error_msg: 'no permission' });
      world.sandbox.inject({ kind: 'status', status: 403, body, endpoint: lost });
      const ticket = await world.connect().readTicket(samples.triggered, never);
      const step = onlyStep(ticket);
      assert.deepEqual([ticket.status.name, step.processors, step.waitsForMe], ['Unaccepted', ['zhangsan'], true]);
      assert.ok(step.operations.some(({ kind }) => kind === 'accept'));
    });
  }

  inWorld('an incident whose tasks are forbidden is read without operations', async (world) => {
    const body = JSON.stringify({ error_code: 'COC.00010403', error_msg: 'no permission' });
    world.sandbox.inject({ kind: 'status', status: 403, body, endpoint: 'ShowIncidentTask' });
    const ticket = await world.connect().readTicket(samples.triggered, never);
    assert.deepEqual([onlyStep(ticket).operations, ticket.operations], [[], []]);
  });

  inWorld('the history of an incident does without what v1 has', async (world) => {
    const entries = await world.connect().history.read(samples.resolved, never);
    assert.deepEqual(
      entries.map(({ text, author }) => [text, author]),
      [
        ['Create', 'zhangsan'],
        ['Accept', 'lisi'],
        ['Submit solution', 'lisi'],
      ],
    );
    assert.ok(entries.every(({ at }) => at !== undefined));
  });

  inWorld(
    'an incident is made in the name of whoever has signed in, and starts a while later',
    async (world) => {
      const provider = world.connect();
      const values = new Map([
        ['incident_title', 'Site down'],
        ['incident_level', 'level_20'],
        ['incident_type', 'inc_type_p_change_issues'],
        ['current_cloud_service', 'app-1'],
        ['region', 'cn-north-4'],
        ['incident_assignee', world.sandbox.userId],
      ]);
      const key = await provider.creation.create('incident', values, never);
      assert.deepEqual(lastBody(world, 'CreateCocIncident'), {
        incident_source: 'incident_source_manual',
        creator: world.sandbox.userId,
        incident_title: 'Site down',
        incident_level: 'level_20',
        incident_type: 'inc_type_p_change_issues',
        is_service_interrupt: false,
        current_cloud_service: ['app-1'],
        region: ['cn-north-4'],
        incident_assignee: [world.sandbox.userId],
      });
      assert.deepEqual((await provider.readTicket(key, never)).steps, []);
      world.settle();
      assert.ok(onlyStep(await provider.readTicket(key, never)).waitsForMe);
    },
    {},
    byPassword,
  );

  inWorld('watched incidents cost a request each only when they have changed', async (world) => {
    const provider = world.connect();
    const keys = world.sandbox.addIncidents(12);
    await provider.readTickets(keys, never);
    assert.equal(requestsTo(world, 'ShowIncidentTask').length, 12);
    await provider.readTickets(keys, never);
    assert.deepEqual(
      [requestsTo(world, 'ShowIncidentTask').length, requestsTo(world, 'ListIncidents').length],
      [12, 2],
    );
    const [changed = ''] = keys;
    world.sandbox.changeIncident(changed, { status: incidentStatus.resolved });
    const tickets = await provider.readTickets(keys, never);
    assert.equal(requestsTo(world, 'ShowIncidentTask').length, 13);
    const ticket = tickets.get(changed);
    assert.ok(ticket !== undefined && 'status' in ticket && ticket.status.name === 'To be verified');
  });

  inWorld('what was done from here is seen by the next poll, whatever the clock of the server says', async (world) => {
    const provider = world.connect();
    await provider.readTickets([samples.triggered], never);
    await run(provider, samples.triggered, 'accept');
    const ticket = (await provider.readTickets([samples.triggered], never)).get(samples.triggered);
    assert.ok(ticket !== undefined && 'steps' in ticket);
    assert.ok(ticket.steps[0]?.operations.some(({ kind }) => kind === 'submit'));
  });
});
