import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCloud, rows, startTime, type Json, type TestCloud } from './huaweiClient.ts';

const number = (tail: string): string => `ISU202611010900000107330${tail}`;
const path = 'POST /v1/issues_mgmt/actions';

async function act(cloud: TestCloud, tail: string, action: string, params: Json = {}, token?: string): Promise<void> {
  const body = { ticket_id: number(tail), action, params };
  assert.deepEqual(await cloud.coc(path, { body, ...(token === undefined ? {} : { token }) }), {});
}

async function refused(cloud: TestCloud, tail: string, action: string, params: unknown, text: RegExp): Promise<void> {
  const body = { ticket_id: number(tail), action, params };
  assert.match(await cloud.cocRefused(path, 'GOM.00007256', { body }), text);
}

function statusOf({ sandbox }: TestCloud, tail: string): string | undefined {
  return sandbox.findIssue(number(tail))?.status.replace('issues_work_flow_status_', '');
}

const solution = {
  root_cause_cloud_service: '657184aa20577d4c94e30054',
  is_common_issue: 'false',
  issue_version: '2.14.1',
  regions: 'cn-north-4',
  root_cause_type: 'issues_root_cause_type_1000',
  root_cause_comment: 'A race.',
  solution: 'A lock.',
  is_need_change: false,
};

test('an issue is accepted and solved by its assignee; the answers have no data', async () => {
  const cloud = await openCloud();
  await act(cloud, '01', 'gocm_issues_accepte');
  assert.equal(statusOf(cloud, '01'), '4000');
  cloud.wait(60_000);
  await act(cloud, '01', 'submitting_question', solution);
  const issue = cloud.sandbox.findIssue(number('01'));
  assert.deepEqual([statusOf(cloud, '01'), issue?.assigneeId, issue?.isCommon], ['12000', '', false]);
  assert.equal(issue?.handleTime, 5 * 3_600_000 + 60_000);
  assert.equal(issue?.updatedAt, startTime + 60_000);
  assert.deepEqual(
    issue?.history.map(({ action }) => action),
    ['create', 'gocm_issues_accepte', 'submitting_question'],
  );
});

test('a solution that needs a change brings sub-tickets', async () => {
  const cloud = await openCloud();
  const part = { affected_region: 'cn-north-4', target_type: 'change_scope', target_value: 'cn-north-4' };
  await refused(cloud, '02', 'submitting_question', { ...solution, is_need_change: 'true' }, /sub_tickets/);
  await act(cloud, '02', 'submitting_question', { ...solution, is_need_change: 'true', sub_tickets: [part] });
  assert.equal(statusOf(cloud, '02'), '8000');
  const detail = await cloud.coc(`GET /v1/issues_mgmt/tickets/${number('02')}`);
  assert.deepEqual(
    rows(detail, 'sub_tickets').map((sub) => sub['target_type']),
    ['regions', 'change_scope'],
  );
});

test('what a solution must hold is checked', async () => {
  const cloud = await openCloud();
  for (const [name, value] of [
    ['solution', ''],
    ['root_cause_type', 'x'],
    ['regions', ''],
    ['is_common_issue', 'maybe'],
    ['root_cause_comment', 'x'.repeat(10_001)],
    ['root_cause_cloud_service', undefined],
  ] as const) {
    await refused(cloud, '02', 'submitting_question', { ...solution, [name]: value }, new RegExp(name));
  }
  assert.equal(statusOf(cloud, '02'), '4000');
});

test('an issue is rejected with a reason and goes back to its creator, who may withdraw it', async () => {
  const cloud = await openCloud();
  await refused(cloud, '01', 'gocm_issues_unaccepted_reject', {}, /unaccepted_rejection_description/);
  await act(cloud, '01', 'gocm_issues_unaccepted_reject', { unaccepted_rejection_description: '非问题' });
  const issue = cloud.sandbox.findIssue(number('01'));
  assert.deepEqual([statusOf(cloud, '01'), issue?.assigneeId], ['3000', cloud.sandbox.colleague.userId]);
  assert.equal(issue?.history.at(-1)?.comment, '非问题');
  await refused(cloud, '01', 'gocm_issues_undo_create', { revocation_reason: 'x' }, /no permission/);
  const reason = { revocation_reason: '已解决' };
  await act(cloud, '01', 'gocm_issues_undo_create', reason, cloud.sandbox.colleague.token);
  assert.equal(statusOf(cloud, '01'), '11000');
  await act(cloud, '06', 'gocm_issues_undo_create', reason);
});

test('an issue is forwarded to a person under the wire’s own spelling', async () => {
  const cloud = await openCloud();
  const { userId } = cloud.sandbox.colleague;
  const params = {
    explain: '请处理',
    forwarding_assigne: userId,
    virtual_schedule_type: 'issues_mgmt_virtual_schedule_type_2000',
  };
  const { forwarding_assigne: assignee, ...rest } = params;
  await refused(
    cloud,
    '02',
    'gocm_issues_handling_forwarding',
    { ...rest, forwarding_assignee: assignee },
    /_assigne$/,
  );
  await refused(
    cloud,
    '02',
    'gocm_issues_handling_forwarding',
    { ...params, forwarding_assigne: 'nobody' },
    /_assigne/,
  );
  await act(cloud, '02', 'gocm_issues_handling_forwarding', params);
  assert.equal(cloud.sandbox.findIssue(number('02'))?.assigneeId, userId);
  await refused(cloud, '02', 'gocm_issues_handling_forwarding', params, /no permission/);
});

