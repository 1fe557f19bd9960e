import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TicketError } from '../../../../src/domain/errors.ts';
import type { FieldValue } from '../../../../src/domain/field.ts';
import type { OperationInput } from '../../../../src/domain/operation.ts';
import { writeRows } from '../../../../src/domain/table.ts';
import { toOperation, toRequest, type Action } from '../../../../src/providers/huaweiCoc/actions.ts';
import { incidentActions } from '../../../../src/providers/huaweiCoc/incidentActions.ts';
import { issueActions } from '../../../../src/providers/huaweiCoc/issueActions.ts';
import { CocTasks } from '../../../../src/providers/huaweiCoc/schema.ts';
import { makeIncident, makeIssue, makeReader, namesOf, parse } from './readers.ts';

const reader = makeReader();

function ofIssue(statusName: string, change: Readonly<Record<string, unknown>> = {}): readonly Action[] {
  const issue = makeIssue(statusName, change);
  return issueActions(issue, namesOf(issue), reader);
}

interface Task {
  readonly type?: string;
  readonly key?: string;
  readonly name?: string;
  readonly state?: string;
  readonly operations: readonly { readonly task_id: string; readonly key: string }[];
}

function ofIncident(status: string, ...tasks: readonly Task[]): readonly Action[] {
  const incident = makeIncident(status);
  return incidentActions(incident, parse(CocTasks, tasks), namesOf(incident), reader);
}

function only(actions: readonly Action[], key: string): Action {
  const action = actions.find((each) => each.key === key);
  assert.ok(action !== undefined, `no ${key} among ${actions.map((each) => each.key).join(', ')}`);
  return action;
}

function changes(values: Readonly<Record<string, FieldValue>>): OperationInput {
  return { changes: new Map(Object.entries(values)) };
}

function sent(action: Action, input: OperationInput): Readonly<Record<string, unknown>> {
  return toRequest(action, input, reader).params;
}

