import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EnumNames } from '../../../../src/providers/huaweiCoc/enumNames.ts';
import { CocIncidentDetail, readEnumEntries } from '../../../../src/providers/huaweiCoc/schema.ts';
import { parse, person, readSampleIssue } from './readers.ts';

const sample = readSampleIssue().enum_data_list;

function namesIn(language: string, entries = sample): EnumNames {
  return new EnumNames(entries, language);
}

describe('names of COC', () => {
  it('are found by the field and the value together', () => {
    const entries = readEnumEntries([
      { prop_id: 'level', biz_id: 'x', name_zh: '级别', name_en: 'Level' },
      { prop_id: 'source', biz_id: 'x', name_zh: '来源', name_en: 'Source' },
    ]);
    assert.equal(namesIn('en', entries).name('source', 'x'), 'Source');
    assert.equal(namesIn('zh-cn', entries).name('level', 'x'), '级别');
  });

  it('are those of the display language only, though the two differ', () => {
    assert.equal(namesIn('en').name('level', 'issues_level_3000'), 'Minor');
    assert.equal(namesIn('zh-cn').name('level', 'issues_level_3000'), 'General');
    assert.equal(namesIn('de').name('regions', 'br-cto-beta'), 'CTOPreProd-ServiceDistribution1');
  });

  it('fall back to the other language, and to the code', () => {
    const entries = readEnumEntries([{ prop_id: 'level', biz_id: 'x', name_zh: '级别', name_en: '' }]);
    assert.equal(namesIn('en', entries).name('level', 'x'), '级别');
    assert.equal(namesIn('en').name('phase', 'issues_phase_4000'), 'issues_phase_4000');
    assert.equal(namesIn('en').name('phase', ''), '');
  });

  it('of people are found under whatever field they are named', () => {
    const id = 'd8c0bbef-6853-452d-8c79-c3a7f5dd3f55';
    assert.equal(namesIn('en').person('operator', id), 'idc-test01-cim');
    assert.equal(namesIn('en').person('participator', id), 'idc-test01-cim');
    assert.equal(namesIn('en').person('operator', 'nobody'), 'nobody');
    // It is no person that has this id.
    assert.equal(namesIn('en').person('operator', 'br-cto-beta'), 'br-cto-beta');
    assert.deepEqual(namesIn('en').userNames(id), ['idc-test01-cim']);
    assert.deepEqual(namesIn('en').people(), [{ key: id, label: 'idc-test01-cim' }]);
  });

  it('have another shape at the external interfaces, misspelt', () => {
    const { enum_data_list: entries } = parse(CocIncidentDetail, {
      incident_num: 'IM1',
      status: 'INCIDENT_STATUS_TRIGGERED',
      enum_data_list: [
        { filed_key: 'incident_level', enum_key: 'level_20', name_zh: '二级', name_en: 'P2' },
        { filed_key: 'incident_level' },
        'junk',
      ],
    });
    assert.equal(namesIn('en', entries).name('incident_level', 'level_20'), 'P2');
    assert.equal(entries.length, 1);
  });

  it('of incidents do not say what they name, so that people are told by their fields', () => {
    const entries = readEnumEntries([
      { prop_id: 'assignee', biz_id: 'u1', name_zh: '张三', name_en: 'zhangsan' },
      { prop_id: 'mtm_region', biz_id: 'u2', name_zh: '北京', name_en: 'Beijing' },
    ]);
    assert.deepEqual(namesIn('zh', entries).people(), [{ key: 'u1', label: '张三' }]);
    assert.deepEqual(namesIn('en', entries).userNames('u1'), ['zhangsan', '张三']);
  });

  it('of a person with a user name but no other', () => {
    const entries = readEnumEntries([{ ...person('creator', 'u1', ''), user_name: 'lisi' }]);
    assert.equal(namesIn('en', entries).person('creator', 'u1'), 'lisi');
  });
});
