import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Field } from '../../src/domain/field.ts';
import { chineseBundle, chineseReason, chineseState } from './chinese.ts';
import { Harness, type PageUnderTest } from './harness.ts';
import { allFields, formState, operation, plain, readyState, textField } from './samples.ts';

describe('the page of a step', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('typing reports a draft within 300 ms, and on and on while the typing lasts', async () => {
    const opened = await harness.open({ state: formState([textField('a')]) });
    const input = opened.page.getByLabel('a', { exact: true });
    await input.focus();
    const start = await opened.page.evaluate(() => {
      const started = performance.now();
      document.execCommand('insertText', false, 'x');
      return started;
    });
    await opened.waitForMessage('draft');
    const [draft] = (await opened.sent()).filter((message) => message.kind === 'draft');
    assert.ok(draft !== undefined && draft.at - start <= 300, `${draft === undefined ? 'no draft' : draft.at - start}`);
    await input.pressSequentially('y'.repeat(12), { delay: 60 });
    await opened.page.waitForFunction(() =>
      (window as unknown as { sent: { kind: string; values?: string[][] }[] }).sent.some(
        (message) => message.kind === 'draft' && message.values?.[0]?.[1] === `x${'y'.repeat(12)}`,
      ),
    );
    assert.ok((await opened.sentOf('draft')).length >= 3, 'drafts are sent while the typing goes on');
    await opened.close();
  });

  it('what is typed is reported at once when the page loses the focus, and kept with the editor on each keystroke', async () => {
    const opened = await harness.open({ stopsClock: true, state: formState([textField('a')]) });
    await opened.page.clock.pauseAt(Date.now() + 60_000);
    await opened.page.getByLabel('a', { exact: true }).fill('typed');
    assert.deepEqual(await savedForm(opened), { draftId: 'draft-1', values: [['a', 'typed']] });
    assert.deepEqual(await opened.sentOf('draft'), []);
    await opened.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    assert.deepEqual(
      (await opened.sentOf('draft')).map(({ values }) => values),
      [[['a', 'typed']]],
    );
    await opened.close();
  });

  it('typing back to what the server has reports that nothing differs any more', async () => {
    const opened = await harness.open({ state: formState([textField('a', { value: 'one' })]) });
    const input = opened.page.getByLabel('a', { exact: true });
    await input.fill('two');
    await opened.waitForMessage('draft');
    await input.fill('one');
    assert.deepEqual((await opened.waitForMessage('draft', 2)).values, []);
    await opened.close();
  });

  it('what the editor kept comes back when the page is shown again, and only with the same draft', async () => {
    const saved = { forms: { 'step/17': { draftId: 'draft-1', values: [['a', 'typed']] } } };
    const opened = await harness.open({ saved, state: formState([textField('a')], { draft: [['a', 'ty']] }) });
    assert.equal(await opened.page.getByLabel('a', { exact: true }).inputValue(), 'typed');
    assert.deepEqual((await opened.waitForMessage('draft')).values, [['a', 'typed']]);
    await opened.close();
    const other = await harness.open({
      saved,
      state: formState([textField('a')], { draftId: 'draft-2', draft: [['a', 'new']] }),
    });
    assert.equal(await other.page.getByLabel('a', { exact: true }).inputValue(), 'new');
    await other.close();
  });

  it('what was sent or discarded is not kept with the editor', async () => {
    const opened = await harness.open({ state: formState([textField('a')]) });
    await opened.page.getByLabel('a', { exact: true }).fill('typed');
    await opened.show(formState([textField('a')], { draftId: 'draft-2' }));
    assert.deepEqual(await savedForm(opened), { draftId: 'draft-2', values: [] });
    await opened.close();
  });

  it('a new state keeps what is being typed, its focus, caret and element, and updates the rest', async () => {
    const opened = await harness.open({ state: formState([textField('a'), textField('b', { value: 'old' })]) });
    const input = opened.page.getByLabel('a', { exact: true });
    await input.pressSequentially('typed');
    await input.press('ArrowLeft');
    await input.evaluate((element) => element.setAttribute('data-same', ''));
    await opened.show(
      formState([
        textField('new', { value: 'x' }),
        textField('a', { value: 'server' }),
        textField('b', { value: 'newer' }),
      ]),
    );
    const now = await input.evaluate((element) => {
      const box = element as HTMLInputElement;
      const root = box.getRootNode() as ShadowRoot;
      return [box.value, box.selectionStart, box.hasAttribute('data-same'), root.activeElement === box];
    });
    assert.deepEqual(now, ['typed', 4, true, true]);
    assert.equal(await opened.page.getByLabel('b', { exact: true }).inputValue(), 'newer');
    await opened.close();
  });

  it('a double click, and Enter and Ctrl+Enter on top of it, send the form once', async () => {
    const opened = await harness.open({ state: formState([textField('a', { value: 'x' })]) });
    await opened.page.getByLabel('a', { exact: true }).fill('y');
    const submit = opened.page.getByRole('button', { name: 'Submit' });
    await submit.dblclick();
    await submit.press('Enter');
    await opened.page.keyboard.press('Control+Enter');
    assert.deepEqual(await opened.sentOf('submit'), [
      { ...(await opened.waitForMessage('submit')), draftId: 'draft-1', values: [['a', 'y']] },
    ]);
    await opened.show(formState([textField('a', { value: 'x' })], { phase: 'sending' }));
    await submit.click({ force: true });
    assert.equal((await opened.sentOf('submit')).length, 1);
    await opened.show(formState([textField('a', { value: 'x' })]));
    await submit.click();
    assert.equal((await opened.sentOf('submit')).length, 2);
    await opened.close();
  });

  it('another operation is asked for once by a double click, and choosing an option never sends', async () => {
    const opened = await harness.open({ state: readyState() });
    await opened.page.getByRole('button', { name: 'Transfer' }).dblclick();
    await opened.show(readyState());
    await opened.page.getByRole('radio', { name: 'Reject' }).check();
    await opened.page.getByLabel('Risk level').selectOption('high');
    await opened.page.getByLabel('First region').click();
    await opened.page.getByRole('option', { name: 'sa-east-1 São Paulo' }).click();
    await opened.page.getByRole('checkbox', { name: 'Alerts silenced' }).check();
    await opened.waitForMessage('draft');
    const kinds = (await opened.sent()).map(({ kind }) => kind).filter((kind) => kind !== 'draft' && kind !== 'ready');
    assert.deepEqual(kinds, ['runOperation']);
    await opened.close();
  });

  it('the menu of further operations works by keyboard and says what is meant', async () => {
    const opened = await harness.open({ state: readyState() });
    const more = opened.page.getByRole('button', { name: 'More actions' });
    await more.focus();
    await more.press('Enter');
    await opened.page.getByRole('menuitem', { name: 'Withdraw' }).waitFor();
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.keyboard.press('Enter');
    const { stepId, operationKey } = await opened.waitForMessage('runOperation');
    assert.deepEqual([stepId, operationKey], [undefined, 'terminate']);
    await opened.close();
  });

  it("the server's problem stands at its field, has the focus, and goes when the field is edited", async () => {
    const fields = [textField('a', { value: 'x' }), textField('b', { value: 'x' })];
    const opened = await harness.open({ state: formState(fields) });
    await opened.page.getByRole('button', { name: 'Submit' }).click();
    await opened.show(formState(fields, { phase: 'sending' }));
    await opened.show(
      formState(fields, {
        problems: [
          { fieldKey: 'b', text: 'Not in the catalogue.' },
          { fieldKey: undefined, text: 'The window is closed.' },
          { fieldKey: 'hidden', text: 'Somewhere else.' },
        ],
      }),
    );
    const input = opened.page.getByLabel('b', { exact: true });
    await opened.page.waitForFunction(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return focused?.getAttribute('aria-invalid') === 'true';
    });
    const described = await input.evaluate((element) =>
      (element.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => (element.getRootNode() as ShadowRoot).getElementById(id)?.textContent?.trim())
        .join(),
    );
    assert.equal(described, 'Not in the catalogue.');
    assert.equal(await opened.page.getByRole('alert').filter({ hasText: 'The window is closed.' }).count(), 1);
    assert.equal(await opened.page.getByRole('alert').filter({ hasText: 'Somewhere else.' }).count(), 1);
    await input.fill('y');
    await opened.page.getByText('Not in the catalogue.').waitFor({ state: 'hidden' });
    assert.equal(await input.getAttribute('aria-invalid'), 'false');
    await opened.close();
  });

  it('a form with problems is not sent: they are announced, and the first bad field has the focus', async () => {
    const fields = [
      textField('fine', { value: 'x' }),
      textField('first', { label: 'First', isRequired: true }),
      { ...plain, key: 'n', label: 'Count', type: 'number', value: 'many' } as const,
    ];
    const opened = await harness.open({ state: formState(fields) });
    await opened.page.getByRole('button', { name: 'Submit' }).click();
    await opened.page.getByText('Fill in "First".').waitFor();
    await opened.page.getByText('Enter a number, like 5, -3 or 2.5.').waitFor();
    await opened.page.getByText('Nothing was sent: 2 fields need your attention.').waitFor();
    await opened.page.keyboard.type('now it is');
    assert.equal(await opened.page.getByLabel('First').inputValue(), 'now it is');
    assert.deepEqual(await opened.sentOf('submit'), []);
    await opened.page.getByText('Fill in "First".').waitFor({ state: 'hidden' });
    await opened.close();
  });

  it('a problem is shown only once somebody has typed into the field and left it', async () => {
    const opened = await harness.open({ state: formState([textField('a', { isRequired: true }), textField('b')]) });
    const first = opened.page.getByLabel(/^a/u);
    await first.focus();
    assert.equal(await opened.page.getByText('Fill in').isVisible(), false);
    await first.press('Tab');
    await opened.page.getByLabel(/^b/u).fill('so that the form is drawn anew');
    await opened.waitForMessage('draft');
    assert.equal(await opened.page.getByText('Fill in').count(), 0);
    await first.fill('x');
    await first.fill('');
    assert.equal(await opened.page.getByText('Fill in').isVisible(), false);
    await first.press('Tab');
    await opened.page.getByText('Fill in "a".').waitFor();
    await opened.close();
  });

  it('a half-typed date is a problem and not an empty value', async () => {
    const opened = await harness.open({
      state: formState([{ ...plain, key: 'd', label: 'Day', type: 'date', value: '' }, textField('b', { value: 'x' })]),
    });
    await opened.page.getByLabel('Day').focus();
    await opened.page.keyboard.type('11');
    await opened.page.getByRole('button', { name: 'Submit' }).click();
    await opened.page.getByText('Complete the date, or clear it.').waitFor();
    assert.deepEqual(await opened.sentOf('submit'), []);
    await opened.close();
  });

  it('a date and time is shown in its control with its zone and sent as the system writes it', async () => {
    const opened = await harness.open({ state: readyState() });
    const input = opened.page.getByLabel('Start of the rollout');
    assert.equal(await input.inputValue(), '2026-11-21T22:00');
    await opened.page.getByText('Asia/Shanghai').waitFor();
    await input.fill('2026-12-01T08:30:00');
    assert.deepEqual((await opened.waitForMessage('draft')).values, [['start', '2026-12-01 08:30:00']]);
    await opened.close();
  });

  it('a date that no control can show is shown as the text it is', async () => {
    const fields: readonly Field[] = [
      { ...plain, key: 'd', label: 'Day', type: 'date', value: 'next Monday' },
      { ...plain, key: 't', label: 'Time', type: 'dateTime', value: '21.11.2026 10:00', timeZone: 'UTC' },
    ];
    const opened = await harness.open({ state: formState(fields) });
    const day = opened.page.getByLabel('Day');
    assert.equal(await day.inputValue(), 'next Monday');
    assert.equal(await opened.page.getByLabel('Time').inputValue(), '21.11.2026 10:00');
    await day.fill('2026-11-23');
    assert.equal(await day.getAttribute('type'), 'text', 'it does not change under the fingers of the user');
    await opened.close();
  });

  it('user names are pasted as a list, added with Enter, removed with Backspace and by name', async () => {
    const field: Field = { ...plain, key: 'm', label: 'Members', type: 'member', isMultiple: true, value: ['maria'] };
    const opened = await harness.open({ state: formState([field]) });
    const input = opened.page.getByLabel('Members');
    await opened.page.evaluate(() => navigator.clipboard.writeText('tom; ann\nbob, tom'));
    await input.focus();
    await opened.page.keyboard.press('Control+V');
    await opened.page.getByRole('button', { name: 'Remove bob' }).waitFor();
    await input.pressSequentially('li');
    await input.press('Enter');
    await input.press('Backspace');
    await opened.page.getByRole('button', { name: 'Remove ann' }).click();
    await input.pressSequentially('half');
    await opened.page.waitForFunction(() =>
      (window as unknown as { sent: { kind: string; values?: [string, string[]][] }[] }).sent.some(
        (message) => message.kind === 'draft' && message.values?.[0]?.[1].join() === 'maria,tom,bob,half',
      ),
    );
    assert.equal(await input.inputValue(), 'half', 'half-typed text is reported and still being typed');
    await opened.show(formState([field]));
    assert.equal(await input.inputValue(), 'half');
    await opened.close();
  });

  it('who is named on the page is offered, and whoever is chosen becomes a chip', async () => {
    const field: Field = { ...plain, key: 'm', label: 'Members', type: 'member', isMultiple: true, value: ['maria'] };
    const state = readyState({}, { fields: [field], processors: ['ops.lead', 'maria', 'Somebody of Network'] });
    const opened = await harness.open({ state: { ...state, ticket: { ...state.ticket, creator: 'tom', people: [] } } });
    const input = opened.page.getByLabel('Members');
    await input.focus();
    const offered = opened.page.locator('datalist option');
    await offered.first().waitFor({ state: 'attached' });
    assert.deepEqual(await offered.evaluateAll((options) => options.map((option) => option.getAttribute('value'))), [
      'ops.lead',
      'tom',
    ]);
    await input.evaluate((element) => {
      const control = element as HTMLInputElement;
      control.value = 'tom';
      // What the browser says of a choice.
      const init = { inputType: 'insertReplacementText', bubbles: true, composed: true };
      control.dispatchEvent(new InputEvent('input', init));
    });
    await opened.page.getByRole('button', { name: 'Remove tom' }).waitFor();
    assert.equal(await input.inputValue(), '');
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  it('a value that is not among the options is shown as it is and flagged', async () => {
    const fields = allFields.filter((field) => field.type === 'select').map((field) => ({ ...field, value: 'gone' }));
    const opened = await harness.open({ state: formState(fields) });
    assert.equal(await opened.page.getByLabel('Risk level').inputValue(), 'gone');
    assert.equal(await opened.page.getByLabel('First region').inputValue(), 'gone (not among the options)');
    assert.equal(await opened.page.getByRole('radio', { name: 'gone (not among the options)' }).isChecked(), true);
    await opened.close();
  });

  it('hostile and unknown field definitions are shown raw and leave the rest of the page alone', async () => {
    const hostile = [
      { ...plain, key: 'x', label: 'Hologram', type: 'hologram', value: '<img src=x onerror=alert(1)>' },
      { ...plain, key: 'y', label: 'Broken select', type: 'select', display: 'list', value: 'a', options: null },
      { ...plain, key: 'z', label: 'Broken list', type: 'member', value: { a: 1 } },
      null,
      'text',
      { ...textField('p', { label: 'Bad rule', value: 'v' }), rules: [{ pattern: '(', appliesTo: 'value' }] },
      textField('twin', { label: 'Twin one' }),
      textField('twin', { label: 'Twin two' }),
      textField('__proto__', { label: 'Odd key', value: 'odd' }),
      { ...plain, key: 'big', label: 'Huge', type: 'unsupported', systemType: '<b>T</b>', value: 'x\n'.repeat(5000) },
      textField('fine', { label: 'Fine', value: 'still here' }),
    ] as unknown as readonly Field[];
    const opened = await harness.open({ state: formState(hostile) });
    await opened.page.getByText('<img src=x onerror=alert(1)>').waitFor();
    assert.equal(await opened.page.getByLabel('Fine').inputValue(), 'still here');
    assert.equal(await opened.page.getByText('shown as it came').count(), 5);
    await opened.page.getByLabel('Fine').fill('edited');
    await opened.page.getByRole('button', { name: 'Submit' }).click();
    assert.deepEqual((await opened.waitForMessage('submit')).values, [['fine', 'edited']]);
    assert.deepEqual(await opened.complaints(), []);
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  it('a form is completed with the keyboard alone', async () => {
    const fields: readonly Field[] = [
      textField('title', { label: 'Title', isRequired: true }),
      {
        ...plain,
        key: 'decision',
        label: 'Decision',
        type: 'select',
        display: 'radio',
        isRequired: true,
        value: '',
        options: [
          { key: 'yes', label: 'Yes' },
          { key: 'no', label: 'No' },
        ],
      },
      { ...allFields.find((field) => field.key === 'region')!, value: '' } as Field,
      { ...plain, key: 'members', label: 'Members', type: 'member', isMultiple: true, isRequired: true, value: [] },
      { ...allFields.find((field) => field.key === 'targets')!, value: [] } as Field,
      textField('remark', { label: 'Remark', isMultiline: true }),
    ];
    const opened = await harness.open({ state: formState(fields) });
    const { keyboard } = opened.page;
    await opened.page.getByLabel('Title').focus();
    await keyboard.type('Go');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    await keyboard.press('Tab');
    await keyboard.type('dub');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.type('maria,tom');
    await keyboard.press('Tab');
    await keyboard.type('tok');
    await keyboard.press('Enter');
    await keyboard.type('lon');
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await keyboard.press('Tab');
    await keyboard.type('line 1');
    await keyboard.press('Enter');
    await keyboard.type('line 2');
    await keyboard.press('Control+Enter');
    const { values } = await opened.waitForMessage('submit');
    assert.deepEqual(values, [
      ['title', 'Go'],
      ['decision', 'no'],
      ['region', 'eu-west-1'],
      ['members', ['maria', 'tom']],
      ['targets', ['ap-northeast-1', 'eu-west-2']],
      ['remark', 'line 1\nline 2'],
    ]);
    await opened.close();
  });

  it('what gets the focus by keyboard is never hidden behind the bar, and the bar does not move the page', async () => {
    const opened = await harness.open({ width: 360, height: 600, state: readyState() });
    const { page } = opened;
    await page.getByRole('radio', { name: 'Approve' }).focus();
    for (let count = 0; count < 20; count++) {
      const hidden = await page.evaluate(() => {
        let focused = document.activeElement;
        while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
        const bar = document.querySelector('itsm-step-page')?.shadowRoot?.querySelector('.action-bar');
        if (!focused || !bar || focused === document.body) return '';
        const isInBar = focused.getRootNode() === bar.querySelector('itsm-action-bar')?.shadowRoot;
        const isBehind = focused.getBoundingClientRect().bottom > bar.getBoundingClientRect().top;
        return isBehind && !isInBar ? focused.outerHTML : '';
      });
      assert.equal(hidden, '');
      await page.keyboard.press('Tab');
    }
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole('button', { name: 'Submit' }).focus();
    assert.equal(await page.evaluate(() => scrollY), 0);
    await opened.close();
  });

  it('discarding asks the host to forget the draft, and can be taken back', async () => {
    const opened = await harness.open({ state: formState([textField('a', { value: 'one' })]) });
    const input = opened.page.getByLabel('a', { exact: true });
    await input.fill('typed');
    await opened.page.getByRole('button', { name: 'Discard Changes' }).click();
    assert.equal(await input.inputValue(), 'one');
    await opened.waitForMessage('discardDraft');
    await opened.show(formState([textField('a', { value: 'one' })], { draftId: 'draft-2' }));
    await opened.page.getByRole('button', { name: 'Undo' }).click();
    assert.equal(await input.inputValue(), 'typed');
    await opened.page.waitForFunction(() =>
      (window as unknown as { sent: { kind: string; draftId?: string }[] }).sent.some(
        (message) => message.kind === 'draft' && message.draftId === 'draft-2',
      ),
    );
    await opened.close();
  });

  it('what is typed right after a discard is reported again when the host has answered', async () => {
    const opened = await harness.open({ state: formState([textField('a')]) });
    const input = opened.page.getByLabel('a', { exact: true });
    await input.fill('typed');
    await opened.page.getByRole('button', { name: 'Discard Changes' }).click();
    await opened.waitForMessage('discardDraft');
    await input.fill('since');
    await opened.show(formState([textField('a')], { draftId: 'draft-2' }));
    assert.equal(await input.inputValue(), 'since');
    assert.deepEqual(await savedForm(opened), { draftId: 'draft-2', values: [['a', 'since']] });
    await opened.page.waitForFunction(() =>
      (window as unknown as { sent: { kind: string; draftId?: string; values?: string[][] }[] }).sent.some(
        ({ kind, draftId, values }) => kind === 'draft' && draftId === 'draft-2' && values?.[0]?.[1] === 'since',
      ),
    );
    await opened.close();
  });

  it('a form that cannot be sent from here is for reading, says why and offers the browser', async () => {
    const opened = await harness.open({ state: readyState({}, { cannotSubmit: chineseReason }) });
    await opened.page.getByRole('alert').filter({ hasText: 'Fill in "备注".' }).waitFor();
    assert.equal(await opened.page.getByRole('textbox').count(), 0);
    assert.equal(await opened.page.getByRole('button', { name: 'Submit' }).count(), 0);
    await opened.page.keyboard.press('Control+Enter');
    await opened.page.getByRole('button', { name: 'Open in Browser' }).last().click();
    await opened.waitForMessage('openInBrowser');
    assert.deepEqual(await opened.sentOf('submit'), []);
    await opened.close();
  });

  it('a step that must be claimed first has that as its first button', async () => {
    const claim = operation('claim', 'claim', 'Claim');
    const opened = await harness.open({ state: readyState({}, { submit: undefined, otherOperations: [claim] }) });
    await opened.page.getByRole('button', { name: 'Claim' }).click();
    assert.equal((await opened.waitForMessage('runOperation')).operationKey, 'claim');
    await opened.close();
  });

  it('waiting never looks endless: after ten seconds it offers to reload', async () => {
    const opened = await harness.open({ stopsClock: true, state: { status: 'loading', ticketKey: 'REQ1' } });
    await opened.page.getByText('Loading REQ1').waitFor();
    assert.equal(await opened.page.getByText('Still loading').count(), 0);
    await opened.page.clock.runFor(10_100);
    await opened.page.getByText('Still loading').waitFor();
    await opened.page.getByRole('button', { name: 'Reload' }).click();
    await opened.waitForMessage('reload');
    await opened.close();
  });

  it('a failure says what happened and offers to try again and the browser', async () => {
    const opened = await harness.open({
      state: { status: 'failed', ticketKey: 'REQ1', text: 'No answer. Try again later.', canOpenInBrowser: true },
    });
    await opened.page.getByText('No answer. Try again later.').waitFor();
    await opened.page.getByRole('button', { name: 'Try Again' }).dblclick();
    await opened.page.getByRole('button', { name: 'Open in Browser' }).click();
    await opened.waitForMessage('openInBrowser');
    assert.equal((await opened.sentOf('reload')).length, 1);
    await opened.close();
  });

  it('reading again leaves the form where it is', async () => {
    const opened = await harness.open({ state: formState([textField('a')]) });
    await opened.page.getByLabel('a', { exact: true }).fill('typed');
    await opened.page.getByRole('button', { name: 'Reload' }).click();
    await opened.waitForMessage('reload');
    await opened.show(formState([textField('a')], { isReading: true }));
    assert.equal(await opened.page.getByLabel('a', { exact: true }).inputValue(), 'typed');
    await opened.close();
  });

  it('the number is copied with one press, and the page says so', async () => {
    const opened = await harness.open({ state: readyState() });
    await opened.page.getByRole('button', { name: 'Copy number' }).click();
    await opened.page.getByText('Copied REQ20261120000042').waitFor();
    assert.equal(await opened.page.evaluate(() => navigator.clipboard.readText()), 'REQ20261120000042');
    await opened.close();
  });

  it('the earlier values can be folded away and are beside the form in a wide editor', async () => {
    const opened = await harness.open({ state: readyState() });
    const toggle = opened.page.getByRole('button', { name: 'Other fields' });
    await opened.page.getByText('INC-20391').waitFor();
    await toggle.click();
    await opened.page.getByText('INC-20391').waitFor({ state: 'hidden' });
    await toggle.click();
    const form = opened.page.getByLabel('Risk level');
    const place = opened.page.getByRole('complementary').getByText('INC-20391');
    const isBelow = async () => ((await place.boundingBox())?.y ?? 0) > ((await form.boundingBox())?.y ?? 0) + 300;
    assert.equal(await isBelow(), true);
    await opened.page.setViewportSize({ width: 1300, height: 800 });
    assert.equal(await isBelow(), false);
    await opened.close();
  });

  it('a page in Chinese speaks Chinese, also in problems and times', async () => {
    const opened = await harness.open({ language: 'zh-cn', bundle: chineseBundle, state: chineseState });
    await opened.page.getByRole('button', { name: '提交' }).click();
    await opened.page.getByText('请填写“变更单号”。').waitFor();
    await opened.page.getByText('1 个问题').waitFor();
    await opened.page.getByText('2026年11月19日 10:05').waitFor();
    assert.equal(await opened.page.evaluate(() => document.documentElement.lang), 'zh-cn');
    await opened.close();
  });
});

/** What the page told the editor to keep of the step's form. */
async function savedForm(opened: PageUnderTest): Promise<unknown> {
  const { forms } = (await opened.saved()) as { forms?: Record<string, unknown> }; // as PageMemory keeps it
  return forms?.['step/17'];
}
