import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { actAs, connectedTo, editAs } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const request = { key: 'REQ20260901000001', step: 'DBA 评估' };
const incident = { key: 'INC20260901000014', step: '确认影响面' };
const colleague = 'lisi';

/** Another one at the same ticket, while somebody types and nobody looks: nothing is sent over what was not seen. */
describe('somebody whose colleague was faster', () => {
  let sandbox: Sandbox;
  let editor: Editor;
  const writes = () =>
    sandbox.requests.filter(({ endpoint, body }) => endpoint === 'operate_node' && body?.['operator'] !== colleague);

  before(async () => {
    sandbox = await startSandbox({ engineDelay: 'manual' });
    const options = connectedTo(sandbox, [request.key, incident.key]);
    // Nothing is found out by looking: the guard is alone.
    editor = await openEditor({ ...options, settings: { ...options.settings, 'itsmTickets.refreshInterval': 3600 } });
    await editor.openView('ITSM Tickets');
    await editor.treeRow(new RegExp(`^${request.step}`)).waitFor();
    await editor.treeRow(/^My requests/).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('sees what was changed meanwhile beside what they typed, chooses, and only then it is sent', async () => {
    await editor.clickRow(new RegExp(`^${incident.step}`));
    const page = await editor.webview();
    const step = page.getByRole('region', { name: incident.step });
    await step.getByLabel('标题').fill('Payment slow in two regions');
    await step.getByLabel('影响面').fill('支付');
    await page.getByText('Kept as a draft').waitFor();
    await editAs(sandbox, colleague, incident.key, { key: 'title', type: 'STRING', value: 'Payment slow everywhere' });
    await step.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'Somebody has changed this meanwhile' }).waitFor();
    const field = page.getByRole('group', { name: '标题' });
    await field.getByText('Payment slow everywhere').waitFor();
    await field.getByText('Payment slow in two regions').waitFor();
    assert.equal(writes().length, 0);
    await editor.screenshot('stale-01-choice');
    await field.getByLabel('Keep mine').check();
    await page.getByRole('button', { name: 'Send with These Values' }).click();
    await editor.until('it has left', async () => writes().length > 0);
    sandbox.runEngine();
    await page.getByText('Submit: done.').waitFor();
    await editor.screenshot('stale-02-sent');
    assert.equal(writes().length, 1);
    assert.ok(JSON.stringify(writes()[0]?.body).includes('Payment slow in two regions'));
  });

  it('is told who has moved the step on, and gets the text as a document', async () => {
    await editor.clickRow(new RegExp(`^${request.step}`));
    const page = await editor.webview(/数据库/);
    const step = page.getByRole('region', { name: request.step });
    await step.getByLabel('评估说明').fill('Two hours of reduced redundancy are fine.');
    const typed: Readonly<Record<string, string>> = {
      instance: 'order-db-01',
      window: `${new Date().getFullYear() + 1}-06-01`,
    };
    await step.getByLabel('变更窗口').fill(typed['window'] ?? '');
    await step.getByLabel('实例').selectOption('order-db-01');
    await page.getByText('Kept as a draft').waitFor();
    const values = (sandbox.findTicket(request.key)?.fields ?? [])
      .filter(({ stateId }) => stateId === 2)
      .map(({ design, value }) => ({
        key: design.key,
        value: typed[design.key] ?? (typeof value === 'string' ? value : ''),
      }));
    await actAs(sandbox, colleague, { sn: request.key, state_id: 2, action_type: 'TRANSITION', fields: values });
    // The step is only behind them once the system has worked on it.
    sandbox.runEngine();
    const sent = writes().length;
    await step.getByRole('button', { name: 'Submit' }).click();
    await page.getByText(new RegExp(`Last in its history: .*${colleague}`)).waitFor();
    await editor.screenshot('stale-03-gone');
    assert.equal(writes().length, sent, 'nothing was sent');
    await page.getByRole('button', { name: 'Open What I Typed as a Document' }).click();
    await editor.tab(/Untitled-1/).waitFor();
    await editor.page.getByText('Two hours of reduced redundancy are fine.').first().waitFor();
    await editor.screenshot('stale-04-document');
  });

  it('has met no error on the way', () => {
    assert.deepEqual(editor.pageErrors, []);
  });
});
