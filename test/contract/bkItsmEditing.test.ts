import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { FieldValue } from '../../src/domain/field.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import { call, gateway, inWorld, requestsTo, runOnTicket, samples, storedValue } from './bkItsmCase.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { assertTicketError, findOperation, never } from './providerContract.ts';

async function editOf(provider: TicketProvider, key: string): Promise<Operation | undefined> {
  const { operations } = await provider.readTicket(key, never);
  return operations.find(({ hasOwnForm }) => hasOwnForm === true);
}

async function openForm(provider: TicketProvider, key: string) {
  const operation = await editOf(provider, key);
  assert.ok(operation !== undefined && provider.operationForms !== undefined);
  const { fields, note } = await provider.operationForms.read({ key, stepId: undefined, operation }, never);
  const edit = (changes: ReadonlyMap<string, FieldValue>) =>
    provider.runOperation({ key, stepId: undefined, operation, input: { changes } }, never);
  return { fields, note, edit };
}

/** The number of a new ticket of the service with a field of every simple type. */
async function createMachine(world: BkItsmWorld): Promise<string> {
  const { creation } = world.connect();
  assert.ok(creation !== undefined);
  const values = new Map([
    ['title', 'A machine'],
    ['hostname', 'app-7'],
    ['needed_on', '2099-01-01'],
    ['image', 'ubuntu24'],
  ]);
  const key = await creation.create('11', values, never);
  world.settle();
  world.sandbox.clearRequests();
  return key;
}

