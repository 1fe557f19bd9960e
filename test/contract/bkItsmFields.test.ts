import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Field, FieldValue } from '../../src/domain/field.ts';
import { validateForm } from '../../src/domain/form.ts';
import { readForm } from '../../src/providers/bkItsm/fields.ts';
import { BkField } from '../../src/providers/bkItsm/schema.ts';
import { describeMismatch } from '../../src/sandbox/bkItsm/regexRules.ts';
import { call, formOf, inWorld, requestsTo, samples, storedValue, writesOf } from './bkItsmCase.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

function byKey(fields: readonly Field[]): ReadonlyMap<string, Field> {
  return new Map(fields.map((field) => [field.key, field]));
}

/** What is needed to send the form with a field of every type. */
const complete = new Map<string, FieldValue>([
  ['purpose', 'test'],
  ['needed_on', '2099-01-01'],
  ['expires_at', '2099-01-01 00:00:00'],
  ['image', 'centos7'],
]);

async function submitAllTypes(world: BkItsmWorld, changes: ReadonlyMap<string, FieldValue>): Promise<void> {
  await runOnStep(world.connect(), samples.allTypes, 'submit', { changes: new Map([...complete, ...changes]) });
  world.settle();
}

describe('BK-ITSM: types of fields, from the control to the server and back', () => {
  const cases: readonly (readonly [type: string, key: string, typed: FieldValue, stored: string])[] = [
    ['STRING', 'hostname', 'app-02', 'app-02'],
    ['TEXT', 'purpose', 'one\ntwo; <three> "four" & five', 'one\ntwo; <three> "four" & five'],
    ['INT', 'cpu', '-2.5', '-2.5'],
    ['DATE', 'needed_on', '2099-12-31', '2099-12-31'],
    ['DATETIME', 'expires_at', '2099-12-31 23:59:59', '2099-12-31 23:59:59'],
    ['SELECT', 'image', 'ubuntu24', 'ubuntu24'],
    ['RADIO', 'environment', 'prod', 'prod'],
    ['MULTISELECT', 'tags', ['web', 'db'], 'web,db'],
    ['CHECKBOX', 'agents', ['backup'], 'backup'],
    ['MEMBER', 'owner', ['lisi'], 'lisi'],
    ['MEMBERS', 'watchers', ['lisi', 'wangwu'], 'lisi,wangwu'],
  ];
  for (const [type, key, typed, stored] of cases) {
    inWorld(`${type} is stored as the server wants it`, async (world) => {
      await submitAllTypes(world, new Map([[key, typed]]));
      assert.equal(storedValue(world, samples.allTypes, key), stored);
    });
  }

  inWorld('lists can be emptied', async (world) => {
    await submitAllTypes(
      world,
      new Map<string, FieldValue>([
        ['agents', []],
        ['watchers', []],
      ]),
    );
    assert.equal(storedValue(world, samples.allTypes, 'agents'), '');
    assert.equal(storedValue(world, samples.allTypes, 'watchers'), '');
  });

  inWorld('DATETIMERANGE has no control, and is sent back as it is', async (world) => {
    const field = byKey(await formOf(world.connect(), samples.allTypes)).get('maintenance');
    assert.equal(field?.type, 'unsupported');
    await submitAllTypes(world, new Map());
    const sent = writesOf(world)[0]?.body?.['fields'] as { key: string; value: string }[];
    assert.equal(sent.find(({ key }) => key === 'maintenance')?.value, '');
  });

  inWorld('types for which the payload has all that is needed can be edited', async (world) => {
    const fields = byKey(await formOf(world.connect(), samples.tables));
    const site = fields.get('site');
    assert.ok(site?.type === 'select');
    assert.equal(site.value, '111');
    assert.equal(site.options.find(({ key }) => key === '111')?.label, '华东 → 上海 → 青浦机房');
    assert.ok(site.options.some(({ key }) => key === '1'));
    const category = fields.get('category');
    assert.ok(category?.type === 'select');
    assert.deepEqual(
      category.options.map(({ key }) => key),
      ['switch', 'firewall', 'storage'],
    );
    const vendor = fields.get('vendor');
    assert.ok(vendor?.type === 'select' && vendor.allowsFreeText === true);
    assert.equal(vendor.value, '本地搬家公司');
    assert.deepEqual(validateForm([vendor], new Map()), []);
    const drawing = fields.get('drawing');
    assert.equal(drawing?.type, 'text');
    assert.equal(validateForm([drawing], new Map([['drawing', 'no address']])).length, 1);
  });

  inWorld(
    'types that only the web page can write are shown, and block where they would be destroyed',
    async (world) => {
      const step = onlyStep(await world.connect().readTicket(samples.tables, never));
      const fields = byKey(step.fields ?? []);
      for (const [key, shown] of [
        ['contacts', '姓名: 赵六, 电话: 13800000000'],
        ['plan', '搬迁方案 v2.docx'],
        ['summary', '分两批搬迁，先搬 测试 机柜。'],
      ] as const) {
        const field = fields.get(key);
        assert.ok(field?.type === 'unsupported' && field.value.startsWith(shown), `${key}: ${String(field?.value)}`);
      }
      for (const key of ['devices', 'approval_card', 'job']) assert.equal(fields.get(key)?.type, 'unsupported');
      assert.ok(step.cannotSubmit !== undefined);
    },
  );

  inWorld('INPUTSELECT, TREESELECT, LINK, RICHTEXT and lists are taken when a ticket is made', async (world) => {
    const { creation } = world.connect();
    assert.ok(creation !== undefined);
    const values = new Map<string, FieldValue>([
      ['title', 'T'],
      ['hostname', 'app-9'],
      ['needed_on', '2099-01-01'],
      ['image', 'centos7'],
      ['flavor', 'something of my own'],
      ['site', '12'],
      ['document', 'https://example.com/plan'],
      ['details', 'first\nsecond'],
      ['tags', ['web', 'cache']],
      ['watchers', ['lisi', 'wangwu']],
    ]);
    const key = await creation.create('11', values, never);
    world.settle();
    for (const [field, stored] of [
      ['flavor', 'something of my own'],
      ['site', '12'],
      ['document', 'https://example.com/plan'],
      ['details', '<p>first</p><p>second</p>'],
      ['tags', 'web,cache'],
      ['watchers', 'lisi,wangwu'],
    ] as const) {
      assert.equal(storedValue(world, key, field), stored, field);
    }
    const { details } = await world.connect().readTicket(key, never);
    assert.equal(details?.find((detail) => detail.key === 'details')?.text, 'first\nsecond');
  });

  inWorld('options that only the server knows cannot be chosen here', async (world) => {
    const ticket = await world.connect().readTicket('CRQ20260901000009', never);
    const field = ticket.steps.flatMap(({ fields }) => fields ?? []).find(({ key }) => key === 'path');
    assert.equal(field?.type, 'unsupported');
  });

  inWorld('whatever is stored in a field that nobody touches reaches the server as it is', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.allTypes, never));
    const operation = findOperation(step.operations, 'submit');
    const numbers = new Set(['cpu', 'memory']);
    const part = fc.constantFrom('&quot;', '&amp;', '&#039;', '<b>', '"', "'", ',', ' ', 'a', '文', '\n', '🔑', '\\');
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.integer(), async (stored, number) => {
        const valueOf = (key: string): string => (numbers.has(key) ? String(number) : stored);
        const stop = world.sandbox.inject({
          kind: 'rewrite',
          endpoint: 'get_ticket_info',
          rewrite: (data) => {
            const info = data as { fields: { key: string }[] };
            return { ...info, fields: info.fields.map((field) => ({ ...field, value: valueOf(field.key) })) };
          },
        });
        world.sandbox.clearRequests();
        // Most of these the server refuses: what counts is what it was sent.
        const request = { key: samples.allTypes, stepId: step.id, operation, input: {} };
        await provider.runOperation(request, never).catch(() => {});
        stop();
        const sent = requestsTo(world, 'operate_node')[0]?.body?.['fields'] as { key: string; value: string }[];
        for (const { key, value } of sent) assert.equal(value, valueOf(key), key);
      }),
      { numRuns: 25 },
    );
  });

  inWorld('quotes come back as entities and are read as quotes; an ampersand stays one', async (world) => {
    await submitAllTypes(world, new Map([['hostname', `"a" & 'b'`]]));
    assert.equal(storedValue(world, samples.allTypes, 'hostname'), `&quot;a&quot; & &#039;b&#039;`);
    const { details } = await world.connect().readTicket(samples.allTypes, never);
    assert.equal(details?.find(({ key }) => key === 'hostname')?.text, `"a" & 'b'`);
  });
});

