import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { actAs, connectedTo } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const release = 'CRQ20260901000002';
const firewall = { key: 'REQ20260901000003', title: '防火墙策略变更：开放 10.20.0.0/16 到支付网关 443 端口' };
const incident = { key: 'INC20260901000004', step: 'Handle the incident' };
const dataAccess = 15;
const colleague = 'lisi';

/** What the extension says in one language; what comes from the server is the same in both. */
interface Texts {
  readonly locale: string;
  readonly category: string;
  readonly newTicket: string;
  readonly searchService: string;
  readonly newTab: string;
  readonly create: string;
  readonly watched: string;
  readonly noneSigned: string;
  readonly oneSigned: string;
  readonly hasSigned: string;
  readonly approve: string;
  readonly approved: string;
  readonly refresh: string;
  readonly history: RegExp;
  readonly valuesGiven: string;
  readonly transfer: string;
  readonly enterUserName: string;
  readonly remark: string;
  readonly mustNotBeEmpty: string;
  readonly claim: string;
  readonly rejectSelected: string;
  readonly whichTickets: string;
  readonly nothingSentYet: string;
  readonly remarkForAll: string;
  readonly rejected: string;
  readonly rate: string;
  readonly howSatisfied: string;
  readonly comment: string;
  readonly rated: string;
}

const languages: readonly Texts[] = [
  {
    locale: 'en',
    category: 'ITSM Tickets',
    newTicket: 'New Ticket…',
    searchService: 'Search for a service',
    newTab: 'New: ',
    create: 'Create',
    watched: 'You watch it from now on.',
    noneSigned: '0 of 2 have signed',
    oneSigned: '1 of 2 have signed',
    hasSigned: 'Has signed',
    approve: 'Approve',
    approved: 'Approve: done.',
    refresh: 'Refresh',
    history: /History/,
    valuesGiven: 'values given then',
    transfer: 'Transfer…',
    enterUserName: 'Search, or enter a user name',
    remark: 'Remark (required)',
    mustNotBeEmpty: 'This must not be empty.',
    claim: 'Claim',
    rejectSelected: 'Reject Selected…',
    whichTickets: 'You see what will be sent before it is',
    nothingSentYet: 'Reject: nothing has been sent yet',
    remarkForAll: 'Remark for all of them (required)',
    rejected: 'Rejected: 1 of 1',
    rate: 'Rate…',
    howSatisfied: 'How satisfied are you',
    comment: 'Comment (optional)',
    rated: 'was rated.',
  },
  {
    locale: 'zh-cn',
    category: 'ITSM 工单',
    newTicket: '新建工单…',
    searchService: '搜索服务',
    newTab: '新建：',
    create: '创建',
    watched: '已创建，并已加入关注。',
    noneSigned: '0/2 人已会签',
    oneSigned: '1/2 人已会签',
    hasSigned: '已会签',
    approve: '通过',
    approved: '通过：已完成',
    refresh: '刷新',
    history: /历史/,
    valuesGiven: '当时填写的',
    transfer: '转单…',
    enterUserName: '搜索，或输入用户名',
    remark: '备注（必填）',
    mustNotBeEmpty: '此项不能为空。',
    claim: '认领',
    rejectSelected: '批量拒绝…',
    whichTickets: '发送前会先显示将要发送的内容',
    nothingSentYet: '拒绝：尚未发送任何内容',
    remarkForAll: '对全部工单的备注（必填）',
    rejected: '已拒绝：1/1',
    rate: '评价…',
    howSatisfied: '您对此工单的处理满意吗',
    comment: '评论（可选）',
    rated: '已评价。',
  },
];

