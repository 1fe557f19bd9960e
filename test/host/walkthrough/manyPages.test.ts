import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { connectedTo } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const release = { key: 'CRQ20260901000009', title: /Upgrade core/ };
const incident = { key: 'INC20260901000004', title: /Disk full on web-03/ };

/** Several tickets beside each other, and all of them again after the window was loaded anew. */
describe('somebody who works on several tickets', () => {
  let sandbox: Sandbox;
  let editor: Editor;

  before(async () => {
    sandbox = await startSandbox();
    editor = await openEditor({
      theme: 'dark',
      viewport: { width: 1600, height: 900 },
      ...connectedTo(sandbox, [release.key, incident.key]),
    });
    await editor.openView('ITSM Tickets');
    await editor.treeRow(/^My requests/).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('opens one beside the other, from the menu and from the palette', async () => {
    await editor.clickRow(/Handle the incident/);
    await editor.tab(incident.title).waitFor();
    await editor.chooseFromContextMenu(editor.treeRow(/Check network/), 'Open to the Side');
    await editor.tab(release.title).waitFor();
    assert.equal(await editor.page.locator('.editor-group-container').count(), 2);
    await editor.screenshot('pages-01-beside');
  });

  it('finds both again after the window was loaded anew, with what was typed', async () => {
    const field = (await editor.webview(release.title))
      .getByRole('region', { name: /Check network/ })
      .getByLabel('Note');
    await field.fill('typed before the reload');
    await (await editor.webview(release.title)).getByText('Kept as a draft').waitFor();
    await editor.reload(release.key);
    await editor.tab(release.title).waitFor();
    const again = (await editor.webview(release.title))
      .getByRole('region', { name: /Check network/ })
      .getByLabel('Note');
    await editor.until('it is typed there', async () => (await again.inputValue()) === 'typed before the reload');
    await (await editor.webview(incident.title)).getByRole('region', { name: 'Handle the incident' }).waitFor();
    assert.equal(await editor.page.locator('.editor-group-container').count(), 2);
    await editor.screenshot('pages-02-restored');
  });

  it('has met no error on the way', () => {
    assert.deepEqual(editor.pageErrors, []);
  });
});
