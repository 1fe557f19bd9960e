import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openEditor, type Editor } from '../support/editor.ts';

/** The same in Chinese, in a narrow window, with the samples that need no server and with the keyboard alone. */
describe('一位使用中文界面的用户', () => {
  let editor: Editor;

  before(async () => {
    editor = await openEditor({ locale: 'zh-cn', theme: 'light', viewport: { width: 760, height: 900 } });
    await editor.openView('ITSM 工单');
  });

  after(() => editor?.dispose());

  it('starts the sample tickets from the empty view', async () => {
    await editor.sideBar.getByRole('button', { name: '用示例工单体验' }).click();
    await editor.treeRow(/资源分配.*待您处理/).waitFor();
    await editor.screenshot('50-chinese');
  });

  it('handles a ticket with the keyboard alone', async () => {
    await editor.runCommand('ITSM 工单: 查找工单…');
    await editor.waitForQuickInput('查找关注的工单');
    await editor.typeIntoQuickInput('Release payment');
    await editor.acceptQuickInput();
    await editor.runCommand('ITSM 工单: 认领');
    await editor.waitForQuickInput('对哪个工单操作');
    await editor.typeIntoQuickInput('Release payment');
    await editor.acceptQuickInput();
    await editor.treeRow(/Prepare the release, zhangsan · 处理中/).waitFor();
    await editor.runCommand('ITSM 工单: 填写并提交…');
    await editor.waitForQuickInput('对哪个工单操作');
    await editor.typeIntoQuickInput('Release payment');
    await editor.acceptQuickInput();
    const page = await editor.webview();
    await page.getByLabel('Rollback plan').focus();
    await editor.page.keyboard.type('helm rollback payment-service');
    await page.getByLabel('Start of the release').fill('2026-12-01T22:00:00');
    await editor.screenshot('51-chinese-form');
    await editor.page.keyboard.press('Control+Enter');
    await page.getByText('提交：已完成').waitFor();
    await editor.screenshot('52-chinese-submitted');
  });

  it('removes the samples with everything of theirs', async () => {
    const dialog = editor.page.getByRole('dialog').filter({ hasText: '示例工单' });
    // One connection for each system.
    for (let left = 3; left > 0; left -= 1) {
      const question = editor.quickInput.getByPlaceholder('移除哪个连接');
      // It is put away when the window gives the focus back after the dialog before.
      await editor.until('it asks', async () => {
        await editor.runCommand('ITSM 工单: 移除连接');
        return editor.appears(left > 1 ? question : dialog);
      });
      if (left > 1) await editor.quickInput.locator('.monaco-list-row').first().click();
      await dialog.getByRole('button', { name: '移除' }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
    await editor.sideBar.getByRole('button', { name: '用示例工单体验' }).waitFor();
    assert.deepEqual(editor.pageErrors, []);
  });
});
