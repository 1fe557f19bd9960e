import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Where undici keeps its dispatcher for the whole process: VS Code's own fetch uses it. */
const slots = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];

function processWideSlots(): unknown[] {
  return slots.map((slot) => Reflect.get(globalThis, slot));
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('itsm-tickets.itsm-tickets');
  assert.ok(found, 'the extension is not installed');
  return found;
}

describe('activation', () => {
  it("leaves undici's process-wide slots alone, also when tickets are fetched", async () => {
    const before = processWideSlots();
    await extension().activate();
    assert.deepEqual(processWideSlots(), before);
    await vscode.commands.executeCommand('itsmTickets.refresh');
    const after = processWideSlots();
    for (const [index, value] of before.entries()) assert.equal(after[index], value);
  });

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
