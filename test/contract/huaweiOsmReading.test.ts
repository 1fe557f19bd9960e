import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { inWorld, requestsTo, requestTo } from './huaweiOsmCase.ts';
import { samples } from './huaweiOsmWorld.ts';
import { assertTicketError, never, onlyStep } from './providerContract.ts';

const hour = 3_600_000;

describe('Huawei Cloud OSM: statuses (contract §1.6)', () => {
  for (const [key, status, name, category, isEnded, waitsForMe] of [
    [samples.toProcess, '0', 'To be processed', 'new', false, false],
    [samples.processing, '1', 'Processing', 'inProgress', false, false],
    [samples.toConfirm, '2', 'To be confirmed', 'pending', false, true],
    [samples.scored, '3', 'Completed', 'done', true, false],
    [samples.cancelled, '4', 'Cancelled', 'cancelled', true, false],
    [samples.suspended, '5', 'Suspended', 'suspended', false, false],
    [samples.invalid, '12', 'Invalid', 'cancelled', true, false],
    [samples.deleted, '13', 'Deleted', 'cancelled', true, false],
    [samples.pendingFeedback, '17', 'Pending feedback', 'pending', false, true],
    [samples.unpublished, '26', 'Status 26', 'unknown', false, false],
  ] as const) {
    inWorld(`status ${status} is "${name}"${waitsForMe ? ' and waits for me' : ''}`, async (world) => {
      const ticket = await world.connect().readTicket(key, never);
      assert.deepEqual(ticket.status, { code: status, name, category });
      assert.equal(ticket.isEnded, isEnded);
      if (isEnded) assert.deepEqual(ticket.steps, []);
      else {
        const step = onlyStep(ticket);
        assert.deepEqual([step.id, step.name, step.waitsForMe], [status, name, waitsForMe]);
      }
    });
  }
});

describe('Huawei Cloud OSM: language and zone (contract §1.2)', () => {
  for (const [language, header, category, status] of [
    ['zh-cn', 'zh-cn', '产品技术', '待处理'],
    ['en', 'en-us', 'Products', 'To be processed'],
    ['de', 'en-us', 'Products', 'To be processed'],
  ] as const) {
    inWorld(`names come back in the display language: ${language}`, async (world) => {
      const translate = ({ text }: { readonly text: string }): string =>
        language === 'zh-cn' && text === 'To be processed' ? '待处理' : text;
      const provider = world.connect({ environment: { language, translate } });
      const ticket = await provider.readTicket(samples.toProcess, never);
      assert.equal(requestTo(world, 'ShowCaseDetail').headers['x-language'], header);
      assert.equal(ticket.details?.find(({ key }) => key === 'category')?.text, category);
      assert.equal(ticket.status.name, status);
    });
  }

  for (const [timeZone, header] of [
    ['Asia/Shanghai', 'GMT+8'],
    ['Asia/Kolkata', 'GMT+5:30'],
    ['UTC', 'GMT+0'],
  ] as const) {
    inWorld(`times are asked for and read in the zone of the user: ${timeZone}`, async (world) => {
      const provider = world.connect({ environment: { timeZone } });
      const { createdAt } = await provider.readTicket(samples.toProcess, never);
      assert.equal(requestTo(world, 'ShowCaseDetail').headers['x-time-zone'], header);
      const stored = world.sandbox.findCase(samples.toProcess)?.createdAt ?? 0;
      assert.equal(createdAt, Math.floor(stored / 1000) * 1000);
    });
  }

  for (const timeLayout of ['space', 'T', 'TZ', '+08:00', 'rfc3339', 'rfc3339Nano'] as const) {
    inWorld(
      `a time in the layout "${timeLayout}" is understood (contract §1.4)`,
      async (world) => {
        const provider = world.connect({ environment: { timeZone: 'America/St_Johns' } });
        const { createdAt = 0 } = await provider.readTicket(samples.toProcess, never);
        const stored = world.sandbox.findCase(samples.toProcess)?.createdAt ?? 0;
        assert.equal(Math.floor(createdAt / 1000), Math.floor(stored / 1000));
        const { messages } = await provider.conversation.read(samples.processing, undefined, never);
        assert.ok(messages.every(({ at }) => at !== undefined && Math.abs(Date.now() - at) < 21 * hour));
      },
      { osm: { timeLayout } },
    );
  }

  inWorld('X-Site is sent only where it is set', async (world) => {
    await world.connect().readTicket(samples.toProcess, never);
    assert.equal(requestTo(world, 'ShowCaseDetail').headers['x-site'], undefined);
    await world.connect({ settings: { site: '1' } }).readTicket(samples.toProcess, never);
    assert.equal(requestTo(world, 'ShowCaseDetail').headers['x-site'], '1');
  });
});

