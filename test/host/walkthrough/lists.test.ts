import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { connectedTo } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const incident = { key: 'INC20260901000004', title: 'Disk full on web-03' };
const signing = { key: 'CRQ20260901000010', title: '核心交易库主备切换演练' };
const firewall = { key: 'REQ20260901000003', title: '防火墙策略变更：开放 10.20.0.0/16 到支付网关 443 端口' };

function throughGateway(sandbox: Sandbox, ticketKeys: readonly string[]) {
  const esb = connectedTo(sandbox, ticketKeys);
  const connections = esb.settings['itsmTickets.connections'].map((connection) => ({
    ...connection,
    baseUrl: sandbox.gatewayUrl,
    door: 'gateway',
  }));
  return { ...esb, settings: { ...esb.settings, 'itsmTickets.connections': connections } };
}

/** Somebody else asks for something that waits for the user's approval. */
async function ask(sandbox: Sandbox, service: number, fields: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${sandbox.esbUrl}/api/c/compapi/v2/itsm/create_ticket/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Bkapi-Authorization': JSON.stringify({
        bk_app_code: sandbox.appCode,
        bk_app_secret: sandbox.appSecret,
        bk_token: sandbox.token,
      }),
    },
    body: JSON.stringify({
      service_id: service,
      creator: 'wangwu',
      fields: Object.entries(fields).map(([key, value]) => ({ key, value })),
    }),
  });
  const { data, message } = (await response.json()) as { data?: { sn: string }; message: string }; // the sandbox's own shape
  if (data === undefined) throw new Error(`It was not created: ${message}`);
  return data.sn;
}

