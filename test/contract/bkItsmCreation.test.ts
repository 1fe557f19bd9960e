import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { CreationForm } from '../../src/domain/creation.ts';
import type { FieldValue } from '../../src/domain/field.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import { writeRows } from '../../src/domain/table.ts';
import { isVisible } from '../../src/domain/visibility.ts';
import { esb, gateway, inWorld, requestsTo } from './bkItsmCase.ts';
import { machineValues } from './bkItsmWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

const [machine, incident, change] = ['11', '12', '13'];

function creationOf(provider: TicketProvider) {
  assert.ok(provider.creation !== undefined);
  return provider.creation;
}

function fieldOf({ fields }: CreationForm, key: string) {
  const field = fields.find((each) => each.key === key);
  assert.ok(field !== undefined, key);
  return field;
}

function sentOf(body: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, unknown> {
  const fields = (body?.['fields'] ?? []) as { key: string; value: unknown }[]; // as the sandbox has read it
  return new Map(fields.map(({ key, value }) => [key, value]));
}

describe('BK-ITSM: making tickets', () => {
  for (const door of [esb, gateway]) {
    inWorld(
      `the tree of catalogs leads to services, and a service to its form (${door.name})`,
      async (world) => {
        const creation = creationOf(world.connect());
        const [root] = await creation.readCatalogs(never);
        const infrastructure = root?.children.find(({ name }) => name === '基础设施');
        const names = infrastructure?.children.map(({ name }) => name);
        assert.deepEqual(names, ['资源与权限', '变更'], 'without the one that holds no service');
        const catalogId = infrastructure?.children[0]?.id;
        const services = await creation.readServices(catalogId, never);
        const service = services.find(({ id }) => id === machine);
        assert.equal(service?.name, '资源与权限申请');
        assert.ok((await creation.readServices(undefined, never)).length > services.length);
        const form = await creation.readForm(machine ?? '', never);
        assert.deepEqual(form.service, service);
        assert.equal(form.cannotCreate, undefined);
      },
      door,
    );
  }

  inWorld('a service has a page in the browser, where the tickets have theirs', async (world) => {
    const provider = world.connect();
    const creation = creationOf(provider);
    const form = await creation.readForm(machine ?? '', never);
    assert.equal(form.url, `${world.sandbox.origin}/o/bk_itsm/#/ticket/create?service_id=${machine}`);
    assert.deepEqual(await provider.findTicketKeys(form.url ?? '', never), []);
    await creation.readForm(incident ?? '', never);
    assert.equal(requestsTo(world, 'get_tickets').length, 1);
    world.sandbox.inject({ kind: 'html', endpoint: 'get_tickets' });
    assert.equal((await creationOf(world.connect()).readForm(machine ?? '', never)).url, undefined);
  });

  inWorld('a form has defaults, widths and fields that come and go', async (world) => {
    const form = await creationOf(world.connect()).readForm(machine ?? '', never);
    assert.equal(fieldOf(form, 'cpu').value, '4');
    assert.deepEqual(fieldOf(form, 'agents').value, ['monitor']);
    assert.deepEqual([fieldOf(form, 'hostname').width, fieldOf(form, 'title').width], ['half', 'full']);
    const [why, window] = [fieldOf(form, 'justification'), fieldOf(form, 'backup_window')];
    assert.equal(isVisible(why, form.fields, new Map()), false);
    assert.equal(isVisible(why, form.fields, new Map([['environment', 'prod']])), true);
    assert.equal(isVisible(window, form.fields, new Map()), false);
    assert.equal(isVisible(window, form.fields, new Map([['agents', ['monitor', 'backup']]])), true);
  });

  inWorld('a ticket is made with every field, hidden ones empty, and is then there', async (world) => {
    const provider = world.connect();
    const key = await creationOf(provider).create(machine ?? '', machineValues, never);
    assert.match(key, /^REQ\d{14}$/u);
    const body = requestsTo(world, 'create_ticket')[0]?.body;
    assert.equal(body?.['creator'], world.operator);
    const sent = sentOf(body);
    const form = await creationOf(provider).readForm(machine ?? '', never);
    assert.deepEqual(
      [...sent.keys()],
      form.fields.map((field) => field.key),
    );
    assert.equal(sent.get('justification'), '');
    assert.equal(sent.get('backup_window'), '');
    assert.equal(sent.get('cost_centre'), 'CC-1024');
    world.settle();
    assert.equal((await provider.readTicket(key, never)).title, 'A machine');
  });

  inWorld('a ticket that has just been made has no steps yet, and is no error', async (world) => {
    const provider = world.connect();
    const key = await creationOf(provider).create(machine ?? '', machineValues, never);
    const ticket = await provider.readTicket(key, never);
    assert.deepEqual([ticket.isEnded, ticket.steps], [false, []]);
  });

  inWorld('what the form demands is demanded before anything is sent', async (world) => {
    const creation = creationOf(world.connect());
    const problemsOf = async (values: ReadonlyMap<string, FieldValue>) => {
      const error = await assertTicketError(creation.create(machine ?? '', values, never), 'rejected');
      return error.fieldProblems.map(({ fieldKey }) => fieldKey);
    };
    assert.deepEqual(await problemsOf(new Map()), ['title', 'hostname', 'needed_on', 'image']);
    assert.deepEqual(await problemsOf(new Map([...machineValues, ['environment', 'prod']])), ['justification']);
    assert.deepEqual(await problemsOf(new Map([...machineValues, ['cpu', '']])), ['cpu']);
    assert.equal(world.countWrites(), 0);
  });

  inWorld('what only the server can check is blamed on its field', async (world) => {
    const creation = creationOf(world.connect());
    const error = await assertTicketError(
      creation.create(machine ?? '', new Map([...machineValues, ['needed_on', '2001-01-01']]), never),
      'rejected',
    );
    assert.ok(error.serverMessage !== undefined);
  });

  inWorld('tables are sent as lists of rows, and checked by column', async (world) => {
    // Only members of a role may make this one.
    const creation = creationOf(world.connect());
    const form = await creation.readForm(change ?? '', never);
    const hosts = fieldOf(form, 'hosts');
    assert.ok(hosts.type === 'table');
    assert.deepEqual(
      hosts.columns.map(({ key, type, isRequired }) => `${key} ${type} ${isRequired}`),
      ['ip text true', 'kind select true', 'impact multiSelect false', 'until dateTime false', 'checked_on date false'],
    );
    const rows = [{ ip: '10.0.0.1', kind: 'db', impact: ['restart', 'slow'], until: '2099-01-01 00:00:00' }];
    const values = new Map<string, FieldValue>([
      ['title', 'A change'],
      ['start_at', '2099-01-01 00:00:00'],
      ['rollback', 'undo'],
      ['hosts', writeRows([{ kind: 'db' }])],
    ]);
    const error = await assertTicketError(creation.create(change ?? '', values, never), 'rejected');
    assert.deepEqual(error.fieldProblems[0]?.fieldKey, 'hosts');
    assert.equal(world.countWrites(), 0);
    values.set('hosts', writeRows(rows));
    await creation.create(change ?? '', values, never).catch(() => {});
    const sent = sentOf(requestsTo(world, 'create_ticket')[0]?.body);
    assert.deepEqual(sent.get('hosts'), rows);
    assert.deepEqual(sent.get('steps'), []);
  });

  inWorld('a field that the form does not have any more is a conflict', async (world) => {
    const creation = creationOf(world.connect());
    await assertTicketError(creation.create(incident ?? '', new Map([['ghost', 'x']]), never), 'conflict');
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a service that is not there is not found', async (world) => {
    await assertTicketError(creationOf(world.connect()).readForm('99999', never), 'notFound');
  });

  inWorld('no answer leaves it open whether there is a ticket, and it is not tried again', async (world) => {
    world.sandbox.inject({ kind: 'silenceAfterWrite', endpoint: 'create_ticket' });
    const creation = creationOf(world.connect({ limits: { totalTimeout: 300, retryDelay: 5 } }));
    await assertTicketError(creation.create(machine ?? '', machineValues, never), 'outcomeUnknown');
    assert.equal(requestsTo(world, 'create_ticket').length, 1);
  });

  inWorld('a required attachment sends people to the browser', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'get_service_detail',
      rewrite: (data) => {
        const detail = data as { fields: { key: string }[] };
        const fields = detail.fields.map((field) =>
          field.key === 'attachment' ? { ...field, validate_type: 'REQUIRE' } : field,
        );
        return { ...detail, fields };
      },
    });
    const creation = creationOf(world.connect());
    const form = await creation.readForm(machine ?? '', never);
    assert.deepEqual(form.cannotCreate?.args, ['附件']);
    await assertTicketError(creation.create(machine ?? '', machineValues, never), 'rejected');
    assert.equal(world.countWrites(), 0);
  });
});
