import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { TicketError } from '../../src/domain/errors.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import { call, esb, formOf, gateway, inWorld, requestsTo, runOnTicket, samples } from './bkItsmCase.ts';
import { assertTicketError, never, onlyStep, runOnStep } from './providerContract.ts';

interface StatusData {
  readonly operations: readonly { readonly key: string }[];
  readonly current_steps: readonly {
    readonly operations: readonly { readonly key: string }[];
    readonly processors: string;
    readonly processors_type: string;
    readonly fields: readonly { readonly key: string; readonly id: number }[];
  }[];
}

async function watch(provider: TicketProvider, key: string): Promise<Ticket> {
  const ticket = (await provider.readTickets([key], never)).get(key);
  assert.ok(ticket !== undefined && !(ticket instanceof TicketError));
  return ticket;
}

/** The group of values whose steps are not known. */
const unsorted = 'Filled in, or the default of a later step';

describe('BK-ITSM: the status of a ticket', () => {
  inWorld('without a number nothing is found', async (world) => {
    assert.equal((await call(world, 'GET', 'get_ticket_status', {})).code, 3900022);
    await assertTicketError(world.connect().readTicket('', never), 'notFound');
  });

  inWorld('terminating is never listed for a ticket, so it is taken from its steps', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_status', { sn: samples.incident });
    const { operations, current_steps: steps } = data as StatusData;
    assert.ok(operations.every(({ key }) => key !== 'TERMINATE'));
    assert.ok(steps.some((step) => step.operations.some(({ key }) => key === 'TERMINATE')));
    const kinds = (await world.connect().readTicket(samples.incident, never)).operations.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['suspend', 'terminate']);
  });

  inWorld('a ticket is suspended through its step where its status is none that is listed for it', async (world) => {
    const key = 'INC20260901000020';
    const { data } = await call(world, 'GET', 'get_ticket_status', { sn: key });
    assert.ok((data as StatusData).operations.every((operation) => operation.key !== 'SUSPEND'));
    const provider = world.connect();
    await runOnTicket(provider, key, 'suspend', { remark: 'x' });
    assert.equal((await watch(provider, key)).status.category, 'suspended');
    await runOnTicket(provider, key, 'resume', { remark: 'x' });
    assert.equal((await watch(provider, key)).status.code, 'RESOLVED');
  });

  inWorld('a suspended ticket still lists what its steps could do: none of it is offered', async (world) => {
    const key = 'INC20260901000016';
    const { data } = await call(world, 'GET', 'get_ticket_status', { sn: key });
    const keys = (data as StatusData).current_steps.flatMap((step) => step.operations.map((each) => each.key));
    assert.ok(keys.includes('TRANSITION') && keys.includes('SUSPEND'));
    const { steps, operations } = await world.connect().readTicket(key, never);
    assert.ok(steps.every((step) => step.operations.length === 0 && !step.waitsForMe));
    assert.deepEqual(
      operations.map(({ kind }) => kind),
      ['resume', 'terminate'],
    );
  });

  inWorld('processors are names with commas, nobody in particular, or the system itself', async (world) => {
    const raw = async (sn: string) => {
      const { data } = await call(world, 'GET', 'get_ticket_status', { sn });
      const [step] = (data as StatusData).current_steps;
      return [step?.processors_type, step?.processors];
    };
    const provider = world.connect();
    assert.deepEqual(await raw(samples.dba), ['PERSON', 'zhangsan,lisi']);
    assert.deepEqual((await watch(provider, samples.dba)).steps[0]?.processors, ['zhangsan', 'lisi']);
    assert.deepEqual(await raw(samples.open), ['OPEN', '']);
    assert.deepEqual((await watch(provider, samples.open)).steps[0]?.processors, []);
    assert.deepEqual(await raw('CRQ20260901000011'), ['EMPTY', '系统自动处理']);
    assert.deepEqual((await watch(provider, 'CRQ20260901000011')).steps[0]?.processors, []);
  });

  inWorld('processors of types that are resolved later, or that nobody knows, are told as they are', async (world) => {
    for (const type of ['BY_ASSIGNOR', 'IAM', 'API', 'CMDB', 'SOMETHING_NEW']) {
      const stop = world.sandbox.inject({
        kind: 'rewrite',
        endpoint: 'get_ticket_status',
        rewrite: (data) => {
          const status = data as StatusData;
          return {
            ...status,
            current_steps: status.current_steps.map((step) => ({ ...step, processors_type: type, processors: 'a,b' })),
          };
        },
      });
      const step = onlyStep(await world.connect().readTicket(samples.dba, never));
      assert.deepEqual([step.processors, step.waitsForMe], [['a', 'b'], false], type);
      stop();
    }
  });

  inWorld('a form and its values have numbers of their own, and are put together by key', async (world) => {
    const status = (await call(world, 'GET', 'get_ticket_status', { sn: samples.dba })).data as StatusData;
    const info = (await call(world, 'GET', 'get_ticket_info', { sn: samples.dba })).data as {
      fields: { key: string; id: number }[];
    };
    const designs = status.current_steps[0]?.fields ?? [];
    for (const { key, id } of designs) {
      assert.ok(
        info.fields.some((value) => value.key === key && value.id !== id),
        key,
      );
    }
    const fields = await formOf(world.connect(), samples.dba);
    assert.deepEqual(
      fields.map(({ key }) => key),
      designs.map(({ key }) => key),
      'in the order of the form',
    );
    assert.equal(fields.find(({ key }) => key === 'needs_restart')?.value, 'no');
  });
});

