import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Field } from '../../src/domain/field.ts';
import { Harness, type PageUnderTest } from './harness.ts';
import { formState, readyState, stepCard, textField } from './samples.ts';
import {
  closing,
  goneCard,
  related,
  richTicket,
  secondStep,
  staleFields,
  staleState,
  twoSteps,
} from './ticketSamples.ts';

describe('the page of a ticket', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('shows every current step; the first that waits for me is open, the others open by hand and stay so', async () => {
    const state = readyState({ steps: [secondStep(), stepCard({}, { fields: [textField('remark')] })] });
    const opened = await harness.open({ state });
    const { page } = opened;
    const toggle = page.getByRole('button', { name: 'Security review' });
    assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
    assert.equal(await page.getByRole('button', { name: 'Release approval' }).getAttribute('aria-expanded'), 'true');
    await toggle.click();
    await page.getByRole('region', { name: 'Security review' }).getByRole('button', { name: 'Claim' }).click();
    const { stepId, operationKey } = await opened.waitForMessage('runOperation');
    assert.deepEqual([stepId, operationKey], ['18', 'claim']);
    assert.deepEqual(((await opened.saved()) as { parts: unknown }).parts, { 'step/18': true }); // as PageMemory keeps it
    await opened.close();
  });

  it('keeps the forms of two steps apart: drafts, problems and what is sent', async () => {
    const opened = await harness.open({ saved: { parts: { 'step/18': true } }, state: twoSteps() });
    const { page } = opened;
    await page.getByLabel('Remark').fill('one');
    await page.getByLabel('Finding').fill('two');
    await opened.waitForMessage('draft', 2);
    const drafts = new Map((await opened.sentOf('draft')).map(({ draftId, values }) => [draftId, values]));
    assert.deepEqual(
      [...drafts],
      [
        ['draft-1', [['remark', 'one']]],
        ['draft-18', [['finding', 'two']]],
      ],
    );
    await page.getByLabel('Finding').press('Control+Enter');
    const { draftId, values } = await opened.waitForMessage('submit');
    assert.deepEqual([draftId, values], ['draft-18', [['finding', 'two']]]);
    await opened.close();
  });

  it('while one form is being sent the others can be typed into, but not sent', async () => {
    const state = twoSteps();
    const [first, second] = state.steps;
    const opened = await harness.open({
      saved: { parts: { 'step/18': true } },
      state: { ...state, isBusy: true, steps: [{ ...first!, phase: 'sending' }, second!] },
    });
    const { page } = opened;
    await page.getByLabel('Finding').fill('typed meanwhile');
    await page
      .getByRole('region', { name: 'Security review' })
      .getByRole('button', { name: 'Submit' })
      .click({ force: true });
    assert.deepEqual(await opened.sentOf('submit'), []);
    assert.deepEqual((await opened.waitForMessage('draft')).values, [['finding', 'typed meanwhile']]);
    await opened.close();
  });

  it('Ctrl+Enter does not guess between two forms', async () => {
    const opened = await harness.open({ saved: { parts: { 'step/18': true } }, state: twoSteps() });
    await opened.page.locator('body').press('Control+Enter');
    await opened.page.getByText('Go to the form that you want to send first.').waitFor();
    assert.deepEqual(await opened.sentOf('submit'), []);
    await opened.close();
  });

  it('a step that was asked for is opened, brought into view and has the focus', async () => {
    const opened = await harness.open({ height: 500, state: twoSteps() });
    await opened.tell({ kind: 'reveal', formId: 'step/18' });
    await opened.page.waitForFunction(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return focused?.localName === 'textarea';
    });
    await opened.page.keyboard.type('here');
    assert.equal(await opened.page.getByLabel('Finding').inputValue(), 'here');
    await opened.close();
  });

  it('a field that is none keeps the others neither from the page nor from the focus', async () => {
    const fields = [null, textField('remark', { label: 'Remark' })] as unknown as Field[];
    const opened = await harness.open({ state: readyState({ steps: [stepCard({}, { fields })] }) });
    await opened.page.getByLabel('Remark').waitFor();
    await opened.tell({ kind: 'reveal', formId: 'step/17' });
    await opened.page.locator('input:focus, textarea:focus').waitFor();
    await opened.page.keyboard.type('here');
    assert.equal(await opened.page.getByLabel('Remark').inputValue(), 'here');
    await opened.close();
  });

  it('a step without fields that has operations says neither that it has no form nor its status twice', async () => {
    const bare = stepCard({}, { name: 'To be accepted', statusName: 'To be accepted', fields: [], submit: undefined });
    const opened = await harness.open({ state: readyState({ steps: [bare] }) });
    const region = opened.page.getByRole('region', { name: 'To be accepted' });
    await region.getByRole('button', { name: 'Transfer' }).waitFor();
    assert.equal(await region.getByText('To be accepted').count(), 1);
    assert.equal(await opened.page.getByText('This step has no form.').count(), 0);
    await opened.close();
  });

  it('before the whole ticket is there the form is on its way, and nothing can be done', async () => {
    const card = stepCard({ phase: 'reading' }, { fields: [] });
    const opened = await harness.open({ state: readyState({ steps: [card], isReading: true }) });
    const { page } = opened;
    await page.getByText('Loading the form…').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Submit' }).count(), 0);
    await page.getByRole('button', { name: 'Suspend' }).click({ force: true });
    assert.deepEqual(await opened.sentOf('runOperation'), []);
    await opened.show(readyState({ steps: [card], isReading: false }));
    await page.getByText('The form of this step could not be read.').waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await opened.waitForMessage('reload');
    await opened.close();
  });

  it('what was typed is not taken for unchanged because it equals what the tree knew', async () => {
    const saved = { forms: { 'step/17': { draftId: 'draft-1', values: [['a', 'typed']] } } };
    const known = formState([textField('a', { value: 'typed' })], { phase: 'reading', isReading: true });
    const opened = await harness.open({ saved, state: known });
    await opened.show(formState([textField('a', { value: 'changed by others' })]));
    assert.equal(await opened.page.getByLabel('a', { exact: true }).inputValue(), 'typed');
    await opened.close();
  });

  it('the header tells priority and people, follows, and leads to the system and the shortcuts', async () => {
    const opened = await harness.open({ state: readyState({ ticket: richTicket }) });
    const { page } = opened;
    await page.getByText('P1', { exact: true }).waitFor();
    await page.getByText('Assignee: zhang.san').waitFor();
    const star = page.getByRole('button', { name: 'Follow in the system' });
    assert.equal(await star.getAttribute('aria-pressed'), 'true');
    await star.click();
    assert.equal((await opened.waitForMessage('follow')).isFollowing, false);
    await page.getByRole('button', { name: 'Open in Browser' }).first().click();
    await opened.waitForMessage('openInBrowser');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).press('Enter');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Ctrl+Enter').waitFor();
    await opened.close();
  });

  it('marks what has changed since the last look and offers to compare', async () => {
    const seen = { at: Date.UTC(2026, 10, 20, 1, 0), changed: ['status', 'field/17/remark', 'detail/service'] };
    const fields = [textField('remark', { label: 'Remark' }), textField('other', { label: 'Other' })];
    const opened = await harness.open({ state: readyState({ seen }, { fields }) });
    const { page } = opened;
    await page.getByText('3 changes since you last looked').waitFor();
    assert.equal(await page.locator('itsm-field .news').count(), 1);
    assert.equal(await page.locator('itsm-details .news').count(), 1);
    assert.equal(await page.locator('itsm-ticket-header .news').count(), 1);
    await page.getByRole('button', { name: 'Compare with What I Last Saw' }).click();
    await opened.waitForMessage('compareSeen');
    await opened.close();
  });

  it('related tickets open by their number, others in the browser', async () => {
    const state = readyState({ ticket: { ...richTicket, sections: ['relations'] }, steps: [] });
    const opened = await harness.open({ width: 1200, height: 1500, state });
    await opened.waitForMessage('read');
    const content = { section: 'relations', tickets: related } as const;
    await opened.tell({ kind: 'section', ticketKey: state.ticket.key, content });
    await opened.page.getByRole('button', { name: 'REQ20261101000007' }).click();
    assert.equal((await opened.waitForMessage('openTicket')).key, 'REQ7');
    await opened.page.getByRole('button', { name: 'WR-12' }).click();
    assert.equal((await opened.waitForMessage('openLink')).url, 'https://coc.example.com/12');
    await opened.close();
  });

  it('comes back as far down as it was, and remembers how far it is scrolled', async () => {
    const state = readyState({ ticket: richTicket });
    const opened = await harness.open({ height: 400, saved: { scroll: 300 }, state });
    await opened.page.waitForFunction(() => scrollY === 300);
    await opened.page.mouse.wheel(0, -100);
    await opened.page.waitForFunction(() => scrollY === 200);
    await savedScroll(opened, 200);
    await opened.show({ ...state, readAt: state.readAt + 1 });
    assert.equal(await opened.page.evaluate(() => scrollY), 200);
    await opened.close();
  });

  it('says at once what it is of, so that it can be brought back', async () => {
    const opened = await harness.open({ state: readyState() });
    const { place } = (await opened.saved()) as { place: unknown }; // as PageMemory keeps it
    assert.deepEqual(place, { kind: 'ticket', ref: { connectionId: 'one', key: 'REQ20261120000042' } });
    await opened.close();
  });
});

