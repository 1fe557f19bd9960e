import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { TicketError } from '../../src/domain/errors.ts';
import { call, esb, gateway, inWorld, parameters, runOnTicket, samples, storedValue, writesOf } from './bkItsmCase.ts';
import { assertTicketError, findOperation, never, onlyStep, runOnStep } from './providerContract.ts';

const { allTypes, approval, dba, incident } = samples;

describe('BK-ITSM: forms', () => {
  inWorld('claim, fill in, and the ticket goes on, waiting for nobody while the server is at work', async (world) => {
    const provider = world.connect();
    const { key, changes } = world.claimable;
    assert.ok((onlyStep(await provider.readTicket(key, never)).fields ?? []).length > 0);
    await runOnStep(provider, key, 'claim');
    world.settle();
    const claimed = onlyStep(await provider.readTicket(key, never));
    assert.deepEqual([claimed.processors, claimed.status.category], [[world.operator], 'active']);
    await runOnStep(provider, key, 'submit', { changes });
    const meanwhile = (await provider.readTickets([key], never)).get(key);
    assert.ok(meanwhile !== undefined && !(meanwhile instanceof TicketError));
    assert.ok(meanwhile.steps.every((step) => !step.waitsForMe));
    world.settle();
    const next = await provider.readTicket(key, never);
    assert.ok(next.steps.every((step) => step.id !== claimed.id));
    assert.equal(world.countWrites(), 2);
  });

  inWorld('an ended ticket has nothing that can be done to it', async (world) => {
    const { steps, operations } = await world.connect().readTicket(world.endedKey, never);
    assert.deepEqual([steps, operations], [[], []]);
  });

  inWorld('fields that nobody touched are sent along, as the server would empty them', async (world) => {
    const before = world.sandbox.findTicket(dba)?.fields.map((field) => [field.design.key, field.value]);
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(dba, never));
    const instance = step.fields?.find((field) => field.key === 'instance');
    assert.ok(instance?.type === 'select');
    const changes = new Map([
      ['instance', instance.options[0]?.key ?? ''],
      ['window', '2027-01-01'],
    ]);
    await runOnStep(provider, dba, 'submit', { changes });
    world.settle();
    for (const [key, value] of before ?? []) {
      if (changes.has(String(key)) || value === null) continue;
      assert.equal(storedValue(world, dba, String(key)), value, String(key));
    }
    assert.equal(storedValue(world, dba, 'window'), '2027-01-01');
    const sent = writesOf(world)[0]?.body?.['fields'] as { key: string; value: unknown }[];
    assert.deepEqual(
      sent.map((field) => field.key),
      step.fields?.map((field) => field.key),
    );
    assert.ok(sent.every((field) => typeof field.value === 'string'));
  });

  inWorld('an approval sends the remark of a refusal, empty', async (world) => {
    const provider = world.connect();
    await runOnStep(provider, approval, 'submit');
    const sent = writesOf(world)[0]?.body?.['fields'] as { key: string; value: string }[];
    assert.deepEqual(
      sent.map((field) => field.value),
      ['true', '', ''],
    );
    world.settle();
    assert.notEqual(
      world.sandbox.findTicket(approval)?.nodes.find((node) => node.design.stateId === 2)?.status,
      'RUNNING',
    );
  });

  inWorld('a refusal without a reason is blamed on the reason', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(approval, never));
    const [result, , reason] = step.fields ?? [];
    assert.ok(result !== undefined && reason !== undefined);
    const changes = new Map([[result.key, 'false']]);
    const error = await assertTicketError(runOnStep(provider, approval, 'submit', { changes }), 'rejected');
    assert.deepEqual(
      error.fieldProblems.map((problem) => problem.fieldKey),
      [reason.key],
    );
    assert.match(error.serverMessage ?? '', /^【备注】为必填项$/u);
  });

  inWorld(
    'servers up to 2.6.1 word their refusals differently and are understood the same',
    async (world) => {
      const provider = world.connect();
      const error = await assertTicketError(
        runOnStep(provider, incident, 'submit', { changes: new Map([['solution', 'x']]) }),
        'rejected',
      );
      assert.deepEqual(
        error.fieldProblems.map((problem) => problem.fieldKey),
        ['cause'],
      );
      assert.match(error.serverMessage ?? '', /^【Cause】/u);
    },
    esb,
    { dialect: '2.6.1' },
  );

  inWorld('an empty number is refused here, as the server would break over it', async (world) => {
    const changes = new Map([['cpu', '']]);
    const error = await assertTicketError(runOnStep(world.connect(), allTypes, 'submit', { changes }), 'rejected');
    assert.deepEqual(
      error.fieldProblems.map((problem) => problem.fieldKey),
      ['cpu'],
    );
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a filled table blocks its step, and says which field it is', async (world) => {
    const key = 'REQ20260901000008';
    const provider = world.connect();
    const { cannotSubmit } = onlyStep(await provider.readTicket(key, never));
    assert.ok(cannotSubmit !== undefined && cannotSubmit.args.length === 1);
    const error = await assertTicketError(runOnStep(provider, key, 'submit'), 'rejected');
    assert.deepEqual(error.hint, cannotSubmit);
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a value with quotes survives its own way through the HTML filter', async (world) => {
    const provider = world.connect();
    const typed = `say "hi" to 'them'`;
    const { key } = world.claimable;
    await runOnStep(provider, key, 'claim');
    world.settle();
    const changes = new Map<string, string>([...(world.claimable.changes as Map<string, string>), ['rollback', typed]]);
    await runOnStep(provider, key, 'submit', { changes });
    world.settle();
    const { details } = await provider.readTicket(key, never);
    assert.equal(details?.find((detail) => detail.key === 'rollback')?.text, typed);
  });

  inWorld('a form that the server has not prepared yet is not sent', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'get_ticket_info',
      rewrite: (data) => ({ ...(data as object), fields: [] }),
    });
    const provider = world.connect();
    assert.match(onlyStep(await provider.readTicket(incident, never)).cannotSubmit?.text ?? '', /not prepared/u);
    await assertTicketError(runOnStep(provider, incident, 'submit'), 'rejected');
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a ticket without current_steps is not taken for one without steps', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'get_ticket_status',
      rewrite: (data) => Object.fromEntries(Object.entries(data as object).filter(([key]) => key !== 'current_steps')),
    });
    const error = await assertTicketError(world.connect().readTicket(incident, never), 'unexpectedResponse');
    assert.equal(error.detail, 'data.current_steps: expected array');
  });
});

