import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { SandboxOptions } from '../../src/sandbox/bkItsm/sandbox.ts';
import { call, esb, inWorld, requestsTo, runOnTicket, samples, storedValue, writesOf } from './bkItsmCase.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

/** The ticket as it would be with something else in its status. */
async function readWith(
  world: BkItsmWorld,
  sn: string,
  change: (status: Record<string, unknown>) => Record<string, unknown>,
): Promise<Ticket> {
  const stop = world.sandbox.inject({
    kind: 'rewrite',
    endpoint: 'get_ticket_status',
    rewrite: (data) => change(data as Record<string, unknown>), // the sandbox's own answer
  });
  try {
    return await world.connect().readTicket(sn, never);
  } finally {
    stop();
  }
}

/** A new ticket of a service, at its second step. */
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

describe('BK-ITSM: statuses of tickets', () => {
  for (const [code, category] of [
    ['NEW', 'new'],
    ['RUNNING', 'inProgress'],
    ['RESOLVED', 'pending'],
    ['CONFIRMED', 'inProgress'],
    ['SUSPENDED', 'suspended'],
    ['FINISHED', 'done'],
    ['TERMINATED', 'cancelled'],
    ['REVOKED', 'cancelled'],
  ] as const) {
    inWorld(`${code} is a status that every server has`, async (world) => {
      const ticket = await readWith(world, samples.dba, (status) => ({ ...status, current_status: code }));
      assert.deepEqual([ticket.status.code, ticket.status.category], [code, category]);
      assert.notEqual(ticket.status.name, code);
      const isOver = category === 'done' || category === 'cancelled';
      assert.deepEqual([ticket.isEnded, ticket.steps.length], [isOver, isOver ? 0 : 1]);
    });
  }

  inWorld('the words of a flow are none of a ticket, and are shown as they are', async (world) => {
    for (const code of ['SUSPEND', 'FAILED', 'CBF7D1A2']) {
      const { status } = await readWith(world, samples.dba, (given) => ({ ...given, current_status: code }));
      assert.deepEqual(status, { code, name: code, category: 'unknown' });
    }
  });

  inWorld('a status of an administrator has ended where nothing is left to do', async (world) => {
    const read = (change: object) =>
      readWith(world, samples.dba, (status) => ({ ...status, current_status: 'CUSTOM', ...change }));
    assert.equal((await read({})).isEnded, false);
    assert.equal((await read({ operations: [], current_steps: [] })).isEnded, true);
  });
});

