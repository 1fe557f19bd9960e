import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TicketDetail } from '../../../../src/domain/ticket.ts';
import { readApprovalConfig } from '../../../../src/providers/huaweiCoc/approvalConfig.ts';
import { incidentDetails, issueDetails, warRoomDetails } from '../../../../src/providers/huaweiCoc/details.ts';
import { CocIncidentDetail, CocWarRoom } from '../../../../src/providers/huaweiCoc/schema.ts';
import { makeIncident, makeReader, parse, readSampleIssue } from './readers.ts';

function textsOf(details: readonly TicketDetail[]): Readonly<Record<string, string>> {
  return Object.fromEntries(details.map(({ key, text }) => [key, text]));
}

describe('details of an issue', () => {
  it("show the vendor's sample in English", () => {
    const details = issueDetails(readSampleIssue(), makeReader(), false);
    assert.deepEqual(textsOf(details), {
      description: '[Symptom]\n[Impact on the live network] IAM',
      ticket_type: 'Compatibility problems',
      phase: 'issues_phase_4000',
      source: 'alarms',
      source_id: 'al1701156119531X3VnkMNGQ',
      current_cloud_service_id: 'cdr-test',
      regions: 'CTOPreProd-ServiceDistribution1',
      issue_version: '123123',
      enterprise_project: '0',
      virtual_schedule_type: 'Individuals',
      handle_time: '29 s',
      operator: 'idc-test01-cim',
      commit_upload_attachment: 'New text file.txt',
      root_cause_type: 'Data Configuration',
      root_cause_cloud_service: 'cdr-test',
      root_cause_comment: '123',
      solution: '123123',
      is_common_issue: 'No',
      is_need_change: 'No',
      level_approve_config: 'One of 86b93d79f4b444968a150d18c4ba610d, 64e6fce5334348e4ac87c1880169fb66',
      suspension_approve_config: 'All of 64e6fce5334348e4ac87c1880169fb66, 86b93d79f4b444968a150d18c4ba610d',
    });
    assert.equal(new Set(details.map(({ key }) => key)).size, details.length);
    const files = details.find(({ key }) => key === 'commit_upload_attachment')?.attachments;
    assert.deepEqual(files, [
      { id: '8fff903d-4794-4e77-af54-bd4f887f2645', name: 'New text file.txt', size: undefined },
    ]);
  });

  it('show its Chinese names in Chinese, also where those are English', () => {
    const texts = textsOf(issueDetails(readSampleIssue(), makeReader({ language: 'zh-cn' }), false));
    assert.equal(texts['regions'], 'CloudBU-CTO production-service distribution');
    assert.equal(texts['ticket_type'], 'Compatibility issues');
  });

  it('take 0 for "never" and map lists element by element', () => {
    const issue = readSampleIssue({ fount_time: 0, regions: 'br-cto-beta,cn-north-4,', handle_time: 0 });
    const texts = textsOf(issueDetails(issue, makeReader(), false));
    assert.equal(texts['regions'], 'CTOPreProd-ServiceDistribution1, cn-north-4');
    assert.equal('fount_time' in texts || 'handle_time' in texts, false);
    const found = readSampleIssue({ fount_time: 1_752_044_921_707 });
    assert.equal(textsOf(issueDetails(found, makeReader(), false))['fount_time'], '2025-07-09 15:08:41');
  });

  it('leave out the solution where the form has it', () => {
    const texts = textsOf(issueDetails(readSampleIssue(), makeReader(), true));
    assert.equal('solution' in texts || 'root_cause_type' in texts, false);
  });

  it('name a category that the ticket does not name', () => {
    const issue = readSampleIssue({ ticket_type: 'issues_type_8000', enum_data_list: [] });
    assert.equal(textsOf(issueDetails(issue, makeReader(), false))['ticket_type'], 'Security issue');
  });
});

describe('the embedded configuration of reviews', () => {
  it('is nothing when it is absent, empty, junk, of another shape or switched off', () => {
    for (const text of ['', ' ', '{', 'null', '[]', '"x"', '42', '{"status":false,"approve_personal":"a"}']) {
      const config = readApprovalConfig(text);
      assert.ok(config === undefined || config.approvers.length === 0, text);
    }
  });

  it('keeps people of a rule that is not known', () => {
    assert.deepEqual(readApprovalConfig('{"approve_personal":"a,,b,","approve_rule":"coin"}'), {
      approvers: ['a', 'b'],
      rule: undefined,
    });
  });
});

describe('details of an incident', () => {
  it('join both interfaces, and take handle_time for a moment', () => {
    const incident = makeIncident('INCIDENT_STATUS_RESOLVED', { handle_time: '1752044921707', mtm_region: 'r1' });
    const detail = parse(CocIncidentDetail, {
      incident_num: 'IM1',
      status: 'INCIDENT_STATUS_RESOLVED',
      fault_recovery_time: 1_752_044_921_707,
      enum_data_list: [{ filed_key: 'region', enum_key: 'r1', name_zh: '北京', name_en: 'Beijing' }],
    });
    const texts = textsOf(incidentDetails(incident, detail, makeReader()));
    assert.equal(texts['handle_time'], '2025-07-09 15:08:41');
    assert.equal(texts['fault_recovery_time'], '2025-07-09 15:08:41');
    assert.equal(texts['mtm_region'], 'Beijing');
    assert.equal(texts['mtm_type'], 'Change issue');
    assert.equal(texts['is_service_interrupt'], 'Yes');
  });

  it('do without the external interface', () => {
    const texts = textsOf(incidentDetails(makeIncident('INCIDENT_STATUS_RESOLVED'), undefined, makeReader()));
    assert.equal(texts['start_time'], '2025-07-09 15:08:41');
  });
});

describe('details of a war room', () => {
  it('count durations in minutes', () => {
    const room = parse(CocWarRoom, {
      war_room_num: 'WR1',
      processing_duration: 90,
      restoration_duration: 1500,
      regions: [{ code: 'cn-north-4', name: 'Beijing' }],
    });
    const texts = textsOf(warRoomDetails(room, makeReader()));
    assert.equal(texts['processing_duration'], '1 h 30 min');
    assert.equal(texts['restoration_duration'], '1 d 1 h');
    assert.equal(texts['regions'], 'Beijing');
  });
});