describe('BK-ITSM: operations', () => {
  inWorld('suspending goes to the ticket, once, and is offered no more afterwards', async (world) => {
    const provider = world.connect();
    const before = await provider.readTicket(incident, never);
    assert.equal(before.operations.filter((operation) => operation.kind === 'suspend').length, 1);
    assert.ok(before.steps.every((step) => step.operations.every((operation) => operation.kind !== 'suspend')));
    const suspend = findOperation(before.operations, 'suspend');
    const request = { key: incident, stepId: undefined, operation: suspend, input: { remark: 'waiting' } };
    await provider.runOperation(request, never);
    // The server would take a second one, and the ticket could never be resumed again.
    await assertTicketError(provider.runOperation(request, never), 'conflict');
    assert.equal(world.countWrites(), 1);
    assert.equal(writesOf(world)[0]?.endpoint, 'operate_ticket');
    const suspended = await provider.readTicket(incident, never);
    assert.equal(suspended.status.category, 'suspended');
    assert.deepEqual(
      suspended.operations.map((operation) => operation.kind),
      ['resume', 'terminate'],
    );
    assert.ok(suspended.steps.every((step) => step.operations.length === 0 && !step.waitsForMe));
    await runOnTicket(provider, incident, 'resume', { remark: 'go on' });
    assert.equal((await provider.readTicket(incident, never)).status.code, 'RUNNING');
  });

  inWorld('the steps of a suspended ticket are left alone, although the server would not mind', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket(incident, never));
    const operation = findOperation(step.operations, 'submit');
    await runOnTicket(provider, incident, 'suspend', { remark: 'waiting' });
    const error = await assertTicketError(
      provider.runOperation({ key: incident, stepId: step.id, operation, input: {} }, never),
      'conflict',
    );
    assert.match(error.hint?.text ?? '', /suspended/u);
    assert.equal(world.countWrites(), 1);
  });

  inWorld('terminating goes to the ticket, as a step cannot be told so', async (world) => {
    const provider = world.connect();
    await runOnTicket(provider, incident, 'terminate', { remark: 'duplicate' });
    assert.equal(writesOf(world)[0]?.endpoint, 'operate_ticket');
    const ticket = await provider.readTicket(incident, never);
    assert.deepEqual([ticket.isEnded, ticket.status.code, ticket.status.category], [true, 'TERMINATED', 'cancelled']);
  });

  inWorld('claiming names the one who claims', async (world) => {
    await runOnStep(world.connect(), world.claimable.key, 'claim');
    const body = writesOf(world)[0]?.body;
    assert.deepEqual([body?.['processors'], body?.['processors_type']], [world.operator, 'PERSON']);
  });

  inWorld('a step is assigned, and another is handed over with a remark', async (world) => {
    const provider = world.connect();
    await runOnStep(provider, 'INC20260901000006', 'assign', { assignee: 'wangwu' });
    world.settle();
    assert.deepEqual(onlyStep(await provider.readTicket('INC20260901000006', never)).processors, ['wangwu']);
    await assertTicketError(runOnStep(provider, dba, 'transfer', { assignee: 'lisi' }), 'rejected');
    await runOnStep(provider, dba, 'transfer', { assignee: 'lisi', remark: 'your data base' });
    const step = onlyStep(await provider.readTicket(dba, never));
    assert.deepEqual([step.processors, step.waitsForMe, step.operations], [['lisi'], false, []]);
  });

  inWorld('withdrawing is for the creator', async (world) => {
    const provider = world.connect();
    const { operations } = await provider.readTicket('REQ20260901000005', never);
    assert.equal(findOperation(operations, 'withdraw').isIrreversible, true);
    const asLisi = world.connect({ settings: { operator: 'lisi' } });
    const others = (await asLisi.readTicket('REQ20260901000005', never)).operations;
    assert.ok(others.every((operation) => operation.kind !== 'withdraw'));
    await runOnTicket(provider, 'REQ20260901000005', 'withdraw', { remark: 'not needed' });
    assert.equal((await provider.readTicket('REQ20260901000005', never)).status.code, 'REVOKED');
  });

  inWorld('a remark that is too long, or none where one is wanted, is not sent', async (world) => {
    const provider = world.connect();
    await assertTicketError(runOnTicket(provider, incident, 'suspend', { remark: '  ' }), 'rejected');
    await assertTicketError(runOnTicket(provider, incident, 'suspend', { remark: 'x'.repeat(256) }), 'rejected');
    assert.equal(world.countWrites(), 0);
  });

  inWorld('a subordinate ticket refuses in words of its own', async (world) => {
    const error = await assertTicketError(
      runOnStep(world.connect(), 'INC20260901000023', 'submit', { changes: new Map([['solution', 'done']]) }),
      'rejected',
    );
    assert.equal(error.serverMessage, '抱歉，子单为只读状态，无法操作');
  });

  inWorld('a step that the server is still busy with can be looked at only', async (world) => {
    const provider = world.connect();
    await runOnStep(provider, approval, 'submit');
    const step = onlyStep(await provider.readTicket(approval, never));
    assert.deepEqual([step.status.category, step.waitsForMe, step.operations], ['working', false, []]);
  });

  inWorld('a step for everybody waits for nobody, yet everybody can submit it', async (world) => {
    const provider = world.connect();
    const step = onlyStep(await provider.readTicket('REQ20260901000013', never));
    assert.equal(step.waitsForMe, false);
    assert.deepEqual(step.processors, []);
    await runOnStep(provider, 'REQ20260901000013', 'submit', { changes: new Map([['feedback', 'fine']]) });
    assert.equal(world.countWrites(), 1);
  });

  inWorld('an automatic step names no person and offers nothing', async (world) => {
    const step = onlyStep(await world.connect().readTicket('CRQ20260901000011', never));
    assert.deepEqual([step.status.category, step.processors, step.operations], ['working', [], []]);
  });
});

