import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Field } from '../../../../src/domain/field.ts';
import { validateForm } from '../../../../src/domain/form.ts';
import { encodeForm, readForm, valuesByKey, whyNotSubmittable } from '../../../../src/providers/bkItsm/fields.ts';
import { BkField, BkValue } from '../../../../src/providers/bkItsm/schema.ts';

const choice = [
  { key: 'a', name: 'Apple' },
  { key: 'b', name: 'Beet &amp; co' },
];

function design(type: string, rest: object = {}): BkField {
  return BkField.parse({ key: 'x', type, name: 'X', validate_type: 'OPTION', source_type: 'CUSTOM', ...rest });
}

function values(value: unknown, rest: object = {}) {
  return valuesByKey([BkValue.parse({ key: 'x', value, ...rest })]);
}

function read(type: string, value: unknown, rest: object = {}, valueRest: object = {}): Field {
  const [field] = readForm([design(type, rest)], values(value, valueRest));
  assert.ok(field !== undefined);
  return field;
}

function encode(type: string, value: unknown, change?: string | readonly string[], rest: object = {}): unknown {
  const changes = new Map(change === undefined ? [] : [['x', change] as const]);
  return encodeForm([design(type, rest)], values(value), changes)[0]?.value;
}

function editor(type: string): string {
  const field = read(type, '', { choice });
  return 'display' in field ? `${field.type}/${field.display}` : field.type;
}

describe('fields of BK-ITSM', () => {
  test('have an editor each', () => {
    assert.deepEqual(
      [
        'STRING',
        'TEXT',
        'INT',
        'DATE',
        'DATETIME',
        'SELECT',
        'RADIO',
        'MULTISELECT',
        'CHECKBOX',
        'MEMBER',
        'MEMBERS',
      ].map(editor),
      [
        'text',
        'text',
        'number',
        'date',
        'dateTime',
        'select/list',
        'select/radio',
        'multiSelect/list',
        'multiSelect/checkbox',
        'member',
        'member',
      ],
    );
    for (const type of [
      'INPUTSELECT',
      'TREESELECT',
      'CASCADE',
      'LINK',
      'FILE',
      'RICHTEXT',
      'TABLE',
      'DATETIMERANGE',
      'NEW',
    ]) {
      const field = read(type, 'v');
      assert.ok(field.type === 'unsupported' && field.systemType === type);
    }
  });

  test('take a list as text with commas and give it back so', () => {
    const field = read('CHECKBOX', 'b,a,', { choice });
    assert.deepEqual(field.value, ['b', 'a']);
    assert.equal(encode('CHECKBOX', 'b,a,', ['a'], { choice }), 'a');
    assert.equal(encode('CHECKBOX', 'b,a,', ['b', 'a'], { choice }), 'b,a,');
    assert.equal(encode('MEMBERS', 'a', ['a', 'b']), 'a,b');
  });

  test('show options in words', () => {
    const field = read('SELECT', 'a', { choice });
    assert.ok(field.type === 'select');
    assert.deepEqual(
      field.options.map((option) => option.label),
      ['Apple', 'Beet & co'],
    );
  });

  test('whose options only the server knows can be read, not chosen', () => {
    const field = read('SELECT', 'z', { source_type: 'API' }, { display_value: 'Zebra' });
    assert.ok(field.type === 'unsupported');
    assert.equal(field.value, 'Zebra');
  });

  test('with options of yesterday keep a value of today', () => {
    const rest = { source_type: 'API', choice, validate_type: 'REQUIRE' };
    const field = read('SELECT', 'z', rest, { display_value: 'Zebra' });
    assert.ok(field.type === 'select');
    assert.deepEqual(field.options.at(-1), { key: 'z', label: 'Zebra' });
    assert.deepEqual(validateForm([field], new Map()), []);
  });

  test('undo the HTML filter, but not for TEXT, which does not go through it', () => {
    assert.equal(read('STRING', '&quot;5 &lt; 6&quot;').value, '"5 < 6"');
    assert.equal(read('TEXT', '&quot;').value, '&quot;');
  });

  test('need a number where there is an INT, even an optional one', () => {
    const field = read('INT', null);
    assert.equal(field.isRequired, true);
    assert.equal(validateForm([field], new Map()).length, 1);
  });

  test('of an approval: the remark that is hidden is not demanded', () => {
    const fields = readForm(
      [
        design('RADIO', { key: 'r', choice, validate_type: 'REQUIRE', meta: { code: 'APPROVE_RESULT' } }),
        design('TEXT', { key: 't', validate_type: 'REQUIRE' }),
      ],
      new Map(),
    );
    assert.deepEqual(
      fields.map((field) => field.isRequired),
      [true, false],
    );
  });

  test('with a filled table, or with anything that is no text, block their step', () => {
    const why = (type: string, value: unknown) => whyNotSubmittable([design(type)], values(value));
    for (const [type, value] of [
      ['TABLE', [{ a: 1 }]],
      ['CUSTOMTABLE', '[{"a":1}]'],
      ['CUSTOM-FORM', { schemes: {}, form_data: [] }],
      ['SOPS_TEMPLATE', { id: 1 }],
      ['STRING', ['x']],
    ] as const) {
      assert.deepEqual(why(type, value)?.args, ['X'], type);
    }
    for (const value of [null, '', [], '[]', {}]) assert.equal(why('TABLE', value), undefined);
    assert.equal(why('STRING', null), undefined);
    assert.match(whyNotSubmittable([design('STRING')], new Map())?.text ?? '', /not prepared/u);
  });

  test('that occur twice count as the one that holds something', () => {
    const both = [BkValue.parse({ key: 'title', value: '' }), BkValue.parse({ key: 'title', value: 'T' })];
    assert.equal(valuesByKey(both).get('title')?.value, 'T');
    assert.equal(valuesByKey(both.toReversed()).get('title')?.value, 'T');
  });

  test('show tables, files and rich text in a readable way', () => {
    const table = read('CUSTOMTABLE', [{ h: 'web-01', s: ['x', 'y'] }], {
      meta: {
        columns: [
          { key: 'h', name: 'Host' },
          { key: 's', name: 'Size' },
        ],
      },
    });
    assert.equal(table.value, 'Host: web-01, Size: x, y');
    assert.equal(read('FILE', '{"k":{"name":"a.pdf","path":"p"}}').value, 'a.pdf');
    assert.equal(read('FILE', 'not json').value, 'not json');
    assert.equal(read('RICHTEXT', '<p>Hello <b>you</b></p>').value, 'Hello you');
  });

  test('that nobody touched reach the server unchanged, whatever is in them', () => {
    const types = [
      'STRING',
      'TEXT',
      'INT',
      'DATE',
      'DATETIME',
      'SELECT',
      'CHECKBOX',
      'MEMBERS',
      'RICHTEXT',
      'FILE',
      'LINK',
      'NEW',
    ];
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('&quot;', '&amp;', '&lt;b&gt;', "'", ',', ' ', 'a', 'b', '\n', '&#039;'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), text, fc.boolean(), (type, raw, isReadonly) => {
        const rest = { choice, is_readonly: isReadonly };
        assert.equal(encode(type, raw, undefined, rest), raw);
        // Nor when the form gives back what it was given.
        const field = read(type, raw, rest);
        assert.equal(encode(type, raw, field.value, rest), raw);
      }),
    );
    assert.equal(encode('STRING', null), '');
    assert.equal(encode('INT', 5), '5');
  });
});

