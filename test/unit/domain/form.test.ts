import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { holdsAlways } from '../../fakes/holdsAlways.ts';
import type { Field, FieldValue, PatternRule, TreeOption } from '../../../src/domain/field.ts';
import {
  areValuesEqual,
  canEdit,
  changedValues,
  currentValue,
  isEmptyValue,
  validateForm,
} from '../../../src/domain/form.ts';
import { message } from '../../../src/domain/message.ts';
import {
  customFormField,
  dateField,
  dateTimeField,
  dateTimeRangeField,
  fileField,
  linkField,
  memberField,
  multiSelectField,
  numberField,
  richTextField,
  selectField,
  textField,
  treeSelectField,
  unsupportedField,
} from '../../fakes/samples.ts';

/** The problem of one field with one value, in English with `{0}` left in. */
function problemOf(field: Field, value: FieldValue): string | undefined {
  const [problem] = validateForm([field], new Map([[field.key, value]]));
  if (problem === undefined) return undefined;
  return typeof problem.message === 'string' ? problem.message : problem.message.text;
}

function accepts(field: Field, ...values: readonly FieldValue[]): void {
  for (const value of values) assert.equal(problemOf(field, value), undefined, JSON.stringify(value));
}

function refuses(field: Field, pattern: RegExp, ...values: readonly FieldValue[]): void {
  for (const value of values) assert.match(problemOf(field, value) ?? 'no problem', pattern, JSON.stringify(value));
}

const editable: readonly Field[] = [
  textField(),
  numberField(),
  dateField(),
  dateTimeField(),
  selectField(),
  multiSelectField(),
  memberField(),
  linkField(),
  richTextField(),
  dateTimeRangeField(),
  treeSelectField(),
  fileField(),
];

