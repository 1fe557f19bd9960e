import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { actAs, connectedTo } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const ticket = { key: 'REQ20260901000001', title: '数据库扩容申请：订单库 order-db 主从扩容' };

/** What others do is told once; what I do is not told. */
describe('somebody whose colleague works on a ticket', () => {
  let sandbox: Sandbox;
  let editor: Editor;

  before(async () => {
    sandbox = await startSandbox({ engineDelay: 'manual' });
    editor = await openEditor({
      ...connectedTo(sandbox, [ticket.key, 'INC20260901000016', 'CRQ20260901000011', 'REQ20260901000017']),
      theme: 'highContrast',
    });
    await editor.openView('ITSM Tickets');
    await editor.treeRow(/DBA 评估/).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('hears nothing about what was there at first', async () => {
    await editor.runCommand('ITSM Tickets: Refresh');
    await editor.statusBarItem(/Tickets that wait for you: 1/).waitFor();
    assert.deepEqual(await editor.notifications(), []);
    await editor.screenshot('40-high-contrast');
  });

  it('hears once when a step begins to wait for them', async () => {
    const typed: Readonly<Record<string, string>> = {
      instance: 'order-db-01',
      window: `${new Date().getFullYear() + 1}-06-01`,
    };
    const values = (sandbox.findTicket(ticket.key)?.fields ?? [])
      .filter(({ stateId }) => stateId === 2)
      .map(({ design, value }) => ({
        key: design.key,
        value: typed[design.key] ?? (typeof value === 'string' ? value : ''),
      }));
    await actAs(sandbox, 'lisi', { sn: ticket.key, state_id: 2, action_type: 'TRANSITION', fields: values });
    await editor.runCommand('ITSM Tickets: Refresh');
    await editor.treeRow(/DBA 评估.*后台处理中/).waitFor();
    sandbox.runEngine();
    await editor.runCommand('ITSM Tickets: Refresh');
    const toast = await editor.waitForNotification('waits for you');
    assert.match(await toast.innerText(), new RegExp(ticket.key));
    await editor.screenshot('41-alert');
    const [alert] = await editor.notifications();
    assert.deepEqual(alert?.buttons, ['Open', 'Mute This Ticket', "Don't Show Again"]);
    await editor.runCommand('ITSM Tickets: Refresh');
    assert.equal((await editor.notifications()).length, 1, 'the same thing is not told again');
  });

  it('opens the ticket from the notification', async () => {
    await editor.clickNotificationButton('waits for you', 'Open');
    const page = await editor.webview();
    await page.getByRole('heading', { name: ticket.title }).waitFor();
    await editor.screenshot('42-opened-from-alert');
  });

  it('is not told what they did themselves', async () => {
    await editor.chooseFromContextMenu(editor.treeRow(new RegExp(`^${ticket.title}`)), 'Suspend…');
    await editor.waitForQuickInput('Remark (required)');
    await editor.acceptQuickInput('wait for the maintenance window');
    await editor.treeRow(new RegExp(`${ticket.title}.*被挂起`)).waitFor();
    await editor.runCommand('ITSM Tickets: Refresh');
    const alerts = (await editor.notifications()).filter(({ buttons }) => buttons.includes("Don't Show Again"));
    assert.deepEqual(alerts, []);
  });
});
