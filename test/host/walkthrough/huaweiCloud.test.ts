import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { startHuaweiSandbox, type HuaweiSandbox } from '../../../src/sandbox/huawei/sandbox.ts';
import { openEditor, type Editor } from '../support/editor.ts';
import { connectedToOperations, drop } from '../support/huaweiCloud.ts';

const slowQueries = { key: 'TT20261101000002', title: 'RDS 慢查询突增，应用超时' };
const bastion = { key: 'TT20261101000003', title: 'Cannot log in to the bastion host after the key rotation' };
const issue = { key: 'ISU20261101090000010733001', title: '订单服务在促销高峰期响应超时' };
const incident = { key: 'IM20261101080000020416001', title: '支付网关 5xx 错误率超过 5%' };

/** What is shown in one language: what the extension says itself, and names that the cloud has in both. */
interface Texts {
  readonly locale: string;
  readonly category: string;
  readonly addConnection: string;
  readonly whichSystem: string;
  readonly serviceTickets: string;
  readonly anotherAddress: string;
  readonly address: string;
  readonly signIn: string;
  readonly withPassword: string;
  readonly account: string;
  readonly userName: string;
  readonly mfa: string;
  readonly noPasscode: string;
  readonly iamAddress: string;
  readonly password: string;
  readonly connectionName: string;
  readonly doesNotWork: string;
  readonly signInRefused: string;
  readonly changeAnswers: string;
  readonly ready: string;
  readonly watchTicket: string;
  readonly whichTickets: string;
  readonly processing: string;
  readonly toConfirm: string;
  readonly closed: string;
  readonly problemType: string;
  readonly message: string;
  readonly send: string;
  readonly takeBack: string;
  readonly yesTakeBack: string;
  readonly closeTicket: string;
  readonly dimensions: readonly string[];
  readonly comment: string;
  readonly done: string;
  readonly unaccepted: string;
  readonly handling: string;
  readonly level: string;
  readonly region: string;
  readonly me: string;
  readonly colleague: string;
  readonly accept: string;
  readonly moreActions: string;
  readonly forward: string;
  readonly newOwner: string;
  readonly description: string;
  readonly triggered: string;
  readonly acceptedIncident: string;
  readonly toVerify: string;
  readonly submit: string;
  readonly serviceInterrupted: string;
  readonly no: string;
  readonly cause: string;
  readonly solution: string;
}

const languages: readonly Texts[] = [
  {
    locale: 'en',
    category: 'ITSM Tickets',
    addConnection: 'Add Connection…',
    whichSystem: 'Which ticket system?',
    serviceTickets: 'Huawei Cloud Service Tickets',
    anotherAddress: 'Another Address…',
    address: 'The address of the service ticket service',
    signIn: 'Sign-in:',
    withPassword: 'IAM user and password',
    account: 'Account name:',
    userName: 'IAM user name:',
    mfa: 'Virtual MFA device:',
    noPasscode: 'No passcode',
    iamAddress: 'Address of IAM',
    password: 'Password:',
    connectionName: 'A name for this connection',
    doesNotWork: 'it does not work yet',
    signInRefused: 'IAM does not accept the sign-in',
    changeAnswers: 'Change What I Entered',
    ready: 'Cloud support is ready.',
    watchTicket: 'Watch Ticket…',
    whichTickets: 'One or more ticket numbers',
    processing: 'Processing',
    toConfirm: 'To be confirmed',
    closed: 'Completed',
    problemType: 'Performance',
    message: 'Message',
    send: 'Send',
    takeBack: 'Take back',
    yesTakeBack: 'Take Back',
    closeTicket: 'Close',
    dimensions: ['Attitude', 'Speed', 'Result'],
    comment: 'Your comment',
    done: ': done. The ticket is now at: ',
    unaccepted: 'Unaccepted',
    handling: 'Locate the solution',
    level: 'Fatal',
    region: 'CN North-Beijing4',
    me: 'zhangsan',
    colleague: 'lisi',
    accept: 'Accept',
    moreActions: 'More actions',
    forward: 'Transfer',
    newOwner: 'New owner',
    description: 'Description',
    triggered: 'Unaccepted',
    acceptedIncident: 'Accepted',
    toVerify: 'To be verified',
    submit: 'Submit',
    serviceInterrupted: 'Service interrupted',
    no: 'No',
    cause: 'Cause',
    solution: 'Solution',
  },
  {
    locale: 'zh-cn',
    category: 'ITSM 工单',
    addConnection: '添加连接…',
    whichSystem: '选择工单系统',
    serviceTickets: '华为云工单',
    anotherAddress: '其他地址…',
    address: '工单服务（OSM）的地址',
    signIn: '登录方式:',
    withPassword: 'IAM 用户和密码',
    account: '账号名:',
    userName: 'IAM 用户名:',
    mfa: '虚拟 MFA 设备:',
    noPasscode: '不需要验证码',
    iamAddress: 'IAM 地址',
    password: '密码:',
    connectionName: '此连接的名称',
    doesNotWork: '尚未连通',
    signInRefused: 'IAM 拒绝了登录',
    changeAnswers: '修改已填内容',
    ready: 'Cloud support 已就绪。',
    watchTicket: '关注工单…',
    whichTickets: '一个或多个单号',
    processing: '处理中',
    toConfirm: '待确认',
    closed: '已完成',
    problemType: '性能',
    message: '消息',
    send: '发送',
    takeBack: '撤回',
    yesTakeBack: '撤回',
    closeTicket: '关闭',
    dimensions: ['服务态度', '处理速度', '解决效果'],
    comment: '评价内容',
    done: '：已完成。工单现处于：',
    unaccepted: '待受理',
    handling: '定位解决方案',
    level: '致命',
    region: '华北-北京四',
    me: '张三',
    colleague: '李四',
    accept: '受理',
    moreActions: '更多操作',
    forward: '转单',
    newOwner: '新责任人',
    description: '描述',
    triggered: '未受理',
    acceptedIncident: '已受理',
    toVerify: '待验证',
    submit: '提交',
    serviceInterrupted: '业务中断',
    no: '否',
    cause: '原因',
    solution: '解决方案',
  },
];