describe('validateForm', () => {
  it('wants a required field of each type to be filled in, and names it', () => {
    for (const field of editable) {
      const required = { ...field, isRequired: true };
      assert.deepEqual(validateForm([required], new Map()), [
        { fieldKey: 'field', message: message('Fill in "{0}".', 'Field') },
      ]);
    }
    refuses(textField({ isRequired: true }), /Fill in/, '', '   ', '\n\t');
  });

  it('lets an optional field of each type be empty, rules or not', () => {
    const rules: PatternRule[] = [{ pattern: '^x', appliesTo: 'value', message: message('x') }];
    for (const field of editable) assert.deepEqual(validateForm([{ ...field, rules }], new Map()), []);
  });

  it('never blames a field that cannot be edited', () => {
    const broken = { isRequired: true, rules: [{ pattern: '^x', appliesTo: 'value', message: message('x') } as const] };
    const fields = [
      ...editable.map((field) => ({ ...field, ...broken, isReadOnly: true })),
      unsupportedField(broken),
      customFormField(broken),
    ];
    assert.deepEqual(validateForm(fields, new Map([['field', 'nonsense']])), []);
  });

  it('knows a number', () => {
    accepts(numberField(), '0', '5', '-3', '+3', '2.5', '.5', '5.', ' 7 ', '007');
    refuses(numberField(), /Enter a number/, 'five', '1e3', '1,5', '0x10', '--1', '.', '1 2', 'NaN', 'Infinity', '٣');
  });

  it('knows the days there are', () => {
    accepts(dateField(), '2025-02-28', '2024-02-29', '2000-02-29', '2025-12-31', ' 2025-01-01 ');
    refuses(
      dateField(),
      /Enter a date as/,
      '2025-02-29',
      '2025-02-30',
      '1900-02-29',
      '2025-04-31',
      '2025-13-01',
      '2025-00-10',
      '2025-01-00',
      '2025-1-1',
      '25-01-01',
      '2025/01/01',
      '2025-01-01T00:00:00',
      'today',
    );
  });

  it('takes every day that a calendar has', () => {
    holdsAlways(
      fc.property(
        fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
        (date) => accepts(dateField(), date.toISOString().slice(0, 10)),
      ),
    );
  });

  it('knows a date with a time', () => {
    accepts(dateTimeField(), '2025-02-28 00:00:00', '2024-02-29 23:59:59');
    refuses(
      dateTimeField(),
      /Enter a date and time/,
      '2025-02-29 10:00:00',
      '2025-02-28',
      '2025-02-28 24:00:00',
      '2025-02-28 10:60:00',
      '2025-02-28 10:00:60',
      '2025-02-28 1:00:00',
      '2025-02-28  10:00:00',
      '2025-02-28T10:00:00',
      '2025-02-28 10:00:00 x',
    );
  });

  it('takes nothing but the options of a choice', () => {
    accepts(selectField(), 'x', 'y');
    refuses(selectField(), /Choose one/, 'z', 'X', ' x');
    accepts(multiSelectField(), ['x'], ['y', 'x']);
    refuses(multiSelectField(), /Choose from/, ['x', 'z'], ['']);
  });

  it('knows a web address, and how long it may be', () => {
    accepts(linkField(), 'https://example.com/page?q=1#x', 'http://例子.cn', ' HTTPS://EXAMPLE.COM ');
    refuses(
      linkField(),
      /Enter an address/,
      'example.com',
      'ftp://example.com',
      'javascript:alert(1)',
      'https://',
      'https://example.com/a b',
      'see https://example.com',
    );
    const short = linkField({ maxLength: 14 });
    accepts(short, 'https://abc.de', '  https://abc.de  ');
    refuses(short, /At most/, 'https://abcd.de');
  });

  it('knows a start and an end that is not before it', () => {
    accepts(
      dateTimeRangeField(),
      ['2025-02-28 10:00:00', '2025-02-28 10:00:00'],
      ['2024-12-31 23:59:59', '2025-01-01 00:00:00'],
    );
    refuses(dateTimeRangeField(), /end is before the start/, ['2025-02-28 10:00:01', '2025-02-28 10:00:00']);
    refuses(
      dateTimeRangeField(),
      /Enter a start and an end/,
      ['2025-02-28 10:00:00'],
      ['2025-02-28 10:00:00', ''],
      ['', '2025-02-28 10:00:00'],
      ['2025-02-30 10:00:00', '2025-03-01 10:00:00'],
      ['2025-02-28', '2025-03-01'],
      ['2025-02-26 10:00:00', '2025-02-27 10:00:00', '2025-02-28 10:00:00'],
    );
  });

  it('takes any node of a tree, and of a cascade only those without a level below', () => {
    accepts(treeSelectField(), 'a', 'b', 'c', 'd');
    refuses(treeSelectField(), /Choose one of the options/, 'e', 'A', 'a,b');
    const cascade = treeSelectField({ display: 'cascade' });
    accepts(cascade, 'c', 'd');
    refuses(cascade, /without a level below/, 'a', 'b');
    refuses(cascade, /Choose one of the options/, 'e');
  });

  it('takes a rich text without a word or picture for empty', () => {
    const required = richTextField({ isRequired: true });
    refuses(required, /Fill in/, '', '<p></p>', '<p><br></p>', '<p>&nbsp;</p>\n<p class="x"> </p>');
    accepts(required, '<p>a</p>', 'a', '<p><img src="a.png"></p>', '<hr>', '<table></table>', '<p>&lt;</p>');
  });

  it('takes one user name where there may be one, several where there may be several', () => {
    accepts(memberField(), ['lisi']);
    refuses(memberField(), /one user name/, ['lisi', 'wangwu']);
    accepts(memberField({ isMultiple: true }), ['lisi', 'wangwu']);
  });

  it('counts the characters of a text without the space around it', () => {
    const field = textField({ maxLength: 3 });
    accepts(field, 'abc', '  abc  ');
    assert.deepEqual(validateForm([field], new Map([['field', 'abcd']])), [
      { fieldKey: 'field', message: message('At most {0} characters; there are {1}.', 3, 4) },
    ]);
  });

  it('applies a rule to the value or to each piece of it', () => {
    const rule = { pattern: '^[a-z]+$', message: message('letters only') };
    const whole = textField({ rules: [{ ...rule, appliesTo: 'value' }] });
    accepts(whole, 'abc', ' abc ');
    refuses(whole, /letters only/, 'abc;def', 'a1');
    const pieces = textField({ rules: [{ ...rule, appliesTo: 'piece' }] });
    accepts(pieces, 'abc', 'abc;def,ghi\njkl', 'abc;;,\n');
    refuses(pieces, /letters only/, 'abc;d1', 'abc; def');
    accepts(memberField({ isMultiple: true, rules: [{ ...rule, appliesTo: 'piece' }] }), ['ab', 'cd']);
  });

  it('tells of the first problem of a field only, and keeps the order of the form', () => {
    const rule = { pattern: '^x', appliesTo: 'value', message: message('starts with x') } as const;
    const fields = [
      numberField({ key: 'b', rules: [rule] }),
      textField({ key: 'a', rules: [rule, { ...rule, message: message('second') }] }),
    ];
    const values = new Map([
      ['a', 'no'],
      ['b', 'no'],
    ]);
    assert.deepEqual(
      validateForm(fields, values).map(({ fieldKey }) => fieldKey),
      ['b', 'a'],
    );
    assert.equal(problemOf(textField({ rules: fields[1]?.rules ?? [] }), 'no'), 'starts with x');
  });

  it('leaves a rule that is no regular expression to the server, and applies the others', () => {
    const broken = ['(', '[', '(?<=', '\\', '*', '(?P<name>x)'].map(
      (pattern) => ({ pattern, appliesTo: 'value', message: message('broken') }) as const,
    );
    accepts(textField({ rules: broken }), 'anything');
    refuses(
      textField({ rules: [...broken, { pattern: '^x$', appliesTo: 'value', message: message('good') }] }),
      /good/,
      'y',
    );
  });

  it('looks at what the server has where nothing was typed', () => {
    assert.equal(validateForm([numberField({ value: 'five' })], new Map()).length, 1);
    assert.deepEqual(validateForm([numberField({ value: 'five' })], new Map([['field', '5']])), []);
  });

  it('never throws, and blames only fields of the form that can be edited', () => {
    holdsAlways(
      fc.property(fc.array(anyField()), anyValues(), (fields, values) => {
        const problems = validateForm(fields, values);
        const blamable = fields.filter(canEdit);
        assert.ok(problems.length <= blamable.length);
        for (const { fieldKey } of problems) assert.ok(blamable.some(({ key }) => key === fieldKey));
      }),
    );
  });
});