describe('BK-ITSM: statuses of steps', () => {
  for (const [code, category, operations] of [
    ['RUNNING', 'active', ['submit', 'transfer']],
    ['QUEUEING', 'working', []],
    ['RECEIVING', 'toClaim', []],
    ['DISTRIBUTING', 'toAssign', []],
    ['SUSPEND', 'suspended', []],
    ['FAILED', 'failed', []],
    ['WAIT', 'unknown', []],
    ['TERMINATED', 'unknown', []],
    ['FINISHED', 'unknown', []],
    ['SOMETHING_NEW', 'unknown', []],
  ] as const) {
    inWorld(`a step that is ${code} offers what can be done to it then`, async (world) => {
      const ticket = await readWith(world, samples.dba, (status) => ({
        ...status,
        current_steps: (status['current_steps'] as object[]).map((step) => ({ ...step, status: code })),
      }));
      const step = onlyStep(ticket);
      assert.deepEqual([step.status.code, step.status.category], [code, category]);
      assert.deepEqual(
        step.operations.map(({ kind }) => kind),
        operations,
      );
      assert.equal(step.waitsForMe, ['active', 'toClaim', 'toAssign'].includes(category));
    });
  }

  inWorld(
    'a step that is assigned and then claimed goes from one to the other to those who work on it',
    async (world) => {
      const provider = world.connect();
      const key = await create(world, 18, { alarm: 'x' });
      const statusOf = async () => onlyStep(await provider.readTicket(key, never)).status.category;
      assert.equal(await statusOf(), 'toAssign');
      await runOnStep(provider, key, 'assign', { assignee: { kind: 'role', id: 'GENERAL:3' }, remark: 'please' });
      assert.equal(await statusOf(), 'toClaim');
      await runOnStep(provider, key, 'claim');
      assert.equal(await statusOf(), 'active');
      assert.deepEqual(onlyStep(await provider.readTicket(key, never)).processors, [world.operator]);
      await runOnStep(provider, key, 'submit', { changes: new Map([['finding', 'x']]) });
      assert.equal(await statusOf(), 'working');
      world.settle();
      assert.equal((await provider.readTicket(key, never)).isEnded, true);
    },
  );

  inWorld('a step that is claimed has one worker then; one alone need not claim', async (world) => {
    const provider = world.connect();
    const key = await create(world, 17, { asset: 'A1', fault: 'x' });
    const step = onlyStep(await provider.readTicket(key, never));
    assert.deepEqual([step.status.category, step.processors], ['toClaim', ['zhangsan', 'zhaoliu']]);
    await runOnStep(provider, key, 'claim');
    assert.deepEqual(onlyStep(await provider.readTicket(key, never)).processors, [world.operator]);
  });

  inWorld('a step that is come to again is there for its people again', async (world) => {
    const provider = world.connect();
    const { release } = samples;
    await runOnStep(provider, release, 'claim');
    const changes = new Map([
      ['start_at', '2099-01-01 00:00:00'],
      ['rollback', 'undo'],
    ]);
    await runOnStep(provider, release, 'submit', { changes });
    world.settle();
    await runOnStep(provider, release, 'submit', { decision: 'reject', remark: 'not yet' });
    world.settle();
    const again = onlyStep(await provider.readTicket(release, never));
    // Whoever came first to claim it does not have to claim it again.
    assert.deepEqual([again.name, again.status.category, again.waitsForMe], ['Prepare the release', 'active', true]);
    assert.equal(again.fields?.find(({ key }) => key === 'rollback')?.value, 'undo');
  });

  inWorld(
    'handing over to others than the step allows is never offered: nor is what only the web has',
    async (world) => {
      const provider = world.connect();
      for (const { sn } of world.sandbox.samples) {
        const { steps } = await provider.readTicket(sn, never);
        const keys = steps.flatMap(({ operations }) => operations.map(({ key }) => key));
        assert.ok(
          keys.every((key) => ['TRANSITION', 'CLAIM', 'DISTRIBUTE', 'DELIVER'].includes(key)),
          sn,
        );
      }
      const incident = 'INC20260901000014';
      const kinds = onlyStep(await provider.readTicket(incident, never)).operations.map(({ kind }) => kind);
      assert.deepEqual(kinds, ['submit']);
    },
  );
});

describe('BK-ITSM: who may do what', () => {
  inWorld('nobody may suspend or end a ticket whose step is for everybody', async (world) => {
    const { operations } = await world.connect().readTicket(samples.open, never);
    assert.ok(operations.every(({ kind }) => kind !== 'terminate'));
    const suspend = { sn: samples.open, operator: world.operator, action_type: 'SUSPEND', action_message: 'x' };
    assert.match((await call(world, 'POST', 'operate_ticket', suspend)).message ?? '', /无权操作该单据/u);
  });

  inWorld('suspending is offered to everybody by the server, and refused to whoever is no processor', async (world) => {
    const chenqi = world.connect({ settings: { operator: 'chenqi' } });
    const { operations } = await chenqi.readTicket(samples.incident, never);
    const error = await assertTicketError(
      runOnTicket(chenqi, samples.incident, findOperation(operations, 'suspend').kind, { remark: 'x' }),
      'forbidden',
    );
    assert.match(error.serverMessage ?? '', /chenqi无权操作该单据/u);
  });

  inWorld('a rejected approval can end the ticket at once', async (world) => {
    const provider = world.connect();
    await runOnStep(provider, samples.approval, 'submit', { decision: 'reject', remark: 'no' });
    world.settle();
    assert.equal((await provider.readTicket(samples.approval, never)).status.code, 'TERMINATED');
  });

  inWorld(
    'an approval is signed for the creator where he is one of those who are asked, and waits for the others',
    async (world) => {
      const { data } = await call(world, 'POST', 'create_ticket', {
        service_id: 15,
        creator: world.operator,
        fields: [
          { key: 'title', value: 'T' },
          { key: 'database', value: 'd' },
          { key: 'until', value: '2099-01-01' },
        ],
      });
      world.settle();
      const { sn } = data as { sn: string };
      const step = onlyStep(await world.connect().readTicket(sn, never));
      assert.deepEqual([step.waitsForMe, step.operations], [false, []]);
      assert.deepEqual(await world.connect().signers.read(sn, step.id, never), {
        signed: [world.operator],
        left: ['lisi'],
      });
    },
    esb,
    { autoApproval: true },
  );

  inWorld(
    'a ticket that failed to start has neither steps nor fields, and is no error',
    async (world) => {
      const key = await create(world, 14, { question: '?' });
      const ticket = await world.connect().readTicket(key, never);
      assert.deepEqual([ticket.isEnded, ticket.steps, ticket.details], [false, [], []]);
    },
    esb,
    { failedStarts: true },
  );
});

