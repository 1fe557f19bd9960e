import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  readIncident,
  readIssue,
  readWarRoom,
  toIncident,
  withForms,
} from '../../../../src/providers/huaweiCoc/mapper.ts';
import {
  CocIncidentDetail,
  CocIssue,
  CocTasks,
  CocWarRoom,
  inEnvelope,
} from '../../../../src/providers/huaweiCoc/schema.ts';
import { makeIncident, makeIssue, makeReader, parse, readFixture, readSampleIssue } from './readers.ts';

const ref = { connectionId: 'coc', key: 'ISU20250709150841010733591' };

describe('an issue of COC', () => {
  it("reads the vendor's sample", () => {
    const { ticket, actions } = readIssue(ref, readSampleIssue(), makeReader());
    assert.deepEqual(ticket, {
      ref,
      title: 'IAM',
      status: { code: 'issues_work_flow_status_12000', name: 'Completed', category: 'done' },
      isEnded: true,
      url: undefined,
      creator: 'idc-test01-cim',
      createdAt: 1_752_044_921_707,
      updatedAt: 1_752_044_954_888,
      steps: [],
      operations: [],
      details: undefined,
      priority: { name: 'Minor', category: 'medium' },
      people: [{ role: 'Contact', name: 'idc-test01-cim' }],
    });
    assert.deepEqual(actions, []);
  });

  it('has one step, which is its status and waits for its owner', () => {
    const issue = makeIssue('Locate the solution');
    for (const [me, waitsForMe] of [
      [{ id: 'user-1', name: '' }, true],
      [{ id: '', name: 'zhangsan' }, true],
      [{ id: 'not of COC', name: 'zhangsan' }, true],
      [{ id: 'user-2', name: 'lisi' }, false],
      [{ id: '', name: '' }, false],
    ] as const) {
      const [step, ...others] = readIssue(ref, issue, makeReader({ me })).ticket.steps;
      assert.deepEqual(others, []);
      assert.deepEqual(
        [step?.id, step?.name, step?.status.category, step?.processors, step?.waitsForMe],
        ['status_7', 'Locate the solution', 'active', ['zhangsan'], waitsForMe],
      );
    }
  });

  it('waits for nobody when it has no owner, or is suspended', () => {
    const me = { id: 'user-1', name: 'zhangsan' };
    const [unowned] = readIssue(ref, makeIssue('Unaccepted', { assignee: '' }), makeReader({ me })).ticket.steps;
    assert.deepEqual([unowned?.processors, unowned?.waitsForMe, unowned?.status.category], [[], false, 'toClaim']);
    const [suspended] = readIssue(ref, makeIssue('Suspended'), makeReader({ me })).ticket.steps;
    assert.deepEqual([suspended?.waitsForMe, suspended?.status.category], [false, 'suspended']);
  });

  it('whose suspension is reviewed waits for its reviewers', () => {
    const config = JSON.stringify({ approve_personal: 'user-1, user-3', approve_rule: 'issue_or_sign', status: true });
    const issue = makeIssue('Suspension under review', { assignee: 'user-9', suspension_approve_config: config });
    const [step] = readIssue(ref, issue, makeReader({ me: { id: 'user-3', name: '' } })).ticket.steps;
    assert.deepEqual([step?.processors, step?.waitsForMe], [['zhangsan', 'user-3'], true]);
  });

  it('whose level is reviewed waits for those who review levels', () => {
    const config = JSON.stringify({ approve_personal: 'user-1' });
    const issue = makeIssue('降级审批中', { assignee: '', level_approve_config: config });
    assert.deepEqual(readIssue(ref, issue, makeReader()).ticket.steps[0]?.processors, ['zhangsan']);
  });

  it('waits for its creator to review, verify or take it back where nobody else is named', () => {
    for (const statusName of ['Suspension under review', 'To be verified', 'Rejected']) {
      const reader = makeReader({ me: { id: 'user-2', name: '' } });
      const [step] = readIssue(ref, makeIssue(statusName, { assignee: '' }), reader).ticket.steps;
      assert.deepEqual([step?.processors, step?.waitsForMe], [['user-2'], true], statusName);
    }
  });

  it('has no step while its process has not started, but for a draft that is meant to be one', () => {
    const starting = makeIssue('Draft', { assignee: '', is_start_process: true });
    assert.deepEqual(readIssue(ref, starting, makeReader()).ticket.steps, []);
    const draft = makeIssue('Draft', { assignee: '', is_start_process: false });
    assert.equal(readIssue(ref, draft, makeReader()).ticket.steps.length, 1);
  });

  it('has ended when it is deleted', () => {
    const { ticket } = readIssue(ref, makeIssue('Unaccepted', { is_deleted: true }), makeReader());
    assert.deepEqual([ticket.isEnded, ticket.steps, ticket.operations], [true, [], []]);
  });

  it('keeps a status that is not known as it is, and offers everything', () => {
    const { ticket } = readIssue(ref, makeIssue('Observing'), makeReader());
    assert.deepEqual(ticket.status, { code: 'status_7', name: 'Observing', category: 'unknown' });
    assert.equal(ticket.isEnded, false);
    assert.equal((ticket.steps[0]?.operations.length ?? 0) + ticket.operations.length, 9);
    // A status without a name is shown by its code.
    const nameless = readIssue(ref, makeIssue('', { enum_data_list: null }), makeReader()).ticket;
    assert.equal(nameless.status.name, 'status_7');
  });

  it('shows a level by its published name where the ticket does not name it', () => {
    const { priority } = readIssue(ref, makeIssue('Unaccepted', { enum_data_list: [] }), makeReader()).ticket;
    assert.deepEqual(priority, { name: 'General', category: 'medium' });
  });

  it('with forms has that of its step, and says where there is nothing to be done from here', () => {
    const handling = withForms(readIssue(ref, makeIssue('Locate the solution'), makeReader())).steps[0];
    assert.ok(handling?.fields?.some(({ key }) => key === 'solution'));
    assert.equal(handling?.cannotSubmit, undefined);
    const verifying = withForms(readIssue(ref, makeIssue('To be verified'), makeReader())).steps[0];
    assert.deepEqual(verifying?.fields, []);
    assert.ok(verifying?.cannotSubmit !== undefined);
  });

  it('is strict about what it is, and tolerant about everything else', () => {
    const odd = { title: null, level: 7, assignee: null, fount_time: 'soon', sub_tickets: 'none', enum_data_list: {} };
    const issue = makeIssue('Unaccepted', odd);
    assert.deepEqual([issue.title, issue.level, issue.assignee, issue.fount_time], ['', '7', [], undefined]);
    // No calendar has these.
    const late = makeIssue('Unaccepted', { create_time: 1e18, update_time: '9999999999999999' });
    assert.deepEqual([late.create_time, late.update_time], [undefined, undefined]);
    for (const missing of ['ticket_id', 'work_flow_status']) {
      const { data } = readFixture('issue_ticket') as { readonly data: object }; // the fixture
      assert.equal(CocIssue.safeParse({ ...data, [missing]: undefined }).success, false, missing);
    }
  });
});

