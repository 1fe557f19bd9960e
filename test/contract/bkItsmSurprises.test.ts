import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { TicketError } from '../../src/domain/errors.ts';
import { call, esb, formOf, gateway, inWorld, runOnTicket, samples, storedValue, writesOf } from './bkItsmCase.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

const suspend = { action_type: 'SUSPEND', action_message: 'x' };
const resume = { action_type: 'UNSUSPEND', action_message: 'x' };

describe('BK-ITSM: what the server does not say', () => {
  inWorld('a field that is left out is emptied, even an optional one with a value', async (world) => {
    const before = storedValue(world, samples.dba, 'remark');
    assert.notEqual(before, '');
    const fields = [
      { key: 'instance', value: 'order-db-01' },
      { key: 'disk_gb', value: '5' },
      { key: 'window', value: '2099-01-01' },
      { key: 'needs_restart', value: 'no' },
    ];
    const body = { sn: samples.dba, operator: world.operator, state_id: 2, action_type: 'TRANSITION', fields };
    assert.equal((await call(world, 'POST', 'operate_node', body)).code, 0);
    world.settle();
    assert.equal(storedValue(world, samples.dba, 'remark'), '');
  });

  inWorld('the form comes without values and defaults: they are put in from the ticket', async (world) => {
    const fields = await formOf(world.connect(), samples.dba);
    const disk = fields.find(({ key }) => key === 'disk_gb');
    assert.equal(disk?.value, '200');
  });

  inWorld('a ticket that is suspended twice can never be resumed: we never do it', async (world) => {
    const act = (body: object) =>
      call(world, 'POST', 'operate_ticket', { sn: samples.incident, operator: world.operator, ...body });
    for (const body of [suspend, suspend, resume, resume]) assert.equal((await act(body)).code, 0);
    assert.equal(world.sandbox.findTicket(samples.incident)?.status, 'SUSPENDED');
    const { operations } = await world.connect().readTicket(samples.incident, never);
    assert.ok(operations.every(({ kind }) => kind !== 'suspend'));
  });

  inWorld('terminating says that it ends all of the ticket, and that the remark is lost', async (world) => {
    const provider = world.connect();
    const { operations } = await provider.readTicket(samples.incident, never);
    const terminate = findOperation(operations, 'terminate');
    assert.deepEqual([terminate.scope, terminate.isIrreversible], ['ticket', true]);
    assert.match(terminate.note?.text ?? '', /whole ticket.*does not keep it/u);
    await runOnTicket(provider, samples.incident, 'terminate', { remark: 'a duplicate' });
    const { data } = await call(world, 'GET', 'get_ticket_logs', { sn: samples.incident });
    assert.doesNotMatch(JSON.stringify(data), /a duplicate/u);
  });

  inWorld(
    'terminating is offered where the step allows it only, although the server takes it anyway',
    async (world) => {
      const { operations } = await world.connect().readTicket(samples.dba, never);
      assert.ok(operations.every(({ kind }) => kind !== 'terminate'));
      const body = { sn: samples.dba, operator: world.operator, action_type: 'TERMINATE', action_message: 'x' };
      assert.equal((await call(world, 'POST', 'operate_ticket', body)).code, 0);
    },
  );

  inWorld('"can operate" is always true: who may act is told by the processors', async (world) => {
    const stranger = world.connect({ settings: { operator: 'nobody' } });
    const { data } = await call(world, 'GET', 'get_ticket_status', { sn: samples.dba });
    assert.doesNotMatch(JSON.stringify(data), /"can_operate":false/u);
    const ticket = await stranger.readTicket(samples.dba, never);
    assert.deepEqual([onlyStep(ticket).operations, onlyStep(ticket).waitsForMe], [[], false]);
  });

  inWorld('no operation of an automatic step, and no suspension of a step, is ever offered', async (world) => {
    const provider = world.connect();
    const keys = world.sandbox.samples.map(({ sn }) => sn);
    for (const ticket of (await provider.readTickets(keys, never)).values()) {
      assert.ok(!(ticket instanceof TicketError));
      for (const { operations } of ticket.steps) {
        assert.ok(operations.every(({ key }) => !['AUTOMATIC', 'SUSPEND', 'TERMINATE'].includes(key)));
      }
    }
  });

  inWorld(
    '"success" is "queued": a second submission of an approval is not refused, so none is offered',
    async (world) => {
      const provider = world.connect();
      await runOnStep(provider, samples.approval, 'submit', { decision: 'approve' });
      const step = onlyStep(await provider.readTicket(samples.approval, never));
      assert.deepEqual([step.status.category, step.operations], ['working', []]);
      const again = writesOf(world)[0]?.body;
      assert.equal((await call(world, 'POST', 'operate_node', again ?? {})).code, 0);
    },
  );

  inWorld('a failed automatic step vanishes: the ticket is running and has no steps', async (world) => {
    const ticket = await world.connect().readTicket(samples.stuck, never);
    assert.deepEqual([ticket.isEnded, ticket.status.code, ticket.steps], [false, 'RUNNING', []]);
  });

  inWorld(
    'only the lists of the gateway still show it',
    async (world) => {
      const query = { listKey: 'all', filter: { text: samples.stuck }, cursor: undefined };
      const page = await world.connect().lists?.read(query, never);
      assert.equal(page?.tickets[0]?.isEnded, false);
      const { data } = await call(
        world,
        'GET',
        'get_tickets_by_user',
        { user: 'wangwu', view_type: 'my_created' },
        true,
      );
      assert.match(JSON.stringify(data), /Run the failover job/u);
    },
    gateway,
  );

  inWorld('statuses are an open set: one of an administrator is shown as it is, with its steps', async (world) => {
    const ticket = await world.connect().readTicket('CRQ20260901000021', never);
    assert.deepEqual(ticket.status, { code: 'CBF7D1A2', name: 'CBF7D1A2', category: 'unknown' });
    assert.deepEqual([ticket.isEnded, ticket.steps.length], [false, 1]);
  });

  inWorld('a form may hold the status itself: it is sent, as the ticket would lose its status', async (world) => {
    const key = 'INC20260901000020';
    const fields = await formOf(world.connect(), key);
    assert.ok(fields.some((field) => field.key === 'current_status'));
    // Left alone, it is sent as it is, which is none of the options: the server says so, and the status is safe.
    const untouched = { changes: new Map([['confirm_note', 'ok']]) };
    await assertTicketError(runOnStep(world.connect(), key, 'submit', untouched), 'rejected');
    const sent = writesOf(world)[0]?.body?.['fields'] as { key: string; value: string }[]; // as the sandbox has read it
    assert.equal(sent.find((field) => field.key === 'current_status')?.value, 'RESOLVED');
    await runOnStep(world.connect(), key, 'submit', { changes: new Map([['current_status', 'FINISHED']]) });
    world.settle();
    assert.equal((await world.connect().readTicket(key, never)).isEnded, true);
  });

  inWorld('whose name is in a request is not checked: it is that of the connection, always', async (world) => {
    const body = { sn: samples.incident, operator: 'admin', ...suspend };
    assert.equal((await call(world, 'POST', 'operate_ticket', body)).code, 0, 'signed in as somebody else');
    world.sandbox.clearRequests();
    const provider = world.connect({ settings: { operator: 'lisi' } });
    await runOnStep(provider, samples.dba, 'transfer', { assignee: 'wangwu', remark: 'x' });
    await provider.creation?.create(
      '14',
      new Map([
        ['title', 'T'],
        ['question', '?'],
      ]),
      never,
    );
    await provider.rating?.rate(world.endedKey, 5, '', never);
    const names = world.sandbox.requests.flatMap(({ body: sent }) => [sent?.['operator'], sent?.['creator']]);
    assert.deepEqual(new Set(names.filter((name) => name !== undefined)), new Set(['lisi']));
    assert.equal(world.countWrites(), 3);
  });

  inWorld('the time of the last change does not move with a step: a change is seen all the same', async (world) => {
    const provider = world.connect();
    const before = await provider.readTicket(samples.release, never);
    await runOnStep(provider, samples.release, 'claim');
    const after = (await provider.readTickets([samples.release], never)).get(samples.release);
    assert.ok(after !== undefined && !(after instanceof TicketError));
    assert.equal(after.updatedAt, before.updatedAt);
    assert.notDeepEqual(after.steps[0]?.status, before.steps[0]?.status);
  });

  inWorld('times are those of Shanghai', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_info', { sn: samples.dba });
    const text = (data as { create_at: string }).create_at;
    const { createdAt } = await world.connect().readTicket(samples.dba, never);
    assert.equal(createdAt, Date.parse(`${text.replace(' ', 'T')}+08:00`));
  });

  inWorld('the result of an approval is filled in before anybody has approved: it is no detail yet', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_info', { sn: samples.approval });
    assert.match(JSON.stringify(data), /"value":"true"/u);
    const { details } = await world.connect().readTicket(samples.approval, never);
    assert.ok(details?.every(({ label }) => label !== '审批意见'));
  });

  inWorld(
    'the gateway does not take the word of an application for who somebody is',
    async (world) => {
      const provider = world.connect({ secrets: { token: '' } });
      const error = await assertTicketError(
        provider.approvals
          ?.decideMany([], never, () => {})
          .then(() => provider.following?.setFollowing('x', true, never)) ?? Promise.resolve(),
        'unauthorized',
      );
      assert.ok(error.hint !== undefined);
    },
    gateway,
  );
});

