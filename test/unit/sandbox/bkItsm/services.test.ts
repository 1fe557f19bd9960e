import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  BkCatalog,
  BkService,
  BkServiceDetail,
  BkServiceRole,
  BkTicketInfo,
  BkWorkflow,
} from '../../../../src/sandbox/bkItsm/wire.ts';
import { openSandbox } from './sandboxClient.ts';

const { sandbox, authorization, get, gateway, info } = await openSandbox();

async function servicesWith(query: Readonly<Record<string, string>>): Promise<readonly number[]> {
  return ((await get('get_services', query)).data as readonly BkService[]).map(({ id }) => id);
}

async function detail(id: number): Promise<BkServiceDetail> {
  return (await get('get_service_detail', { service_id: String(id) })).data as BkServiceDetail;
}

async function catalogs(query: Readonly<Record<string, string>>): Promise<readonly BkCatalog[]> {
  return (await get('get_service_catalogs', query)).data as readonly BkCatalog[];
}

async function roles(query: Readonly<Record<string, string>>): Promise<readonly BkServiceRole[]> {
  return (await get('get_service_roles', query)).data as readonly BkServiceRole[];
}

function namesOf(branches: readonly BkCatalog[]): readonly string[] {
  return branches.flatMap(({ name, children }) => [name, ...namesOf(children)]);
}

test('services are a bare list without paging, through both doors', async () => {
  const { data } = await get('get_services', {});
  assert.deepEqual((data as readonly BkService[])[0], {
    id: 11,
    name: '资源与权限申请',
    service_type: 'request',
    desc: '申请主机、账号与权限。生产环境需要说明用途。',
  });
  assert.deepEqual((await gateway('get_services', {})).data, data);
  assert.deepEqual(
    sandbox.services.map(({ id }) => id),
    await servicesWith({}),
  );
});

test('services can be narrowed to a catalog, a type, a display and a project', async () => {
  assert.deepEqual(await servicesWith({ catalog_id: '3' }), [11, 15, 17]);
  assert.deepEqual(await servicesWith({ catalog_id: '1' }), [], 'those of the catalogs in it are not its own');
  assert.deepEqual(await servicesWith({ service_type: 'event' }), [12, 18]);
  assert.deepEqual(await servicesWith({ display_type: 'GENERAL', display_role: '3' }), [13]);
  assert.deepEqual(await servicesWith({ display_role: '5' }), []);
  assert.deepEqual(await servicesWith({ project_key: 'other' }), []);
});

test('a service tells the form of its first step with defaults, layout and hide rules', async () => {
  const { service_id: id, workflow_id: version, fields } = await detail(11);
  assert.deepEqual([id, version, fields[0]?.key, fields[0]?.layout], [11, 501, 'title', 'COL_12']);
  const hidden = fields.find(({ key }) => key === 'justification');
  assert.equal(hidden?.show_type, 0);
  assert.deepEqual(hidden?.show_conditions, {
    type: 'and',
    expressions: [{ key: 'environment', type: 'STRING', condition: '!=', value: 'prod' }],
  });
  const shown = fields.find(({ key }) => key === 'environment');
  assert.deepEqual([shown?.default, shown?.show_type, shown?.show_conditions], ['test', 1, {}]);
  assert.equal('is_readonly' in (shown ?? {}), false);
  assert.deepEqual(fields.find(({ key }) => key === 'project')?.choice, [], 'options of an API are not told');
});

test('the services cover every type that a form can have', async () => {
  const forms = await Promise.all(sandbox.services.map(async ({ id }) => (await detail(id)).fields));
  const types = new Set(forms.flat().map(({ type }) => type));
  for (const type of [
    'STRING',
    'TEXT',
    'INT',
    'DATE',
    'DATETIME',
    'SELECT',
    'INPUTSELECT',
    'MULTISELECT',
    'CHECKBOX',
  ]) {
    assert.ok(types.has(type), type);
  }
  for (const type of ['RADIO', 'MEMBER', 'MEMBERS', 'RICHTEXT', 'FILE', 'TABLE', 'CUSTOMTABLE', 'TREESELECT', 'LINK']) {
    assert.ok(types.has(type), type);
  }
});

test('an unknown service is not found; one that is no number crashes', async () => {
  assert.equal((await get('get_service_detail', { service_id: '99' })).code, 3900404);
  assert.equal((await get('get_service_detail', {})).code, 3900404);
  assert.equal((await get('get_service_detail', { service_id: 'x' })).code, 3900004);
});