describe('BK-ITSM: what is sent for a form', () => {
  const good = new Map([
    ['cause', 'logs'],
    ['solution', 'x'],
  ]);

  inWorld('white space around a value is cut off by the server', async (world) => {
    await runOnStep(world.connect(), samples.incident, 'submit', {
      changes: new Map([...good, ['solution', ' a \n b ']]),
    });
    world.settle();
    assert.equal(storedValue(world, samples.incident, 'solution'), 'a \n b');
  });

  inWorld('a read-only field is sent as it is, as the server would take anything', async (world) => {
    const changes = new Map([
      ['purpose', 'x'],
      ['needed_on', '2099-01-01'],
      ['expires_at', '2099-01-01 00:00:00'],
      ['image', 'centos7'],
    ]);
    await runOnStep(world.connect(), samples.allTypes, 'submit', {
      changes: new Map([...changes, ['cost_centre', 'somebody else’s']]),
    });
    const sent = writesOf(world)[0]?.body?.['fields'] as { key: string; value: string }[]; // as the sandbox has read it
    assert.equal(sent.find(({ key }) => key === 'cost_centre')?.value, 'CC-1024');
  });

  inWorld(
    'a field that the form does not have is never sent: the server would drop it without a word',
    async (world) => {
      const changes = new Map([...good, ['ghost', 'x']]);
      await assertTicketError(runOnStep(world.connect(), samples.incident, 'submit', { changes }), 'conflict');
      assert.equal(world.countWrites(), 0);
    },
  );

  inWorld('a title has 120 characters, as the server says; it takes 128, and no more', async (world) => {
    const key = 'INC20260901000014';
    const field = onlyStep(await world.connect().readTicket(key, never)).fields?.find((each) => each.key === 'title');
    assert.equal(field?.type === 'text' && field.maxLength, 120);
    const send = (length: number) =>
      runOnStep(world.connect(), key, 'submit', {
        changes: new Map([
          ['title', 'x'.repeat(length)],
          ['impact_scope', 'all'],
        ]),
      });
    const error = await assertTicketError(send(129), 'rejected');
    assert.match(error.serverMessage ?? '', /120/u);
    await send(128);
  });

  const filters: readonly NonNullable<SandboxOptions['htmlFilter']>[] = ['2.6.11', '2.6.20', '2.7.0', '2.7.1'];
  for (const htmlFilter of filters) {
    inWorld(
      `what the filter of ${htmlFilter} has made of a text is sent back as it is`,
      async (world) => {
        const provider = world.connect();
        const typed = `a "b" & 'c' <d>`;
        const first = new Map([
          ['start_at', '2099-01-01 00:00:00'],
          ['rollback', typed],
        ]);
        await runOnStep(provider, samples.release, 'claim');
        await runOnStep(provider, samples.release, 'submit', { changes: first });
        world.settle();
        await runOnStep(provider, samples.release, 'submit', { decision: 'reject', remark: 'again' });
        world.settle();
        const stored = storedValue(world, samples.release, 'rollback');
        await runOnStep(provider, samples.release, 'submit', {
          changes: new Map([['start_at', '2099-01-02 00:00:00']]),
        });
        const sent = requestsTo(world, 'operate_node').at(-1)?.body?.['fields'] as { key: string; value: string }[];
        assert.equal(sent.find(({ key }) => key === 'rollback')?.value, stored);
        if (htmlFilter !== '2.7.0') assert.equal(stored, typed);
      },
      esb,
      { htmlFilter },
    );
  }

  inWorld('a hidden field that is required is sent empty, and the server says which one it misses', async (world) => {
    const fields = [{ key: '0b6c24d7f8e14e0f9a71c5d3b2e86f40', value: 'true' }];
    const body = { sn: samples.approval, operator: world.operator, state_id: 2, action_type: 'TRANSITION', fields };
    const { code, message } = await call(world, 'POST', 'operate_node', body);
    assert.deepEqual([code, /f2d81c05b7694e3a8d19c74e60ab35f8/u.test(message ?? '')], [3900005, true]);
    await runOnStep(world.connect(), samples.approval, 'submit', { decision: 'approve' });
    const sent = writesOf(world).at(-1)?.body?.['fields'] as { value: string }[]; // as above
    assert.deepEqual(
      sent.map(({ value }) => value),
      ['true', '', ''],
    );
  });
});
