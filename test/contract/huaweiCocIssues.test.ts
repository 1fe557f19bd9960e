import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { writeRows } from '../../src/domain/table.ts';
import { issueStatus } from '../../src/sandbox/huawei/coc/names.ts';
import { userIds } from '../../src/sandbox/huawei/identity/account.ts';
import { changes, find, inWorld, lastBody, run } from './huaweiCocCase.ts';
import { samples } from './huaweiCocWorld.ts';
import { assertTicketError, never, onlyStep } from './providerContract.ts';

describe('Huawei Cloud COC: issues', () => {
  inWorld('an issue that is accepted is the user’s to solve, under the misspelt action of the wire', async (world) => {
    const provider = world.connect();
    await run(provider, samples.unaccepted, 'accept');
    assert.deepEqual(lastBody(world, 'ExecuteTicketAction'), {
      ticket_id: samples.unaccepted,
      action: 'gocm_issues_accepte',
      params: {},
    });
    const step = onlyStep(await provider.readTicket(samples.unaccepted, never));
    assert.deepEqual([step.name, step.waitsForMe, step.status.category], ['Locate the solution', true, 'active']);
  });

  inWorld('an issue is rejected with a reason, and goes back to its creator', async (world) => {
    await run(world.connect(), samples.unaccepted, 'reject', { remark: 'Not ours.' });
    const issue = world.sandbox.findIssue(samples.unaccepted);
    assert.deepEqual([issue?.status, issue?.assigneeId], [issueStatus.rejected, userIds.lisi]);
    assert.equal(issue?.history.at(-1)?.comment, 'Not ours.');
  });

  inWorld('an issue is forwarded to somebody who is named by his id', async (world) => {
    const provider = world.connect();
    const request = await find(provider, samples.unaccepted, 'transfer');
    const form = await provider.operationForms.read(request, never);
    const owner = form.fields.find(({ key }) => key === 'forwarding_assigne');
    assert.ok(owner?.type === 'select');
    const lisi = owner.options.find(({ label }) => label === 'lisi');
    assert.equal(lisi?.key, userIds.lisi);
    const input = changes({ forwarding_assigne: lisi.key, explain: 'You know it.' });
    await provider.runOperation({ ...request, input }, never);
    assert.equal(world.sandbox.findIssue(samples.unaccepted)?.assigneeId, userIds.lisi);
    const step = onlyStep(await provider.readTicket(samples.unaccepted, never));
    assert.deepEqual([step.waitsForMe, step.processors], [false, ['lisi']]);
  });

  inWorld('an issue gets another level, for a reason', async (world) => {
    const input = changes({ up_down_updated_level: 'issues_level_1000', up_down_grade_reason_comment: 'Worse.' });
    await run(world.connect(), samples.handled, { name: 'Change level' }, input);
    assert.equal(world.sandbox.findIssue(samples.handled)?.level, 'issues_level_1000');
  });

  inWorld('an issue is suspended until a time of the user’s zone, reviewed, and resumed', async (world) => {
    const provider = world.connect({ timeZone: 'America/New_York' });
    const input = changes({ estimated_recovery_time: '2099-12-01 20:00:00', suspend_description: 'Waits for parts.' });
    await run(provider, samples.handled, 'suspend', input);
    const body = lastBody(world, 'ExecuteTicketAction') as { readonly params: Readonly<Record<string, unknown>> }; // just sent
    assert.equal(body.params['estimated_recovery_time'], Date.UTC(2099, 11, 2, 1, 0, 0));
    assert.equal(world.sandbox.findIssue(samples.handled)?.status, issueStatus.suspensionApproval);

    await run(provider, samples.handled, 'submit', { decision: 'approve', remark: 'Yes.' });
    const suspended = await provider.readTicket(samples.handled, never);
    assert.deepEqual([suspended.status.category, onlyStep(suspended).waitsForMe], ['suspended', false]);
    await run(provider, samples.handled, 'resume');
    assert.equal(world.sandbox.findIssue(samples.handled)?.status, issueStatus.handling);
  });

  inWorld('a suspension that is not approved leaves the issue where it was', async (world) => {
    await run(world.connect(), samples.inReview, 'submit', { decision: 'reject', remark: 'Not now.' });
    assert.deepEqual(lastBody(world, 'ExecuteTicketAction'), {
      ticket_id: samples.inReview,
      action: 'agreed',
      params: { conclusion: false, approve_note: 'Not now.' },
    });
    assert.equal(world.sandbox.findIssue(samples.inReview)?.status, issueStatus.handling);
  });

  inWorld('several reviews are decided at once, and one that cannot be is told in its place', async (world) => {
    const provider = world.connect();
    const [request] = (await provider.readTicket(samples.inReview, never)).steps;
    assert.ok(request !== undefined);
    const decide = (key: string) => ({ key, stepId: request.id, decision: 'approve' as const, remark: '' });
    const told: string[] = [];
    const results = await provider.approvals.decideMany(
      [decide(samples.inReview), decide(samples.unaccepted)],
      never,
      (result) => void told.push(result.request.key),
    );
    assert.deepEqual(
      results.map(({ error }) => error?.code),
      [undefined, 'conflict'],
    );
    assert.deepEqual(told.toSorted(), [samples.unaccepted, samples.inReview].toSorted());
  });

  inWorld('a solution that needs a change goes on with sub-tickets, one without completes the issue', async (world) => {
    const provider = world.connect();
    const filled = {
      root_cause_type: 'issues_root_cause_type_1000',
      root_cause_comment: 'The pool was too small.',
      solution: 'It is larger now.',
    };
    const rows = writeRows([{ affected_region: 'cn-north-4', target_type: 'regions', target_value: 'cn-north-4' }]);
    const withChange = changes({ ...filled, is_need_change: 'true', sub_tickets: rows });
    await run(provider, samples.handled, 'submit', withChange);
    assert.equal(world.sandbox.findIssue(samples.handled)?.status, issueStatus.changing);
    const related = await provider.relations.read(samples.handled, never);
    assert.equal(related.filter(({ relation }) => relation === 'Sub-ticket').length, 2);

    await run(provider, samples.unaccepted, 'accept');
    await run(provider, samples.unaccepted, 'submit', changes(filled));
    const completed = await provider.readTicket(samples.unaccepted, never);
    assert.deepEqual([completed.isEnded, completed.status.name], [true, 'Completed']);
    assert.equal(completed.details?.find(({ key }) => key === 'solution')?.text, 'It is larger now.');
  });

  inWorld('an issue is withdrawn by its creator', async (world) => {
    const provider = world.connect();
    await run(provider, samples.rejected, 'withdraw', { remark: 'Mistake.' });
    const { isEnded, status } = await provider.readTicket(samples.rejected, never);
    assert.deepEqual([isEnded, status.category], [true, 'cancelled']);
  });

  inWorld('what is offered on suspicion is refused in the words of the server', async (world) => {
    const provider = world.connect();
    const request = await find(provider, samples.ofTenant, 'accept');
    const error = await assertTicketError(provider.runOperation(request, never), 'rejected');
    assert.match(error.serverMessage ?? '', /not supported in the current status/u);
    assert.equal(world.countWrites(), 1);
  });

  inWorld('an issue of a colleague does not wait for the user, and the server keeps it', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.ofColleague, never));
    assert.deepEqual([step.waitsForMe, step.processors], [false, ['lisi']]);
    const error = await assertTicketError(run(provider, samples.ofColleague, 'accept'), 'rejected');
    assert.match(error.serverMessage ?? '', /no permission/u);
  });

  inWorld('the history of an issue names people and statuses in the display language', async (world) => {
    const provider = world.connect({ language: 'zh-cn' });
    const entries = await provider.history.read(samples.handled, never);
    assert.deepEqual(
      entries.map(({ text, author, values }) => [text, author, values.map((value) => value.text)]),
      [
        ['创建', '王五', ['定位解决方案']],
        ['受理', '张三', ['定位解决方案']],
      ],
    );
    assert.match(entries[0]?.timeText ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u);
  });

  inWorld('an issue leads to the incident that it came from, and back', async (world) => {
    const provider = world.connect();
    const ofIssue = await provider.relations.read(samples.unaccepted, never);
    const [source] = ofIssue;
    assert.deepEqual(
      [source?.key, source?.relation, source?.title, source?.statusName],
      [samples.triggered, 'Source', '支付网关 5xx 错误率超过 5%', 'Unaccepted'],
    );
    const parts = ofIssue.filter(({ relation }) => relation === 'Sub-ticket');
    assert.deepEqual(
      parts.map(({ key, number }) => [key, number]),
      [
        [undefined, `${samples.unaccepted}001`],
        [undefined, `${samples.unaccepted}002`],
      ],
    );
    const ofIncident = await provider.relations.read(samples.triggered, never);
    assert.deepEqual(
      ofIncident.map(({ key, relation }) => [key, relation]),
      [
        ['WR20261101000001', 'War room'],
        [samples.unaccepted, 'Issue'],
      ],
    );
  });

  inWorld('an issue starts a while after it was made: until then it has no step and is not acted on', async (world) => {
    const provider = world.connect();
    const { creation } = provider;
    assert.ok(world.newTicket !== undefined);
    const key = await creation.create('issue', world.newTicket.values, never);
    assert.deepEqual((await provider.readTicket(key, never)).steps, []);
    world.settle();
    const started = onlyStep(await provider.readTicket(key, never));
    assert.deepEqual([started.waitsForMe, started.name], [true, 'Unaccepted']);
    const { params, ...rest } = { params: undefined, ...(lastBody(world, 'CreateTicket') as object) }; // just sent
    assert.equal(params, undefined);
    assert.deepEqual(rest, {
      title: 'Disk full',
      description: 'The log disk is full.',
      ticket_type: 'issues_type_2000',
      level: 'issues_level_3000',
      enterprise_project: '0',
      virtual_schedule_type: 'issues_mgmt_virtual_schedule_type_2000',
      issue_contact_person: world.sandbox.userId,
    });
  });

  inWorld('a creation that answers with the other id only is read for its number', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'CreateTicket',
      rewrite: (answer) => {
        const { data, ...rest } = answer as { readonly data: { readonly id: string } }; // the sandbox's own
        return { ...rest, data: { id: data.id } };
      },
    });
    assert.ok(world.newTicket !== undefined);
    const key = await world.connect().creation.create('issue', world.newTicket.values, never);
    assert.match(key, /^ISU\d+$/u);
    assert.equal(world.countWrites(), 1);
  });
});