for (const texts of languages) {
  /** Service tickets through a password, and issues and incidents of the operations center through an access key. */
  describe(`somebody with tickets at Huawei Cloud, in ${texts.locale}`, () => {
    let sandbox: HuaweiSandbox;
    let editor: Editor;

    const shot = (name: string) => editor.screenshot(`huawei-${texts.locale}-${name}`);

    /** How often something was asked of the cloud about a ticket. */
    const sent = (endpoint: string, ticket: string): number =>
      sandbox.requests.filter((request) => request.endpoint === endpoint && request.ticket === ticket).length;

    /** Opens a ticket and waits until its page has it whole. */
    const open = async (title: string, row: RegExp): Promise<FrameLocator> => {
      // The rows are drawn anew when a ticket has changed, which can swallow a click.
      await editor.until(`the page of ${title} is open`, async () => {
        await editor.clickRow(row);
        return editor.appears(editor.tab(title));
      });
      const page = await editor.webview(title);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      return page;
    };

    /** Presses a button of a page, be it in the menu of further ones. */
    const press = async (page: FrameLocator, name: string): Promise<void> => {
      const button = page.getByRole('button', { name, exact: true }).first();
      const more = page.getByRole('button', { name: texts.moreActions }).first();
      await button.or(more).first().waitFor();
      if (await button.isVisible()) {
        await button.click();
        return;
      }
      await more.click();
      await page.getByRole('menuitem', { name, exact: true }).click();
    };

    before(async () => {
      sandbox = await startHuaweiSandbox();
      editor = await openEditor({
        theme: texts.locale === 'en' ? 'light' : 'dark',
        locale: texts.locale,
        ...connectedToOperations(sandbox, [issue.key, incident.key]),
      });
      await editor.openView(texts.category);
    });

    after(async () => {
      await editor?.dispose();
      await sandbox?.close();
    });

    it('adds a connection to service tickets with a password, and no secret goes to an address that was not named', async () => {
      await editor.runCommand(`${texts.category}: ${texts.addConnection}`);
      await editor.waitForQuickInput(texts.whichSystem);
      await shot('01-systems');
      await editor.pickQuickItem(texts.serviceTickets);
      await editor.waitForQuickInput(texts.address);
      await editor.quickItem(texts.anotherAddress).waitFor();
      await shot('02-addresses');
      await editor.pickQuickItem(texts.anotherAddress);
      // What it asks for next is an example among these, too.
      await editor.quickItem(texts.anotherAddress).waitFor({ state: 'hidden' });
      await editor.waitForQuickInput('https://osm.');
      await editor.acceptQuickInput(sandbox.osmUrl);
      await editor.waitForQuickInput(texts.signIn);
      await editor.pickQuickItem(texts.withPassword);
      await editor.waitForQuickInput(texts.account);
      await editor.acceptQuickInput(sandbox.account);
      await editor.waitForQuickInput(texts.userName);
      await editor.acceptQuickInput(sandbox.userName);
      await editor.waitForQuickInput(texts.mfa);
      await editor.pickQuickItem(texts.noPasscode);
      await editor.waitForQuickInput(texts.iamAddress);
      await shot('03-iam-address');
      await editor.acceptQuickInput(sandbox.iamUrl);
      await editor.waitForQuickInput(texts.password);
      await editor.acceptQuickInput('wrong-password');
      await editor.waitForQuickInput(texts.connectionName);
      await editor.acceptQuickInput('Cloud support');
      await editor.waitForQuickInput(texts.doesNotWork);
      await editor.waitForQuickInput(texts.signInRefused);
      await shot('04-refused');
      await editor.pickQuickItem(texts.changeAnswers);
      await editor.waitForQuickInput(texts.connectionName);
      await editor.quickInput.getByRole('button', { name: 'Back' }).click();
      await editor.waitForQuickInput(texts.password);
      await editor.acceptQuickInput(sandbox.password);
      await editor.waitForQuickInput(texts.connectionName);
      await editor.acceptQuickInput();
      await editor.waitForNotification(texts.ready);
      const attempts = sandbox.requests.filter(({ service }) => service === 'iam').length;
      assert.equal(attempts, 2, 'one attempt with each password');
    });

    it('watches two service tickets and sees their statuses by name', async () => {
      await editor.clickNotificationButton(texts.ready, texts.watchTicket);
      await editor.waitForQuickInput(texts.whichTickets);
      await editor.acceptQuickInput(`${slowQueries.key} ${bastion.key}`);
      await editor.treeRow(new RegExp(`^${texts.processing}.*${slowQueries.key}`)).waitFor();
      await editor.treeRow(new RegExp(`^${texts.toConfirm}.*${bastion.key}`)).waitFor();
      await shot('05-watching');
    });

    it('reads the conversation of one, and sends a message with a file', async () => {
      const page = await open(slowQueries.title, new RegExp(`^${texts.processing}.*${slowQueries.key}`));
      await page.getByText('建议为 orders.created_at 添加索引后再观察。').waitFor();
      await page.getByText(texts.problemType).first().waitFor();
      await shot('06-conversation');
      await page
        .locator('itsm-timeline')
        .getByRole('textbox', { name: texts.message })
        .fill('The index is there. See the new plan.');
      await drop(page.locator('itsm-timeline .drop'), 'plan.txt', 'Index Scan using orders_created_at');
      await page.locator('itsm-timeline').getByText('plan.txt').waitFor();
      await shot('07-message');
      await page.locator('itsm-timeline').getByRole('progressbar').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: texts.send, exact: true }).click();
      const message = page.getByRole('listitem').filter({ hasText: 'The index is there. See the new plan.' });
      await message.filter({ hasText: 'plan.txt' }).waitFor();
      await shot('08-sent');
      assert.equal(sent('CreateMessages', slowQueries.key), 1);
      const last = sandbox.findCase(slowQueries.key)?.messages.at(-1);
      assert.equal(last?.content, 'The index is there. See the new plan.');
      assert.equal(last?.accessoryIds.length, 1);
    });

    it('takes the message back, after a question', async () => {
      const count = sandbox.findCase(slowQueries.key)?.messages.length ?? 0;
      const page = await editor.webview(slowQueries.title);
      const message = page.getByRole('listitem').filter({ hasText: 'The index is there.' });
      await message.getByRole('button', { name: texts.takeBack }).click();
      const dialog = editor.page.getByRole('dialog');
      await dialog.waitFor();
      await shot('09-take-back');
      assert.equal(sent('RevokeMessage', slowQueries.key), 0, 'nothing is sent before the answer');
      await dialog.getByRole('button', { name: texts.yesTakeBack }).click();
      await message.waitFor({ state: 'detached' });
      assert.equal(sent('RevokeMessage', slowQueries.key), 1);
      assert.equal(sandbox.findCase(slowQueries.key)?.messages.length, count - 1);
    });

    it('closes the other one with a score, after a question', async () => {
      const page = await open(bastion.title, new RegExp(`^${texts.toConfirm}.*${bastion.key}`));
      await press(page, texts.closeTicket);
      const form = page.locator('itsm-operation-card');
      for (const dimension of texts.dimensions) {
        await form.getByRole('radiogroup', { name: dimension }).getByRole('radio', { name: '4', exact: true }).check();
      }
      await form.getByRole('textbox', { name: texts.comment }).fill('quick and friendly');
      await shot('10-score');
      await form.getByRole('button', { name: texts.closeTicket, exact: true }).click();
      const dialog = editor.page.getByRole('dialog').filter({ hasText: bastion.key });
      await dialog.waitFor();
      await shot('11-question');
      assert.equal(sent('UpdateCases', bastion.key), 0, 'nothing is sent before the answer');
      await dialog.getByRole('button', { name: texts.closeTicket, exact: true }).click();
      await page.getByText(`${texts.closeTicket}${texts.done}${texts.closed}`).waitFor();
      await shot('12-closed');
      assert.equal(sent('UpdateCases', bastion.key), 1);
      assert.equal(sent('CreateScores', bastion.key), 0, 'the score went with the closing');
      const closed = sandbox.findCase(bastion.key);
      assert.equal(closed?.status, 3);
      assert.equal(closed?.judgement, 'quick and friendly');
      assert.deepEqual(
        closed?.scores.map(({ score }) => score),
        [4, 4, 4],
      );
    });

    it('accepts an issue that waits for him, which is signed with the access key', async () => {
      const page = await open(issue.title, new RegExp(`^${texts.unaccepted}.*${issue.key}`));
      await page.getByText(texts.level).first().waitFor();
      await page.getByText(texts.region).first().waitFor();
      await shot('13-issue');
      await press(page, texts.accept);
      await page.getByText(`${texts.accept}${texts.done}${texts.handling}`).waitFor();
      await editor.treeRow(new RegExp(`^${texts.handling}, ${texts.me}.*${issue.key}`)).waitFor();
      await shot('14-accepted');
      assert.equal(sent('ExecuteTicketAction', issue.key), 1);
    });

    it('hands the issue to a colleague, chosen by name', async () => {
      const page = await editor.webview(issue.title);
      await press(page, texts.forward);
      const form = page.locator('itsm-operation-card');
      await form.getByRole('combobox', { name: texts.newOwner }).fill(texts.colleague);
      await form.getByRole('option', { name: texts.colleague }).first().click();
      await form.getByRole('textbox', { name: texts.description }).fill('you know this service');
      await shot('15-forward');
      await form.getByRole('button', { name: texts.forward, exact: true }).click();
      await editor.treeRow(new RegExp(`^${texts.handling}, ${texts.colleague}.*${issue.key}`)).waitFor();
      await shot('16-forwarded');
      assert.equal(sent('ExecuteTicketAction', issue.key), 2, 'once accepted, once forwarded');
      assert.equal(sandbox.findIssue(issue.key)?.assigneeId, sandbox.colleague.userId);
    });

    it('accepts an incident and submits its solution', async () => {
      const page = await open(incident.title, new RegExp(`^${texts.triggered}.*${incident.key}`));
      await press(page, texts.accept);
      await page.getByText(`${texts.accept}${texts.done}${texts.acceptedIncident}`).waitFor();
      await editor.treeRow(new RegExp(`^${texts.acceptedIncident}, ${texts.me}.*${incident.key}`)).waitFor();
      assert.equal(sent('HandleIncident', incident.key), 1);
      const form = page.locator('itsm-step-card');
      await form
        .getByRole('radiogroup', { name: texts.serviceInterrupted })
        .getByRole('radio', { name: texts.no })
        .check();
      await form.getByRole('textbox', { name: texts.cause }).fill('A full connection pool');
      await form.getByRole('textbox', { name: texts.solution }).fill('The pool was enlarged');
      await shot('17-solution');
      await form.getByRole('button', { name: texts.submit, exact: true }).click();
      await editor.treeRow(new RegExp(`^${texts.toVerify}.*${incident.key}`)).waitFor();
      await shot('18-solved');
      assert.equal(sent('HandleIncident', incident.key), 2, 'once accepted, once solved');
      assert.equal(sandbox.findIncident(incident.key)?.cause, 'A full connection pool');
    });

    it('has met no error on the way, and never signed in again', () => {
      assert.deepEqual(editor.pageErrors, []);
      assert.equal(sandbox.requests.filter(({ service }) => service === 'iam').length, 2);
    });
  });
}