describe('what can be done to an issue', () => {
  it('follows its stage', () => {
    const keys = (statusName: string) => ofIssue(statusName).map(({ key }) => key);
    assert.deepEqual(keys('Unaccepted'), [
      'gocm_issues_accepte',
      'gocm_issues_unaccepted_reject',
      'gocm_issues_handling_forwarding',
      'gocm_issues_undo_create',
    ]);
    assert.deepEqual(keys('Locate the solution'), [
      'submitting_question',
      'gocm_issues_handling_forwarding',
      'ugrading_and_downgrading',
      'being_handled_initiate_suspend',
    ]);
    assert.deepEqual(keys('Suspension under review'), ['agreed']);
    assert.deepEqual(keys('Suspended'), ['suspend_resume']);
    assert.deepEqual(keys('Rejected'), ['gocm_issues_undo_create']);
    assert.deepEqual(keys('To be verified'), []);
    assert.equal(new Set(keys('Observing')).size, 9);
  });

  it('keeps the typos of the wire to itself', () => {
    for (const action of ofIssue('Observing')) {
      const { name, kind } = toOperation(action, reader);
      assert.doesNotMatch(name, /accepte|ugrading|assigne\b/u);
      assert.ok(kind !== 'submit', 'a step of unknown meaning has no form of its own');
    }
  });

  it('asks for the reason of a rejection and of a withdrawal, which cannot be taken back', () => {
    const reject = only(ofIssue('Unaccepted'), 'gocm_issues_unaccepted_reject');
    assert.equal(toOperation(reject, reader).needs.remark, 'required');
    assert.deepEqual(sent(reject, { remark: ' not ours ' }), { unaccepted_rejection_description: 'not ours' });
    assert.throws(() => sent(reject, { remark: ' ' }), TicketError);
    const withdraw = only(ofIssue('Unaccepted'), 'gocm_issues_undo_create');
    assert.deepEqual([withdraw.scope, withdraw.isIrreversible], ['ticket', true]);
    assert.deepEqual(sent(withdraw, { remark: 'mistake' }), { revocation_reason: 'mistake' });
  });

  it('forwards to somebody who is named in the ticket, or to any other id', () => {
    const forward = only(ofIssue('Unaccepted'), 'gocm_issues_handling_forwarding');
    assert.equal(toOperation(forward, reader).hasOwnForm, true);
    assert.deepEqual(sent(forward, changes({ forwarding_assigne: 'user-9', explain: 'yours' })), {
      virtual_schedule_type: 'issues_mgmt_virtual_schedule_type_2000',
      forwarding_assigne: 'user-9',
      explain: 'yours',
    });
    const fields = forward.input.kind === 'form' ? forward.input.fields() : [];
    const [owner] = fields;
    assert.ok(owner?.type === 'select' && owner.options.some(({ label }) => label === 'zhangsan'));
    assert.throws(
      () => sent(forward, changes({})),
      (error: TicketError) => error.code === 'rejected' && error.fieldProblems[0]?.fieldKey === 'forwarding_assigne',
    );
  });

  it('sends the level that it has along with the one that it is to get', () => {
    const change = only(ofIssue('Locate the solution'), 'ugrading_and_downgrading');
    const input = changes({ up_down_updated_level: 'issues_level_1000', up_down_grade_reason_comment: 'worse' });
    assert.deepEqual(sent(change, input), {
      level: 'issues_level_3000',
      up_down_updated_level: 'issues_level_1000',
      up_down_grade_reason_comment: 'worse',
    });
  });

  it('suspends until a time of the user’s zone, in milliseconds', () => {
    const suspend = only(ofIssue('Locate the solution'), 'being_handled_initiate_suspend');
    const input = changes({ estimated_recovery_time: '2026-12-01 08:00:00', suspend_description: 'waits for parts' });
    assert.deepEqual(sent(suspend, input), {
      estimated_recovery_time: Date.UTC(2026, 11, 1, 0, 0, 0),
      suspend_description: 'waits for parts',
    });
    assert.throws(
      () =>
        sent(suspend, changes({ ...Object.fromEntries(input.changes ?? []), suspend_description: 'x'.repeat(301) })),
      TicketError,
    );
  });

  it('reviews a suspension with one action for both answers', () => {
    const review = only(ofIssue('Suspension under review'), 'agreed');
    const { kind, approval, needs } = toOperation(review, reader);
    assert.deepEqual([kind, approval?.remarkMaxLength, needs.form], ['submit', 1024, true]);
    assert.deepEqual(sent(review, { decision: 'approve' }), { conclusion: true });
    assert.deepEqual(toRequest(review, { decision: 'reject', remark: 'no' }, reader), {
      wireKey: 'agreed',
      taskId: undefined,
      params: { conclusion: false, approve_note: 'no' },
    });
    assert.throws(() => sent(review, {}), TicketError);
  });

  it('reviews by a form where it is not known whether there is anything to review', () => {
    const review = only(ofIssue('Observing'), 'agreed');
    assert.deepEqual(sent(review, changes({ conclusion: 'false' })), { conclusion: false });
  });

  it('submits the solution as the form of its step, with what the ticket has and without what is hidden', () => {
    const actions = ofIssue('Locate the solution', {
      root_cause_type: 'type_1',
      current_cloud_service_id: 'app-1',
      solution: 'restart',
    });
    const submit = only(actions, 'submitting_question');
    const operation = toOperation(submit, reader);
    assert.deepEqual([operation.kind, operation.needs.form, operation.hasOwnForm], ['submit', true, undefined]);
    assert.deepEqual(sent(submit, changes({ root_cause_comment: 'disk full' })), {
      root_cause_type: 'type_1',
      root_cause_cloud_service: 'app-1',
      root_cause_comment: 'disk full',
      solution: 'restart',
      regions: 'cn-north-4,cn-east-3',
      is_common_issue: false,
      is_need_change: false,
    });
    const rows = [{ affected_region: 'cn-north-4', target_type: 'regions', target_value: 'cn-north-4' }];
    const withChange = { root_cause_comment: 'disk full', is_need_change: 'true', sub_tickets: writeRows(rows) };
    assert.deepEqual(sent(submit, changes(withChange))['sub_tickets'], rows);
    const unused = { ...withChange, is_need_change: 'false' };
    assert.equal('sub_tickets' in sent(submit, changes(unused)), false);
  });
});

