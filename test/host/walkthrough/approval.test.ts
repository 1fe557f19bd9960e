import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';
import { connectedTo } from '../support/colleague.ts';
import { openEditor, type Editor } from '../support/editor.ts';

const firewall = { key: 'REQ20260901000003', step: '网络负责人审批' };
const releaseApproval = 16;

describe('somebody who has to approve', () => {
  let sandbox: Sandbox;
  let editor: Editor;

  let release: string;

  const submissions = () =>
    sandbox.requests.filter(({ endpoint }) => endpoint === 'operate_node').map(({ body }) => JSON.stringify(body));

  before(async () => {
    sandbox = await startSandbox();
    release = await createRelease(sandbox);
    editor = await openEditor({ theme: 'light', ...connectedTo(sandbox, [firewall.key, release], 'gateway') });
    await editor.openView('ITSM Tickets');
  });

  after(async () => {
    await editor?.dispose();
    await sandbox?.close();
  });

  it('is told that a rejection needs a remark before anything is sent', async () => {
    await editor.clickRow(new RegExp(`^${firewall.step}`));
    const page = await editor.webview();
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Say why you reject.').waitFor();
    await editor.screenshot('approval-01-no-remark');
    assert.deepEqual(submissions(), []);
  });

  it('rejects with a remark, which ends this ticket', async () => {
    const page = await editor.webview();
    await page.getByLabel('Remark').fill('The range is too wide.');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Reject: done.').waitFor();
    await editor.screenshot('approval-02-rejected');
    const [sent = '', ...more] = submissions();
    assert.deepEqual(more, [], 'sent once');
    assert.ok(sent.includes('"The range is too wide."') && sent.includes('"false"'), sent);
    assert.equal(sandbox.findTicket(firewall.key)?.status, 'TERMINATED');
  });

  it('sees in the history what was said', async () => {
    const page = await editor.webview();
    // It is read when it comes into view.
    await page.getByRole('button', { name: 'History' }).scrollIntoViewIfNeeded();
    await page.getByText('请帮忙确认').waitFor();
    // Through the gateway, the workflow cannot be read: nothing is promised.
    assert.equal(await page.getByRole('button', { name: 'Workflow' }).count(), 0);
    await editor.screenshot('approval-03-history');
  });

  it('approves without a remark, and sees whose signature is missing', async () => {
    await editor.clickRow(/^Approve the release/);
    const page = await editor.webview();
    await page.getByText('0 of 3 have signed').waitFor();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('Approve: done.').waitFor();
    await page.getByText('1 of 3 have signed').waitFor();
    await editor.screenshot('approval-04-approved');
    assert.equal(submissions().length, 2);
    assert.ok(submissions()[1]?.includes('"true"'));
    assert.equal(await page.getByRole('button', { name: 'Reject' }).count(), 0, 'nothing is left to decide');
    const step = page.getByRole('region', { name: 'Approve the release' });
    assert.equal(await step.getByText('审批意见').count(), 0, 'no answer is shown as given before all have');
  });

  it('has met no error on the way', () => {
    assert.deepEqual(editor.pageErrors, []);
  });
});

/** A ticket whose only step three people approve. */
async function createRelease(sandbox: Sandbox): Promise<string> {
  const response = await fetch(`${sandbox.esbUrl}/api/c/compapi/v2/itsm/create_ticket/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Bkapi-Authorization': JSON.stringify({
        bk_app_code: sandbox.appCode,
        bk_app_secret: sandbox.appSecret,
        bk_token: sandbox.token,
      }),
    },
    body: JSON.stringify({
      service_id: releaseApproval,
      creator: 'lisi',
      fields: [
        { key: 'title', value: 'Release order-service 3.1.0' },
        { key: 'version', value: '3.1.0' },
        { key: 'notes', value: 'https://git.example.com/order/releases/3.1.0' },
      ],
    }),
  });
  const { data } = (await response.json()) as { data: { sn: string } }; // the sandbox's own shape
  return data.sn;
}
