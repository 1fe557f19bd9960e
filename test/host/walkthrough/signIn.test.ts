import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { connectedTo } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

/** Signing in and out, with two accounts side by side. (This editor keeps secrets in memory only, so no reload here.) */
describe('somebody whose sign-in has ended', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  const ended = /^Sandbox: The application or the sign-in is not accepted/;

  before(async () => {
    sandbox = await startSandbox();
    const connected = connectedTo(sandbox, ['INC20260901000004']);
    const [connection] = connected.settings['itsmTickets.connections'];
    editor = await openEditor({
      ...connected,
      settings: {
        ...connected.settings,
        'itsmTickets.connections': [
          connection,
          { ...connection, id: 'other', label: 'Other account', operator: 'lisi' },
        ],
      },
      env: { ...connected.env, ITSM_TICKETS_SANDBOX_TOKEN: 'ended-yesterday' },
    });
    await editor.openView('ITSM Tickets');
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  const signIn = async (token: string) => {
    await editor.waitForQuickInput('Application secret');
    await editor.acceptQuickInput(sandbox.appSecret);
    await editor.waitForQuickInput('bk_token');
    await editor.acceptQuickInput(token);
  };

  it('is told so on the row of the connection, and signs in again from there', async () => {
    await editor.clickRow(ended);
    await signIn('wrong again');
    await editor.waitForQuickInput('it does not work yet');
    await editor.pickQuickItem('Change What I Entered');
    await editor.waitForQuickInput('bk_token');
    await editor.acceptQuickInput(sandbox.token);
    await editor
      .treeRow(/Disk full on web-03/)
      .first()
      .waitFor();
    await editor.screenshot('60-signed-in-again');
  });

  it('signs out of one account and not of the other', async () => {
    await editor.chooseFromContextMenu(editor.treeRow(/^Sandbox/).first(), 'Sign Out');
    await editor.waitForNotification('Signed out of Sandbox. Environment variables still sign it in.');
    await editor.treeRow(ended).waitFor();
  });

  it('removes a connection after a question', async () => {
    await editor.chooseFromContextMenu(editor.treeRow(/^Other account/).first(), 'Remove Connection');
    const dialog = editor.page.getByRole('dialog').filter({ hasText: 'Other account' });
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await editor
      .treeRow(/^Other account/)
      .first()
      .waitFor({ state: 'detached' });
    assert.deepEqual(editor.pageErrors, []);
  });
});