describe('BK-ITSM: the values of a ticket', () => {
  inWorld('a value that was never set is empty, and a ticket that is open has no end', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_info', { sn: samples.dba });
    assert.match(JSON.stringify(data), /"end_at":null/u);
    const ticket = await world.connect().readTicket(samples.dba, never);
    assert.equal(ticket.isEnded, false);
    assert.equal(onlyStep(ticket).fields?.find(({ key }) => key === 'instance')?.value, '');
    assert.ok(ticket.details?.every(({ text }) => text !== 'null'));
  });

  inWorld('the priority is told in its own word, and stays where looking does not tell it', async (world) => {
    const provider = world.connect();
    assert.deepEqual((await provider.readTicket(samples.dba, never)).priority, { name: '中', category: 'medium' });
    assert.equal((await watch(provider, samples.dba)).priority, undefined);
  });

  inWorld('those who took part are told beside the creator and those whose turn it is', async (world) => {
    const provider = world.connect();
    await runOnStep(provider, samples.dba, 'transfer', { assignee: 'chenqi', remark: 'please' });
    for (const ticket of [await provider.readTicket(samples.dba, never), await watch(provider, samples.dba)]) {
      assert.deepEqual(ticket.people, [{ role: 'Took part', name: world.operator }]);
    }
  });

  inWorld('values stand by the steps they were filled in at (esb)', async (world) => {
    const { details = [] } = await world.connect().readTicket(samples.dba, never);
    assert.deepEqual(
      details.map(({ key, group }) => [key, group]),
      [
        ['priority', undefined],
        ['reason', '提单'],
      ],
    );
  });

  inWorld(
    'through the gateway it is not known at which step',
    async (world) => {
      const { details = [] } = await world.connect().readTicket(samples.dba, never);
      assert.ok(details.length > 0 && details.every(({ group }) => group === unsorted));
    },
    gateway,
  );

  inWorld(
    'a ticket is read without its workflow where that cannot be had, and it is not asked for again',
    async (world) => {
      world.sandbox.inject({
        kind: 'status',
        endpoint: 'get_workflow_detail',
        status: 200,
        body: JSON.stringify({ result: false, code: 1306403, message: 'APP has no permission', data: null }),
      });
      const provider = world.connect();
      for (let round = 0; round < 3; round += 1) {
        assert.ok((await provider.readTicket(samples.dba, never)).details?.every(({ group }) => group === unsorted));
      }
      assert.equal(requestsTo(world, 'get_workflow_detail').length, 1);
    },
  );

  inWorld('a workflow is read once for all tickets that were made with it', async (world) => {
    const provider = world.connect();
    for (const key of world.addTickets(5)) await provider.readTicket(key, never);
    assert.equal(requestsTo(world, 'get_workflow_detail').length, 1);
  });
});