describe('BK-ITSM: editing what was filled in when a ticket was made', () => {
  inWorld(
    'is an operation with a form of its own, for the creator and those who handle the ticket',
    async (world) => {
      const offeredTo = async (operator: string, key: string) => {
        const provider = world.connect({ settings: { operator } });
        const operation = await editOf(provider, key);
        const watched = (await provider.readTickets([key], never)).get(key);
        assert.ok(watched !== undefined && 'operations' in watched);
        assert.deepEqual(
          watched.operations.find(({ hasOwnForm }) => hasOwnForm === true),
          operation,
        );
        return operation?.name;
      };
      assert.equal(await offeredTo('wangwu', samples.dba), 'Edit request', 'the creator');
      assert.equal(await offeredTo('lisi', samples.dba), 'Edit request', 'a processor');
      assert.equal(await offeredTo('chenqi', samples.dba), undefined, 'a stranger');
    },
    gateway,
  );

  inWorld('is not there on the component bus', async (world) => {
    const provider = world.connect();
    assert.equal(provider.operationForms, undefined);
    assert.equal(await editOf(provider, samples.dba), undefined);
    const { code } = await call(world, 'POST', 'edit_field', { sn: samples.dba, operator: 'lisi', fields: [] });
    assert.equal(code, 1306404);
  });

  inWorld(
    'is not there without a user who has signed in: the gateway would not take it',
    async (world) => {
      const provider = world.connect({ secrets: { token: '' } });
      assert.equal(provider.operationForms, undefined);
      assert.equal(await editOf(provider, samples.dba), undefined);
    },
    gateway,
  );

  inWorld(
    'has the form of the service with the values of the ticket, and what every ticket has',
    async (world) => {
      const key = await createMachine(world);
      const { fields, note } = await openForm(world.connect(), key);
      assert.ok(note !== undefined);
      const byKey = new Map(fields.map((field) => [field.key, field]));
      assert.deepEqual(
        ['title', 'hostname', 'priority', 'cpu'].map((name) => byKey.get(name)?.value),
        ['A machine', 'app-7', '2', '4'],
      );
      assert.equal(byKey.get('site')?.type, 'treeSelect');
      assert.ok(byKey.get('justification')?.visibleWhen !== undefined);
      assert.ok(byKey.get('attachment')?.readOnlyReason !== undefined);
      const priority = byKey.get('priority');
      assert.ok(priority?.type === 'select' && priority.allowsFreeText === true);
      assert.deepEqual(
        priority.options.map(({ label }) => label),
        ['低', '中', '高'],
      );
      // Those of later steps cannot be edited.
      assert.equal(byKey.get('address'), undefined);
    },
    gateway,
  );

  inWorld(
    'sends what has changed and nothing else, with its type',
    async (world) => {
      const key = await createMachine(world);
      const provider = world.connect();
      const { edit } = await openForm(provider, key);
      await edit(
        new Map<string, FieldValue>([
          ['title', 'Two machines'],
          ['agents', ['monitor', 'backup']],
          ['backup_window', '03:00'],
          ['hostname', 'app-7'],
          ['priority', '3'],
        ]),
      );
      const body = requestsTo(world, 'edit_field')[0]?.body;
      assert.equal(body?.['operator'], world.operator);
      assert.deepEqual(
        (body['fields'] as { key: string }[]).toSorted((left, right) => left.key.localeCompare(right.key)), // as the sandbox has read it
        [
          { key: 'agents', type: 'CHECKBOX', value: 'monitor,backup' },
          { key: 'backup_window', type: 'STRING', value: '03:00' },
          { key: 'priority', type: 'SELECT', value: '3' },
          { key: 'title', type: 'STRING', value: 'Two machines' },
        ],
      );
      const ticket = await provider.readTicket(key, never);
      assert.deepEqual([ticket.title, ticket.priority], ['Two machines', { name: '高', category: 'high' }]);
      const history = (await provider.history.read(key, never)).map(({ text }) => text);
      assert.ok(history.some((text) => text.includes('修改字段【标题】')));
    },
    gateway,
  );

  inWorld(
    'checks what it can before it sends, and puts the words of the server beside the field',
    async (world) => {
      const key = await createMachine(world);
      const { edit } = await openForm(world.connect(), key);
      const problemsOf = async (changes: ReadonlyMap<string, FieldValue>) =>
        (await assertTicketError(edit(changes), 'rejected')).fieldProblems.map(({ fieldKey }) => fieldKey);
      assert.deepEqual(await problemsOf(new Map([['hostname', '']])), ['hostname']);
      assert.deepEqual(await problemsOf(new Map([['environment', 'prod']])), ['justification']);
      assert.equal((await assertTicketError(edit(new Map()), 'rejected')).hint?.text, 'Nothing was changed.');
      assert.equal(world.countWrites(), 0);
      assert.deepEqual(await problemsOf(new Map([['needed_on', '2001-01-01']])), ['needed_on']);
      assert.deepEqual(await problemsOf(new Map([['priority', '9']])), ['priority']);
      assert.equal(storedValue(world, key, 'needed_on'), '2099-01-01');
    },
    gateway,
  );

  inWorld(
    'of a field that cannot be edited any more is a conflict',
    async (world) => {
      const { edit } = await openForm(world.connect(), samples.dba);
      await assertTicketError(edit(new Map([['instance', 'order-db-02']])), 'conflict');
      assert.equal(world.countWrites(), 0);
    },
    gateway,
  );

  inWorld(
    'ends with the ticket, and the server says so where it ended meanwhile',
    async (world) => {
      const provider = world.connect();
      const operation = await editOf(provider, samples.incident);
      assert.ok(operation !== undefined);
      await runOnTicket(provider, samples.incident, 'terminate', { remark: 'x' });
      assert.equal(await editOf(provider, samples.incident), undefined);
      const input = { changes: new Map([['title', 'x']]) };
      const request = { key: samples.incident, stepId: undefined, operation, input };
      await assertTicketError(provider.runOperation(request, never), 'conflict');
      assert.equal(requestsTo(world, 'edit_field').length, 0);
      const { message } = await call(
        world,
        'POST',
        'edit_field',
        { sn: samples.incident, operator: 'lisi', fields: [{ key: 'title', type: 'STRING', value: 'x' }] },
        true,
      );
      assert.match(message ?? '', /当前状态不可修改字段/u);
    },
    gateway,
  );

  inWorld(
    'is not offered while the ticket is suspended',
    async (world) => {
      const provider = world.connect();
      await runOnTicket(provider, samples.incident, 'suspend', { remark: 'x' });
      assert.equal(await editOf(provider, samples.incident), undefined);
    },
    gateway,
  );

  inWorld(
    'cannot be done while a number of the ticket is empty, and says so instead of breaking the server',
    async (world) => {
      const key = await createMachine(world);
      world.sandbox.inject({
        kind: 'rewrite',
        endpoint: 'get_ticket_info',
        rewrite: (data) => {
          const info = data as { fields: { key: string }[] }; // the sandbox's own answer
          return {
            ...info,
            fields: info.fields.map((field) => (field.key === 'cpu' ? { ...field, value: '' } : field)),
          };
        },
      });
      const provider = world.connect();
      const operation = await editOf(provider, key);
      assert.ok(operation !== undefined && provider.operationForms !== undefined);
      const request = { key, stepId: undefined, operation };
      const error = await assertTicketError(provider.operationForms.read(request, never), 'rejected');
      assert.match(error.hint?.text ?? '', /number field/u);
    },
    gateway,
  );

  inWorld(
    'no answer leaves it open whether it was done, and it is sent once',
    async (world) => {
      world.sandbox.inject({ kind: 'silenceAfterWrite', endpoint: 'edit_field' });
      const provider = world.connect({ limits: { totalTimeout: 300 } });
      const { edit } = await openForm(provider, samples.incident);
      await assertTicketError(edit(new Map([['title', 'x']])), 'outcomeUnknown');
      assert.equal(requestsTo(world, 'edit_field').length, 1);
    },
    gateway,
  );

  inWorld(
    'has no other form: an operation without one has none to read',
    async (world) => {
      const provider = world.connect();
      const { operations } = await provider.readTicket(samples.incident, never);
      assert.ok(provider.operationForms !== undefined);
      const operation = findOperation(operations, 'suspend');
      await assertTicketError(
        provider.operationForms.read({ key: samples.incident, stepId: undefined, operation }, never),
        'notFound',
      );
    },
    gateway,
  );
});
