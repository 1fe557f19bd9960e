import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fillIn, readApprovalForm } from '../../../../src/providers/bkItsm/approvalForm.ts';
import { BkField } from '../../../../src/providers/bkItsm/schema.ts';

const answers = [
  { key: 'true', name: 'Yes &amp; go' },
  { key: 'false', name: '' },
];

function field(type: string, key: string, validate_type: 'REQUIRE' | 'OPTION', rest: object = {}): BkField {
  return BkField.parse({ key, type, name: key, validate_type, ...rest });
}

function result(rest: object = {}, type = 'RADIO'): BkField {
  return field(type, 'r', 'REQUIRE', { meta: { code: 'APPROVE_RESULT' }, choice: answers, ...rest });
}

const [yes, no] = [field('TEXT', 'y', 'OPTION'), field('TEXT', 'n', 'REQUIRE')];

describe('the form of an approval', () => {
  test('has a remark for each answer, whatever their order', () => {
    for (const fields of [
      [result(), yes, no],
      [no, yes, result()],
    ]) {
      const form = readApprovalForm(fields);
      assert.deepEqual(form?.approval, {
        approveName: 'Yes & go',
        rejectName: 'false',
        approveRemark: 'optional',
        rejectRemark: 'required',
        remarkMaxLength: undefined,
      });
      assert.deepEqual(Object.fromEntries(fillIn(form, 'approve', 'fine')), { r: 'true', y: 'fine', n: '' });
      assert.deepEqual(Object.fromEntries(fillIn(form, 'reject', 'bad')), { r: 'false', y: '', n: 'bad' });
    }
  });

  test('may have one remark for both answers, or none', () => {
    const one = readApprovalForm([result(), no]);
    assert.deepEqual([one?.approval.approveRemark, one?.approval.rejectRemark], ['required', 'required']);
    assert.ok(one !== undefined);
    assert.deepEqual(Object.fromEntries(fillIn(one, 'approve', 'a')), { r: 'true', n: 'a' });
    const none = readApprovalForm([result()]);
    assert.deepEqual([none?.approval.approveRemark, none?.approval.rejectRemark], ['none', 'none']);
    assert.ok(none !== undefined);
    assert.deepEqual(Object.fromEntries(fillIn(none, 'reject', 'lost')), { r: 'false' });
  });

  test('may have more to read, but not more to fill in', () => {
    assert.ok(readApprovalForm([result(), yes, no, field('STRING', 's', 'OPTION', { is_readonly: true })]));
    for (const more of [field('INT', 'i', 'OPTION'), field('TEXT', 'z', 'OPTION'), result()]) {
      assert.equal(readApprovalForm([result(), yes, no, more]), undefined);
    }
  });

  test('is a form like others where it is not certain what means what', () => {
    assert.equal(readApprovalForm([yes, no]), undefined);
    assert.equal(readApprovalForm([result(), yes, field('TEXT', 'z', 'OPTION')]), undefined);
    assert.equal(readApprovalForm([result({}, 'STRING')]), undefined);
    const others = [
      [{ key: 'ok' }, { key: 'no' }],
      [...answers, { key: 'later' }],
    ];
    for (const choice of others) assert.equal(readApprovalForm([result({ choice })]), undefined);
  });
});
