import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { actAs, connectedTo } from '../support/colleague.ts';
import { draftsOnDisk } from '../support/drafts.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const incident = 'INC20260901000014';
const step = /^确认影响面/;
const draft = /^Draft: .*确认影响面/;

/** What was typed and not sent is there to be seen, opened, read and thrown away; and what has changed on a ticket. */
describe('somebody who has left something half typed', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  const field = async () => (await editor.webview()).getByRole('textbox', { name: '影响面' });
  const closePages = async (): Promise<void> => {
    await editor.runCommand('View: Close All Editor Groups');
    await editor.tab(/./).first().waitFor({ state: 'detached' });
  };

  before(async () => {
    sandbox = await startSandbox();
    const options = connectedTo(sandbox, [incident]);
    editor = await openEditor({ ...options, settings: { ...options.settings, 'itsmTickets.refreshInterval': 3600 } });
    await editor.openView('ITSM Tickets');
    await editor.treeRow(step).waitFor();
    // The lists join the watched tickets a moment later, and all rows are drawn anew then.
    await editor.treeRow(/^My requests/).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('sees nothing of drafts before there is one', async () => {
    assert.deepEqual(
      (await editor.treeRows()).filter((row) => row.includes('Draft')),
      [],
    );
    await editor.runCommand('ITSM Tickets: Open Draft…');
    await editor.waitForNotification('There is no draft');
    await editor.dismissNotifications();
  });

  it('finds it in the tree as soon as something is typed, with its ticket, step and age', async () => {
    await editor.clickRow(step);
    await (await field()).fill('订单服务');
    await editor.treeRow(/^Drafts \(1\)/).waitFor();
    await editor.treeRow(/^Draft: .*INC20260901000014 · 确认影响面 · now/).waitFor();
    await editor.screenshot('80-drafts');
  });

  it('opens the form again from there', async () => {
    await closePages();
    await editor.clickRow(draft);
    await (await field()).waitFor();
    assert.equal(await (await field()).inputValue(), '订单服务');
    await closePages();
  });

  it('reads it as a document', async () => {
    await editor.clickRowAction(editor.treeRow(draft), 'Open Draft as Untitled Document');
    const text = editor.page.locator('.monaco-editor .view-lines');
    await text.getByText('订单服务').waitFor();
    await text.getByText('## 影响面').waitFor();
    await editor.screenshot('81-draft-as-document');
    await editor.runCommand('View: Revert and Close Editor');
  });

  it('throws it away, and takes that back', async () => {
    await editor.clickRowAction(editor.treeRow(draft), 'Discard Draft');
    await editor.treeRow(/^Drafts/).waitFor({ state: 'detached' });
    assert.deepEqual(await draftsOnDisk(editor.userDataDir), []);
    await editor.clickNotificationButton('was discarded', 'Undo');
    await editor.treeRow(draft).waitFor();
    const [kept] = await draftsOnDisk(editor.userDataDir);
    assert.deepEqual(
      kept?.fields.map(({ key, value }) => [key, value]),
      [['impact_scope', '订单服务']],
    );
  });

  it('is offered the text when the step has gone meanwhile', async () => {
    const values = (sandbox.findTicket(incident)?.fields ?? [])
      .filter(({ stateId }) => stateId === 2)
      .map(({ design, value }) => ({ key: design.key, value: design.key === 'impact_scope' ? '支付' : value }));
    await actAs(sandbox, sandbox.operator, { sn: incident, state_id: 2, action_type: 'TRANSITION', fields: values });
    await editor.until('the ticket has ended', () =>
      Promise.resolve(sandbox.findTicket(incident)?.status === 'FINISHED'),
    );
    await editor.clickRow(draft);
    await editor.waitForNotification('The ticket is not at “确认影响面” any more.');
    await editor.screenshot('82-step-has-gone');
    await editor.clickNotificationButton('any more', 'Open as Untitled Document');
    await editor.page.locator('.monaco-editor .view-lines').getByText('订单服务').waitFor();
    await editor.runCommand('View: Revert and Close Editor');
    await editor.treeRow(draft).waitFor();
  });

  it('compares the ticket with what was last seen', async () => {
    await editor.chooseFromContextMenu(editor.treeRow(/^华东一区/), 'Compare with What I Last Saw');
    await editor.tab(/INC20260901000014: last seen/).waitFor();
    await editor.page.locator('.monaco-diff-editor').waitFor();
    await editor.screenshot('83-compare');
    assert.deepEqual(editor.pageErrors, []);
  });
});
