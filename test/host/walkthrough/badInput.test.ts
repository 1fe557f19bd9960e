import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const good = 'INC20260901000004';
const html = 'REQ20260901000001';
const silent = 'REQ20260901000003';
const huge = 'REQ20260901000005';
const stepless = 'INC20260901000006';
const numeric = 'REQ20260901000007';
const oddField = 'REQ20260901000015';
const unknown = 'REQ20260901999999';

/** Everything that can be wrong at once, in one tree. */
describe('a server and settings with everything wrong', () => {
  let sandbox: Sandbox;
  let editor: Editor;

  before(async () => {
    sandbox = await startSandbox();
    const status = 'get_ticket_status';
    sandbox.inject({ kind: 'html', endpoint: status, sn: html });
    sandbox.inject({ kind: 'silence', endpoint: status, sn: silent });
    sandbox.inject({ kind: 'huge', bytes: 50_000_000, endpoint: status, sn: huge });
    sandbox.inject({ kind: 'rewrite', endpoint: status, sn: stepless, rewrite: withoutSteps });
    sandbox.inject({ kind: 'rewrite', endpoint: status, sn: numeric, rewrite: withNumberForName });
    sandbox.inject({ kind: 'rewrite', endpoint: status, sn: oddField, rewrite: withOddField });
    const connection = { system: 'bk-itsm', appCode: sandbox.appCode, operator: sandbox.operator };
    editor = await openEditor({
      theme: 'light',
      // Tall enough for every row: a tree draws only what is in sight.
      viewport: { width: 1280, height: 1500 },
      settings: {
        'itsmTickets.refreshInterval': 3600,
        'itsmTickets.connections': [
          { ...connection, id: 'good', label: 'Works', baseUrl: sandbox.esbUrl },
          { ...connection, id: 'address', label: 'Wrong address', baseUrl: `${sandbox.origin}/nothing/here` },
          { ...connection, id: 'port', label: 'Nobody there', baseUrl: 'http://127.0.0.1:9' },
          { ...connection, id: 'code', label: 'Wrong application', baseUrl: sandbox.esbUrl, appCode: 'nobody' },
          { ...connection, id: 'expired', label: 'Ended sign-in', baseUrl: sandbox.esbUrl },
          { ...connection, id: 'lost', label: 'Lost keyring', baseUrl: sandbox.esbUrl },
          { id: 'no address', system: 'bk-itsm' },
        ],
      },
      env: Object.fromEntries(
        ['GOOD', 'ADDRESS', 'PORT', 'CODE', 'EXPIRED'].flatMap((id) => [
          [`ITSM_TICKETS_${id}_APP_SECRET`, sandbox.appSecret],
          [`ITSM_TICKETS_${id}_TOKEN`, id === 'EXPIRED' ? 'ended-yesterday' : sandbox.token],
        ]),
      ),
      files: {
        'User/globalStorage/itsm-tickets.itsm-tickets/watchList.json': JSON.stringify({
          version: 1,
          tickets: {
            good: [good, html, silent, huge, stepless, numeric, oddField, unknown],
            ...Object.fromEntries(['address', 'port', 'code', 'expired', 'lost'].map((id) => [id, [good]])),
          },
          muted: {},
        }),
      },
    });
    await editor.openView('ITSM Tickets');
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('shows the good ticket without waiting for the bad ones', async () => {
    await editor
      .treeRow(/Disk full on web-03/)
      .first()
      .waitFor({ timeout: 12_000 });
    assert.equal(await editor.treeRow(/did not answer in time/).count(), 0, 'the silent one is still being asked');
  });

  it('names an entry of the settings that makes no sense, once', async () => {
    await editor.waitForNotification('"id" must consist of letters');
  });

  it('says what is wrong with a connection on its own row', async () => {
    await editor.treeRow(/^Wrong address: The server knows nothing at this address/).waitFor();
    await editor.treeRow(/^Nobody there: .*(refused the connection|does not allow requests to this port)/).waitFor();
    await editor.treeRow(/^Wrong application: The application or the sign-in is not accepted/).waitFor();
    await editor.treeRow(/^Ended sign-in: The application or the sign-in is not accepted/).waitFor();
    await editor.treeRow(/^Lost keyring: No credentials are stored/).waitFor();
    await editor.statusBarItem(/Sign-in needed: Wrong application, Ended sign-in, Lost keyring/).waitFor();
  });

  it('asks no more with credentials that were refused', async () => {
    const asked = sandbox.requests.length;
    await editor.runCommand('ITSM Tickets: Refresh');
    await editor.treeRow(new RegExp(`${silent}.*did not answer in time`)).waitFor({ timeout: 60_000 });
    const refused = sandbox.requests
      .slice(asked)
      .filter(({ headers }) => JSON.stringify(headers).includes('ended-yesterday'));
    assert.equal(refused.length, 0);
  });

  it('says what is wrong with a ticket on its own row', async () => {
    await editor.treeRow(new RegExp(`^${html}.*answered with a web page`)).waitFor();
    await editor.treeRow(new RegExp(`^${huge}.*is too large`)).waitFor();
    await editor.treeRow(new RegExp(`^${stepless}.*makes no sense`)).waitFor();
    await editor.treeRow(new RegExp(`^${unknown}.*not found`)).waitFor();
    await editor.screenshot('20-bad-input');
  });

  it('takes a number where a string belongs, and a field of an unknown type, as they are', async () => {
    await editor.treeRow(/^42, /).waitFor();
    await editor.clickRow(/解析配置/);
    const page = await editor.webview();
    await page.getByText('Fields of type "HOLOGRAM" cannot be edited here.').waitFor();
    await editor.screenshot('21-unknown-field');
  });

  it('has nothing that spins once everything was asked', async () => {
    await editor.page.locator('.part.sidebar .codicon-modifier-spin').first().waitFor({ state: 'detached' });
    assert.deepEqual(editor.pageErrors, []);
  });

  it('has written no secret into its files', async () => {
    const settings = await readFile(join(editor.userDataDir, 'User/settings.json'), 'utf8');
    assert.ok(!settings.includes(sandbox.appSecret) && !settings.includes(sandbox.token));
    assert.ok(!editor.serverLog().includes(sandbox.appSecret) && !editor.serverLog().includes(sandbox.token));
  });
});

type Data = Record<string, unknown>;
const asData = (data: unknown): Data => data as Data; // the sandbox's own answers
const steps = (data: unknown): Data[] => asData(data)['current_steps'] as Data[]; // likewise

function withoutSteps(data: unknown): unknown {
  const { current_steps: _steps, ...rest } = asData(data);
  return rest;
}

function withNumberForName(data: unknown): unknown {
  return { ...asData(data), current_steps: steps(data).map((step) => ({ ...step, name: 42 })) };
}

function withOddField(data: unknown): unknown {
  const odd = (fields: unknown): unknown =>
    (fields as Data[]).map((field, index) => (index === 0 ? { ...field, type: 'HOLOGRAM' } : field)); // likewise
  return { ...asData(data), current_steps: steps(data).map((step) => ({ ...step, fields: odd(step['fields']) })) };
}
