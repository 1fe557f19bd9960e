import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { type Editor, openEditor } from '../support/editor.ts';

interface Manifest {
  readonly contributes: { readonly viewsContainers: { readonly activitybar: readonly { readonly title: string }[] } };
}

const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')) as T; // our own files

describe('the package, freshly installed', () => {
  let editor: Editor;

  before(async () => {
    editor = await openEditor();
  });

  after(() => editor?.dispose());

  it('shows its view, and says nothing until it is asked', async () => {
    const manifest = await readJson<Manifest>('package.json');
    const translations = await readJson<Record<string, string>>('package.nls.json');
    const [container] = manifest.contributes.viewsContainers.activitybar;
    assert.ok(container);
    const title = translations[container.title.replaceAll('%', '')] ?? container.title;
    await editor.openView(title);
    await editor.sideBar.getByText(title, { exact: false }).first().waitFor();
    await editor.screenshot('installed');
    assert.deepEqual(await editor.notifications(), []);
    assert.deepEqual(editor.pageErrors, []);
  });
});