describe('BK-ITSM: what was found on a second reading', () => {
  inWorld("the filter makes entities of quotes, and a form's text would be damaged by it", async (world) => {
    const step = onlyStep(await world.connect().readTicket(samples.tables, never));
    assert.ok(step.cannotSubmit !== undefined);
    await assertTicketError(runOnStep(world.connect(), samples.tables, 'submit'), 'rejected');
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a wrong address may answer 404 without a code', async (world) => {
    world.sandbox.inject({ kind: 'status', status: 404, body: '' });
    const error = await assertTicketError(world.connect().readTicket(samples.dba, never), 'notFound');
    assert.ok(error.hint !== undefined);
  });

  inWorld('two titles in a ticket: the form has the one that holds something, and sends it', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_info', { sn: samples.incident });
    const titles = (data as { fields: { key: string }[] }).fields.filter(({ key }) => key === 'title');
    assert.equal(titles.length, 2);
    const key = 'INC20260901000014';
    const { title } = await world.connect().readTicket(key, never);
    const field = (await formOf(world.connect(), key)).find((each) => each.key === 'title');
    assert.equal(field?.value, title);
    await runOnStep(world.connect(), key, 'submit', { changes: new Map([['impact_scope', 'all']]) });
    world.settle();
    assert.equal(storedValue(world, key, 'title'), title);
  });

  inWorld('a filled table blocks its step, and the page says which field and what to do', async (world) => {
    const { cannotSubmit } = onlyStep(await world.connect().readTicket(samples.tables, never));
    assert.match(cannotSubmit?.text ?? '', /browser/u);
    assert.equal(cannotSubmit?.args.length, 1);
  });

  for (const [dialect, wrapping] of [
    ['2.6.2', /\{'fields': \[ErrorDetail\(/u],
    ['2.6.1', /^fields[:：]/u],
  ] as const) {
    inWorld(
      `a refused field is wrapped, and unwrapped again (${dialect})`,
      async (world) => {
        const fields = [
          { key: 'cause', value: 'gremlins' },
          { key: 'solution', value: 'x' },
        ];
        const body = { sn: samples.incident, operator: world.operator, state_id: 2, action_type: 'TRANSITION', fields };
        assert.match((await call(world, 'POST', 'operate_node', body)).message ?? '', wrapping);
        const changes = new Map(fields.map(({ key, value }) => [key, value]));
        const error = await assertTicketError(
          runOnStep(world.connect(), samples.incident, 'submit', { changes }),
          'rejected',
        );
        assert.deepEqual(error.fieldProblems, [{ fieldKey: 'cause', message: '【Cause】选项不匹配，请重新选择' }]);
      },
      esb,
      { dialect },
    );
  }
});
