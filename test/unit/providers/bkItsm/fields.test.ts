import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { Drafts } from '../../../../src/application/drafts.ts';
import { LastSeen } from '../../../../src/application/lastSeen.ts';
import { seenActivity } from '../../../../src/application/seenChanges.ts';
import type { Field } from '../../../../src/domain/field.ts';
import { validateForm } from '../../../../src/domain/form.ts';
import { isSecret } from '../../../../src/domain/secretField.ts';
import { readDetail } from '../../../../src/providers/bkItsm/details.ts';
import { encodeForm, whyNotSubmittable } from '../../../../src/providers/bkItsm/encoding.ts';
import { readForm } from '../../../../src/providers/bkItsm/fields.ts';
import { BkField, BkValue } from '../../../../src/providers/bkItsm/schema.ts';
import { valuesByKey } from '../../../../src/providers/bkItsm/values.ts';
import { toEnglish } from '../../../fakes/environment.ts';
import { InMemoryDrafts } from '../../../fakes/inMemoryDrafts.ts';
import { InMemorySeen } from '../../../fakes/inMemorySeen.ts';
import { RecordingLog } from '../../../fakes/recordingLog.ts';
import { makeTicket, refTo, stepForMe } from '../../../fakes/samples.ts';

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
  const [field] = readForm([design(type, rest)], values(value, valueRest), toEnglish);
  assert.ok(field !== undefined);
  return field;
}

function encode(type: string, value: unknown, change?: string | readonly string[], rest: object = {}): unknown {
  const changes = new Map(change === undefined ? [] : [['x', change] as const]);
  return encodeForm([design(type, rest)], values(value), changes)[0]?.value;
}

/** The list of the contract, whole (§4.2). */
const types = [
  'STRING',
  'TEXT',
  'INT',
  'DATE',
  'DATETIME',
  'DATETIMERANGE',
  'TABLE',
  'SELECT',
  'INPUTSELECT',
  'MULTISELECT',
  'CHECKBOX',
  'RADIO',
  'MEMBER',
  'MEMBERS',
  'RICHTEXT',
  'FILE',
  'CUSTOMTABLE',
  'TREESELECT',
  'LINK',
  'CUSTOM-FORM',
  'CASCADE',
];

function editor(type: string): string {
  const field = read(type, '', { choice });
  return `${field.type}${'display' in field ? `/${field.display}` : ''}${field.isReadOnly ? ' read-only' : ''}`;
}