describe('changedValues', () => {
  it('holds what differs from the server, and only what can be edited', () => {
    const fields = [
      textField({ key: 'same', value: 'a' }),
      textField({ key: 'changed', value: 'a' }),
      textField({ key: 'cleared', value: 'a' }),
      textField({ key: 'untouched', value: 'a' }),
      textField({ key: 'readOnly', value: 'a', isReadOnly: true }),
      unsupportedField({ key: 'unsupported', value: 'a' }),
      customFormField({ key: 'customForm', value: 'a' }),
      memberField({ key: 'members', value: ['lisi'] }),
      memberField({ key: 'sameMembers', value: ['lisi'] }),
    ];
    const values = new Map<string, FieldValue>([
      ['same', 'a'],
      ['changed', 'b'],
      ['cleared', ''],
      ['readOnly', 'b'],
      ['unsupported', 'b'],
      ['customForm', 'b'],
      ['members', ['lisi', 'wangwu']],
      ['sameMembers', ['lisi']],
      ['nowhere', 'b'],
    ]);
    assert.deepEqual(
      changedValues(fields, values),
      new Map<string, FieldValue>([
        ['changed', 'b'],
        ['cleared', ''],
        ['members', ['lisi', 'wangwu']],
      ]),
    );
  });

  it('never throws, and gives each field a value of the shape it has', () => {
    holdsAlways(
      fc.property(fc.array(anyField()), anyValues(), (fields, values) => {
        for (const [key, value] of changedValues(fields, values)) {
          const owners = fields.filter((field) => field.key === key && canEdit(field));
          assert.ok(owners.some((field) => Array.isArray(field.value) === Array.isArray(value)));
        }
      }),
    );
  });
});