describe('BK-ITSM: sign-in and addresses', () => {
  inWorld('credentials are in a header, never in an address or a body', async (world) => {
    const provider = world.connect();
    await provider.readTicket(dba, never);
    await provider.testCredentials(never);
    for (const request of world.sandbox.requests) {
      assert.ok(!JSON.stringify([request.path, request.query, request.body]).includes(world.sandbox.token));
      assert.ok(String(request.headers['x-bkapi-authorization']).includes(world.sandbox.token));
    }
  });

  inWorld(
    'as parameters they are in the query of a GET and in the body of a POST, and in no header',
    async (world) => {
      const provider = world.connect();
      await provider.readTicket(dba, never);
      await provider.testCredentials(never);
      for (const request of world.sandbox.requests) {
        const place = request.method === 'GET' ? request.query : request.body;
        assert.equal(place?.['bk_token'], world.sandbox.token);
        assert.equal(request.headers['x-bkapi-authorization'], undefined);
      }
    },
    parameters,
  );

  inWorld('the header is JSON on one line, the same for reading and for writing', async (world) => {
    const provider = world.connect();
    await runOnTicket(provider, incident, 'suspend', { remark: 'x' });
    const headers = world.sandbox.requests.map(({ headers: sent }) => String(sent['x-bkapi-authorization']));
    assert.equal(new Set(headers).size, 1);
    assert.doesNotMatch(headers[0] ?? '', /[\r\n]/u);
    const keys = Object.keys(JSON.parse(headers[0] ?? '') as object);
    assert.deepEqual(keys, ['bk_app_code', 'bk_app_secret', 'bk_token']);
    assert.ok(world.sandbox.requests.some(({ method }) => method === 'POST'));
  });

  inWorld(
    'an old bus does not look at the header: it misses the credentials, and takes them as parameters',
    async (world) => {
      const error = await assertTicketError(world.connect().testCredentials(never), 'unauthorized');
      assert.match(error.serverMessage ?? '', /bk_app_code.*cannot be empty/u);
      const provider = world.connect({ settings: { credentials: 'parameters' } });
      await provider.testCredentials(never);
      await runOnTicket(provider, incident, 'suspend', { remark: 'x' });
      assert.equal(world.sandbox.findTicket(incident)?.status, 'SUSPENDED');
    },
    esb,
    { supportsHeader: false },
  );

  for (const [door, tails] of [
    [esb, ['', '/api/c/compapi', '/api/c/compapi/v2/itsm']],
    [gateway, ['', '/v2/itsm']],
  ] as const) {
    for (const tail of tails) {
      inWorld(
        `an address is taken with what people copy behind it: "${tail}" (${door.name})`,
        async (world) => {
          const base = door === esb ? world.sandbox.esbUrl : world.sandbox.gatewayUrl;
          await world.connect({ address: base + tail }).testCredentials(never);
        },
        door,
      );
    }
  }

  inWorld(
    'through the gateway, reading needs no user who has signed in',
    async (world) => {
      const provider = world.connect({ secrets: { token: '' } });
      await provider.testCredentials(never);
      assert.equal((await provider.readTicket(dba, never)).ref.key, dba);
    },
    gateway,
  );

  inWorld('what the bus adds to an answer is not minded', async (world) => {
    const answer = await call(world, 'GET', 'get_ticket_status', { sn: dba });
    assert.ok('request_id' in answer);
    await world.connect().readTicket(dba, never);
  });

  inWorld('the bus reads what is asked for in the address only, and a body of JSON only', async (world) => {
    const provider = world.connect();
    await provider.readTicket(dba, never);
    await provider.testCredentials(never);
    for (const { method, query, body } of world.sandbox.requests) {
      if (method === 'GET') assert.deepEqual([Object.keys(query).length > 0, body], [true, undefined]);
      else assert.deepEqual([Object.keys(query), typeof body], [[], 'object']);
    }
  });

  inWorld('without a token the operator is named', async (world) => {
    const provider = world.connect({ secrets: { token: '' } });
    await provider.testCredentials(never).catch(() => {});
    const header = JSON.parse(String(world.sandbox.requests[0]?.headers['x-bkapi-authorization'])) as object;
    assert.deepEqual(Object.keys(header), ['bk_app_code', 'bk_app_secret', 'bk_username']);
  });

  for (const door of [esb, gateway]) {
    inWorld(
      `a wrong secret, or one that no header could hold, is unauthorized (${door.name})`,
      async (world) => {
        for (const appSecret of ['wrong', '密钥 "\n" 🔑']) {
          const error = await assertTicketError(
            world.connect({ secrets: { appSecret } }).testCredentials(never),
            'unauthorized',
          );
          assert.ok(error.hint !== undefined);
        }
      },
      door,
    );
  }

  inWorld('an id deep in the list is found with few requests', async (world) => {
    world.addTickets(1500);
    const provider = world.connect();
    const { url } = await provider.readTicket(dba, never);
    world.sandbox.clearRequests();
    assert.deepEqual(await provider.findTicketKeys(url ?? '', never), [dba]);
    assert.ok(world.countRequests() <= 8, `${world.countRequests()} requests`);
    const nowhere = (url ?? '').replace(/id=\d+/u, 'id=99999999');
    assert.deepEqual(await provider.findTicketKeys(nowhere, never), []);
  });

  inWorld('every address of the web page that is about a ticket leads to its number', async (world) => {
    const provider = world.connect();
    const { data } = await call(world, 'GET', 'get_ticket_status', { sn: dba });
    const { ticket_url: url, iframe_ticket_url: iframe } = data as { ticket_url: string; iframe_ticket_url: string };
    const id = /id=(\d+)$/u.exec(url)?.[1] ?? assert.fail();
    const site = url.slice(0, url.indexOf('#'));
    for (const address of [
      url,
      iframe,
      `${url}&project_id=0&from=all`,
      `${site}#/commonInfo?id=${id}&activeNname=all&router=request`,
      `${site}#/ticket/${id}/?token=a1b2&step_id=77`,
      `${site}weixin/ticket/${id}/?token=a1b2&step_id=77`,
      `${site}#/printOrder?ticket_id=${id}`,
      `${site}ticket/detail?id=${id}`,
      `${site}#/ticket/detail?sn=${dba.toLowerCase()}`,
    ]) {
      assert.deepEqual(await provider.findTicketKeys(`see ${address}, please`, never), [dba], address);
    }
  });

  inWorld('an address of something else is not taken for a ticket with that id', async (world) => {
    const site = `${world.sandbox.origin}/o/bk_itsm/`;
    for (const address of [
      `${site}#/ticket/create?service_id=1`,
      `${site}#/ticket/all?id=1`,
      `${site}#/project/service/edit/basic?id=1`,
      `${site}#/process/edit/basic?id=1`,
      `${site}#/ticket/detail?id=1e3`,
      `${site}#/ticket/detail?id=`,
      `${site}#/ticket/99999999999999999999/`,
    ]) {
      assert.deepEqual(await world.connect().findTicketKeys(address, never), [], address);
    }
    assert.equal(world.countRequests(), 0);
  });

  inWorld(
    'through the gateway, the host of the web page is known from the tickets',
    async (world) => {
      const provider = world.connect();
      const { url } = await provider.readTicket(dba, never);
      assert.deepEqual(await provider.findTicketKeys(`see ${url}`, never), [dba]);
      assert.deepEqual(await provider.findTicketKeys('https://evil.example.com/#/ticket/detail?id=1', never), []);
    },
    gateway,
  );

  inWorld('more tickets than fit into one request are read in chunks', async (world) => {
    const keys = world.addTickets(260);
    world.sandbox.clearRequests();
    const tickets = await world.connect().readTickets(keys, never);
    assert.equal(tickets.size, 260);
    const lists = world.sandbox.requests.filter((request) => request.endpoint === 'get_tickets');
    assert.deepEqual(
      lists.map((request) => (request.body?.['sns'] as string[] | undefined)?.length),
      [200, 60],
    );
  });

  inWorld('tickets that have ended cost no request of their own', async (world) => {
    const ended = ['REQ20260901000017', 'REQ20260901000018', 'REQ20260901000019', 'NO2019110816441094'];
    const tickets = await world.connect().readTickets(ended, never);
    assert.equal(tickets.size, 4);
    assert.equal(world.countRequests(), 1);
  });

  inWorld('the rest is not tried when the sign-in ends in the middle', async (world) => {
    const keys = world.addTickets(40);
    world.sandbox.inject({
      kind: 'status',
      endpoint: 'get_ticket_status',
      status: 200,
      body: JSON.stringify({
        result: false,
        code: 1306000,
        message: 'User authentication failed, bk_token',
        data: null,
      }),
    });
    await assertTicketError(world.connect().readTickets(keys, never), 'unauthorized');
    assert.ok(world.countRequests() < 10, `${world.countRequests()} requests`);
  });
});