function accepts(type: string, rest: object, value: string): boolean {
  return validateForm([read(type, '', rest)], new Map([['x', value]])).length === 0;
}

describe('patterns', () => {
  test('are those of the server, oddities and all', () => {
    const cases: readonly (readonly [regex: string, good: readonly string[], bad: readonly string[]])[] = [
      ['NUM', ['1'], ['12', 'a']],
      ['NUMWITHOUTZERO', ['5', '-5', '+x'], ['012', 'a']],
      ['FLOAT', ['1', '1.5', '-2.0'], ['.5']],
      ['EMAIL', ['joe@example.com', '@a.com'], ['john.doe@example.com', 'a@a.b.com', 'a@a.org', 'a@a.io']],
      ['IP', ['1.2.3.4', '1.2.3.4foo'], ['1.2.3', '300.1.1.1']],
      ['START_EN', ['a 1'], ['1a']],
      ['EN_NUM', ['a1'], ['a 1']],
      ['EN_CH_NUM', ['a1中_'], ['a b']],
      ['EMPTY', ['anything'], []],
      ['AFTER_DATE', ['anything'], []],
      ['constructor', ['anything'], []],
    ];
    for (const [regex, good, bad] of cases) {
      for (const value of good) assert.ok(accepts('STRING', { regex }, value), `${regex} should take ${value}`);
      for (const value of bad) assert.ok(!accepts('STRING', { regex }, value), `${regex} should refuse ${value}`);
    }
  });

  test('are tried on each piece of a TEXT', () => {
    assert.ok(accepts('TEXT', { regex: 'EN' }, 'a\nb;c,d'));
    assert.ok(!accepts('TEXT', { regex: 'EN' }, 'a\n1'));
  });

  test('of the field itself match from the start, and are left to the server when they are Python only', () => {
    assert.ok(accepts('STRING', { custom_regex: 'CR-[0-9]+|NONE' }, 'CR-5 and more'));
    assert.ok(!accepts('STRING', { custom_regex: 'CR-[0-9]+|NONE' }, 'x NONE'));
    for (const pattern of [String.raw`^\w+$`, '(?P<a>x)', '(', String.raw`\_+`]) {
      assert.ok(accepts('STRING', { custom_regex: pattern }, '中'), pattern);
    }
  });

  test('a pattern that can take for ever is left to the server', () => {
    for (const pattern of ['(a+)+$', '(a|aa)+$', '([a-z]*)*x', `(${'a'.repeat(500)})`]) {
      assert.deepEqual(read('STRING', '', { custom_regex: pattern }).rules, [], pattern);
    }
    assert.equal(read('STRING', '', { custom_regex: '(ab)+-[0-9]{3}' }).rules.length, 1);
  });
});
