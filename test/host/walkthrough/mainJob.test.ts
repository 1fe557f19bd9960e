import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const release = { key: 'CRQ20260901000002', title: 'Release payment-service 2.14 to production' };
const incident = { key: 'INC20260901000004', title: 'Disk full on web-03' };

/** The whole path of a first user, one test after the other, in one window. */
describe('somebody who has just installed it', () => {
  let sandbox: Sandbox;
  let editor: Editor;

  before(async () => {
    sandbox = await startSandbox();
    editor = await openEditor({ theme: 'dark', settings: { 'itsmTickets.refreshInterval': 15 } });
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('sees what the view is for while it is empty', async () => {
    await editor.openView('ITSM Tickets');
    await editor.sideBar.getByRole('button', { name: 'Add Connection' }).waitFor();
    await editor.sideBar.getByRole('button', { name: 'Explore with Sample Tickets' }).waitFor();
    await editor.screenshot('01-welcome');
  });

  it('adds a connection, and is told why while the secret is wrong', async () => {
    await editor.sideBar.getByRole('button', { name: 'Add Connection' }).click();
    await editor.waitForQuickInput('Which ticket system?');
    await editor.pickQuickItem('BlueKing ITSM');
    await editor.waitForQuickInput('The address of your BlueKing portal');
    await editor.acceptQuickInput(sandbox.esbUrl);
    await editor.waitForQuickInput('Entrance');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('Application code');
    await editor.acceptQuickInput(sandbox.appCode);
    await editor.waitForQuickInput('Your user name');
    await editor.acceptQuickInput(sandbox.operator);
    await editor.waitForQuickInput('Application secret');
    await editor.acceptQuickInput('wrong-secret');
    await editor.waitForQuickInput('bk_token');
    await editor.acceptQuickInput(sandbox.token);
    await editor.waitForQuickInput('A name for this connection');
    await editor.acceptQuickInput('Production');
    await editor.waitForQuickInput('it does not work yet');
    await editor.screenshot('02-refused');
    await editor.pickQuickItem('Change What I Entered');
    await editor.waitForQuickInput('A name for this connection');
    await editor.quickInput.getByRole('button', { name: 'Back' }).click();
    await editor.waitForQuickInput('bk_token');
    await editor.quickInput.getByRole('button', { name: 'Back' }).click();
    await editor.waitForQuickInput('Application secret');
    await editor.acceptQuickInput(sandbox.appSecret);
    await editor.waitForQuickInput('bk_token');
    await editor.acceptQuickInput();
    await editor.waitForQuickInput('A name for this connection');
    await editor.acceptQuickInput();
    await editor.waitForNotification('Production is ready.');
  });

  it('watches two tickets and sees the steps they are in', async () => {
    await editor.clickNotificationButton('Production is ready.', 'Watch Ticket…');
    await editor.waitForQuickInput('One or more ticket numbers');
    await editor.acceptQuickInput(`${release.key} ${incident.key}`);
    await editor.treeRow(/Prepare the release.*waits for you/).waitFor();
    await editor.treeRow(/Handle the incident.*waits for you/).waitFor();
    await editor.statusBarItem(/Tickets that wait for you: 2/).waitFor();
    await editor.screenshot('03-watching');
    const news = (await editor.notifications()).filter(({ text }) => text.includes('waits for you'));
    assert.deepEqual(news, [], 'a first look is no news');
  });

  it('claims a step from the tree', async () => {
    await editor.clickRowAction(editor.treeRow(/Prepare the release/), 'Claim');
    await editor.treeRow(/Prepare the release, zhangsan · 处理中/).waitFor();
    assert.equal(sandbox.requests.filter(({ endpoint }) => endpoint === 'operate_node').length, 1);
    await editor.screenshot('04-claimed');
  });

  it('fills in the form and submits it, and sees the next step', async () => {
    await editor.clickRow(/Prepare the release/);
    const page = await editor.webview();
    await page.getByLabel('Start of the release').fill('2026-12-01T22:00:00');
    await page.getByLabel('On call during the release').fill('lisi');
    await page.getByLabel('On call during the release').press('Enter');
    await page.getByLabel('Rollback plan').fill('helm rollback payment-service');
    await editor.screenshot('05-filled');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Submit: done. The ticket is now at: Approve the release').waitFor();
    await editor.treeRow(/Approve the release.*waits for you/).waitFor();
    await editor.screenshot('06-next-step');
  });

  it('suspends and resumes a ticket with a remark', async () => {
    await editor.chooseFromContextMenu(editor.treeRow(new RegExp(`^${incident.title}`)), 'Suspend…');
    await editor.waitForQuickInput('Remark (required)');
    await editor.acceptQuickInput('waiting for a new disk');
    await editor.treeRow(new RegExp(`${incident.title}.*被挂起`)).waitFor();
    await editor.screenshot('07-suspended');
    assert.equal(sandbox.findTicket(incident.key)?.status, 'SUSPENDED');
    await editor.chooseFromContextMenu(editor.treeRow(new RegExp(`^${incident.title}`)), 'Resume…');
    await editor.waitForQuickInput('Remark (required)');
    await editor.acceptQuickInput('disk is in');
    await editor
      .treeRow(new RegExp(`${incident.title}.*处理中`))
      .first()
      .waitFor();
  });

  it('terminates a ticket only after a question that names it', async () => {
    const terminates = () =>
      sandbox.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('TERMINATE')).length;
    await editor.chooseFromContextMenu(editor.treeRow(new RegExp(`^${incident.title}`)), 'Terminate…');
    await editor.waitForQuickInput('Remark (required)');
    await editor.acceptQuickInput('duplicate');
    const dialog = editor.page.getByRole('dialog').filter({ hasText: incident.title });
    await dialog.waitFor();
    await editor.screenshot('08-terminate');
    assert.equal(terminates(), 0, 'nothing is sent before the answer');
    await dialog.getByRole('button', { name: /Terminate/ }).click();
    await editor.treeRow(new RegExp(`${incident.title}.*被终止`)).waitFor();
    assert.equal(terminates(), 1);
    await editor.screenshot('09-terminated');
  });

  it('has met no error on the way', () => {
    assert.deepEqual(editor.pageErrors, []);
  });
});
