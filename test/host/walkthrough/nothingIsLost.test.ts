import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { connectedTo } from '../support/colleague.ts';
import { draftTextOnDisk } from '../support/drafts.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const ticket = 'INC20260901000014';
const step = /^确认影响面/;

/** What is typed stays, and what is sent is sent once. */
describe('somebody who types into a form', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  const writes = () => sandbox.requests.filter(({ endpoint }) => endpoint === 'operate_node').length;
  const field = async () => (await editor.webview()).getByRole('textbox').first();
  const open = async () => {
    await editor.clickRow(step);
    await (await field()).waitFor();
  };

  const drafts = (): Promise<string> => draftTextOnDisk(editor.userDataDir);

  before(async () => {
    sandbox = await startSandbox();
    editor = await openEditor(connectedTo(sandbox, [ticket, 'INC20260901000004']));
    await editor.openView('ITSM Tickets');
    await editor.treeRow(step).waitFor();
    // The lists join the watched tickets a moment later, and all rows are drawn anew then.
    await editor.treeRow(/^My requests/).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('finds the text again after the page was hidden behind another', async () => {
    await open();
    await (await field()).fill('typed before it was hidden');
    // All rows are drawn anew when the first draft joins them.
    await editor.treeRow(/^Drafts/).waitFor();
    await editor.clickRow(/Handle the incident/);
    await editor.tab(/Disk full/).waitFor();
    await open();
    assert.equal(await (await field()).inputValue(), 'typed before it was hidden');
  });

  it('finds it again after the page was closed', async () => {
    await (await field()).fill('typed before it was closed');
    await (await editor.webview()).getByText('Kept as a draft').waitFor();
    await editor.runCommand('View: Close All Editor Groups');
    await editor.tab(/./).first().waitFor({ state: 'detached' });
    await open();
    assert.equal(await (await field()).inputValue(), 'typed before it was closed');
  });

  it('finds it again after the window was loaded anew', async () => {
    await (await field()).fill('typed before the reload');
    await editor.until('the draft is on the disk', async () => (await drafts()).includes('typed before the reload'));
    await editor.load();
    await editor.openView('ITSM Tickets');
    await editor.treeRow(step).waitFor();
    await open();
    assert.equal(await (await field()).inputValue(), 'typed before the reload');
  });

  it('keeps it when the server breaks the connection, says that the outcome is not known, and sends nothing again', async () => {
    const writesBefore = writes();
    const mend = sandbox.inject({ kind: 'reset', endpoint: 'operate_node' });
    const page = await editor.webview();
    await page.getByRole('textbox', { name: '影响面' }).fill('支付');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText(/It may have been carried out|broke off/).waitFor();
    await editor.screenshot('30-outcome-unknown');
    assert.equal(await (await field()).inputValue(), 'typed before the reload');
    assert.equal(writes() - writesBefore, 1);
    mend();
  });

  it('sends once for a double click, and starts clean at the next step', async () => {
    const writesBefore = writes();
    const page = await editor.webview();
    await page.getByRole('button', { name: 'Submit' }).dblclick();
    await page.getByText('Submit: done.').waitFor();
    assert.equal(writes() - writesBefore, 1);
    assert.deepEqual(editor.pageErrors, []);
  });
});