describe('what can be done to an incident', () => {
  it('is what its tasks say, under their task ids; an operation without one is not for this user', () => {
    const actions = ofIncident('INCIDENT_STATUS_TRIGGERED', {
      operations: [
        { task_id: 't1', key: 'accepted' },
        { task_id: '', key: 'unAcceptedForward' },
        { task_id: 't1', key: 'rejected' },
        { task_id: 't1', key: 'addRemark' },
        { task_id: 't1', key: 'somethingNew' },
      ],
    });
    assert.deepEqual(
      actions.map(({ key, kind, scope, taskId }) => [key, kind, scope, taskId]),
      [
        ['accepted', 'accept', 'step', 't1'],
        ['rejected', 'reject', 'step', 't1'],
        ['addRemark', 'other', 'ticket', 't1'],
        ['somethingNew', 'other', 'step', 't1'],
      ],
    );
    assert.deepEqual(toRequest(only(actions, 'rejected'), { remark: 'no' }, reader), {
      wireKey: 'rejected',
      taskId: 't1',
      params: { virtual_confirm_comment: 'no' },
    });
    assert.deepEqual(sent(only(actions, 'addRemark'), { remark: 'seen' }), { note: 'seen' });
    assert.equal(only(actions, 'somethingNew').name, 'somethingNew');
  });

  it('keeps one action of two tasks apart, and sends each under its own name', () => {
    const actions = ofIncident(
      'INCIDENT_STATUS_ACKNOWLEDGED',
      { operations: [{ task_id: 't1', key: 'accepted' }] },
      { operations: [{ task_id: 't2', key: 'accepted' }] },
    );
    assert.deepEqual(
      actions.map((action) => [action.key, toRequest(action, {}, reader)]),
      [
        ['accepted', { wireKey: 'accepted', taskId: 't1', params: {} }],
        ['accepted/t2', { wireKey: 'accepted', taskId: 't2', params: {} }],
      ],
    );
  });

  it('forwards to a person or to a shift, never to both', () => {
    const [forward] = ofIncident('INCIDENT_STATUS_ACKNOWLEDGED', {
      operations: [{ task_id: 't1', key: 'acceptedForward' }],
    });
    assert.ok(forward !== undefined && forward.kind === 'transfer');
    const both = {
      virtual_send_assignee: 'user-9',
      virtual_schedule_type: 's',
      virtual_schedule_role: 'r',
      virtual_send_comment: 'yours',
    };
    assert.deepEqual(sent(forward, changes(both)), {
      virtual_send_assignee: 'user-9',
      virtual_send_comment: 'yours',
    });
    assert.deepEqual(sent(forward, changes({ ...both, ':target': 'shift' })), {
      virtual_schedule_type: 's',
      virtual_schedule_role: 'r',
      virtual_send_comment: 'yours',
    });
  });

  it('wants the times of the fault only of a service that was interrupted', () => {
    const [submit] = ofIncident('INCIDENT_STATUS_ACKNOWLEDGED', {
      operations: [{ task_id: 't1', key: 'commitSolution' }],
    });
    assert.ok(submit !== undefined && submit.kind === 'submit');
    const filled = { cause: 'disk full', solution: 'bigger disk' };
    assert.throws(() => sent(submit, changes(filled)), TicketError);
    assert.deepEqual(sent(submit, changes({ ...filled, fault_recovery_time: '2026-12-01 08:00:00' })), {
      ...filled,
      mtm_type: 'inc_type_p_change_issues',
      is_service_interrupt: true,
      start_time: 1_752_044_921_000,
      fault_recovery_time: Date.UTC(2026, 11, 1, 0, 0, 0),
    });
    assert.deepEqual(
      sent(submit, changes({ ...filled, is_service_interrupt: 'false', resolve_attachments: ['a', 'b'] })),
      {
        ...filled,
        mtm_type: 'inc_type_p_change_issues',
        is_service_interrupt: false,
        resolve_attachments: 'a,b',
      },
    );
    assert.throws(
      () => sent(submit, changes({ ...filled, is_service_interrupt: 'false', cause: 'x'.repeat(10_001) })),
      TicketError,
    );
  });

  it('makes one decision of two operations, and words it by what is reviewed', () => {
    const operations = [
      { task_id: 't1', key: 'agreed' },
      { task_id: 't2', key: 'rejected' },
    ];
    const review = (task: Omit<Task, 'operations'>, status = 'INCIDENT_STATUS_REVIEW') => {
      const [action, ...others] = ofIncident(status, { ...task, type: 'ApprovalNode', operations });
      assert.ok(action !== undefined && others.length === 0);
      assert.ok(toOperation(action, reader).approval !== undefined);
      return action;
    };
    const pause = review({ name: '暂停一审或签' });
    assert.deepEqual(toRequest(pause, { decision: 'approve', remark: 'ok' }, reader), {
      wireKey: 'agreed',
      taskId: 't1',
      params: { pause_approve_conclusion: true, note: 'ok' },
    });
    const level = review({ name: '降级一审并签' });
    assert.deepEqual(toRequest(level, { decision: 'reject' }, reader), {
      wireKey: 'rejected',
      taskId: 't2',
      params: { conclusion: false },
    });
    // Where nothing tells what it is about, both words are sent.
    assert.deepEqual(sent(review({ name: '一审或签' }), { decision: 'approve' }), {
      pause_approve_conclusion: true,
      conclusion: true,
    });
    assert.deepEqual(sent(review({ name: '一审或签' }, 'INCIDENT_STATUS_PAUSE_APPROVING'), { decision: 'reject' }), {
      pause_approve_conclusion: false,
    });
  });

  it('closes a rejected incident by agreeing alone, for good', () => {
    const [close] = ofIncident('INCIDENT_STATUS_REJECTED', { operations: [{ task_id: 't1', key: 'agreed' }] });
    assert.ok(close !== undefined);
    assert.deepEqual([close.kind, close.isIrreversible, toRequest(close, {}, reader).params], ['close', true, {}]);
  });

  it('reopens with what it had, however the operation is spelt', () => {
    for (const key of ['ReOpen', 'Reopen']) {
      const [reopen] = ofIncident('INCIDENT_STATUS_REJECTED', { operations: [{ task_id: 't1', key }] });
      assert.ok(reopen !== undefined && toOperation(reopen, reader).hasOwnForm === true);
      const input = changes({ current_cloud_service_id: 'app-1', description: 'again' });
      const request = toRequest(reopen, input, reader);
      assert.deepEqual(request, {
        wireKey: key,
        taskId: 't1',
        params: {
          source_id: 'incident_source_manual',
          title: 'Site down',
          description: 'again',
          level_id: 'level_20',
          mtm_type: 'inc_type_p_change_issues',
          is_service_interrupt: true,
          current_cloud_service_id: 'app-1',
          start_time: 1_752_044_921_000,
          assignee: 'user-1',
        },
      });
    }
  });

  it('has one form that is the step’s: a second submission is an operation with a form', () => {
    const actions = ofIncident('INCIDENT_STATUS_ACKNOWLEDGED', {
      operations: [
        { task_id: 't1', key: 'commitSolution' },
        { task_id: 't1', key: 'confirm' },
      ],
    });
    const kinds = actions.map((action) => [action.key, action.kind, toOperation(action, reader).hasOwnForm]);
    assert.deepEqual(kinds, [
      ['commitSolution', 'submit', undefined],
      ['confirm', 'other', true],
    ]);
    assert.deepEqual(sent(only(actions, 'confirm'), changes({ virtual_confirm_result: 'false' })), {
      virtual_confirm_result: false,
    });
  });

  it('pauses until a moment and changes its level', () => {
    const actions = ofIncident('INCIDENT_STATUS_ACKNOWLEDGED', {
      operations: [
        { task_id: 't1', key: 'incidentPause' },
        { task_id: 't1', key: 'changeLevel' },
        { task_id: 't1', key: 'recovery' },
      ],
    });
    const pause = changes({ pause_end_time: '2026-12-01 08:00:00', pause_reason: 'parts' });
    assert.deepEqual(sent(only(actions, 'incidentPause'), pause), {
      pause_end_time: Date.UTC(2026, 11, 1, 0, 0, 0),
      pause_reason: 'parts',
    });
    const level = changes({ virtual_target_level: 'level_10', virtual_change_level_comment: 'worse' });
    assert.deepEqual(sent(only(actions, 'changeLevel'), level), {
      virtual_target_level: 'level_10',
      virtual_change_level_comment: 'worse',
    });
    assert.equal(only(actions, 'recovery').kind, 'resume');
  });
});
