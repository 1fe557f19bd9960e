import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { TicketError } from '../../src/domain/errors.ts';
import { changes, find, inWorld, requestsTo, run } from './huaweiCocCase.ts';
import { samples } from './huaweiCocWorld.ts';
import { assertTicketError, never, onlyStep } from './providerContract.ts';

describe('Huawei Cloud COC: what the contract is about', () => {
  inWorld(
    'success is told by "0" as well, and the provider code may be a text (§2.3)',
    async (world) => {
      const provider = world.connect();
      assert.equal((await provider.readTicket(samples.completed, never)).isEnded, true);
      await run(provider, samples.unaccepted, 'accept');
    },
    { coc: { successCode: '0', providerCode: '049' } },
  );

  inWorld('what does not exist is a 400 and not found, in each kind (§2.3)', async (world) => {
    const provider = world.connect();
    for (const key of ['ISU20200101000000000000001', 'IM20200101000000000000001', 'WR404', 'not a number']) {
      const error = await assertTicketError(provider.readTicket(key, never), 'notFound');
      assert.equal(error.hint, undefined, key);
    }
    for (const key of ['ISU20200101000000000000001', 'IM20200101000000000000001']) {
      await assertTicketError(provider.history.read(key, never), 'notFound');
    }
  });

  for (const [code, expected] of [
    ['GOM.00007256', 'rejected'],
    ['COC.00010002', 'rejected'],
    ['COC.00067003', 'notFound'],
    ['COC.00011013', 'unauthorized'],
  ] as const) {
    inWorld(`${code} with HTTP 200 is a refusal all the same (§2.3)`, async (world) => {
      const answer = { error_code: code, error_msg: 'No.', data: null };
      world.sandbox.inject({ kind: 'rewrite', endpoint: 'ShowTicketInfo', rewrite: () => answer });
      const error = await assertTicketError(world.connect().readTicket(samples.unaccepted, never), expected);
      assert.equal(error.serverMessage, 'No.');
    });
  }

  inWorld('an action that is refused with HTTP 200 was not carried out (§2.3)', async (world) => {
    const provider = world.connect();
    const answer = { error_code: 'GOM.00007256', error_msg: 'Parameter error.' };
    world.sandbox.inject({ kind: 'rewrite', endpoint: 'ExecuteTicketAction', rewrite: () => answer });
    await assertTicketError(run(provider, samples.unaccepted, 'accept'), 'rejected');
    assert.equal(world.countWrites(), 1);
  });

  inWorld('an action without a word of success leaves its outcome open (§2.3)', async (world) => {
    const provider = world.connect();
    world.sandbox.inject({ kind: 'rewrite', endpoint: 'ExecuteTicketAction', rewrite: () => ({}) });
    await assertTicketError(run(provider, samples.unaccepted, 'accept'), 'outcomeUnknown');
    assert.equal(world.countWrites(), 1);
  });

  inWorld('a list whose data is null is an empty one (§2.4)', async (world) => {
    const answer = { error_code: 'GOM.00000000', error_msg: null, data: null };
    world.sandbox.inject({ kind: 'rewrite', endpoint: 'ListTickets', rewrite: () => answer });
    const page = await world.connect().lists.read({ listKey: 'issues', filter: {}, cursor: undefined }, never);
    assert.deepEqual([page.tickets, page.next], [[], undefined]);
    const watched = await world.connect().readTickets([samples.unaccepted], never);
    const [result] = watched.values();
    assert.ok(result instanceof TicketError && result.code === 'notFound');
  });

  inWorld('names come in the display language, and in the other one where there is none (§2.4)', async (world) => {
    const [english, chinese] = await Promise.all(
      ['en', 'zh-cn'].map((language) => world.connect({ language }).readTicket(samples.completed, never)),
    );
    assert.deepEqual([english?.status.name, chinese?.status.name], ['Completed', '已完成']);
    // Its Chinese name is English, and not the English one.
    assert.deepEqual([english?.priority?.name, chinese?.priority?.name], ['Minor', 'General']);
    assert.deepEqual([english?.creator, chinese?.creator], ['lisi', '李四']);
    const level = (await world.connect().readTicket(samples.ofTenant, never)).priority;
    assert.deepEqual(level, { name: 'issues_level_tenant_5', category: 'unknown' });
  });

  inWorld('operator and participants are named though nothing names them under these fields (§2.4)', async (world) => {
    const { details, people } = await world.connect().readTicket(samples.handled, never);
    assert.equal(details?.find(({ key }) => key === 'operator')?.text, 'wangwu');
    assert.ok(people?.some(({ name }) => name === 'wangwu'));
  });

  inWorld('the records inside of texts are read, and junk in their place is nothing (§2.4)', async (world) => {
    const provider = world.connect();
    const { details } = await provider.readTicket(samples.handled, never);
    assert.ok(details?.some(({ key, group }) => key === 'suspension_approve_config' && group === 'Reviewers'));
    const junk = (await provider.readTicket('ISU20261101090000010733003', never)).details;
    assert.ok(!junk?.some(({ group }) => group === 'Reviewers'));
  });

  inWorld('each kind of time is read as what it is (§2.4)', async (world) => {
    const provider = world.connect({ timeZone: 'UTC' });
    const textOf = async (key: string, detail: string): Promise<string | undefined> =>
      (await provider.readTicket(key, never)).details?.find((each) => each.key === detail)?.text;
    // An issue's is a length, an incident's a moment; 0 is "never"; war rooms count minutes.
    assert.equal(await textOf(samples.completed, 'handle_time'), '29 s');
    assert.match((await textOf(samples.resolved, 'handle_time')) ?? '', /^\d{4}-\d\d-\d\d /u);
    assert.equal(await textOf(samples.handled, 'fount_time'), undefined);
    assert.equal(await textOf(samples.ofColleague, 'fount_time'), '2026-10-26 07:33:20');
    assert.equal(await textOf('WR20261101000002', 'processing_duration'), '19 h 0 min');
  });

  inWorld('a sub-ticket is known by its number, not by the other ids it has (§2.4)', async (world) => {
    const related = await world.connect().relations.read(samples.changing, never);
    assert.deepEqual(
      related.map(({ number, title }) => [number, title]),
      [[`${samples.changing}001`, 'CN East-Shanghai1']],
    );
  });

  inWorld('many issues are one request: numbers in a filter, values as text (§2.5)', async (world) => {
    const keys = world.sandbox.addIssues(250);
    const tickets = await world.connect().readTickets(keys, never);
    assert.ok([...tickets.values()].every((ticket) => !(ticket instanceof TicketError)));
    const lists = requestsTo(world, 'ListTickets');
    assert.deepEqual(
      lists.map(({ body }) => [body?.['per_page'], body?.['page']]),
      [
        [200, 1],
        [200, 1],
      ],
    );
    assert.equal(world.countRequests(), 2);
  });

  inWorld(
    'a read is told apart from a write although both are POSTs: only the read is repeated (§2.5)',
    async (world) => {
      const provider = world.connect({ limits: { retryDelay: 5 } });
      world.sandbox.inject({ kind: 'status', status: 503, times: 1, body: '', endpoint: 'ListTickets' });
      await provider.readTickets([samples.unaccepted], never);
      assert.equal(requestsTo(world, 'ListTickets').length, 2);
      const request = await find(provider, samples.unaccepted, 'accept');
      world.sandbox.inject({ kind: 'status', status: 503, times: 1, body: '', endpoint: 'ExecuteTicketAction' });
      await assertTicketError(provider.runOperation(request, never), ['outcomeUnknown', 'unavailable']);
      assert.equal(world.countWrites(), 1);
    },
  );

  for (const download of ['binary', 'envelope'] as const) {
    inWorld(
      `a file comes down as it went up, as ${download} (§2.6)`,
      async (world) => {
        const { attachments } = world.connect();
        const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
        const file = await attachments.upload({ name: '日志 1.png', bytes, purpose: 'ticket' }, never);
        assert.deepEqual([file.name, file.size], ['日志 1.png', 100_000]);
        const back = await attachments.download(samples.unaccepted, file.id, never);
        assert.ok(Buffer.from(back.bytes).equals(bytes));
        // Whatever it is for, the path says "incident".
        assert.ok(requestsTo(world, 'CreateAttachment').every(({ path }) => path === '/v1/incident/attachments'));
      },
      { coc: { download } },
    );
  }

  inWorld('the files of an issue are there to be opened, by name', async (world) => {
    const provider = world.connect();
    const { details } = await provider.readTicket(samples.unaccepted, never);
    const files = details?.find(({ key }) => key === 'commit_upload_attachment')?.attachments;
    assert.deepEqual(
      files?.map(({ name }) => name),
      ['latency.png', '复现步骤.txt'],
    );
    const { bytes } = await provider.attachments.download(samples.unaccepted, files?.[1]?.id ?? '', never);
    assert.match(Buffer.from(bytes).toString(), /^1\. Log in/u);
  });

  inWorld('a file that the server refuses says so in its own envelope (§2.3)', async (world) => {
    const { attachments } = world.connect();
    const upload = attachments.upload({ name: 'a.exe', bytes: new Uint8Array(10), purpose: 'ticket' }, never);
    const error = await assertTicketError(upload, 'rejected');
    assert.match(error.serverMessage ?? '', /not supported/u);
  });

  inWorld('an operation is sent for the ticket as it is now, not as it was when the form was opened', async (world) => {
    const provider = world.connect();
    const input = changes({ up_down_updated_level: 'issues_level_1000', up_down_grade_reason_comment: 'Worse.' });
    const request = await find(provider, samples.handled, { name: 'Change level' }, input);
    world.sandbox.changeIssue(samples.handled, { level: 'issues_level_2000' });
    await provider.runOperation(request, never);
    assert.equal(world.sandbox.findIssue(samples.handled)?.level, 'issues_level_1000');
  });

  inWorld('a step that has moved on is a conflict, also for its form', async (world) => {
    const provider = world.connect();
    const request = await find(provider, samples.unaccepted, 'transfer');
    await run(provider, samples.unaccepted, 'accept');
    await assertTicketError(provider.operationForms.read(request, never), 'conflict');
  });

  inWorld(
    'at a status of the tenant everything is offered, and it stays what it is called (§2.4, §2.6)',
    async (world) => {
      const ticket = await world.connect().readTicket(samples.ofTenant, never);
      assert.deepEqual(
        [ticket.status, ticket.isEnded],
        [{ code: 'issues_work_flow_status_tenant_observing', name: 'Observing', category: 'unknown' }, false],
      );
      // All but withdrawing it, which is for its creator.
      assert.deepEqual([onlyStep(ticket).operations.length, ticket.operations.length], [8, 0]);
    },
  );

  for (const [kind, count, requests, first] of [
    ['issue', 11, 1, 0],
    ['incident', 11, 1, 0],
    ['issue', 450, 3, 0],
    ['incident', 1100, 5, 100],
  ] as const) {
    inWorld(`a history of ${count} entries is read to its newest one: ${kind} (§2.5)`, async (world) => {
      const key = kind === 'issue' ? samples.handled : samples.resolved;
      const [entry] =
        (kind === 'issue' ? world.sandbox.findIssue(key) : world.sandbox.findIncident(key))?.history ?? [];
      assert.ok(entry !== undefined);
      const history = Array.from({ length: count }, (_, index) => ({
        ...entry,
        id: `h${index}`,
        comment: `comment ${index}`,
        startedAt: entry.startedAt + index,
      }));
      if (kind === 'issue') world.sandbox.changeIssue(key, { history });
      else world.sandbox.changeIncident(key, { history });
      const entries = await world.connect().history.read(key, never);
      assert.deepEqual(
        entries.map(({ values }) => values.find((value) => value.key === 'comment')?.text),
        history.slice(first).map(({ comment }) => comment),
      );
      const endpoint = kind === 'issue' ? 'ListTicketOperationHistories' : 'ListIncidentsHistories';
      assert.equal(requestsTo(world, endpoint).length, requests);
    });
  }

  inWorld('every sample of every status can be read, whole and for watching alike', async (world) => {
    const provider = world.connect();
    const keys = Object.values(samples);
    const watched = await provider.readTickets(keys, never);
    for (const key of keys) {
      const whole = await provider.readTicket(key, never);
      const steps = whole.steps.map((step) => ({ ...step, fields: undefined, cannotSubmit: undefined }));
      assert.deepEqual(watched.get(key), { ...whole, details: undefined, steps }, key);
    }
  });
});