describe('the envelope of COC', () => {
  const schema = inEnvelope(CocIssue);
  const { data } = readFixture('issue_ticket') as { readonly data: object }; // the fixture

  it('takes either word for success, and any provider code', () => {
    for (const [error_code, provider_code] of [
      ['GOM.00000000', 4],
      ['0', '049'],
      [0, undefined],
    ]) {
      assert.ok(schema.safeParse({ error_code, provider_code, error_msg: null, data }).success, String(error_code));
    }
  });

  it('without a word of success holds nothing', () => {
    assert.equal(schema.safeParse({ data }).success, false);
    assert.equal(schema.safeParse({ error_code: 'COC.00067003', data }).success, false);
    assert.equal(schema.safeParse({ error_code: 'GOM.00000000', data: null }).success, false);
  });
});

describe('an incident of COC', () => {
  const tasks = parse(CocTasks, [
    {
      type: 'OperateNode',
      key: 'n1',
      name: '处理',
      state: 'running',
      operations: [{ task_id: 't1', key: 'addRemark' }],
    },
  ]);

  it('is read from a list of v2, whose times are text', () => {
    const incident = makeIncident('INCIDENT_STATUS_ACKNOWLEDGED', { create_time: '1752044921707', update_time: '0' });
    const { ticket } = readIncident(ref, incident, tasks, makeReader({ me: { id: 'user-1', name: '' } }));
    assert.equal(ticket.createdAt, 1_752_044_921_707);
    assert.equal(ticket.updatedAt, undefined);
    assert.deepEqual(ticket.status, {
      code: 'INCIDENT_STATUS_ACKNOWLEDGED',
      name: 'Accepted',
      category: 'inProgress',
    });
    assert.deepEqual(ticket.priority, { name: 'P2', category: 'high' });
    const [step] = ticket.steps;
    assert.deepEqual([step?.processors, step?.waitsForMe], [['zhangsan'], true]);
    assert.deepEqual(
      ticket.operations.map(({ key }) => key),
      ['addRemark'],
    );
  });

  it('has neither steps nor operations once it is completed, whatever its tasks say', () => {
    const { ticket } = readIncident(ref, makeIncident('INCIDENT_STATUS_COMPLETED'), tasks, makeReader());
    assert.deepEqual([ticket.isEnded, ticket.steps, ticket.operations], [true, [], []]);
  });

  it('to be reviewed or verified waits for whom something is offered to, not for its owner', () => {
    const offering = (...keys: readonly string[]) =>
      parse(CocTasks, [{ operations: keys.map((key) => ({ task_id: 't1', key })) }]);
    const me = { id: 'user-9', name: 'wangwu' };
    const review = makeIncident('INCIDENT_STATUS_ACKNOWLEDGED', {
      work_flow_status: 'x',
      enum_data_list: [{ prop_id: 'work_flow_status', biz_id: 'x', name_zh: '暂停审批中', name_en: '' }],
    });
    const stepOf = (incident: typeof review, operations: typeof tasks, who = me) =>
      readIncident(ref, incident, operations, makeReader({ me: who })).ticket.steps[0];
    const mine = stepOf(review, offering('agreed', 'rejected'));
    assert.deepEqual([mine?.processors, mine?.waitsForMe], [['wangwu'], true]);
    const others = stepOf(review, offering('addRemark'), { id: 'user-1', name: '' });
    assert.deepEqual([others?.processors, others?.waitsForMe], [[], false]);
    const solved = makeIncident('INCIDENT_STATUS_RESOLVED', { creator: 'user-9' });
    const verification = stepOf(solved, offering('confirm'));
    assert.deepEqual([verification?.processors, verification?.waitsForMe], [['user-9'], true]);
  });

  it('of the external interface of v1 reads the same', () => {
    const detail = parse(CocIncidentDetail, {
      incident_num: 'IM20260901000000000000001',
      status: 'INCIDENT_STATUS_TRIGGERED',
      incident_title: 'Site down',
      incident_level: 'level_20',
      incident_assignee: ['user-1'],
      region: ['cn-north-4'],
      is_service_interrupt: true,
      create_time: 1_752_044_921_707,
      handle_time: 0,
      enum_data_list: [
        { filed_key: 'status', enum_key: 'INCIDENT_STATUS_TRIGGERED', name_zh: '未受理', name_en: 'Not accepted' },
        { filed_key: 'incident_assignee', enum_key: 'user-1', name_zh: '张三', name_en: 'zhangsan' },
      ],
    });
    const { ticket } = readIncident(ref, toIncident(detail), [], makeReader({ language: 'zh-cn' }));
    assert.equal(ticket.title, 'Site down');
    assert.equal(ticket.status.name, '未受理');
    assert.deepEqual(ticket.steps[0]?.processors, ['张三']);
    assert.equal(ticket.createdAt, 1_752_044_921_707);
  });
});

describe('a war room of COC', () => {
  it('is for reading only', () => {
    const room = parse(CocWarRoom, {
      war_room_num: 'WR1',
      title: 'Site down',
      war_room_status: { id: '7', name_zh: '故障已恢复', name_en: 'Recovered' },
      incident: { incident_id: 'IM1', failure_level: 'level_10' },
      create_time: 1_752_044_921_707,
    });
    const ticket = readWarRoom({ connectionId: 'coc', key: 'WR1' }, room, makeReader({ language: 'zh-cn' }));
    assert.deepEqual(ticket.status, { code: '7', name: '故障已恢复', category: 'inProgress' });
    assert.deepEqual([ticket.isEnded, ticket.steps, ticket.operations], [false, [], []]);
    assert.deepEqual(ticket.priority, { name: 'P1', category: 'critical' });
  });

  it('is done when it is closed', () => {
    const room = parse(CocWarRoom, { war_room_num: 'WR1', war_room_status: { id: 20 } });
    const { isEnded, status } = readWarRoom({ connectionId: 'coc', key: 'WR1' }, room, makeReader());
    assert.deepEqual([isEnded, status.name, status.category], [true, 'War room closed', 'done']);
  });
});
