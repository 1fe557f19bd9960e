import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { actAs, connectedTo } from '../support/colleague.ts';
import { draftTextOnDisk } from '../support/drafts.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const ticket = 'REQ20260901000001';
const parallel = 'CRQ20260901000009';

/** Steps that come and go, two windows and hostile texts, while somebody types. */
describe('somebody whose ticket moves on while they type', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  const drafts = (): Promise<string> => draftTextOnDisk(editor.userDataDir);
  before(async () => {
    sandbox = await startSandbox({ engineDelay: 'manual' });
    const options = connectedTo(sandbox, [ticket, parallel]);
    editor = await openEditor({ ...options, settings: { ...options.settings, 'itsmTickets.refreshInterval': 3600 } });
    await editor.openView('ITSM Tickets');
    await editor.treeRow(/DBA 评估/).waitFor();
  });
  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('keeps what is typed at one step while another is opened and the ticket cannot be read', async () => {
    await editor.clickRow(/Check network/);
    const page = await editor.webview();
    const field = page
      .getByRole('region', { name: /Check network/ })
      .getByRole('textbox')
      .first();
    await field.fill('one');
    await editor.until('the draft is on the disk', async () => (await drafts()).includes('"one"'));
    // All rows are drawn anew when the first draft joins them.
    await editor.treeRow(/^Drafts/).waitFor();
    const mend = sandbox.inject({ kind: 'status', status: 500, endpoint: 'get_ticket_info' });
    await editor.clickRow(/Check application/);
    await page.locator('.host-notice').waitFor();
    await field.fill('one and two');
    await editor.until('the draft is on the disk', async () => (await drafts()).includes('one and two'));
    mend();
    await editor.clickRow(/Check application/);
    await page.locator('.host-notice').waitFor({ state: 'hidden' });
    const other = page.getByRole('region', { name: /Check application/ });
    await other.getByRole('radio', { name: 'Yes' }).check();
    assert.equal(await field.inputValue(), 'one and two');
  });

  it('keeps it when the step goes and the page is hidden and shown', async () => {
    const rewrite = (data: unknown): unknown => {
      const status = data as { current_steps?: { state_id: number }[] };
      if (status.current_steps) status.current_steps = status.current_steps.filter(({ state_id: id }) => id !== 3);
      return status;
    };
    const mend = sandbox.inject({ kind: 'rewrite', endpoint: 'get_ticket_status', sn: parallel, rewrite });
    await editor.runCommand('ITSM Tickets: Refresh');
    await (await editor.webview()).getByText('This step is no longer there').waitFor();
    await editor.clickRow(/DBA 评估/);
    await editor.tab(/数据库/).waitFor();
    await (await editor.webview(/Upgrade core/)).getByText('This step is no longer there').waitFor();
    assert.ok((await drafts()).includes('one and two'));
    mend();
    await editor.runCommand('ITSM Tickets: Refresh');
    const step = (await editor.webview()).getByRole('region', { name: /Check network/ });
    const field = step.getByRole('textbox').first();
    await field.waitFor();
    assert.equal(await field.inputValue(), 'one and two');
  });

  it('follows a step that the system works on, and shows a hostile title as text, once in two windows', async () => {
    const evil = '[Approve](command:workbench.action.toggleZenMode) x';
    const unhide = sandbox.inject({
      kind: 'rewrite',
      rewrite: (data) =>
        JSON.parse(JSON.stringify(data).replaceAll('数据库扩容申请：订单库 order-db 主从扩容', evil)) as unknown,
    });
    await editor.runCommand('ITSM Tickets: Refresh');
    await editor.clickRow(/DBA 评估/);
    await (await editor.webview()).getByRole('heading', { name: 'Approve' }).waitFor();
    const other = await editor.openWindow();
    await other.openView('ITSM Tickets');
    await other.treeRow(/DBA 评估/).waitFor();
    await editor.page.bringToFront();
    const typed: Readonly<Record<string, string>> = {
      instance: 'order-db-01',
      window: `${new Date().getFullYear() + 1}-06-01`,
    };
    const values = (sandbox.findTicket(ticket)?.fields ?? [])
      .filter(({ stateId }) => stateId === 2)
      .map(({ design, value }) => ({
        key: design.key,
        value: typed[design.key] ?? (typeof value === 'string' ? value : ''),
      }));
    await actAs(sandbox, 'lisi', { sn: ticket, state_id: 2, action_type: 'TRANSITION', fields: values });
    await editor.runCommand('ITSM Tickets: Refresh');
    await editor.treeRow(/DBA 评估.*后台处理中/).waitFor();
    await (await editor.webview()).getByText('后台处理中').first().waitFor();
    await editor.screenshot('70-working');
    sandbox.runEngine();
    await editor.runCommand('ITSM Tickets: Refresh');
    await (await editor.webview()).getByRole('region', { name: '负责人审批' }).waitFor();
    const toast = await editor.waitForNotification('waits for you');
    assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
    await editor.screenshot('71-hostile-title');
    await other.page.bringToFront();
    await other.runCommand('ITSM Tickets: Refresh');
    await other.treeRow(/负责人审批.*waits for you/).waitFor();
    assert.deepEqual(
      (await other.notifications()).filter(({ text }) => text.includes('waits for you')),
      [],
    );
    unhide();
  });
});
