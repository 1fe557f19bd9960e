import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Field, FieldValue, MultiSelectField, TextField } from '../../../src/domain/field.ts';
import { validateForm } from '../../../src/domain/form.ts';
import { isVisible, type VisibilityRule } from '../../../src/domain/visibility.ts';

function text(key: string, value: string, visibleWhen?: VisibilityRule): TextField {
  return {
    type: 'text',
    key,
    label: key,
    description: '',
    isRequired: true,
    isReadOnly: false,
    value,
    rules: [],
    isMultiline: false,
    maxLength: undefined,
    visibleWhen,
  };
}

function list(key: string, value: readonly string[]): MultiSelectField {
  const { type: _type, isMultiline: _isMultiline, maxLength: _maxLength, ...base } = text(key, '');
  return { ...base, type: 'multiSelect', value, options: [], display: 'list' };
}

function holds(rule: VisibilityRule, value: FieldValue): boolean {
  const asked = typeof value === 'string' ? text('a', value) : list('a', value);
  const field = text('x', '', rule);
  return isVisible(field, [asked, field], new Map());
}

const compare = (kind: 'equal' | 'less' | 'greater', value: string, compareAs: 'text' | 'number' = 'text') =>
  ({ kind, fieldKey: 'a', compareAs, value }) as const;

describe('a field that comes and goes', () => {
  test('without a rule is always there', () => {
    assert.equal(isVisible(text('x', ''), [], new Map()), true);
  });

  test('numbers are compared as numbers, texts as texts', () => {
    assert.equal(holds(compare('greater', '9', 'number'), '10'), true);
    assert.equal(holds(compare('greater', '9'), '10'), false);
    assert.equal(holds(compare('equal', '5', 'number'), '5.0'), true);
    assert.equal(holds(compare('less', '2026-01-02'), '2026-01-01'), true);
  });

  test('nothing, and what is no number, is neither less nor greater', () => {
    for (const kind of ['less', 'greater', 'equal'] as const) {
      assert.equal(holds(compare(kind, '5', 'number'), ''), false);
      assert.equal(holds(compare(kind, '5', 'number'), 'five'), false);
    }
  });

  test('lists are asked for what they hold', () => {
    const both: VisibilityRule = { kind: 'containsAll', fieldKey: 'a', values: ['p', 'q'] };
    assert.deepEqual(
      [['q', 'p', 'r'], ['p'], []].map((value) => holds(both, value)),
      [true, false, false],
    );
    const some: VisibilityRule = { kind: 'oneOf', fieldKey: 'a', values: ['p', 'q'] };
    assert.deepEqual(
      ['p', 'r', '', ['p', 'q'], ['p', 'r'], []].map((value) => holds(some, value)),
      [true, false, false, true, false, false],
    );
  });

  test('rules are joined', () => {
    const yes = compare('equal', 'v');
    const no = compare('equal', 'w');
    assert.equal(holds({ kind: 'all', rules: [yes, no] }, 'v'), false);
    assert.equal(holds({ kind: 'any', rules: [yes, no] }, 'v'), true);
    assert.equal(holds({ kind: 'not', rule: no }, 'v'), true);
  });

  test('what was typed counts, not what the server has', () => {
    const field = text('x', '', compare('equal', 'new'));
    assert.equal(isVisible(field, [text('a', 'old'), field], new Map([['a', 'new']])), true);
  });

  test('a field that is not there itself counts as empty', () => {
    const a = text('a', 'v', { kind: 'equal', fieldKey: 'b', compareAs: 'text', value: 'never' });
    const x = text('x', '', compare('equal', 'v'));
    assert.equal(isVisible(x, [a, text('b', ''), x], new Map()), false);
    assert.equal(isVisible(x, [x], new Map()), false);
  });

  test('fields that ask for each other do not go round for ever', () => {
    const a = text('a', '1', { kind: 'equal', fieldKey: 'b', compareAs: 'text', value: '1' });
    const b = text('b', '1', { kind: 'equal', fieldKey: 'a', compareAs: 'text', value: '1' });
    assert.equal(isVisible(a, [a, b], new Map()), true);
  });

  test('is not blamed while it is away', () => {
    const x = text('x', '', compare('equal', 'v'));
    const fields: readonly Field[] = [text('a', 'u'), x];
    assert.deepEqual(validateForm(fields, new Map()), []);
    assert.deepEqual(
      validateForm(fields, new Map([['a', 'v']])).map(({ fieldKey }) => fieldKey),
      ['x'],
    );
  });
});
