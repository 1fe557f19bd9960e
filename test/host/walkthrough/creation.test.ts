import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { connectedTo } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

/** From finding the service to the ticket in the tree. */
describe('somebody who needs a new ticket', () => {
  let sandbox: Sandbox;
  let editor: Editor;

  const creations = () => sandbox.requests.filter(({ endpoint }) => endpoint === 'create_ticket');

  before(async () => {
    sandbox = await startSandbox({ engineDelay: 'manual' });
    editor = await openEditor({ theme: 'dark', ...connectedTo(sandbox, ['INC20260901000004']) });
    await editor.openView('ITSM Tickets');
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('walks through the catalogs and back', async () => {
    await editor.runCommand('ITSM Tickets: New Ticket…');
    await editor.waitForQuickInput('Search for a service');
    await editor.pickQuickItem('基础设施');
    await editor.waitForQuickInput('› 基础设施');
    await editor.screenshot('creation-01-catalog');
    await editor.quickInput.getByRole('button', { name: 'Back' }).click();
    await editor.quickItem('Applications').waitFor();
    await editor.dismissQuickInput();
  });

  it('sees a field come with the answer that asks for it, and is told what is missing', async () => {
    await editor.runCommand('ITSM Tickets: New Ticket…');
    await editor.waitForQuickInput('Search for a service');
    await editor.pickQuickItem('基础设施');
    await editor.pickQuickItem('资源与权限');
    const [first] = sandbox.services.filter(({ about }) => about.startsWith('Every simple field type'));
    await editor.pickQuickItem(first?.name ?? '');
    const page = await editor.webview();
    await page.getByRole('heading', { name: `New: ${first?.name}` }).waitFor();
    assert.equal(await page.getByLabel('生产环境用途').count(), 0);
    await page.getByRole('radio', { name: '生产' }).check();
    await page.getByLabel('生产环境用途').waitFor();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Fill in "生产环境用途".').waitFor();
    await editor.screenshot('creation-02-conditional');
    assert.deepEqual(creations(), []);
  });

  it('creates a ticket with a table, once, watches it and waits for its start', async () => {
    const [change] = sandbox.services.filter(({ about }) => about.startsWith('Tables with required columns'));
    await editor.runCommand('ITSM Tickets: New Ticket…');
    await editor.waitForQuickInput('Search for a service');
    await editor.quickItem(change?.name ?? '').waitFor();
    await editor.typeIntoQuickInput(change?.name ?? '');
    await editor.pickQuickItem(change?.name ?? '');
    const page = await editor.webview(`New: ${change?.name}`);
    await page.getByLabel('标题').fill('Move order-db to new disks');
    await page.getByLabel('开始时间').fill('2030-01-12T22:00:00');
    await page.getByRole('button', { name: 'Add Row' }).first().click();
    await page.getByLabel('IP, row 1').fill('10.20.1.7');
    await editor.page.keyboard.press('Tab');
    await page.getByLabel('类型, row 1').selectOption({ label: '数据库' });
    await page.getByLabel('回滚方案').fill('Mount the old disks again.');
    await editor.screenshot('creation-03-filled');
    await page.getByRole('button', { name: 'Create' }).click();
    const ticket = await editor.webview('Move order-db to new disks');
    await ticket.getByText('It is being started…').waitFor();
    await editor.screenshot('creation-04-starting');
    sandbox.runEngine();
    await ticket.getByText('You watch it from now on.').waitFor();
    await editor.treeRow(/^Move order-db to new disks/).waitFor();
    await editor.screenshot('creation-05-watched');
    assert.equal(creations().length, 1);
    assert.ok(JSON.stringify(creations()[0]?.body).includes('10.20.1.7'));
    assert.equal(await editor.tab(`New: ${change?.name}`).count(), 0, 'the form has gone');
  });

  it('sees the way that the ticket will go', async () => {
    const page = await editor.webview();
    await page.getByRole('button', { name: 'Workflow' }).scrollIntoViewIfNeeded();
    await page.getByRole('group', { name: 'Drawing of the workflow' }).waitFor();
    await page.getByRole('button', { name: 'History' }).scrollIntoViewIfNeeded();
    await page.getByText('values given then').first().waitFor();
    await editor.screenshot('creation-06-workflow');
  });

  it('has met no error on the way', () => {
    assert.deepEqual(editor.pageErrors, []);
  });
});
