import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BkLog, BkState, BkStep } from '../../../../src/providers/bkItsm/schema.ts';
import { findSigned, isTurnOf, needsAll, toSigning } from '../../../../src/providers/bkItsm/signing.ts';

const step = BkStep.parse({
  state_id: 2,
  status: 'QUEUEING',
  processors_type: 'PERSON',
  processors: 'a,b,c',
  operations: [],
  fields: [
    {
      key: 'result',
      type: 'RADIO',
      meta: { code: 'APPROVE_RESULT' },
      choice: [
        { key: 'true', name: '通过' },
        { key: 'false', name: '拒绝' },
      ],
    },
    { key: 'remark', type: 'TEXT', validate_type: 'OPTION' },
  ],
});

/** `a+`: a agrees, `a-`: a refuses, `a.`: a does something else. */
function logs(entries: string, type = 'SIGN'): readonly BkLog[] {
  return entries
    .split(' ')
    .filter(Boolean)
    .map((entry) =>
      BkLog.parse({
        operator: entry.slice(0, -1),
        from_state_type: entry.endsWith('.') ? 'NORMAL' : type,
        form_data: entry.endsWith('.')
          ? [{ key: 'other', value: 'true' }]
          : [{ key: 'result', value: entry.endsWith('+') ? 'true' : 'false' }],
      }),
    );
}

function signed(entries: string, type?: string): string {
  return findSigned(step, logs(entries, type)).join(' ');
}

describe('who has signed, as the log tells', () => {
  test('are those who have sent the form of this very step', () => {
    assert.equal(signed(''), '');
    assert.equal(signed('z. a+ x.'), 'a');
    assert.equal(signed('b+ a-'), 'b a');
  });

  test('are nobody once all have: the step begins anew', () => {
    assert.equal(signed('a+ b+ c+'), '');
    assert.equal(signed('a+ b+ c+ b+'), 'b');
  });

  test('are nobody after a refusal, which ends an approval; a signature goes on', () => {
    assert.equal(signed('a+ b-', 'APPROVAL'), '');
    assert.equal(signed('a+ b- c+', 'APPROVAL'), 'c');
    assert.equal(signed('a+ b- c+', 'SIGN'), '');
  });

  test('are those of the last time, where somebody signs again', () => {
    assert.equal(signed('a+ b+ x. a+'), 'a');
  });

  test('are processors only: whoever has handed over is none any more', () => {
    assert.equal(signed('z+ a+'), 'a');
  });

  test('are nobody at a step that is no approval', () => {
    assert.deepEqual(findSigned({ ...step, fields: [] }, logs('a+')), []);
  });
});

describe('whose turn it is', () => {
  const state = (given: object): BkState => BkState.parse({ id: 2, ...given });

  test('is that of everybody who is left, or of the first of them', () => {
    const any = toSigning(step, ['b'], state({}));
    assert.deepEqual([any.signed, any.left], [['b'], ['a', 'c']]);
    assert.deepEqual(
      ['a', 'b', 'c', 'z'].map((name) => isTurnOf(any, name)),
      [true, false, true, false],
    );
    const inOrder = toSigning(step, ['a'], state({ is_sequential: true }));
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => isTurnOf(inOrder, name)),
      [false, true, false],
    );
  });

  test('is nobody’s who has just signed', () => {
    assert.equal(isTurnOf({ ...toSigning(step, [], undefined), isPending: true }, 'a'), false);
  });

  test('is not told by the order in which the members of a role come', () => {
    const ofRole = toSigning({ ...step, processors_type: 'GENERAL' }, [], state({ is_sequential: true }));
    assert.ok(isTurnOf(ofRole, 'c'));
  });

  test('is that of all where one signature is not enough', () => {
    assert.deepEqual(
      [{ is_multi: true }, { is_sequential: true }, { type: 'SIGN' }, { type: 'APPROVAL' }].map((given) =>
        needsAll(state(given)),
      ),
      [true, true, true, false],
    );
  });
});
