import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  approvalState,
  creatingState,
  environment,
  flavor,
  justification,
  ticketWithSections,
  timeline,
  workflow,
} from './furtherSamples.ts';
import { Harness } from './harness.ts';
import { lastValues, nextFrames } from './pageProbe.ts';
import { formState, readyState, textField } from './samples.ts';

describe('decisions, sections and new tickets on the page', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('approving sends the decision with the remark, once', async () => {
    const opened = await harness.open({ state: approvalState() });
    await opened.page.getByLabel('Remark').fill('fine');
    await opened.page.getByRole('button', { name: 'Approve' }).dblclick();
    const { decision, values } = await opened.waitForMessage('submit');
    assert.deepEqual([decision, values], ['approve', [['remark', 'fine']]]);
    assert.equal((await opened.sentOf('submit')).length, 1);
    await opened.close();
  });

  it('rejecting without a remark sends nothing, says why and goes to the remark; approving then does not ask for one', async () => {
    const opened = await harness.open({ state: approvalState() });
    const { page } = opened;
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Say why you reject.').waitFor();
    assert.deepEqual(await opened.sentOf('submit'), []);
    assert.equal(
      await page.getByLabel('Remark').evaluate((box) => (box.getRootNode() as ShadowRoot).activeElement === box),
      true,
    );
    await page.getByLabel('Remark').fill('too wide');
    await page.getByText('Say why you reject.').waitFor({ state: 'hidden' });
    await page.getByLabel('Remark').fill('');
    await page.getByRole('button', { name: 'Approve' }).click();
    assert.equal((await opened.waitForMessage('submit')).decision, 'approve');
    await opened.close();
  });

  it('Ctrl+Enter does not guess which answer is meant', async () => {
    const opened = await harness.open({ state: approvalState() });
    await opened.page.getByLabel('Remark').press('Control+Enter');
    await opened.page.getByText('Choose Approve or Reject.').waitFor();
    assert.deepEqual(await opened.sentOf('submit'), []);
    await opened.close();
  });

  it('who has signed is counted, and said to screen readers', async () => {
    const opened = await harness.open({
      state: approvalState({}, { signers: { signed: ['li.wei', 'ann'], left: ['you'] } }),
    });
    const list = opened.page.getByRole('list', { name: '2 of 3 have signed' });
    assert.deepEqual(
      (await list.getByRole('listitem').allTextContents()).map((text) => text.trim().replaceAll(/\s+/gu, ' ')),
      ['li.wei: Has signed', 'ann: Has signed', 'you: Has not signed yet'],
    );
    await opened.close();
  });

  it('a field comes and goes with the answer that asks for it, keeps what was typed, and is not blamed while it is away', async () => {
    const opened = await harness.open({ state: creatingState([environment, justification]) });
    const { page } = opened;
    const field = page.getByLabel('Use in production');
    assert.equal(await field.count(), 0);
    await page.getByRole('radio', { name: 'Production' }).check();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Fill in "Use in production".').waitFor();
    await field.fill('billing');
    await page.getByRole('radio', { name: 'Test' }).check();
    assert.equal(await field.count(), 0);
    await page.getByRole('radio', { name: 'Production' }).check();
    assert.equal(await field.inputValue(), 'billing');
    await page.getByRole('radio', { name: 'Test' }).check();
    await page.getByRole('button', { name: 'Create' }).click();
    await opened.waitForMessage('submit');
    await opened.close();
  });

  it('a problem of the server with a field that is not seen is shown above the form', async () => {
    const problems = [{ fieldKey: 'justification', text: 'Name a purpose.' }];
    const opened = await harness.open({ state: creatingState([environment, justification], { problems }) });
    await opened.page.getByRole('alert').getByText('Name a purpose.').waitFor();
    await opened.close();
  });

  it('a form that cannot be created here says why and leads to the browser', async () => {
    const state = creatingState();
    const cannotSubmit = { text: 'Create this ticket in the browser.', args: [] };
    const form = { ...state.card.form, cannotSubmit };
    const opened = await harness.open({ state: { ...state, card: { ...state.card, form } } });
    await opened.page.getByText('Create this ticket in the browser.').waitFor();
    assert.equal(await opened.page.getByRole('button', { name: 'Create' }).count(), 0);
    await opened.page.getByRole('button', { name: 'Open in Browser' }).last().click();
    await opened.waitForMessage('openInBrowser');
    await opened.close();
  });

  it('of a list with free text, an option gives its key and anything else is taken as it is typed', async () => {
    const opened = await harness.open({ state: formState([flavor]) });
    const box = opened.page.getByLabel('Size');
    await box.fill('lar');
    await opened.page.getByRole('option', { name: 'Use "lar"' }).waitFor();
    await opened.page.getByRole('option', { name: 'Large' }).click();
    await lastValues(opened, [['flavor', 'large']]);
    assert.equal(await box.inputValue(), 'Large');
    await box.fill('12 cores');
    await box.press('Tab');
    await lastValues(opened, [['flavor', '12 cores']]);
    assert.equal(await box.inputValue(), '12 cores');
    await box.fill('');
    await lastValues(opened, []);
    await opened.close();
  });

  it('an address can be followed through the host, and nothing else can', async () => {
    const opened = await harness.open({
      state: formState([
        textField('link', { value: 'https://example.com/a?b=1' }),
        textField('read', { value: 'http://example.com/read', isReadOnly: true }),
        textField('script', { value: 'javascript:alert(1)' }),
        textField('file', { value: 'file:///etc/passwd', isReadOnly: true }),
      ]),
    });
    await opened.page.getByRole('button', { name: 'Open link' }).click();
    await opened.page.getByRole('button', { name: 'http://example.com/read' }).click();
    assert.deepEqual(
      (await opened.sentOf('openLink')).map(({ url }) => url),
      ['https://example.com/a?b=1', 'http://example.com/read'],
    );
    assert.equal(await opened.page.locator('.link').count(), 2);
    await opened.close();
  });

  it('history is read when it comes into view, and what was read stays while it is read anew', async () => {
    const state = readyState({ ticket: { ...ticketWithSections, sections: ['timeline'] } });
    const opened = await harness.open({ height: 400, state });
    const { page } = opened;
    assert.deepEqual(await opened.sentOf('read'), []);
    await page.getByRole('button', { name: 'History' }).scrollIntoViewIfNeeded();
    await page.getByText('Loading…').waitFor();
    assert.equal((await opened.waitForMessage('read')).section, 'timeline');
    const ticketKey = state.ticket.key;
    const content = { section: 'timeline', timeline } as const;
    await opened.tell({ kind: 'section', ticketKey: 'another', content });
    await page.getByText('Loading…').waitFor();
    await opened.tell({ kind: 'section', ticketKey, content });
    const authors = await page.locator('itsm-timeline .author').allTextContents();
    assert.deepEqual(authors, ['maria.chen', 'System', 'li.wei']);
    await page.getByText('<b>please</b>').waitFor();
    const title = await page.locator('itsm-timeline time').last().getAttribute('title');
    assert.ok(title?.endsWith('The system wrote: 2026-11-20 09:12:00'), title ?? '');
    await opened.show({ ...state, readAt: state.readAt + 1000 });
    assert.equal(await page.locator('itsm-timeline .author').count(), 3);
    await opened.close();
  });

  it('a section that was closed is not read before it is opened, and stays closed when the page comes back', async () => {
    const state = readyState({ ticket: ticketWithSections });
    const opened = await harness.open({
      width: 1200,
      height: 2000,
      saved: { parts: { workflow: false, timeline: false } },
      state,
    });
    await nextFrames(opened);
    assert.deepEqual(await opened.sentOf('read'), []);
    await opened.page.getByRole('button', { name: 'Workflow' }).click();
    assert.equal((await opened.waitForMessage('read')).section, 'workflow');
    const { parts } = (await opened.saved()) as { parts: unknown }; // as PageMemory keeps it
    assert.deepEqual(parts, { workflow: true, timeline: false });
    await opened.close();
  });

  it('a section that could not be read says so in its place and can be tried again', async () => {
    const state = readyState({ ticket: { ...ticketWithSections, sections: ['workflow'] } });
    const opened = await harness.open({ width: 1200, height: 2000, state });
    const { page } = opened;
    await opened.waitForMessage('read');
    const ticketKey = state.ticket.key;
    await opened.tell({
      kind: 'section',
      ticketKey,
      content: { section: 'workflow', failure: 'The server cannot be reached.' },
    });
    await page.getByText('The server cannot be reached.').waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await opened.waitForMessage('read', 2);
    await opened.tell({ kind: 'section', ticketKey, content: { section: 'workflow', workflow } });
    const list = page.getByRole('list', { name: 'Steps of the workflow' });
    await list
      .getByText('Release approval: is here now. Then: Rollout', { exact: false })
      .waitFor({ state: 'attached' });
    await opened.tell({ kind: 'section', ticketKey, content: { section: 'workflow', workflow: undefined } });
    await page.getByText('The server does not tell the workflow of this ticket.').waitFor();
    await opened.close();
  });
});
