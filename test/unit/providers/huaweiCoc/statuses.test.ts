import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { incidentStage, issueStage, priorityOf, type Stage } from '../../../../src/providers/huaweiCoc/statuses.ts';
import { makeIncident, makeIssue, namesOf, readSampleIssue } from './readers.ts';

describe('stages of issues and incidents', () => {
  it('are told by the codes that are published', () => {
    const sample = readSampleIssue();
    assert.equal(issueStage(sample, namesOf(sample)), 'completed');
    const stages: readonly (readonly [string, Stage])[] = [
      ['incident_draft', 'draft'],
      ['INCIDENT_STATUS_TRIGGERED', 'unaccepted'],
      ['INCIDENT_STATUS_ACKNOWLEDGED', 'handling'],
      ['INCIDENT_STATUS_REJECTED', 'rejected'],
      ['INCIDENT_STATUS_RESOLVED', 'verifying'],
      ['INCIDENT_STATUS_COMPLETED', 'completed'],
    ];
    for (const [code, stage] of stages) {
      const incident = makeIncident(code);
      assert.equal(incidentStage(incident, namesOf(incident)), stage);
    }
  });

  it('are told by the words of the console where the code says nothing', () => {
    const stages: readonly (readonly [string, Stage])[] = [
      ['Draft', 'draft'],
      ['Not accepted', 'unaccepted'],
      ['Unaccepted', 'unaccepted'],
      ['未受理', 'unaccepted'],
      ['Rejected', 'rejected'],
      ['Locate the solution', 'handling'],
      ['定位出方案中', 'handling'],
      ['Suspension under review', 'inReview'],
      ['挂起审批中', 'inReview'],
      ['Suspended', 'suspended'],
      ['挂起', 'suspended'],
      ['To be implemented on the live network', 'implementing'],
      ['待现网实施', 'implementing'],
      ['To be verified', 'verifying'],
      ['已解决待验证', 'verifying'],
      ['Completed', 'completed'],
      ['已撤销', 'withdrawn'],
    ];
    for (const [name, stage] of stages) {
      const issue = makeIssue(name);
      assert.equal(issueStage(issue, namesOf(issue)), stage, name);
    }
  });

  it('are unknown for what a tenant has thought up: nothing ends by a name that only resembles an end', () => {
    for (const name of ['Observing', '观察期', 'Almost completed', 'Not yet closed']) {
      const issue = makeIssue(name);
      assert.equal(issueStage(issue, namesOf(issue)), 'unknown', name);
    }
    const incident = makeIncident('INCIDENT_STATUS_OF_OURS');
    assert.equal(incidentStage(incident, namesOf(incident)), 'unknown');
  });

  it('a level of the tenant is a priority of unknown weight under its own name', () => {
    assert.deepEqual(priorityOf('issues_level_1000', 'Fatal'), { name: 'Fatal', category: 'critical' });
    assert.deepEqual(priorityOf('level_40', 'P4'), { name: 'P4', category: 'low' });
    assert.deepEqual(priorityOf('level_of_ours', 'Spicy'), { name: 'Spicy', category: 'unknown' });
    assert.equal(priorityOf('', ''), undefined);
  });
});