function isTaken(regex: string, value: string): boolean {
  const design = BkField.parse({ key: 'x', type: 'STRING', name: 'X', validate_type: 'OPTION', regex });
  return validateForm(readForm([design], new Map()), new Map([['x', value]])).length === 0;
}

describe('BK-ITSM: rules with names', () => {
  const names = [
    'EMPTY',
    'NUM',
    'NUMWITHOUTZERO',
    'FLOAT',
    'NON_NEGATIVE',
    'NON_POSITIVE',
    'GTE_ZERO',
    'LTE_ZERO',
    'LOWER_EN',
    'UPPER_EN',
    'EN',
    'CH',
    'EN_NUM',
    'EN_CH',
    'EN_CH_NUM',
    'START_EN',
    'EMAIL',
    'PHONE_NUM',
    'ID_CARD',
    'QQ',
    'IP',
    'AFTER_DATE',
    'BEFORE_DATE',
    'AFTER_TIME',
    'BEFORE_TIME',
    'ASSOCIATED_FIELD_VALIDATION',
    'CUSTOM',
  ];
  const characters = fc.constantFrom(...'0123456789abcXYZ中.-+_@, /net'.split(''));
  const candidate = fc.oneof(
    fc.array(characters, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('').trim()),
    fc.integer().map(String),
    fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.ipV4(),
    fc
      .tuple(
        fc.constantFrom('', 'a', 'joe_1'),
        fc.constantFrom('a', 'example', 'x9'),
        fc.constantFrom('com', 'net', 'cn'),
      )
      .map(([name, host, end]) => `${name}@${host}.${end}`),
    fc
      .array(fc.constantFrom(...'0123456789'.split('')), { minLength: 11, maxLength: 18 })
      .map((parts) => parts.join('')),
  );
  for (const name of names) {
    test(`${name}: what the server takes is never refused here`, () => {
      fc.assert(
        fc.property(candidate, (text) => {
          const isTakenByServer = text !== '' && describeMismatch(name, text) === undefined;
          assert.ok(!isTakenByServer || isTaken(name, text), text);
        }),
        { numRuns: 500 },
      );
    });
  }

  test('and what it is known to refuse is refused before it is sent', () => {
    for (const [name, text] of [
      ['NUM', '12'],
      ['NUMWITHOUTZERO', '012'],
      ['FLOAT', '.5'],
      ['NON_NEGATIVE', '-1'],
      ['NON_POSITIVE', '1'],
      ['GTE_ZERO', '0'],
      ['LTE_ZERO', '-5'],
      ['LOWER_EN', 'aB'],
      ['UPPER_EN', 'Ab'],
      ['EN', 'a1'],
      ['CH', 'a'],
      ['EN_NUM', 'a 1'],
      ['EN_CH', 'a1'],
      ['EN_CH_NUM', 'a b'],
      ['START_EN', '1a'],
      ['EMAIL', 'john.doe@example.com'],
      ['EMAIL', 'a@a.org'],
      ['PHONE_NUM', '123'],
      ['ID_CARD', '123'],
      ['QQ', '1234'],
      ['IP', '1.2.3'],
    ] as const) {
      assert.notEqual(describeMismatch(name, text), undefined, `the server takes ${text} for ${name}`);
      assert.ok(!isTaken(name, text), `${name}: ${text}`);
    }
  });

  test('where the server is looser than the name, so are we', () => {
    for (const [name, text] of [
      ['NUMWITHOUTZERO', '+x'],
      ['NON_NEGATIVE', '1.2abc'],
      ['LTE_ZERO', '-5.5'],
      ['EMAIL', '@a.com'],
      ['IP', '1.2.3.4foo'],
    ] as const) {
      assert.equal(describeMismatch(name, text), undefined);
      assert.ok(isTaken(name, text), `${name}: ${text}`);
    }
  });

  inWorld('rules that only the server can check come back as its words, beside the field', async (world) => {
    const provider = world.connect();
    const good = new Map<string, FieldValue>([
      ['domain', 'pay.example.com'],
      ['address', '10.0.0.1'],
      ['contact', 'joe@example.com'],
      ['record_name', 'pay'],
      ['start_at', '2099-01-02 00:00:00'],
      ['end_at_planned', '2099-01-03 00:00:00'],
    ]);
    for (const [key, value] of [
      ['effective_on', '2001-01-01'],
      ['end_at_planned', '2099-01-01 00:00:00'],
    ] as const) {
      const changes = new Map([...good, [key, value] as const]);
      const fields = await formOf(provider, samples.patterns);
      assert.deepEqual(validateForm(fields, changes), []);
      const step = onlyStep(await provider.readTicket(samples.patterns, never));
      const operation = findOperation(step.operations, 'submit');
      const request = { key: samples.patterns, stepId: step.id, operation, input: { changes } };
      const error: unknown = await provider.runOperation(request, never).catch((reason: unknown) => reason);
      assert.ok(error instanceof Error && 'fieldProblems' in error);
      assert.deepEqual(
        (error.fieldProblems as { fieldKey: string }[]).map(({ fieldKey }) => fieldKey),
        [key],
      );
    }
    await runOnStep(provider, samples.patterns, 'submit', { changes: good });
  });

  inWorld('conditions are not told but for the first step', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_status', { sn: samples.release });
    assert.doesNotMatch(JSON.stringify(data), /show_conditions|"default"/u);
  });
});