describe('Huawei Cloud OSM: what a ticket says', () => {
  inWorld('the detail is completed with the row, which has what it lacks (contract §8.2)', async (world) => {
    const ticket = await world.connect().readTicket(samples.scored, never);
    const texts = new Map(ticket.details?.map(({ key, text, group }) => [key, [text, group]]));
    assert.deepEqual(texts.get('product'), ['Bills and invoices', undefined]);
    assert.deepEqual(texts.get('resolution'), ['已重新开具发票。', 'Solution']);
    assert.deepEqual(texts.get('score-3'), ['10 / 10', 'Your score']);
    assert.deepEqual(texts.get('judgement'), ['处理及时，谢谢。', 'Your score']);
    assert.equal(texts.get('mobile')?.[1], 'Contact');
    assert.deepEqual(texts.get('time'), ['At any time', 'Contact']);
  });

  inWorld('a ticket is shown without what only the row has, when that cannot be read', async (world) => {
    world.sandbox.inject({ kind: 'status', endpoint: 'ListCases', status: 500, body: '{}' });
    world.sandbox.inject({ kind: 'status', endpoint: 'ListUnreadNewInstantMessages', status: 500, body: '{}' });
    const ticket = await world.connect({ limits: { maxRetries: 0 } }).readTicket(samples.scored, never);
    assert.ok(ticket.details?.some(({ key }) => key === 'description'));
    assert.ok(!(ticket.details ?? []).some(({ key }) => key === 'product'));
    assert.equal(ticket.unreadMessages, undefined);
  });

  inWorld('the first line stands for a title, the whole text and its files are a detail', async (world) => {
    const ticket = await world.connect().readTicket(samples.toProcess, never);
    assert.equal(ticket.title, '生产环境 ECS 无法 SSH 登录，提示 Connection timed out');
    const description = ticket.details?.find(({ key }) => key === 'description');
    assert.match(description?.text ?? '', /三台同时出现/u);
    assert.deepEqual(
      description?.attachments?.map(({ name, size }) => [name, size]),
      [
        ['监控截图.png', undefined],
        ['ssh.log', undefined],
      ],
    );
    assert.deepEqual(ticket.priority, { name: 'Business interrupted', category: 'unknown' });
    assert.equal(ticket.creator, 'zhangsan');
  });

  inWorld('labels are shown, whose ids are numbers here and texts there', async (world) => {
    world.sandbox.inject({
      kind: 'rewrite',
      endpoint: 'ListCases',
      rewrite: (data) =>
        JSON.parse(JSON.stringify(data).replaceAll(/"label_id":(\d+)/gu, '"label_id":"$1"')) as unknown,
    });
    const ticket = await world.connect().readTicket(samples.toProcess, never);
    assert.equal(ticket.details?.find(({ key }) => key === 'labels')?.text, '紧急, 生产环境');
  });

  inWorld('related tickets can be opened', async (world) => {
    const [related] = await world.connect().relations.read(samples.processing, never);
    assert.equal(related?.key, samples.toProcess);
    assert.match(related.title, /无法 SSH 登录/u);
  });

  inWorld('the operation log is read to its end', async (world) => {
    const provider = world.connect();
    await provider.conversation.post(samples.processing, { text: 'One more.', attachmentIds: [] }, never);
    const entries = await provider.history.read(samples.processing, never);
    assert.equal(entries.length, world.sandbox.findCase(samples.processing)?.logs.length);
    assert.equal(entries.at(-1)?.author, 'zhangsan');
  });
});

describe("Huawei Cloud OSM: colleagues' tickets (contract §1.3)", () => {
  inWorld('one of a colleague is out of reach without a group', async (world) => {
    await assertTicketError(world.connect().readTicket(samples.colleagues, never), 'forbidden');
  });

  inWorld('with one, the group is named for the ticket of a colleague and never for one of my own', async (world) => {
    const provider = world.connect({ settings: { groupId: world.sandbox.groupId } });
    const ticket = await provider.readTicket(samples.colleagues, never);
    assert.equal(ticket.creator, 'lisi');
    await provider.readTicket(samples.toProcess, never);
    await provider.readTicket(samples.colleagues, never);
    const groups = requestsTo(world, 'ShowCaseDetail').map(({ ticket: key, query }) => [key, query.one('group_id')]);
    assert.deepEqual(groups, [
      // Whose it is, only the server knows: it is asked without the group first, once.
      [samples.colleagues, undefined],
      [samples.colleagues, world.sandbox.groupId],
      [samples.toProcess, undefined],
      [samples.colleagues, world.sandbox.groupId],
    ]);
  });

  inWorld('everything about the ticket of a colleague names the group', async (world) => {
    const { groupId } = world.sandbox;
    const provider = world.connect({ settings: { groupId } });
    const key = samples.colleagues;
    await provider.conversation.post(key, { text: 'From a colleague.', attachmentIds: [] }, never);
    await provider.conversation.read(key, undefined, never);
    await provider.conversation.markRead(key, never);
    await provider.history.read(key, never);
    await provider.relations.read(key, never);
    await provider.readTickets([key, samples.toProcess], never);
    await provider.readTickets([key, samples.toProcess], never);
    const about = world.sandbox.requests.filter(
      ({ ticket, query, endpoint }) =>
        endpoint !== 'ShowCaseDetail' && (ticket === key || query.all('case_ids').includes(key)),
    );
    assert.ok(about.length >= 6);
    for (const { query, body, endpoint } of about) {
      assert.equal(query.one('group_id') ?? body?.['group_id'], groupId, endpoint);
    }
  });

  inWorld('one of another group stays out of reach', async (world) => {
    const provider = world.connect({ settings: { groupId: world.sandbox.groupId } });
    await assertTicketError(provider.readTicket(samples.strangers, never), 'forbidden');
  });
});