for (const texts of languages) {
  /** What a ticket goes through, from its creation to its rating, with other people's tickets in between. */
  describe(`somebody who sees tickets through to their end, in ${texts.locale}`, () => {
    const title = 'Read access to the orders database';
    const step = '逐级审批';
    let sandbox: Sandbox;
    let editor: Editor;
    let created = '';

    const shot = (name: string) => editor.screenshot(`life-${texts.locale}-${name}`);
    const command = (name: string) => editor.runCommand(`${texts.category}: ${name}`);

    /** What this user's editor has sent; the colleague comes through the other door. */
    const sent = (endpoint: string, text: string) =>
      sandbox.requests.filter(
        (request) =>
          request.door === 'gateway' &&
          request.endpoint === endpoint &&
          JSON.stringify(request.body ?? '').includes(text),
      ).length;

    before(async () => {
      sandbox = await startSandbox();
      editor = await openEditor({
        theme: 'light',
        locale: texts.locale,
        ...connectedTo(sandbox, [release, firewall.key, incident.key], 'gateway'),
      });
      await editor.openView(texts.category);
      for (const key of [release, firewall.key, incident.key]) await editor.treeRow(new RegExp(`, ${key}$`)).waitFor();
    });

    after(async () => {
      await editor?.dispose();
      await sandbox?.close();
    });

    it('creates a ticket, once, that two people approve one after the other', async () => {
      const service = sandbox.services.find(({ id }) => id === dataAccess)?.name ?? '';
      await command(texts.newTicket);
      await editor.waitForQuickInput(texts.searchService);
      await editor.quickItem(service).waitFor();
      await editor.typeIntoQuickInput(service);
      await editor.pickQuickItem(service);
      const form = await editor.webview(`${texts.newTab}${service}`);
      await form.getByLabel('标题').fill(title);
      await form.getByLabel('数据库').fill('orders');
      await form.getByLabel('截止日期').fill('2099-01-01');
      await shot('01-new');
      await form.getByRole('button', { name: texts.create }).click();
      const page = await editor.webview(title);
      await page.getByText(texts.watched).waitFor();
      await page.getByText(texts.noneSigned).waitFor();
      await editor.treeRow(new RegExp(`^${step}, zhangsan`)).waitFor();
      await shot('02-created');
      assert.equal(sent('create_ticket', title), 1);
      const body = sandbox.requests.find(({ endpoint }) => endpoint === 'create_ticket')?.body;
      assert.equal(body?.['creator'], sandbox.operator);
    });

    it('approves it, and sees who has signed and whom it waits for now', async () => {
      created =
        /[A-Z]{3}\d+/.exec((await editor.treeRow(new RegExp(`^${step}`)).getAttribute('aria-label')) ?? '')?.[0] ?? '';
      const page = await editor.webview(title);
      await page.getByRole('button', { name: texts.approve }).click();
      await page.getByText(texts.approved).waitFor();
      await page.getByText(texts.oneSigned).waitFor();
      await page.getByRole('listitem').filter({ hasText: 'zhangsan' }).filter({ hasText: texts.hasSigned }).waitFor();
      await editor.treeRow(new RegExp(`^${step}, .*${colleague} · [^,]+, ${created}$`)).waitFor();
      await shot('03-one-signed');
      assert.equal(await page.getByRole('button', { name: texts.approve }).count(), 0);
      assert.equal(sent('operate_node', created), 1);
    });

    it('sees it end when the colleague has approved, too', async () => {
      const node = sandbox.findTicket(created)?.nodes.find(({ design }) => design.name === step);
      assert.ok(node);
      await actAs(sandbox, colleague, {
        sn: created,
        state_id: node.design.stateId,
        action_type: 'TRANSITION',
        fields: node.design.fields.map(({ key, type }) => ({ key, value: type === 'RADIO' ? 'true' : '' })),
      });
      await editor.until('the ticket ends', async () => sandbox.findTicket(created)?.status === 'FINISHED');
      await command(texts.refresh);
      await editor.treeRow(new RegExp(`^${title}, ${created}, 已结束`)).waitFor();
      await shot('04-ended');
    });

    it('reads in the history who did what', async () => {
      const page = await editor.webview(title);
      await page.getByRole('button', { name: texts.history }).scrollIntoViewIfNeeded();
      await page.getByText(`zhangsan 处理【${step}】`).first().waitFor();
      await page.getByText(`${colleague} 处理【${step}】`).first().waitFor();
      await page.getByText('流程结束').waitFor();
      await page.getByText(texts.valuesGiven).last().click();
      await page.getByText('orders').last().waitFor();
      await shot('05-history');
    });

    it('hands a step to a colleague, with a remark that must not be empty', async () => {
      await editor.chooseFromContextMenu(editor.treeRow(new RegExp(`^${incident.step}`)), texts.transfer);
      await editor.waitForQuickInput(texts.enterUserName);
      await editor.quickItem(colleague).waitFor();
      await shot('06-candidates');
      await editor.pickQuickItem(colleague);
      await editor.waitForQuickInput(texts.remark);
      await editor.acceptQuickInput('');
      await editor.waitForQuickInput(texts.mustNotBeEmpty);
      assert.equal(sent('operate_node', incident.key), 0, 'nothing is sent without a remark');
      await editor.acceptQuickInput('you know these disks');
      await editor.treeRow(new RegExp(`^${incident.step}, ${colleague} · [^,]+, ${incident.key}$`)).waitFor();
      await shot('07-transferred');
      assert.equal(sent('operate_node', incident.key), 1);
      assert.equal(sent('operate_node', 'you know these disks'), 1);
    });

    it('claims a step', async () => {
      const row = editor.treeRow(new RegExp(`, ${release}$`));
      await editor.clickRowAction(row, texts.claim);
      await editor.treeRow(new RegExp(`^Prepare the release, zhangsan · 处理中.*${release}$`)).waitFor();
      await shot('08-claimed');
      assert.equal(sent('operate_node', release), 1);
    });

    it('rejects from the list of what waits for an approval, after a look at what will be sent', async () => {
      await command(texts.rejectSelected);
      await editor.waitForQuickInput(texts.whichTickets);
      await shot('09-choice');
      await editor.pickQuickItem(firewall.title);
      await editor.acceptQuickInput();
      await editor.waitForQuickInput(texts.nothingSentYet);
      await shot('10-preview');
      await editor.acceptQuickInput();
      await editor.waitForQuickInput(texts.remarkForAll);
      await editor.acceptQuickInput('');
      await editor.waitForQuickInput(texts.mustNotBeEmpty);
      assert.equal(sent('approve', firewall.key), 0, 'nothing is sent without a remark');
      await editor.acceptQuickInput('the range is too wide');
      await editor.waitForQuickInput(texts.rejected);
      await shot('11-rejected');
      await editor.dismissQuickInput();
      assert.equal(sent('approve', firewall.key) + sent('operate_node', firewall.key), 1);
      await editor.until('the ticket ends', async () => sandbox.findTicket(firewall.key)?.status === 'TERMINATED');
    });

    it('rates the ticket that has ended, once', async () => {
      const row = editor.treeRow(new RegExp(`^${title}, ${created}`)).first();
      await editor.chooseFromContextMenu(row, texts.rate);
      await editor.waitForQuickInput(texts.howSatisfied);
      await shot('12-stars');
      await editor.pickQuickItem('★★★★★☆');
      await editor.waitForQuickInput(texts.comment);
      await editor.acceptQuickInput('quick and friendly');
      await editor.waitForNotification(texts.rated);
      await shot('13-rated');
      assert.equal(sent('comment', 'quick and friendly'), 1);
      assert.equal(sandbox.findTicket(created)?.isCommented, true);
    });

    it('has met no error on the way', () => {
      assert.deepEqual(editor.pageErrors, []);
    });
  });
}