/** Finds tickets whose numbers nobody has, and decides two of them in one go. */
describe('somebody who works through their lists', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  let orders: string;

  before(async () => {
    sandbox = await startSandbox();
    orders = await ask(sandbox, 15, { title: '开通订单库只读权限', database: 'orders', until: '2099-01-01' });
    await ask(sandbox, 16, { title: 'Release order-service 1.2.3', version: '1.2.3' });
    sandbox.addTickets(58);
    editor = await openEditor({ ...throughGateway(sandbox, [incident.key]), theme: 'dark' });
    await editor.openView('ITSM Tickets');
    await editor.treeRow(/Handle the incident/).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  const listReads = () => sandbox.requests.filter(({ endpoint }) => endpoint === 'get_tickets_by_user').length;

  const decisions = () =>
    sandbox.requests.filter(({ endpoint }) => endpoint === 'approve' || endpoint === 'operate_node').length;

  const removeFromView = async (name: RegExp): Promise<void> => {
    await editor.clickRowAction(editor.treeRow(name), 'Remove from View');
    await editor.treeRow(name).waitFor({ state: 'hidden' });
  };

  it('sees the lists below the watched tickets, and none is read before it is opened', async () => {
    for (const name of ['My to-do', 'To approve', 'My requests']) await editor.treeRow(name).waitFor();
    assert.equal(listReads(), 0);
  });

  it('opens the to-do list and loads more of it', async () => {
    await editor.clickRow('My to-do');
    await editor.treeRow(/^My to-do, \d+$/).waitFor();
    await editor.screenshot('60-to-do');
    assert.equal(listReads(), 1);
    await editor.until('the last row is in sight', async () => {
      await editor.treeRow(/^My to-do/).focus();
      await editor.page.keyboard.press('End');
      return editor.appears(editor.treeRow(/Load More/));
    });
    await editor.clickRow(/Load More/);
    await editor.treeRow(/Load More/).waitFor({ state: 'hidden' });
    assert.equal(listReads(), 2);
    await editor.screenshot('61-to-do-more');
    await editor.page.keyboard.press('Home');
    await editor.clickRow(/^My to-do/);
  });

  it('filters the list and sees how that was done', async () => {
    await editor.clickRowAction(editor.treeRow(/^My to-do/), 'Filter List…');
    await editor.waitForQuickInput('narrowed by');
    await editor.screenshot('62-filter');
    await editor.pickQuickItem('Number or Title…');
    await editor.waitForQuickInput('a part of the title');
    await editor.acceptQuickInput('disk');
    await editor.waitForQuickInput('narrowed by');
    await editor.pickQuickItem('Show Tickets');
    await editor.treeRow(/^My to-do, “disk” · 1$/).waitFor();
    await editor.treeRow(/The server cannot search this: 75 tickets were looked through/).waitFor();
    await editor.screenshot('63-filtered');
  });

  it('searches by number and watches what was found', async () => {
    await editor.runCommand('ITSM Tickets: Search Tickets…');
    await editor.waitForQuickInput('A ticket number');
    await editor.acceptQuickInput(signing.key);
    await editor.treeRow(new RegExp(`^Search, “${signing.key}” · 1$`)).waitFor();
    await editor.clickRowAction(editor.treeRow(new RegExp(`^${signing.title}, ${signing.key}`)), 'Watch');
    await editor.treeRow(/^三方会签/).waitFor();
    await editor.screenshot('64-searched-and-watched');
  });

  it('keeps a search as a query of its own, and removes it again', async () => {
    await removeFromView(/^Search, /);
    await editor.runCommand('ITSM Tickets: Search Tickets…');
    await editor.waitForQuickInput('A ticket number');
    await editor.acceptQuickInput('disk');
    await editor.treeRow(/^Search, “disk”/).waitFor();
    await editor.chooseFromContextMenu(editor.treeRow(/^Search, “disk”/), 'Save as Query…');
    await editor.waitForQuickInput('A name for');
    await editor.acceptQuickInput('Disks');
    await editor.treeRow(/^Disks, “disk”/).waitFor();
    assert.equal(await editor.treeRow(/^Search, /).count(), 0);
    const settings = JSON.parse(await readFile(join(editor.userDataDir, 'User/settings.json'), 'utf8')) as unknown;
    assert.deepEqual((settings as Record<string, unknown>)['itsmTickets.queries'], [
      { name: 'Disks', connection: 'sandbox', list: 'all', text: 'disk' },
    ]);
    await editor.screenshot('65-query');
    await removeFromView(/^Disks, /);
  });

  it('opens the page of a ticket that is not watched', async () => {
    await editor.clickRow(/^To approve/);
    await editor.clickRow(new RegExp(firewall.key));
    const page = await editor.webview();
    await page.getByText(firewall.title).first().waitFor();
    await editor.screenshot('66-unwatched-page');
  });

  it('sees what will be sent, and what cannot be, before two approvals leave', async () => {
    await editor.clickRow(new RegExp(firewall.key));
    await editor.treeRow(new RegExp(orders)).click({ modifiers: ['Control'] });
    await editor
      .treeRow(/^Disk full on web-03/)
      .last()
      .click({ modifiers: ['Control'] });
    await editor.chooseFromContextMenu(editor.treeRow(new RegExp(orders)), 'Approve Selected…');
    await editor.waitForQuickInput('This is what will be sent');
    await editor.waitForQuickInput('is more than an approval');
    await editor.screenshot('67-preview');
    assert.equal(decisions(), 0, 'nothing is sent before the answer');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('Remark for all of them (optional)');
    await editor.acceptQuickInput('reviewed together');
    await editor.waitForQuickInput('How each went');
    await editor.screenshot('68-approved');
    assert.equal(decisions(), 2);
    await editor.dismissQuickInput();
    await editor.treeRow(new RegExp(firewall.key)).waitFor({ state: 'hidden' });
    await editor.until('the ticket has ended', () =>
      Promise.resolve(sandbox.findTicket(firewall.key)?.status === 'FINISHED'),
    );
    await editor.screenshot('69-list-afterwards');
  });

  it('takes the filter away again', async () => {
    await editor.clickRowAction(editor.treeRow(/^My to-do/), 'Clear Filter');
    await editor.treeRow(/^My to-do, \d+$/).waitFor();
    await editor.clickRow(/^My to-do/);
  });

  it('rejects only with a remark, and is told what the server did not take', async () => {
    await editor.runCommand('ITSM Tickets: Reject Selected…');
    await editor.waitForQuickInput('You see what will be sent before it is');
    await editor.pickQuickItem('Release order-service 1.2.3');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('This is what will be sent');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('Remark for all of them (required)');
    await editor.acceptQuickInput('');
    await editor.waitForQuickInput('This must not be empty.');
    const heal = sandbox.inject({ kind: 'rateLimit', endpoint: 'approve' });
    await editor.acceptQuickInput('no rollback plan');
    await editor.waitForQuickInput('Not carried out');
    await editor.screenshot('70-not-carried-out');
    heal();
    await editor.pickQuickItem('Retry Failed (1)');
    await editor.waitForQuickInput('This is what will be sent');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('Remark for all of them (required)');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('Rejected: 1 of 1');
    await editor.screenshot('71-rejected');
    await editor.dismissQuickInput();
  });

  it('follows a ticket in the system, and finds it in the list of those', async () => {
    await editor.clickRow(/^My requests/);
    await editor.chooseFromContextMenu(editor.treeRow(/^账号权限申请/), 'Follow in the System');
    await editor.statusBarItem(/Followed: REQ20260901000005/).waitFor();
    await editor.runCommand('ITSM Tickets: Choose Lists…');
    await editor.waitForQuickInput('Lists to show below each connection');
    await editor.screenshot('74-choose-lists');
    await editor.pickQuickItem('Followed');
    await editor.acceptQuickInput();
    await editor.clickRow('Followed');
    await editor.treeRow(/^Followed, 1$/).waitFor();
    await editor.chooseFromContextMenu(editor.treeRow(/^账号权限申请/).last(), 'Unfollow in the System');
    await editor.treeRow(/^Followed, 0$/).waitFor();
    await editor.screenshot('75-unfollowed');
  });

  it('has met no error on the way', () => {
    assert.deepEqual(editor.pageErrors, []);
  });
});

describe('somebody who is connected through the component bus', () => {
  let sandbox: Sandbox;
  let editor: Editor;

  before(async () => {
    sandbox = await startSandbox();
    editor = await openEditor({ ...connectedTo(sandbox, [firewall.key]), theme: 'light' });
    await editor.openView('ITSM Tickets');
    await editor.treeRow(/网络负责人审批/).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('is told why some lists cannot be shown, and uses the others', async () => {
    await editor.treeRow(/^My to-do, The component bus cannot give this list/).waitFor();
    await editor.treeRow(/^To approve, The component bus cannot give this list/).waitFor();
    await editor.clickRow('My requests');
    await editor.treeRow(/^My requests, 3$/).waitFor();
    await editor.screenshot('72-component-bus');
    assert.equal(sandbox.requests.filter(({ endpoint }) => endpoint === 'get_tickets_by_user').length, 0);
  });

  it('approves a watched ticket all the same', async () => {
    await editor.chooseFromContextMenu(editor.treeRow(/^防火墙策略变更/), 'Approve Selected…');
    await editor.waitForQuickInput('This is what will be sent');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('Remark for all of them (optional)');
    await editor.acceptQuickInput('');
    await editor.waitForQuickInput('Approved: 1 of 1');
    await editor.dismissQuickInput();
    await editor.treeRow(/^防火墙策略变更.*已结束/).waitFor();
  });
});