describe('fields of BK-ITSM', () => {
  test('have an editor each, or are shown as what they are', () => {
    const editors = Object.fromEntries(types.map((type) => [type, editor(type)]));
    assert.deepEqual(editors, {
      STRING: 'text',
      TEXT: 'text',
      INT: 'number',
      DATE: 'date',
      DATETIME: 'dateTime',
      DATETIMERANGE: 'dateTimeRange',
      TABLE: 'table read-only',
      SELECT: 'select/list',
      INPUTSELECT: 'select/list',
      MULTISELECT: 'multiSelect/list',
      CHECKBOX: 'multiSelect/checkbox',
      RADIO: 'select/radio',
      MEMBER: 'member',
      MEMBERS: 'member',
      RICHTEXT: 'richText',
      FILE: 'file read-only',
      CUSTOMTABLE: 'table read-only',
      TREESELECT: 'treeSelect/tree',
      LINK: 'link',
      'CUSTOM-FORM': 'customForm read-only',
      CASCADE: 'treeSelect/cascade',
    });
    for (const type of ['SOPS_TEMPLATE', 'DEVOPS_TEMPLATE', 'NEW']) {
      const field = read(type, 'v');
      assert.ok(field.type === 'unsupported' && field.systemType === type);
    }
  });

  test('that the server lets people edit and we do not say why', () => {
    for (const type of ['FILE', 'TABLE', 'CUSTOMTABLE']) {
      assert.match(read(type, '').readOnlyReason?.text ?? '', /web page/u, type);
      assert.equal(read(type, '', { is_readonly: true }).readOnlyReason, undefined, type);
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

  test('whose options only the server knows are entered by their keys, with a hint', () => {
    for (const type of ['SELECT', 'RADIO', 'TREESELECT', 'CASCADE']) {
      const rest = { source_type: 'API', desc: 'Which animal?' };
      const field = read(type, 'z', rest, { display_value: 'Zebra' });
      assert.ok(field.type === 'select' && field.allowsFreeText === true, type);
      assert.deepEqual([field.value, field.options], ['z', [{ key: 'z', label: 'Zebra' }]]);
      assert.match(field.description, /^Which animal\?\n.*the server checks it/u);
      assert.deepEqual(validateForm([field], new Map([['x', 'gnu']])), []);
      assert.equal(encode(type, 'z', 'gnu', rest), 'gnu');
    }
    for (const type of ['MULTISELECT', 'CHECKBOX']) {
      const field = read(type, 'a,b', { source_type: 'RPC' });
      assert.deepEqual([field.type, field.value], ['text', 'a,b']);
      assert.match(field.description, /keys with commas/u);
      assert.equal(encode(type, 'a,b', 'c,d', { source_type: 'RPC' }), 'c,d');
    }
  });

  test('without any options of the designer cannot be filled in', () => {
    for (const type of ['SELECT', 'RADIO', 'MULTISELECT', 'CHECKBOX', 'TREESELECT', 'CASCADE']) {
      assert.equal(read(type, 'z').type, 'unsupported', type);
    }
  });

  test('with options of yesterday keep a value of today, and take one of tomorrow', () => {
    const rest = { source_type: 'API', choice, validate_type: 'REQUIRE' };
    const field = read('SELECT', 'z', rest, { display_value: 'Zebra' });
    assert.ok(field.type === 'select');
    assert.deepEqual(field.options.at(-1), { key: 'z', label: 'Zebra' });
    assert.deepEqual(validateForm([field], new Map()), []);
    assert.deepEqual(validateForm([field], new Map([['x', 'gnu']])), []);
    const strict = read('SELECT', 'a', { choice, validate_type: 'REQUIRE' });
    assert.equal(validateForm([strict], new Map([['x', 'gnu']])).length, 1);
  });

  test('are trees with their levels, whatever the levels are called', () => {
    const tree = [
      { id: 1, name: 'East', children: [{ id: 11, name: 'Shanghai &amp; more', children: [] }] },
      { id: 2, name: '' },
    ];
    const field = read('TREESELECT', '11', { choice: tree });
    assert.ok(field.type === 'treeSelect');
    assert.deepEqual(field.options, [
      { key: '1', label: 'East', children: [{ key: '11', label: 'Shanghai & more', children: [] }] },
      { key: '2', label: '2', children: [] },
    ]);
    const levels = [{ key: 'a', name: 'A', items: [{ key: 'b', name: 'B' }] }];
    const cascade = read('CASCADE', 'b', { choice: levels });
    assert.ok(cascade.type === 'treeSelect');
    assert.equal(validateForm([cascade], new Map([['x', 'a']])).length, 1);
    assert.deepEqual(validateForm([cascade], new Map()), []);
  });

  test('of a tree that holds what is not in it any more are not blamed for it', () => {
    const fetched = read('TREESELECT', '99', { choice, source_type: 'DATADICT' }, { display_value: 'Old -> Site' });
    assert.ok(fetched.type === 'treeSelect');
    assert.deepEqual(fetched.options.at(-1), { key: '99', label: 'Old -> Site', children: [] });
    assert.deepEqual(validateForm([fetched], new Map()), []);
    assert.deepEqual(validateForm([read('CASCADE', 'gone', { choice })], new Map()), []);
  });

  test('of a tree in which two nodes have one key are entered by the key', () => {
    const field = read('TREESELECT', 'a', { choice: [...choice, { key: 'c', children: [{ key: 'a' }] }] });
    assert.ok(field.type === 'select' && field.allowsFreeText === true);
  });

  test('are two times, written as they were', () => {
    const stored = '2024-05-01 10:00:00 ~ 2024-05-02 10:00:00';
    const field = read('DATETIMERANGE', stored);
    assert.deepEqual([field.type, field.value], ['dateTimeRange', ['2024-05-01 10:00:00', '2024-05-02 10:00:00']]);
    const change = ['2024-05-01 10:00:00', '2024-05-03 10:00:00'];
    assert.equal(encode('DATETIMERANGE', stored, change), '2024-05-01 10:00:00 ~ 2024-05-03 10:00:00');
    assert.equal(encode('DATETIMERANGE', '', change), '2024-05-01 10:00:00,2024-05-03 10:00:00');
    assert.equal(encode('DATETIMERANGE', stored, []), '');
    const list = '[&quot;2024-05-01 10:00:00&quot;, &quot;2024-05-02 10:00:00&quot;]';
    assert.deepEqual(read('DATETIMERANGE', list).value, ['2024-05-01 10:00:00', '2024-05-02 10:00:00']);
  });

  test('that should be two times and are not can be read only, and say why', () => {
    for (const value of ['next week', '2024-05-01 10:00:00', '2024-05-01,2024-05-02', '1, 2024-05-01 10:00:00']) {
      const field = read('DATETIMERANGE', value);
      assert.deepEqual([field.type, field.value, field.isReadOnly], ['text', value, true]);
      assert.ok(field.readOnlyReason !== undefined);
      assert.equal(encode('DATETIMERANGE', value, 'x'), value);
    }
  });

  test('that are addresses are checked, but not blamed for what is there already', () => {
    assert.equal(read('LINK', '').type, 'link');
    assert.equal(read('LINK', 'https://example.com/&quot;x&quot;').type, 'link');
    for (const value of ['see the wiki', 'ftp://x', 'javascript:alert(1)']) {
      assert.deepEqual(validateForm([read('LINK', value)], new Map()), [], value);
    }
  });

  test('of rich text are edited where nothing would be lost, and sent as the HTML that they are', () => {
    for (const html of [
      '',
      'plain',
      '<p>a <b>b</b><br></p><ul><li>c</li></ul><a href="https://x.example.com" target=_blank>d</a>',
      '<h2>x</h2><blockquote>&quot;y&quot;</blockquote><pre><code>z</code></pre><hr/>',
    ]) {
      assert.deepEqual([read('RICHTEXT', html).value, read('RICHTEXT', html).isReadOnly], [html, false], html);
    }
    for (const html of [
      '<table><tr><td>1</td></tr></table>',
      '<p style="color: red">a</p>',
      '<img src="data:image/png;base64,AAAA">',
      '<span>a</span>',
      '<!-- note -->',
      'a < b',
      '<p onclick=x()>a</p>',
    ]) {
      const field = read('RICHTEXT', html);
      assert.equal(field.isReadOnly, true, html);
      assert.match(field.readOnlyReason?.text ?? '', /lost/u);
    }
    assert.equal(encode('RICHTEXT', '<p>a</p>', '<p>&lt;b&gt;</p>'), '<p>&lt;b&gt;</p>');
    assert.equal(encode('RICHTEXT', '<p>a</p>', '<p><br></p>'), '');
  });

  test('of files are their names, with those to start from', () => {
    const choices = { k: { name: 'Form.docx', path: '/t' }, l: 'nonsense' };
    const field = read('FILE', '{"a":{"name":"plan.pdf","path":"/p"}}', { choice: choices });
    assert.ok(field.type === 'file');
    assert.deepEqual(field.value, ['a']);
    assert.deepEqual(field.files, [{ id: 'a', name: 'plan.pdf', size: undefined }]);
    assert.deepEqual(field.templates, [{ id: 'k', name: 'Form.docx', size: undefined }]);
    assert.equal(read('FILE', 'not json').type, 'unsupported');
    assert.deepEqual(read('FILE', null).value, []);
  });

  test('of tables have their columns and rows, also where somebody has encoded them twice', () => {
    const meta = { columns: [{ key: 'h', name: 'Host', display: 'input', required: true }] };
    const rows = [{ h: 'a&quot;b' }];
    for (const value of [rows, JSON.stringify(rows), JSON.stringify(JSON.stringify(rows))]) {
      const field = read('CUSTOMTABLE', value, { meta });
      assert.ok(field.type === 'table');
      assert.deepEqual(
        field.columns.map(({ label }) => label),
        ['Host'],
      );
      assert.equal(field.value, '[{"h":"a\\"b"}]');
    }
    assert.deepEqual([read('TABLE', []).value, read('TABLE', null).type], ['', 'table']);
    assert.equal(read('TABLE', 'no table').type, 'unsupported');
  });

  test('of custom forms say what they hold, as far as it can be read', () => {
    const schemes = {
      text: { type: 'text', attrs: {} },
      table: {
        type: 'table',
        attrs: {
          column: [
            { name: 'Host', key: 'h' },
            { name: 'Why', key: 'w' },
          ],
        },
      },
    };
    const form_data = [
      { label: '业务：', scheme: 'text', value: 'Shop', children: [{ label: 'Part', scheme: 'text', value: 'Cart' }] },
      { label: 'Hosts', scheme: 'table', value: [{ h: { value: 'web', scheme: 'text' }, w: 'old' }, { h: 'db' }] },
      { label: 'Both', scheme: 'text', value: [{ label: 'A', value: '1' }, { value: '2' }] },
      { label: 'Empty', scheme: 'text', value: '' },
      'nonsense',
    ];
    const field = read('CUSTOM-FORM', { schemes, form_data, config: {} });
    assert.ok(field.type === 'customForm');
    assert.deepEqual(field.entries, [
      { label: '业务', text: 'Shop' },
      { label: '业务 → Part', text: 'Cart' },
      { label: 'Hosts', text: 'Host: web, Why: old\nHost: db' },
      { label: 'Both', text: 'A 1\n2' },
    ]);
    for (const odd of ['text', '{', { form_data: 'x' }, { schemes: 5, form_data: [null, 5] }]) {
      const shown = read('CUSTOM-FORM', odd);
      assert.deepEqual([shown.type, 'entries' in shown && shown.entries], ['customForm', []]);
    }
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
      toEnglish,
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

  const entities = ['&quot;', '&amp;', '&lt;b&gt;', '&#039;', '<b>', '<p onclick="x">', '</script>'];
  const signs = ["'", '"', ',', ';', ' ', '\n', '\\', '{', '}', '[', ']', ':', '~', '\0'];
  const words = ['a', 'b', '文', '🔑', 'null', '__proto__', '2024-05-01 10:00:00'];
  const part = fc.constantFrom(...entities, ...signs, ...words);
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.json(),
    fc.integer().map(String),
  );
  const sources = fc.constantFrom('CUSTOM', 'API', 'DATADICT', 'RPC', '');
  const choices = fc.constantFrom<unknown>(
    choice,
    [],
    { k: { name: 'a' } },
    [{ id: 1, name: 'A', children: [{ id: 'a', name: 'B' }] }],
    [{ key: 'a', items: [{ key: 'a' }] }],
    null,
    'nonsense',
  );

  for (const type of [...types, 'SOPS_TEMPLATE', 'NEW']) {
    test(`of type ${type} that nobody touched reach the server unchanged, whatever is in them`, () => {
      fc.assert(
        fc.property(hostile, fc.boolean(), sources, choices, (raw, isReadonly, source, offered) => {
          const rest = { choice: offered, is_readonly: isReadonly, source_type: source };
          assert.equal(encode(type, raw, undefined, rest), raw);
          // Nor when the form gives back what it was given.
          const field = read(type, raw, rest);
          assert.equal(encode(type, raw, field.value, rest), raw);
        }),
        { numRuns: 200 },
      );
      assert.equal(encode(type, null), '');
    });

    test(`of type ${type} are read whatever the server has in them, and hold what their type promises`, () => {
      fc.assert(
        fc.property(fc.anything({ withNullPrototype: false }), choices, (value, offered) => {
          const field = read(type, value, { choice: offered });
          const isList = ['multiSelect', 'member', 'file', 'dateTimeRange'].includes(field.type);
          assert.equal(Array.isArray(field.value), isList);
          validateForm([field], new Map());
        }),
        { numRuns: 200 },
      );
    });
  }

  test('that are numbers reach the server as text', () => {
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

describe('a password', () => {
  const name = '数据库密码';

  test('is known by its name, in a line of text alone', () => {
    const isMarked = (type: string, rest: object): boolean => isSecret(read(type, 'hunter2', rest));
    assert.equal(isMarked('STRING', { name }), true);
    assert.equal(isMarked('STRING', { key: 'db_password', name: 'X' }), true);
    assert.equal(isMarked('TEXT', { name }), false);
    assert.equal(isMarked('STRING', { name: '密码策略' }), false);
  });

  test('is kept neither as a draft nor as what was seen, be it in a form or among what was filled in earlier', async () => {
    const log = new RecordingLog();
    const accountOf = async (): Promise<string> => 'me';
    const isSessionOnly = (): boolean => false;
    const disk = new InMemoryDrafts();
    const drafts = new Drafts({ storage: disk.open(), log, accountOf, isSessionOnly, onCannotStore: () => {} });
    const seen = new InMemorySeen();
    const fields = [read('STRING', 'hunter2', { name }), read('STRING', '', { key: 'y' })];
    const typed = [
      ['x', 'hunter3'],
      ['y', 'words'],
    ] as const;
    const ref = refTo('REQ1');
    await drafts.write({ kind: 'step', ref, stepId: 'a' }, typed, { title: '', partName: '', fields });
    const detail = readDetail(BkValue.parse({ key: 'x', name, type: 'STRING', value: 'hunter4' }));
    assert.equal(detail?.text, 'hunter4');
    const ticket = makeTicket('REQ1', { steps: [stepForMe('a', { fields })], details: [detail] });
    await new LastSeen({ storage: seen, log, accountOf, isSessionOnly }).write(
      ticket,
      seenActivity(undefined, undefined),
    );
    const stored = [...disk.files.values(), ...seen.records.values()].join();
    assert.match(stored, /words/u);
    assert.match(stored, /数据库密码/u);
    assert.doesNotMatch(stored, /hunter/u);
    drafts.dispose();
  });
});
