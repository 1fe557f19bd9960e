import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Field, FieldValue } from '../../src/domain/field.ts';
import { validateForm } from '../../src/domain/form.ts';
import { readRows } from '../../src/domain/table.ts';
import { toEnglish } from '../fakes/environment.ts';
import { readForm } from '../../src/providers/bkItsm/fields.ts';
import { BkField } from '../../src/providers/bkItsm/schema.ts';
import { describeMismatch } from '../../src/sandbox/bkItsm/regexRules.ts';
import { call, formOf, inWorld, requestsTo, samples, storedValue, writesOf } from './bkItsmCase.ts';
import type { Fault } from '../../src/sandbox/bkItsm/sandbox.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

function byKey(fields: readonly Field[]): ReadonlyMap<string, Field> {
  return new Map(fields.map((field) => [field.key, field]));
}

/** Makes the server tell these values of a ticket. */
function valuesOf(given: Readonly<Record<string, unknown>>): Fault {
  return {
    kind: 'rewrite',
    endpoint: 'get_ticket_info',
    rewrite: (data) => {
      const info = data as { fields: { key: string }[] }; // the sandbox's own answer
      const fields = info.fields.map((field) =>
        Object.hasOwn(given, field.key)
          ? { ...field, value: given[field.key], display_value: given[field.key] }
          : field,
      );
      return { ...info, fields };
    },
  };
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

  inWorld('DATETIMERANGE is sent as two times, and as it is where nobody touches it', async (world) => {
    const range = ['2099-01-01 10:00:00', '2099-01-02 10:00:00'];
    assert.equal(byKey(await formOf(world.connect(), samples.allTypes)).get('maintenance')?.type, 'dateTimeRange');
    await submitAllTypes(world, new Map([['maintenance', range]]));
    assert.equal(storedValue(world, samples.allTypes, 'maintenance'), range.join(','));
  });

  inWorld('DATETIMERANGE that holds something else is shown, and sent back as it is', async (world) => {
    world.sandbox.inject(valuesOf({ maintenance: 'next weekend' }));
    const field = byKey(await formOf(world.connect(), samples.allTypes)).get('maintenance');
    assert.deepEqual([field?.type, field?.isReadOnly, field?.value], ['text', true, 'next weekend']);
    await submitAllTypes(world, new Map());
    const sent = writesOf(world)[0]?.body?.['fields'] as { key: string; value: string }[]; // as the sandbox has read it
    assert.equal(sent.find(({ key }) => key === 'maintenance')?.value, 'next weekend');
  });

  inWorld('TREESELECT and CASCADE are trees with their levels', async (world) => {
    const fields = byKey(await formOf(world.connect(), samples.tables));
    const [site, category] = [fields.get('site'), fields.get('category')];
    assert.ok(site?.type === 'treeSelect' && category?.type === 'treeSelect');
    assert.deepEqual([site.value, site.display], ['111', 'tree']);
    assert.equal(site.options[0]?.children[0]?.children[0]?.label, '青浦机房');
    // Any node of a tree, but only the ends of a cascade.
    assert.deepEqual(validateForm([site], new Map([['site', '1']])), []);
    assert.deepEqual([category.value, category.display], ['switch', 'cascade']);
    assert.equal(validateForm([category], new Map([['category', 'network']])).length, 1);
    assert.deepEqual(validateForm([category], new Map([['category', 'storage']])), []);
  });

  inWorld('INPUTSELECT takes what is on its list and what is not', async (world) => {
    const vendor = byKey(await formOf(world.connect(), samples.tables)).get('vendor');
    assert.ok(vendor?.type === 'select' && vendor.allowsFreeText === true);
    assert.equal(vendor.value, '本地搬家公司');
    assert.deepEqual(validateForm([vendor], new Map([['vendor', 'sf']])), []);
  });

  inWorld('LINK is an address', async (world) => {
    const drawing = byKey(await formOf(world.connect(), samples.tables)).get('drawing');
    assert.deepEqual([drawing?.type, drawing?.value], ['link', 'https://wiki.example.com/racks/7']);
    assert.ok(drawing !== undefined);
    assert.equal(validateForm([drawing], new Map([['drawing', 'no address']])).length, 1);
  });

  inWorld('RICHTEXT is the HTML that the server has', async (world) => {
    const summary = byKey(await formOf(world.connect(), samples.tables)).get('summary');
    assert.deepEqual([summary?.type, summary?.isReadOnly], ['richText', false]);
    assert.match(String(summary?.value), /^<p>分<strong>两批<\/strong>搬迁/u);
  });

  inWorld('FILE has names and templates, and says why nothing can be uploaded', async (world) => {
    const plan = byKey(await formOf(world.connect(), samples.tables)).get('plan');
    assert.ok(plan?.type === 'file' && plan.isReadOnly);
    assert.deepEqual(plan.files, [{ id: 'a81c', name: '搬迁方案 v2.docx', size: undefined }]);
    assert.deepEqual(plan.templates, [{ id: 'k3f9', name: '搬迁方案模板.docx', size: undefined }]);
    assert.match(plan.readOnlyReason?.text ?? '', /web page/u);
  });

  inWorld('FILE that nobody touches keeps its files', async (world) => {
    const files = JSON.stringify({ a81c: { name: 'plan "v2".docx', path: '/files/a81c.docx' } });
    // The same form without what blocks it.
    world.sandbox.inject(
      valuesOf({ contacts: [], devices: [], approval_card: null, plan: files, summary: '<p>a</p>' }),
    );
    const request = runOnStep(world.connect(), samples.tables, 'submit', { changes: new Map([['vendor', 'sf']]) });
    // The required table is empty, which the server does not take: what counts is what it was sent.
    await assertTicketError(request, 'rejected');
    const sent = writesOf(world)[0]?.body?.['fields'] as { key: string; value: string }[]; // as the sandbox has read it
    assert.equal(sent.find(({ key }) => key === 'plan')?.value, files);
    assert.equal(sent.find(({ key }) => key === 'summary')?.value, '<p>a</p>');
  });

  inWorld('TABLE and CUSTOMTABLE have columns and rows, say why they cannot be filled in, and block', async (world) => {
    const step = onlyStep(await world.connect().readTicket(samples.tables, never));
    const fields = byKey(step.fields ?? []);
    const [contacts, devices] = [fields.get('contacts'), fields.get('devices')];
    assert.ok(contacts?.type === 'table' && devices?.type === 'table');
    assert.deepEqual(readRows(contacts.value), [{ name: '赵六', phone: '13800000000' }]);
    assert.deepEqual(
      devices.columns.map(({ label, type, isRequired }) => [label, type, isRequired]),
      [
        ['资产编号', 'text', true],
        ['类型', 'select', false],
        ['用途', 'multiSelect', false],
        ['搬迁日期', 'date', false],
      ],
    );
    assert.deepEqual(readRows(devices.value)[0]?.['uses'], ['web', 'db']);
    for (const field of [contacts, devices]) {
      assert.equal(field.isReadOnly, true);
      assert.match(field.readOnlyReason?.text ?? '', /web page/u);
    }
    assert.ok(step.cannotSubmit !== undefined);
  });

  inWorld('an empty optional TABLE does not block its step', async (world) => {
    world.sandbox.inject(valuesOf({ contacts: [], devices: null, approval_card: null }));
    assert.equal(onlyStep(await world.connect().readTicket(samples.tables, never)).cannotSubmit, undefined);
  });

  inWorld(
    'a TABLE cannot be sent to a step: a list is refused, and a text breaks over a required column',
    async (world) => {
      const send = (value: unknown) =>
        call(world, 'POST', 'operate_node', {
          sn: samples.tables,
          operator: world.operator,
          state_id: 2,
          action_type: 'TRANSITION',
          fields: [{ key: 'devices', value }],
        });
      assert.match((await send([{ asset: 'a' }])).message ?? '', /不是有效的字符串/u);
      assert.match((await send('[{"asset":"a"}]')).message ?? '', /'str' object has no attribute 'items'/u);
    },
  );

  inWorld('CUSTOM-FORM says what it holds, and blocks its step', async (world) => {
    const step = onlyStep(await world.connect().readTicket(samples.tables, never));
    const card = byKey(step.fields ?? []).get('approval_card');
    assert.ok(card?.type === 'customForm' && card.isReadOnly);
    assert.deepEqual(card.entries, [{ label: '预算', text: '80,000' }]);
    world.sandbox.inject(valuesOf({ contacts: null, devices: null }));
    const { cannotSubmit } = onlyStep(await world.connect().readTicket(samples.tables, never));
    assert.deepEqual(cannotSubmit?.args, ['审批卡片']);
  });

  inWorld('a type that nobody knows is shown by its name and never changed', async (world) => {
    const job = byKey(await formOf(world.connect(), samples.tables)).get('job');
    assert.ok(job?.type === 'unsupported' && job.systemType === 'SOPS_TEMPLATE');
  });

  inWorld('tables, rich text, files and custom forms of earlier steps are shown as what they are', async (world) => {
    // Between this step and the next one.
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'get_ticket_status',
      rewrite: (data) => ({ ...(data as object), current_steps: [] }),
    });
    const { details = [] } = await world.connect().readTicket(samples.tables, never);
    const byDetail = new Map(details.map((detail) => [detail.key, detail]));
    assert.deepEqual(byDetail.get('devices')?.table, {
      columns: ['资产编号', '类型', '用途', '搬迁日期'],
      rows: [
        ['SRV-0172', '服务器', 'Web, 数据库', '2026-10-11'],
        ['SW-0009', '交换机', '', ''],
      ],
    });
    assert.deepEqual(byDetail.get('summary')?.content?.format, 'html');
    assert.doesNotMatch(byDetail.get('summary')?.text ?? '', /</u);
    assert.deepEqual(
      byDetail.get('plan')?.attachments?.map(({ name }) => name),
      ['搬迁方案 v2.docx'],
    );
    assert.equal(byDetail.get('approval_card')?.text, '预算: 80,000');
    assert.equal(byDetail.get('devices')?.group, '填写搬迁清单');
  });

  inWorld('INPUTSELECT, TREESELECT, LINK, RICHTEXT and lists are taken when a ticket is made', async (world) => {
    const { creation } = world.connect();
    assert.ok(creation !== undefined);
    const html = '<p>first <strong>point</strong></p><ul><li>second</li></ul>';
    const values = new Map<string, FieldValue>([
      ['title', 'T'],
      ['hostname', 'app-9'],
      ['needed_on', '2099-01-01'],
      ['image', 'centos7'],
      ['flavor', 'something of my own'],
      ['site', '12'],
      ['project', 'member'],
      ['document', 'https://example.com/plan'],
      ['details', html],
      ['tags', ['web', 'cache']],
      ['watchers', ['lisi', 'wangwu']],
    ]);
    const key = await creation.create('11', values, never);
    world.settle();
    for (const [field, stored] of [
      ['flavor', 'something of my own'],
      ['site', '12'],
      ['project', 'member'],
      ['document', 'https://example.com/plan'],
      ['details', html],
      ['tags', 'web,cache'],
      ['watchers', 'lisi,wangwu'],
    ] as const) {
      assert.equal(storedValue(world, key, field), stored, field);
    }
    const { details } = await world.connect().readTicket(key, never);
    assert.deepEqual(details?.find((detail) => detail.key === 'details')?.content, { format: 'html', text: html });
  });

  inWorld('options that only the server knows are entered by their keys, and it checks them', async (world) => {
    const provider = world.connect();
    const key = 'CRQ20260901000009';
    const { steps } = await provider.readTicket(key, never);
    const step = steps.find(({ fields }) => fields?.some((field) => field.key === 'path'));
    const path = step?.fields?.find((field) => field.key === 'path');
    assert.ok(step !== undefined && path?.type === 'select' && path.allowsFreeText === true);
    assert.deepEqual(path.options, []);
    assert.match(path.description, /Enter the key of one/u);
    const submit = (value: string) =>
      provider.runOperation(
        {
          key,
          stepId: step.id,
          operation: findOperation(step.operations, 'submit'),
          input: { changes: new Map([['path', value]]) },
        },
        never,
      );
    const error = await assertTicketError(submit('north'), 'rejected');
    assert.deepEqual(error.fieldProblems, [{ fieldKey: 'path', message: '【Standby path】选项不匹配，请重新选择' }]);
    await submit('west');
    world.settle();
    assert.equal(storedValue(world, key, 'path'), 'west');
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
  return validateForm(readForm([design], new Map(), toEnglish), new Map([['x', value]])).length === 0;
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
