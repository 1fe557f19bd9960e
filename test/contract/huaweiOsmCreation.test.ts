import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { TicketCreation } from '../../src/domain/creation.ts';
import type { FieldValue } from '../../src/domain/field.ts';
import { inWorld, requestsTo, requestTo } from './huaweiOsmCase.ts';
import { assertTicketError, never } from './providerContract.ts';

/** The id of a problem type, found as a user would. */
async function findProblem(creation: TicketCreation, ...names: readonly [string, string, string]): Promise<string> {
  const [category, product, problem] = names;
  const root = (await creation.readCatalogs(never)).find(({ name }) => name === category);
  const catalog = root?.children.find(({ name }) => name === product);
  assert.ok(catalog !== undefined, names.join(' › '));
  const service = (await creation.readServices(catalog.id, never)).find(({ name }) => name === problem);
  assert.ok(service !== undefined, names.join(' › '));
  return service.id;
}

const login = ['Products', 'Elastic Cloud Server', 'Login failure'] as const;
const flavors = ['Products', 'Elastic Cloud Server', 'Flavors and prices'] as const;
const review = ['Finance', 'Bills and invoices', 'Architecture review (support plan needed)'] as const;

const loginValues: readonly (readonly [string, FieldValue])[] = [
  ['simple_description', 'Cannot log in.'],
  ['severity_id', '5a03'],
  ['region_id', 'cn-north-4'],
  ['extra-server_id', 'i-1'],
];

describe('Huawei Cloud OSM: making tickets (contract §1.5)', () => {
  inWorld('a fault has a region, a severity, a template and questions of its own', async (world) => {
    const { creation } = world.connect();
    const { fields } = await creation.readForm(await findProblem(creation, ...login), never);
    assert.deepEqual(
      fields.map(({ key, type, isRequired }) => [key, type, isRequired]),
      [
        ['simple_description', 'text', true],
        ['severity_id', 'select', true],
        ['region_id', 'select', true],
        ['extra-server_id', 'text', true],
        ['extra-os', 'select', false],
        ['extra-affected', 'number', false],
        ['extra-root_password', 'text', false],
        ['area_code', 'select', false],
        ['remind_mobile', 'text', false],
        ['remind_mail', 'text', false],
        ['remind_time', 'text', false],
        ['accessory_ids', 'file', false],
      ],
    );
    const [description, password] = [fields[0], fields.find(({ key }) => key === 'extra-root_password')];
    assert.match(String(description?.value), /^Server ID:/u);
    assert.ok(password?.type === 'text' && password.isSecret === true);
    assert.equal(fields.find(({ key }) => key === 'extra-os')?.value, 'EulerOS');
  });

  inWorld('a question has neither severity nor a region that must be named', async (world) => {
    const { creation } = world.connect();
    const { fields } = await creation.readForm(await findProblem(creation, ...flavors), never);
    assert.ok(!fields.some(({ key }) => key === 'severity_id'));
    assert.equal(fields.find(({ key }) => key === 'region_id')?.isRequired, false);
  });

  inWorld('what is sent is what the service wants, and nothing that is empty', async (world) => {
    const provider = world.connect();
    const id = await findProblem(provider.creation, ...login);
    const file = await provider.attachments.upload(
      { name: 'a.png', bytes: Buffer.from('x'), purpose: 'ticket' },
      never,
    );
    const values = new Map<string, FieldValue>([...loginValues, ['accessory_ids', [file.id]], ['extra-affected', '3']]);
    const key = await provider.creation.create(id, values, never);
    const { body } = requestTo(world, 'CreateCases');
    const [categoryId, productId, problemId] = id.split('/');
    assert.deepEqual(body, {
      incident_sub_type_id: categoryId,
      product_category_id: productId,
      business_type_id: problemId,
      source_id: '83aeb0f2834c4df49826c781d32a963e',
      simple_description: 'Cannot log in.',
      severity_id: '5a03',
      region_id: 'cn-north-4',
      remind_time: '0',
      extends_map: { server_id: 'i-1', os: 'EulerOS', affected: '3' },
      accessory_ids: [file.id],
    });
    const ticket = await provider.readTicket(key, never);
    assert.equal(ticket.title, 'Cannot log in.');
    assert.equal(ticket.details?.find((detail) => detail.key === 'description')?.attachments?.[0]?.name, 'a.png');
  });

  inWorld('what a fault demands is demanded before anything is sent', async (world) => {
    const { creation } = world.connect();
    const id = await findProblem(creation, ...login);
    const error = await assertTicketError(creation.create(id, new Map(), never), 'rejected');
    assert.deepEqual(
      error.fieldProblems.map(({ fieldKey }) => fieldKey),
      ['severity_id', 'region_id', 'extra-server_id'],
    );
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a contact that has not been verified is refused with a sentence that says so', async (world) => {
    const { creation } = world.connect();
    const id = await findProblem(creation, ...login);
    const values = new Map([...loginValues, ['remind_mobile', '13700137000'] as const]);
    const error = await assertTicketError(creation.create(id, values, never), 'rejected');
    assert.match(error.hint?.text ?? '', /not been verified/u);
  });

  inWorld('what the support plan does not allow is told so', async (world) => {
    const { creation } = world.connect();
    const id = await findProblem(creation, ...review);
    const values = new Map([['simple_description', 'Please review.']]);
    const error = await assertTicketError(creation.create(id, values, never), 'forbidden');
    assert.match(error.hint?.text ?? '', /support plan/u);
  });

  inWorld('a form that has changed is not sent', async (world) => {
    const { creation } = world.connect();
    const id = await findProblem(creation, ...login);
    const values = new Map([...loginValues, ['extra-gone', 'x'] as const]);
    await assertTicketError(creation.create(id, values, never), 'conflict');
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a ticket that is not there yet when it was made is waited for, another one is not', async (world) => {
    const provider = world.connect();
    const id = await findProblem(provider.creation, ...login);
    const key = await provider.creation.create(id, new Map(loginValues), never);
    const missing = { error_code: 'OSM.01010015', error_msg: 'The case does not exist.' };
    const isEarly = (): boolean =>
      requestsTo(world, 'ShowCaseDetail').filter(({ ticket }) => ticket === key).length < 3;
    world.sandbox.inject({ kind: 'rewrite', ticket: key, rewrite: (data) => (isEarly() ? missing : data) });
    assert.equal((await provider.readTicket(key, never)).ref.key, key);
    world.sandbox.clearRequests();
    await assertTicketError(provider.readTicket(world.unknownKey, never), 'notFound');
    assert.equal(requestsTo(world, 'ShowCaseDetail').length, 1);
  });
});