test('a level changes to another known one, with the present one told', async () => {
  const cloud = await openCloud();
  const params = {
    level: 'issues_level_3000',
    up_down_updated_level: 'issues_level_2000',
    up_down_grade_reason_comment: '影响扩大',
  };
  for (const [name, value] of [
    ['level', 'issues_level_1000'],
    ['up_down_updated_level', 'issues_level_3000'],
    ['up_down_updated_level', 'P1'],
    ['up_down_grade_reason_comment', ''],
  ] as const) {
    await refused(cloud, '02', 'ugrading_and_downgrading', { ...params, [name]: value }, new RegExp(name));
  }
  await act(cloud, '02', 'ugrading_and_downgrading', params);
  assert.equal(cloud.sandbox.findIssue(number('02'))?.level, 'issues_level_2000');
});

test('a suspension is reviewed by those whom the configuration names, and can be resumed', async () => {
  const cloud = await openCloud();
  const params = { estimated_recovery_time: startTime + 1000, suspend_description: '等待硬件' };
  await refused(
    cloud,
    '02',
    'being_handled_initiate_suspend',
    { ...params, estimated_recovery_time: startTime },
    /time/,
  );
  const long = { ...params, suspend_description: 'x'.repeat(301) };
  await refused(cloud, '02', 'being_handled_initiate_suspend', long, /suspend_description/);
  await act(cloud, '02', 'being_handled_initiate_suspend', {
    ...params,
    estimated_recovery_time: String(startTime + 1),
  });
  assert.equal(statusOf(cloud, '02'), '5000');
  await refused(cloud, '02', 'agreed', {}, /conclusion/);
  await act(cloud, '02', 'agreed', { conclusion: 'true', approve_note: 'ok' }, cloud.sandbox.colleague.token);
  assert.equal(statusOf(cloud, '02'), '6000');
  await act(cloud, '02', 'suspend_resume');
  assert.equal(statusOf(cloud, '02'), '4000');
  await act(cloud, '04', 'agreed', { conclusion: false });
  assert.equal(statusOf(cloud, '04'), '4000');
});

test('without a review a suspension is in force at once', async () => {
  const cloud = await openCloud();
  const params = { estimated_recovery_time: startTime + 1000, suspend_description: 'x' };
  await act(cloud, '03', 'being_handled_initiate_suspend', params);
  assert.equal(statusOf(cloud, '03'), '6000');
});

test('an action at the wrong moment, of the wrong person or of no name is refused', async () => {
  const cloud = await openCloud();
  await refused(cloud, '02', 'gocm_issues_accepte', {}, /not supported in the current status/);
  await refused(cloud, '12', 'gocm_issues_accepte', {}, /no permission/);
  await refused(cloud, '01', 'gocm_issues_accept', {}, /action/);
  await refused(cloud, '01', 'rejected', { comment: 'x' }, /action/);
  await refused(cloud, '01', 'gocm_issues_unaccepted_reject', [], /params/);
  for (const tail of ['07', '08', '09', '11']) {
    await refused(cloud, tail, 'gocm_issues_accepte', {}, /not supported/);
  }
});

test('a new issue exists at once, but its process begins later', async () => {
  const cloud = await openCloud();
  const body = {
    title: '新问题',
    description: '描述',
    enterprise_project: '0',
    ticket_type: 'issues_type_1000',
    virtual_schedule_type: 'issues_mgmt_virtual_schedule_type_2000',
    regions: 'cn-north-4,cn-east-3',
    level: 'issues_level_4000',
    issue_contact_person: cloud.sandbox.userId,
  };
  const created = await cloud.coc('POST /v1/issues_mgmt/tickets', { body });
  const ticketId = String(created['ticket_id']);
  assert.match(ticketId, /^ISU\d{23}$/);
  assert.deepEqual([created['assignee'], rows(created, 'sub_tickets').length], ['', 2]);
  const read = await cloud.coc(`GET /v1/issues_mgmt/tickets/${String(created['id'])}`);
  assert.equal(read['ticket_id'], ticketId);
  const accept = { ticket_id: ticketId, action: 'gocm_issues_accepte' };
  await cloud.cocRefused(path, 'GOM.00007256', { body: accept });
  cloud.sandbox.runWork();
  await cloud.coc(path, { body: accept });
  for (const name of ['title', 'description', 'enterprise_project', 'ticket_type', 'virtual_schedule_type']) {
    const text = await cloud.cocRefused('POST /v1/issues_mgmt/tickets', 'COC.00010002', {
      body: { ...body, [name]: '' },
    });
    assert.match(text, new RegExp(name));
  }
});

test('a draft stays a draft; from outside an issue has lists instead of texts with commas', async () => {
  const { sandbox, coc } = await openCloud();
  const draft = await coc('POST /v1/issues_mgmt/tickets', {
    body: {
      title: 'a',
      description: 'b',
      enterprise_project: '0',
      ticket_type: 'issues_type_1000',
      virtual_schedule_type: 'issues_mgmt_virtual_schedule_type_2000',
      is_start_process: false,
    },
  });
  const outside = await coc('POST /v1/external/issues/create', {
    body: {
      title: 'a',
      description: 'b',
      regions: ['cn-north-4'],
      root_cause_cloud_service: ['657184aa20577d4c94e30054'],
    },
  });
  assert.deepEqual(Object.keys(outside), ['ticket_id']);
  sandbox.runWork();
  assert.equal(sandbox.findIssue(String(draft['ticket_id']))?.status, 'issues_work_flow_status_1000');
  assert.equal(sandbox.findIssue(String(outside['ticket_id']))?.status, 'issues_work_flow_status_2000');
});
