import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';

/** Where undici keeps its dispatcher for the whole process: VS Code's own fetch uses it. */
const slots = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];

function processWideSlots(): unknown[] {
  return slots.map((slot) => Reflect.get(globalThis, slot));
}

/** Waits until `holds`; the time-out of the test ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('requests', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;
  const slotsBefore = processWideSlots();

  before(async () => {
    sandbox = await startSandbox();
    process.env['ITSM_TICKETS_HOST_APP_SECRET'] = sandbox.appSecret;
    process.env['ITSM_TICKETS_HOST_TOKEN'] = sandbox.token;
    await vscode.extensions.getExtension('itsm-tickets.itsm-tickets')?.activate();
  });

  after(async () => {
    await vscode.workspace.getConfiguration().update('itsmTickets.connections', undefined, true);
    await sandbox.close();
  });

  const connect = async (transport: 'vscode' | 'direct'): Promise<void> => {
    const { esbUrl: baseUrl, appCode, operator } = sandbox;
    const connection = { id: 'host', system: 'bk-itsm', label: transport, baseUrl, appCode, operator, transport };
    await vscode.workspace.getConfiguration().update('itsmTickets.connections', [connection], true);
    sandbox.clearRequests();
    // Not awaited: it ends when its message is closed.
    void vscode.commands.executeCommand('itsmTickets.testConnection', {
      kind: 'connection',
      id: 'host',
      connectionId: 'host',
    });
    await until(() => sandbox.requests.length > 0);
  };

  it('are not made by activation', () => {
    assert.equal(sandbox.requests.length, 0);
  });

  for (const transport of ['vscode', 'direct'] as const) {
    it(`through the transport "${transport}" leave undici's process-wide slots alone`, async () => {
      await connect(transport);
      assert.deepEqual(
        sandbox.requests.map(({ endpoint }) => endpoint),
        ['get_tickets'],
      );
      for (const [index, value] of processWideSlots().entries()) assert.equal(value, slotsBefore[index]);
    });
  }
});