describe('a form that others have changed', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('shows before, now and mine with a choice for each field, and is sent once all are chosen', async () => {
    const opened = await harness.open({ height: 1200, state: staleState() });
    const { page } = opened;
    await page.getByRole('heading', { name: 'Somebody has changed this meanwhile' }).waitFor();
    const remark = page.getByRole('group', { name: 'Remark' });
    await remark.getByText('as it was').waitFor();
    await remark.getByText('as they want it').waitFor();
    await remark.getByText('as I want it').waitFor();
    await page.getByRole('group', { name: 'Amount' }).getByText('You have not touched it').waitFor();
    await page.getByRole('group', { name: 'Cost center' }).getByText('no longer in the form').waitFor();
    const send = page.getByRole('button', { name: 'Send with These Values' });
    await send.click();
    await page.getByText('Choose one of the two.').first().waitFor();
    await page.getByRole('button', { name: 'Submit' }).click({ force: true });
    assert.deepEqual(await opened.sentOf('submit'), []);
    await remark.getByLabel('Take theirs').check();
    await page.getByRole('group', { name: 'Reason' }).getByLabel('Keep mine').check();
    await send.click();
    const mine = staleFields[1]?.mine;
    const { values: settled } = await opened.waitForMessage('settleStale');
    assert.deepEqual(settled, [
      ['reason', mine],
      ['gone', '4711'],
    ]);
    assert.deepEqual((await opened.waitForMessage('submit')).values, [['reason', mine]]);
    await opened.close();
  });

  it('can be kept or taken as a whole, compared in the editor, and left for the form', async () => {
    const opened = await harness.open({ height: 1200, state: staleState() });
    const { page } = opened;
    await page.getByRole('button', { name: 'Compare in the editor' }).click();
    const { fieldKey, mine } = await opened.waitForMessage('compareStale');
    assert.deepEqual([fieldKey, mine], ['reason', staleFields[1]?.mine]);
    await page.getByRole('button', { name: 'Take All Theirs' }).click();
    await page.getByRole('button', { name: 'Keep All Mine' }).click();
    await page.getByRole('button', { name: 'Back to the Form' }).click();
    assert.equal((await opened.waitForMessage('settleStale')).values.length, 3);
    assert.deepEqual(await opened.sentOf('submit'), []);
    await opened.show(readyState({ stale: undefined }, { fields: staleState().steps[0]?.form.fields ?? [] }));
    assert.equal(await page.getByLabel('Remark').inputValue(), 'as I want it');
    await opened.close();
  });

  it('of a step that has gone offers what was typed as a document, or to throw it away', async () => {
    const opened = await harness.open({ state: readyState({ steps: [goneCard] }) });
    const { page } = opened;
    await page.getByText('The firewall rule is too wide.').waitFor();
    await page.getByText('Last in its history: li.wei, 14:20: approved').waitFor();
    assert.equal(await page.getByRole('textbox').count(), 0);
    await page.getByRole('button', { name: 'Open What I Typed as a Document' }).click();
    assert.equal((await opened.waitForMessage('rescueDraft')).draftId, 'draft-19');
    await page.getByRole('button', { name: 'Discard It' }).click();
    assert.equal((await opened.waitForMessage('discardDraft')).draftId, 'draft-19');
    await opened.close();
  });

  it('reports its last words when its step goes', async () => {
    const opened = await harness.open({ state: formState([textField('a')]) });
    await opened.page.getByLabel('a', { exact: true }).fill('last words');
    await opened.show(readyState({ steps: [] }));
    const { draftId, values } = await opened.waitForMessage('draft');
    assert.deepEqual([draftId, values], ['draft-1', [['a', 'last words']]]);
    await opened.close();
  });
});