describe('BK-ITSM: the log of a ticket', () => {
  inWorld('is asked for with its forms, of which the vendor’s pages know nothing', async (world) => {
    const simple = await call(world, 'GET', 'get_ticket_logs', { sn: samples.dba });
    assert.doesNotMatch(JSON.stringify(simple.data), /form_data/u);
    world.sandbox.clearRequests();
    const entries = (await world.connect().history.read(samples.dba, never)) ?? [];
    assert.equal(requestsTo(world, 'get_ticket_logs')[0]?.query['show_type'], 'complex');
    assert.deepEqual(
      entries[0]?.values.map(({ label }) => label),
      ['标题', '申请原因'],
    );
  });

  inWorld('tells through what something was done, whatever the server calls it', async (world) => {
    const sources = ['WEB', 'MOBILE', 'API', 'SYS', 'AUTOMATIC', 'FAX', 'constructor'];
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'get_ticket_logs',
      rewrite: (data) => ({
        ...(data as object),
        logs: sources.map((source) => ({ operator: 'lisi', operate_at: '', message: source, source })),
      }),
    });
    const entries = await world.connect().history.read(samples.dba, never);
    assert.deepEqual(
      entries.map(({ source }) => source),
      ['web', 'mobile', 'interface', 'system', 'system', 'unknown', 'unknown'],
    );
    assert.deepEqual([entries[0]?.at, entries[0]?.timeText], [undefined, '']);
  });

  inWorld('of an automatic step holds no form, and is no error', async (world) => {
    const { data } = await call(world, 'GET', 'get_ticket_logs', { sn: samples.stuck, show_type: 'complex' });
    assert.match(JSON.stringify(data), /output_variables/u);
    const entries = await world.connect().history.read(samples.stuck, never);
    assert.deepEqual(entries.at(-1)?.values, []);
  });
});

