import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Field, FieldValue } from '../../../../src/domain/field.ts';
import { readRows, writeRows } from '../../../../src/domain/table.ts';
import { isVisible } from '../../../../src/domain/visibility.ts';
import { readCreationFields } from '../../../../src/providers/bkItsm/creationFields.ts';
import { BkCreationField } from '../../../../src/providers/bkItsm/schema.ts';
import { toEnglish } from '../../../fakes/environment.ts';

function read(...designs: readonly object[]): readonly Field[] {
  return readCreationFields(
    designs.map((design) =>
      BkCreationField.parse({ key: 'x', type: 'STRING', name: 'X', validate_type: 'REQUIRE', ...design }),
    ),
    toEnglish,
  );
}

function isShown(condition: string, type: string, value: unknown, typed: FieldValue): boolean {
  const hide = { type: 'and', expressions: [{ key: 'a', type, condition, value }] };
  const asked = typeof typed === 'string' ? 'STRING' : 'CHECKBOX';
  const fields = read(
    { key: 'a', type: asked, choice: [{ key: 'p' }, { key: 'q' }] },
    { show_type: 0, show_conditions: hide },
  );
  const field = fields[1];
  assert.ok(field !== undefined);
  return isVisible(field, fields, new Map([['a', typed]]));
}

function rule(condition: string, value: unknown) {
  return {
    show_type: 0,
    show_conditions: { type: 'or', expressions: [{ key: 'a', type: 'STRING', condition, value }] },
  };
}

describe('the form that makes a ticket', () => {
  test('hides a field where its rule holds', () => {
    const cases: readonly (readonly [
      condition: string,
      type: string,
      value: unknown,
      hides: FieldValue,
      shows: FieldValue,
    ])[] = [
      ['==', 'STRING', 'v', 'v', 'w'],
      ['!=', 'STRING', 'v', 'w', 'v'],
      ['>', 'INT', '9', '10', '9'],
      ['<', 'INT', 9, '8', '9'],
      ['>=', 'INT', '9', '9', '8'],
      ['<=', 'INT', '9', '9', '10'],
      ['>', 'DATE', '2026-01-01', '2026-01-02', '2026-01-01'],
      ['in', 'SELECT', 'p,q', 'q', 'r'],
      ['notin', 'SELECT', ['p', 'q'], 'r', 'q'],
      ['issuperset', 'CHECKBOX', 'p', ['p', 'q'], ['q']],
      ['notissuperset', 'CHECKBOX', ['p', 'q'], ['q'], ['p', 'q']],
    ];
    for (const [condition, type, value, hides, shows] of cases) {
      assert.equal(isShown(condition, type, value, hides), false, `${condition} ${type} hides`);
      assert.equal(isShown(condition, type, value, shows), true, `${condition} ${type} shows`);
    }
  });

  test('shows a field whose rule is not understood, and leaves to the server whether it is needed', () => {
    for (const design of [rule('~', 'v'), rule('==', { deep: 1 })]) {
      const [field] = read(design);
      assert.deepEqual([field?.visibleWhen, field?.isRequired], [undefined, false]);
    }
    for (const design of [{}, { ...rule('==', 'v'), show_type: 1 }]) {
      const [field] = read(design);
      assert.deepEqual([field?.visibleWhen, field?.isRequired], [undefined, true]);
    }
    assert.equal(read({ show_type: 0, show_conditions: {} })[0]?.visibleWhen, undefined);
  });

  test('knows defaults and widths', () => {
    assert.deepEqual(
      read(
        { layout: 'COL_6', default: 'd' },
        { key: 'y', layout: 'COL_12', type: 'CHECKBOX', choice: [{ key: 'p' }], default: 'p' },
        { layout: '' },
      ).map(({ width, value }) => [width, value]),
      [
        ['half', 'd'],
        ['full', ['p']],
        [undefined, ''],
      ],
    );
  });

  test('has tables with their columns', () => {
    const [plain, rich] = read(
      {
        type: 'TABLE',
        choice: [
          { key: 'a', name: 'A', required: true },
          { key: 'b', name: '' },
        ],
      },
      {
        type: 'CUSTOMTABLE',
        default: [{ h: 'web' }],
        meta: {
          columns: [
            { key: 'h', name: 'Host', display: 'input', required: true, choice: [] },
            { key: 's', name: 'Size', display: 'select', choice: [{ key: 'l', name: 'Large' }] },
            { key: 'm', name: 'Many', display: 'multiselect', choice: [{ key: 'l', name: 'Large' }] },
            { key: 'd', name: 'Day', display: 'date' },
            { key: 't', name: 'Time', display: 'datetime' },
            { key: 'n', name: 'New', display: 'hologram' },
          ],
        },
      },
    );
    assert.ok(plain?.type === 'table' && rich?.type === 'table');
    assert.deepEqual(
      plain.columns.map(({ label, isRequired }) => [label, isRequired]),
      [
        ['A', true],
        ['b', false],
      ],
    );
    assert.deepEqual(
      rich.columns.map(({ type }) => type),
      ['text', 'select', 'multiSelect', 'date', 'dateTime', 'text'],
    );
    assert.deepEqual(readRows(rich.value), [{ h: 'web' }]);
    assert.equal(read({ type: 'TABLE', default: '[{"a":"1"}]' })[0]?.value, writeRows([{ a: '1' }]));
    assert.equal(read({ type: 'TABLE', default: '' })[0]?.value, '');
  });
});