test('the catalogs are a tree; asking for services leaves out the branches without any', async () => {
  const [root] = await catalogs({});
  assert.deepEqual([root?.id, root?.key, root?.level, root?.children[0]?.level], [1, 'root', 0, 1]);
  assert.ok(namesOf([root!]).includes('已下线'));
  const used = namesOf(await catalogs({ has_service: 'true' }));
  assert.ok(used.includes('Releases') && !used.includes('已下线'));
  assert.deepEqual(namesOf(await catalogs({ service_key: 'question' })), ['根目录', 'Applications', '咨询与建议']);
  assert.deepEqual(await catalogs({ service_key: 'none' }), []);
  assert.deepEqual(namesOf(await catalogs({ name: 'Applications' })), [
    'Applications',
    'Incidents',
    '咨询与建议',
    'Releases',
  ]);
  assert.deepEqual(await catalogs({ project_key: 'other' }), []);
});

test('the roles of a service name who works on each step, the first one only when all are asked for', async () => {
  assert.deepEqual(await roles({ service_id: '15', ticket_creator: 'lisi' }), [
    { id: 2, name: '逐级审批', processors: 'zhangsan,lisi', processors_type: 'PERSON', sign_type: 'and' },
  ]);
  const all = await roles({ service_id: '17', all: '1' });
  assert.deepEqual(
    all.map(({ id, processors, processors_type: type, sign_type: sign }) => [id, processors, type, sign]),
    [
      [1, '', 'OPEN', 'or'],
      [2, 'zhangsan,zhaoliu', 'GENERAL', 'or'],
    ],
  );
  assert.equal((await roles({ service_id: '17', all: 'yes' })).length, 1);
  assert.equal((await get('get_service_roles', { service_id: '99' })).code, 3900042);
});

test('a workflow tells the type of its states and how they follow each other', async () => {
  const ticket: BkTicketInfo = await info('CRQ20260901000010');
  const { states, transitions, fields } = (await get('get_workflow_detail', { workflow_id: String(ticket.flow_id) }))
    .data as BkWorkflow;
  assert.deepEqual(
    states.map(({ id, type, is_sequential: isSequential, can_deliver: canDeliver }) => [
      id,
      type,
      isSequential,
      canDeliver,
    ]),
    [
      [3, 'START', false, false],
      [1, 'NORMAL', false, false],
      [2, 'SIGN', true, true],
      [4, 'END', false, false],
    ],
  );
  assert.deepEqual(
    transitions.map(({ from_state: from, to_state: to }) => [from, to]),
    [
      [3, 1],
      [1, 2],
      [2, 4],
    ],
  );
  assert.deepEqual(
    states.find(({ id }) => id === 2)?.fields,
    fields.filter(({ state_id: id }) => id === 2).map(({ id }) => id),
  );
  for (const key of ['default', 'show_conditions', 'layout', 'value'])
    assert.equal(key in (fields[0] ?? {}), false, key);
  for (const part of [...states, ...transitions]) assert.equal('axis' in part, false);
});

async function workflow(id: string): Promise<BkWorkflow> {
  return (await get('get_workflow_detail', { workflow_id: id })).data as BkWorkflow;
}

test('a workflow tells ranges for handing over and assigning, and where a rejection goes', async () => {
  const request = (await workflow('501')).states.find(({ id }) => id === 2);
  assert.deepEqual(
    [request?.processors_type, request?.processors, request?.delivers_type, request?.delivers],
    ['GENERAL', '3', 'GENERAL', '3,5'],
  );
  const event = (await workflow('502')).states.find(({ id }) => id === 2);
  assert.deepEqual(
    [event?.distribute_type, event?.processors, event?.assignors_type, event?.assignors, event?.is_terminable],
    ['DISTRIBUTE_THEN_PROCESS', 'zhangsan', 'ORGANIZATION', '21', true],
  );
  const back = (await workflow('506')).transitions.find(({ from_state: from, to_state: to }) => from === 2 && to === 1);
  assert.equal(back?.name, '拒绝');
});

test('an unknown workflow is not found; trouble has a word for its code, as the view has no wrapper', async () => {
  assert.equal((await get('get_workflow_detail', { workflow_id: '1' })).code, 3900404);
  assert.equal((await get('get_workflow_detail', { workflow_id: 'x' })).code, 'SERVER_500_ERROR');
});

async function readThroughGateway(path: string, headers = authorization): Promise<readonly [number, string]> {
  const response = await fetch(`${sandbox.gatewayUrl}/v2/itsm/${path}?workflow_id=501`, { headers });
  return [response.status, await response.text()];
}

test('the gateway leads get_workflow_detail to a path that does not exist', async () => {
  const [status, page] = await readThroughGateway('get_workflow_detail');
  assert.equal(status, 404);
  assert.match(page, /<h1>Not Found<\/h1>/);
  assert.match((await readThroughGateway('get_workflow_detail/'))[1], /1640401/);
  assert.equal((await readThroughGateway('get_workflow_detail', {}))[0], 400);
});