describe('BK-ITSM: lists of tickets', () => {
  inWorld('tell neither steps nor who is next, whatever the vendor’s pages say', async (world) => {
    const { data } = await call(world, 'POST', 'get_tickets', { sns: [samples.dba] });
    assert.doesNotMatch(JSON.stringify(data), /current_steps/u);
    const page = await world.connect().lists.read({ listKey: 'all', filter: {}, cursor: undefined }, never);
    assert.ok(page.tickets.every(({ currentSteps, isEnded }) => isEnded || currentSteps === undefined));
  });

  inWorld('begin with the newest', async (world) => {
    const [newest] = world.addTickets(3).slice(-1);
    const page = await world.connect().lists.read({ listKey: 'all', filter: {}, cursor: undefined }, never);
    assert.equal(page.tickets[0]?.ref.key, newest);
  });

  inWorld('a page that is not there is refused with a word for its code', async (world) => {
    const { code } = await call(world, 'POST', 'get_tickets', { page: 999, page_size: 10 });
    assert.equal(code, 'SERVER_500_ERROR');
  });

  inWorld('links to other pages lead to a host inside: pages are asked for by number', async (world) => {
    world.addTickets(60);
    const { data } = await call(world, 'POST', 'get_tickets', { page_size: 50 });
    assert.match((data as { next: string }).next, /internal/u);
    world.sandbox.clearRequests();
    const { lists } = world.connect();
    const { next } = await lists.read({ listKey: 'all', filter: {}, cursor: undefined }, never);
    await lists.read({ listKey: 'all', filter: {}, cursor: next }, never);
    assert.deepEqual(
      requestsTo(world, 'get_tickets').map(({ body }) => body?.['page']),
      [1, 2],
    );
  });

  inWorld(
    'of one user know who follows, and which step is up, and whether it is mine by name only',
    async (world) => {
      const { lists, following } = world.connect();
      assert.ok(following !== undefined);
      await following.setFollowing(samples.dba, true, never);
      const read = async (listKey: string, sn: string) =>
        (await lists.read({ listKey, filter: { text: sn }, cursor: undefined }, never)).tickets.find(
          ({ ref }) => ref.key === sn,
        );
      const listed = await read('todo', samples.dba);
      assert.deepEqual([listed?.isFollowed, listed?.currentSteps, listed?.waitsForMe], [true, ['DBA 评估'], true]);
      assert.equal((await read('created', samples.mine))?.waitsForMe, undefined);
    },
    gateway,
  );

  inWorld(
    'of one user show a subordinate ticket in the status of its master, as the server does',
    async (world) => {
      const provider = world.connect();
      await runOnTicket(provider, samples.incident, 'suspend', { remark: 'x' });
      const { tickets } = await provider.lists.read({ listKey: 'todo', filter: {}, cursor: undefined }, never);
      assert.equal(tickets.find(({ ref }) => ref.key === samples.slave)?.status.category, 'suspended');
    },
    gateway,
  );

  inWorld(
    'that leave some tickets out answer before they look at the list: it is never asked for that',
    async (world) => {
      const query = { user: 'nobody', view_type: 'my_created', exclude_ticket_id__in: '1' };
      const all = (await call(world, 'GET', 'get_tickets_by_user', query, true)).data as { count: number };
      assert.ok(all.count > 10, 'everybody’s tickets');
      world.sandbox.clearRequests();
      const { lists } = world.connect();
      for (const { key } of lists.definitions) {
        await lists.read({ listKey: key, filter: { text: 'a', statusCodes: ['RUNNING'] }, cursor: undefined }, never);
      }
      const asked = requestsTo(world, 'get_tickets_by_user');
      assert.ok(asked.length > 0 && asked.every((each) => each.query['exclude_ticket_id__in'] === undefined));
      assert.ok(asked.every((each) => each.query['view_type'] !== 'my_dealt'));
    },
    gateway,
  );
});

describe('BK-ITSM: the results of many', () => {
  inWorld('are read with one request, and the steps of those that are open', async (world) => {
    const ended = ['REQ20260901000017', 'REQ20260901000018'];
    await world.connect().readTickets([...ended, samples.approval], never);
    assert.deepEqual(
      world.sandbox.requests.map(({ endpoint }) => endpoint),
      ['get_tickets', 'get_ticket_status'],
    );
  });

  inWorld(
    'are not asked for in the way that makes others believe their callback has been dealt with',
    async (world) => {
      const { data } = await call(world, 'POST', 'create_ticket', {
        service_id: 14,
        creator: world.operator,
        fields: [
          { key: 'title', value: 'T' },
          { key: 'question', value: '?' },
        ],
        meta: { callback_url: 'https://other.example.com/hook' },
      });
      const { sn } = data as { sn: string };
      world.settle();
      const provider = world.connect();
      await runOnTicket(provider, sn, 'withdraw', { remark: 'x' });
      const failed = async () => (await call(world, 'GET', 'callback_failed_ticket', {})).data as string[];
      assert.ok((await failed()).includes(sn));
      await provider.readTickets([sn], never);
      await provider.readTicket(sn, never);
      assert.ok((await failed()).includes(sn));
      await call(world, 'POST', 'ticket_approval_result', { sn: [sn] });
      assert.ok(!(await failed()).includes(sn));
    },
    esb,
  );
});