describe('the form of an operation', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('stands in its step, is checked and sent like any other, and can be put away', async () => {
    const state = readyState({ operationForms: [closing] }, { fields: [textField('remark')] });
    const opened = await harness.open({ state });
    await opened.tell({ kind: 'reveal', formId: closing.formId });
    const { page } = opened;
    const form = page.getByRole('region', { name: 'Close', exact: true });
    await form.getByText('A case that is closed cannot be opened again.').waitFor();
    const send = form.getByRole('button', { name: 'Close', exact: true });
    await send.click();
    await form.getByText('Fill in "Score".').waitFor();
    await form.getByRole('radio', { name: '4' }).check();
    await form.getByLabel('Opinion').fill('fine');
    await send.dblclick();
    const sent = await opened.sentOf('submit');
    assert.deepEqual(
      sent.map(({ draftId, values }) => [draftId, values]),
      [
        [
          'draft-close',
          [
            ['score', '4'],
            ['opinion', 'fine'],
          ],
        ],
      ],
    );
    await opened.show(state);
    await form.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await opened.waitForMessage('closeOperation')).formId, 'operation/17/close');
    await opened.close();
  });

  it('begins empty when it is opened again after it was sent', async () => {
    const opened = await harness.open({ state: readyState({ operationForms: [closing] }) });
    const opinion = opened.page.getByLabel('Opinion');
    await opinion.fill('sent');
    await opened.waitForMessage('draft');
    await opened.show(readyState());
    await opened.show(readyState({ operationForms: [{ ...closing, draftId: 'draft-close-2' }] }));
    assert.equal(await opinion.inputValue(), '');
    await opinion.fill('new');
    await opened.waitForMessage('draft', 2);
    assert.deepEqual(
      (await opened.sentOf('draft')).map(({ draftId, values }) => [draftId, values]),
      [
        ['draft-close', [['opinion', 'sent']]],
        ['draft-close-2', [['opinion', 'new']]],
      ],
    );
    await opened.close();
  });

  it('says that it is on its way, or why it could not be read, with another try', async () => {
    const unread = { ...closing, phase: 'reading', form: { ...closing.form, fields: [], submit: undefined } } as const;
    const opened = await harness.open({ state: readyState({ operationForms: [unread] }) });
    await opened.page.getByText('Loading the form…').waitFor();
    await opened.show(readyState({ operationForms: [{ ...unread, failure: 'The server cannot be reached.' }] }));
    await opened.page.getByRole('alert').getByText('The server cannot be reached.').waitFor();
    await opened.page.getByRole('button', { name: 'Try Again' }).click();
    const { stepId, operationKey } = await opened.waitForMessage('runOperation');
    assert.deepEqual([stepId, operationKey], ['17', 'close']);
    await opened.close();
  });
});

async function savedScroll(opened: PageUnderTest, expected: number): Promise<void> {
  await opened.page.waitForFunction(
    (scroll) =>
      (window as unknown as { acquireVsCodeApi: () => { getState: () => { scroll?: number } } })
        .acquireVsCodeApi()
        .getState().scroll === scroll,
    expected,
  );
}
