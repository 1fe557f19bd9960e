import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Candidates } from '../../src/domain/people.ts';
import type { OperationKind } from '../../src/domain/operation.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import { call, esb, gateway, inWorld, requestsTo, samples, writesOf } from './bkItsmCase.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

/** Makes a ticket of a service; its step is there. */
async function create(
  world: BkItsmWorld,
  serviceId: number,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  const fields = Object.entries({ title: 'T', ...values }).map(([key, value]) => ({ key, value }));
  const { data } = await call(world, 'POST', 'create_ticket', { service_id: serviceId, creator: 'chenqi', fields });
  world.settle();
  return (data as { sn: string }).sn; // as the sandbox answers
}

const machine = {
  hostname: 'app-1',
  needed_on: '2099-01-01',
  image: 'centos7',
  environment: 'test',
  justification: '',
  cpu: '4',
  agents: 'monitor',
  backup_window: '',
  owner: 'lisi',
};

async function candidatesFor(provider: TicketProvider, key: string, kind: OperationKind): Promise<Candidates> {
  const step = onlyStep(await provider.readTicket(key, never));
  const operation = findOperation(step.operations, kind);
  assert.ok(provider.people !== undefined);
  return provider.people.readCandidates({ key, stepId: step.id, operation }, never);
}

function shown({ candidates }: Candidates): readonly string[] {
  return candidates.map(({ kind, id, name }) => `${kind} ${id}: ${name}`);
}

