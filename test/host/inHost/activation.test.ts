import assert from 'node:assert/strict';
import * as vscode from 'vscode';

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('itsm-tickets.itsm-tickets');
  assert.ok(found, 'the extension is not installed');
  return found;
}

describe('activation', () => {
  it('succeeds', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command of the manifest', async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