describe('currentValue', () => {
  it('is what was typed, or what the server has', () => {
    assert.equal(currentValue(textField({ value: 'a' }), new Map()), 'a');
    assert.equal(currentValue(textField({ value: 'a' }), new Map([['field', '']])), '');
    assert.equal(currentValue(unsupportedField({ value: 'a' }), new Map([['field', 'b']])), 'a');
  });

  it('leaves aside what was kept for a field that had another shape then', () => {
    assert.equal(currentValue(textField({ value: 'a' }), new Map([['field', ['b']]])), 'a');
    assert.deepEqual(currentValue(multiSelectField({ value: ['x'] }), new Map([['field', 'y']])), ['x']);
  });
});

describe('values', () => {
  it('are empty when nothing but space is in them', () => {
    assert.deepEqual(
      ['', ' \n', [], 'a', ['']].map((value) => isEmptyValue(value)),
      [true, true, true, false, false],
    );
  });

  it('are equal when they are of one shape and hold the same in the same order', () => {
    assert.ok(areValuesEqual(['a', 'b'], ['a', 'b']));
    assert.ok(!areValuesEqual(['a', 'b'], ['b', 'a']));
    assert.ok(!areValuesEqual(['a'], ['a', 'b']));
    assert.ok(!areValuesEqual('a', ['a']));
    assert.ok(!areValuesEqual([], ''));
  });
});

const keys = ['one', 'two', '__proto__', 'constructor'];

function anyField(): fc.Arbitrary<Field> {
  const base = {
    key: fc.constantFrom(...keys),
    label: fc.string(),
    description: fc.string(),
    isRequired: fc.boolean(),
    isReadOnly: fc.boolean(),
    rules: fc.array(
      fc.record({
        pattern: fc.oneof(fc.string(), fc.constantFrom('(', '[a-', '^\\d+$', '(?i)x')),
        appliesTo: fc.constantFrom('value', 'piece'),
        message: fc.constant(message('rule')),
      }),
      { maxLength: 2 },
    ),
  };
  const text = fc.string();
  const list = fc.array(fc.string());
  const options = fc.array(fc.record({ key: fc.string(), label: fc.string() }));
  return fc.oneof(
    fc.record({
      ...base,
      type: fc.constant('text'),
      value: text,
      isMultiline: fc.boolean(),
      maxLength: fc.option(fc.integer(), { nil: undefined }),
    }),
    fc.record({ ...base, type: fc.constantFrom('number', 'date'), value: text }),
    fc.record({ ...base, type: fc.constant('dateTime'), value: text, timeZone: text }),
    fc.record({ ...base, type: fc.constant('select'), value: text, options, display: fc.constant('list') }),
    fc.record({ ...base, type: fc.constant('multiSelect'), value: list, options, display: fc.constant('checkbox') }),
    fc.record({ ...base, type: fc.constant('member'), value: list, isMultiple: fc.boolean() }),
    fc.record({
      ...base,
      type: fc.constant('link'),
      value: text,
      maxLength: fc.option(fc.integer(), { nil: undefined }),
    }),
    fc.record({ ...base, type: fc.constant('richText'), value: text }),
    fc.record({ ...base, type: fc.constant('dateTimeRange'), value: list, timeZone: text }),
    fc.record({
      ...base,
      type: fc.constant('treeSelect'),
      value: text,
      options: fc.array(anyTreeOption(), { maxLength: 3 }),
      display: fc.constantFrom('tree', 'cascade'),
    }),
    fc.record({
      ...base,
      type: fc.constant('file'),
      value: list,
      files: fc.constant([]),
      templates: fc.constant([]),
    }),
    fc.record({ ...base, type: fc.constant('customForm'), value: text, entries: fc.constant([]) }),
    fc.record({ ...base, type: fc.constant('unsupported'), value: text, systemType: text }),
  );
}

function anyTreeOption(depth = 2): fc.Arbitrary<TreeOption> {
  const children = depth === 0 ? fc.constant([]) : fc.array(anyTreeOption(depth - 1), { maxLength: 2 });
  return fc.record({ key: fc.string(), label: fc.string(), children });
}

function anyValues(): fc.Arbitrary<ReadonlyMap<string, FieldValue>> {
  const value = fc.oneof(fc.string(), fc.array(fc.string()));
  return fc.array(fc.tuple(fc.constantFrom(...keys, 'nowhere'), value)).map((entries) => new Map(entries));
}
