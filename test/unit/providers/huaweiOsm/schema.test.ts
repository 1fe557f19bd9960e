import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  OsmDetail,
  OsmExtraParameter,
  OsmMessages,
  OsmRows,
  OsmUnread,
} from '../../../../src/providers/huaweiOsm/schema.ts';

describe('answers of the service', () => {
  test('a list that is left out is empty where the total says so, and else no list', () => {
    assert.deepEqual(OsmRows.parse({ total_count: 0 }), { items: [], rowCount: 0, total: 0 });
    assert.deepEqual(OsmMessages.parse({ count: 0, message_list: null }), { items: [], rowCount: 0, total: 0 });
    assert.deepEqual(OsmUnread.parse({ imunread: null }), []);
    assert.equal(OsmRows.safeParse({ weather: 'fine' }).success, false);
    assert.equal(OsmRows.safeParse([]).success, false);
  });

  test('a bad row does not hide the others', () => {
    const good = { incident_id: 'TT1', status: 1 };
    const { items, rowCount } = OsmRows.parse({
      incident_info_list: [{ incident_id: 'TT2' }, good, null, { status: 1 }],
    });
    assert.equal(rowCount, 4);
    assert.deepEqual(
      items.map(({ incident_id: id }) => id),
      ['TT1'],
    );
  });

  test('decoration may be missing, null or of another type, but a status may not', () => {
    const detail = OsmDetail.parse({ incident_id: 'TT1', status: '17', severity_name: null, message_list: 'none' });
    assert.deepEqual(
      [detail.status, detail.severity_name, detail.message_list, detail.ext_info],
      [17, '', [], undefined],
    );
    assert.equal(OsmDetail.safeParse({ incident_id: 'TT1' }).success, false);
    assert.equal(OsmDetail.safeParse({ incident_id: 'TT1', status: 'open' }).success, false);
  });

  test('yes and no are numbers, texts or truths', () => {
    const required = (value: unknown): boolean => OsmExtraParameter.parse({ param_key: 'a', required: value }).required;
    assert.deepEqual([1, '1', true, 0, '0', false, null, undefined].map(required), [
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