describe('BK-ITSM: people', () => {
  inWorld('a step with a range is handed to people of that range', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.incident, never));
    const operation = findOperation(step.operations, 'transfer');
    const request = { key: samples.incident, stepId: step.id, operation };
    const found = await provider.people?.readCandidates(request, never);
    assert.deepEqual(
      found?.candidates.map(({ kind, id }) => `${kind} ${id}`),
      ['person lisi', 'person wangwu'],
    );
    assert.equal(found.allowsFreeText, false);
    await runOnStep(provider, samples.incident, 'transfer', {
      assignee: { kind: 'person', id: 'wangwu' },
      remark: 'please',
    });
    assert.deepEqual(onlyStep(await provider.readTicket(samples.incident, never)).processors, ['wangwu']);
  });

  inWorld('somebody outside the range is refused by the server', async (world) => {
    const error = await assertTicketError(
      runOnStep(world.connect(), samples.incident, 'transfer', { assignee: 'zhaoliu', remark: 'please' }),
      'rejected',
    );
    assert.match(error.serverMessage ?? '', /^当前分配的/u);
  });

  inWorld('a step to assign has those it may be assigned to', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(samples.toAssign, never));
    const operation = findOperation(step.operations, 'assign');
    const request = { key: samples.toAssign, stepId: step.id, operation };
    const found = await provider.people?.readCandidates(request, never);
    assert.deepEqual(
      found?.candidates.map(({ id }) => id),
      ['wangwu', 'zhaoliu', world.operator],
    );
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `where no range is told, those of the ticket are offered and any name may be typed (${door.name})`,
      async (world) => {
        const provider = world.connect();
        const step = onlyStep(await provider.readTicket(samples.dba, never));
        const operation = findOperation(step.operations, 'transfer');
        const found = await provider.people?.readCandidates({ key: samples.dba, stepId: step.id, operation }, never);
        assert.equal(found?.allowsFreeText, true);
        assert.ok(found.note !== undefined);
        assert.deepEqual(
          found.candidates.slice(0, 3).map(({ id }) => id),
          [world.operator, 'lisi', 'wangwu'],
        );
      },
      door,
    );
  }

  inWorld('a step of a range of roles is handed to them or to their members (esb)', async (world) => {
    const provider = world.connect();
    const key = await create(world, 11, machine);
    const found = await candidatesFor(provider, key, 'transfer');
    // Who is in role 5 nobody tells: no step of the service is handled by it.
    assert.deepEqual(shown(found), [
      'person zhangsan: zhangsan',
      'person lisi: lisi',
      'role GENERAL:3: Role 3: zhangsan, lisi',
      'role GENERAL:5: 5',
    ]);
    assert.equal(found.allowsFreeText, true);
    await runOnStep(provider, key, 'transfer', { assignee: { kind: 'role', id: 'GENERAL:5' }, remark: 'please' });
    const { processors_type: type, processors } = writesOf(world).at(-1)?.body ?? {};
    assert.deepEqual([type, processors], ['GENERAL', '5']);
    assert.deepEqual(onlyStep(await provider.readTicket(key, never)).processors, ['lisi', 'wangwu']);
  });

  inWorld('a member of a role in the range may be named by hand', async (world) => {
    const provider = world.connect();
    const key = await create(world, 11, machine);
    await runOnStep(provider, key, 'transfer', { assignee: 'wangwu', remark: 'please' });
    assert.deepEqual(onlyStep(await provider.readTicket(key, never)).processors, ['wangwu']);
    const other = await create(world, 11, machine);
    await assertTicketError(runOnStep(provider, other, 'transfer', { assignee: 'zhaoliu', remark: 'x' }), 'rejected');
  });

  inWorld('a step is assigned to an organisation', async (world) => {
    const provider = world.connect();
    const key = await create(world, 12, { severity: 'p3', host: 'web', symptom: 'x' });
    const found = await candidatesFor(provider, key, 'assign');
    assert.deepEqual(shown(found), ['organisation 21: 21']);
    await runOnStep(provider, key, 'assign', { assignee: { kind: 'organisation', id: '21' } });
    const body = writesOf(world).at(-1)?.body;
    assert.deepEqual([body?.['processors_type'], body?.['processors']], ['ORGANIZATION', '21']);
    assert.deepEqual(onlyStep(await provider.readTicket(key, never)).processors, ['zhangsan', 'lisi', 'wangwu']);
  });

  inWorld('of an organisation that handles the step, its members are told', async (world) => {
    const { data } = await call(world, 'POST', 'create_ticket', {
      service_id: 13,
      creator: world.operator,
      fields: [
        { key: 'title', value: 'T' },
        { key: 'start_at', value: '2099-01-01 00:00:00' },
        { key: 'hosts', value: [{ ip: '10.0.0.1', kind: 'db' }] },
        { key: 'rollback', value: 'x' },
      ],
    });
    world.settle();
    const found = await candidatesFor(world.connect(), (data as { sn: string }).sn, 'transfer');
    assert.ok(shown(found).includes('organisation 21: Organisation 21: zhangsan, lisi, wangwu'));
    assert.equal(found.allowsFreeText, true);
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `those who handle other steps of the service are offered, too (${door.name})`,
      async (world) => {
        const key = await create(world, 18, { alarm: 'x' });
        const found = await candidatesFor(world.connect(), key, 'assign');
        assert.equal(requestsTo(world, 'get_service_roles').length, 1);
        assert.ok(shown(found).includes('person chenqi: chenqi'));
        assert.ok(shown(found).includes(`person ${world.operator}: ${world.operator}`));
      },
      door,
    );

    inWorld(
      `candidates are there without those of the service (${door.name})`,
      async (world) => {
        world.sandbox.inject({ kind: 'status', endpoint: 'get_service_roles', status: 500, body: '{}' });
        const provider = world.connect({ limits: { maxRetries: 0 } });
        assert.ok((await candidatesFor(provider, samples.dba, 'transfer')).candidates.length > 0);
      },
      door,
    );
  }

  inWorld(
    'the gateway is not asked for them without a user who has signed in',
    async (world) => {
      const provider = world.connect({ secrets: { token: '' } });
      await candidatesFor(provider, samples.dba, 'transfer');
      assert.equal(requestsTo(world, 'get_service_roles').length, 0);
    },
    gateway,
  );
});
