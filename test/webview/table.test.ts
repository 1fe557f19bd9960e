import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { readRows, writeRows } from '../../src/domain/table.ts';
import { hosts } from './furtherSamples.ts';
import { Harness, type PageUnderTest } from './harness.ts';
import { focusedLabel, lastRows } from './pageProbe.ts';
import { formState } from './samples.ts';

describe('a table that is edited', { timeout: 120_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('rows are added, filled in, moved and removed, and the focus goes along', async () => {
    const opened = await open('');
    const { page } = opened;
    await page.getByText('No rows yet.').waitFor();
    await page.getByRole('button', { name: 'Add Row' }).click();
    await typeInto(opened, 'IP, row 1', '10.0.0.1');
    await page.keyboard.press('Enter');
    await typeInto(opened, 'IP, row 2', '10.0.0.2');
    await page.keyboard.press('Tab');
    await page.getByLabel('Kind, row 2').selectOption({ label: 'Database' });
    await cell(opened, 2, 'Impact').click();
    await page.getByRole('option', { name: 'Slower' }).click();
    await page.keyboard.press('Escape');
    await cell(opened, 2, 'Back at').click();
    await page.getByLabel('Back at, row 2').fill('2026-11-21T22:00:00');
    await cell(opened, 2, 'Checked on').click();
    await page.getByLabel('Checked on, row 2').fill('2026-11-20');
    await cell(opened, 2, 'IP').click();
    await page.keyboard.press('Alt+ArrowUp');
    assert.equal(await focusedLabel(opened), 'IP, row 1');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focusedLabel(opened), 'IP, row 2');
    await lastRows(opened, [
      { ip: '10.0.0.2', kind: 'db', impact: ['slow'], until: '2026-11-21 22:00:00', checked: '2026-11-20' },
      { ip: '10.0.0.1', kind: '', impact: [], until: '', checked: '' },
    ]);
    await page.getByRole('button', { name: 'Remove row 2' }).click();
    assert.equal(await focusedLabel(opened), 'Remove row 1');
    await page.getByRole('button', { name: 'Remove row 1' }).click();
    await page.getByText('No rows yet.').waitFor();
    await opened.close();
  });

  it('it is one stop of the Tab key, and the arrow keys go through cells and buttons', async () => {
    const opened = await open();
    const { page } = opened;
    await cell(opened, 1, 'IP').focus();
    const steps: readonly (readonly [string, string])[] = [
      ['ArrowDown', 'IP, row 2'],
      ['ArrowDown', 'IP, row 2'],
      ['ArrowRight', 'Kind, row 2'],
      ['ArrowRight', 'Impact, row 2'],
      ['ArrowRight', 'Back at, row 2'],
      ['End', 'Remove row 2'],
      ['ArrowLeft', 'Move row 2 down'],
      ['Control+Home', 'IP, row 1'],
      ['ArrowLeft', 'IP, row 1'],
      ['Control+End', 'Remove row 2'],
      ['Home', 'IP, row 2'],
      ['Tab', 'Add Row'],
      ['Shift+Tab', 'IP, row 2'],
    ];
    for (const [key, label] of steps) {
      await page.keyboard.press(key);
      assert.equal(await focusedLabel(opened), label, key);
    }
    await opened.close();
  });

  it('typing in a cell replaces what is there, Escape takes it back, Enter and Tab keep it', async () => {
    const opened = await open();
    const { page } = opened;
    await cell(opened, 1, 'IP').focus();
    await typeInto(opened, 'IP, row 1', '10');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByLabel('IP, row 1').inputValue(), '10.2.0.11');
    await page.keyboard.press('F2');
    await page.keyboard.type('7');
    await page.keyboard.press('Tab');
    assert.equal(await focusedLabel(opened), 'Kind, row 1');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focusedLabel(opened), 'IP, row 2');
    await page.keyboard.press('Delete');
    const [first, second] = readRows(hosts.value);
    await lastRows(opened, [
      { ...first, ip: '10.2.0.117' },
      { ...second, ip: '' },
    ]);
    await opened.close();
  });

  it('what an input method composes goes into the cell, and its keys do not move', async () => {
    const opened = await open();
    const { page } = opened;
    await cell(opened, 1, 'IP').focus();
    assert.equal(await focusedLabel(opened), 'IP, row 1');
    const client = await page.context().newCDPSession(page);
    await client.send('Input.imeSetComposition', { text: '主机', selectionStart: 2, selectionEnd: 2 });
    await client.send('Input.insertText', { text: '主机一' });
    await lastRows(opened, [{ ...readRows(hosts.value)[0], ip: '主机一' }, readRows(hosts.value)[1]]);
    assert.equal(await focusedLabel(opened), 'IP, row 1');
    await opened.close();
  });

  it('a row that was removed comes back, by its link or by Ctrl+Z', async () => {
    const opened = await open();
    const { page } = opened;
    await cell(opened, 1, 'IP').focus();
    await page.keyboard.press('Alt+Delete');
    await page.getByText('Row 1 removed.').first().waitFor();
    await lastRows(opened, [readRows(hosts.value)[1]]);
    await page.keyboard.press('Control+z');
    assert.equal(await focusedLabel(opened), 'IP, row 1');
    await page.keyboard.press('Alt+Delete');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await cell(opened, 1, 'IP').getByText('10.2.0.11').or(page.getByLabel('IP, row 1')).waitFor();
    // As the server has it: nothing differs any more.
    await page.waitForFunction(() => {
      const drafts = (window as unknown as { sent: { kind: string; values?: unknown[] }[] }).sent.filter(
        ({ kind }) => kind === 'draft',
      );
      return drafts.at(-1)?.values?.length === 0;
    });
    await opened.close();
  });

  it('a block from a spreadsheet fills the cells from the one that has the focus on, and makes rows', async () => {
    const opened = await open();
    await cell(opened, 2, 'IP').click();
    await paste(opened, '10.9.0.1\tDatabase\tRestart, Slower\t2026-12-01 08:30\n"10.9\n.0.2"\tapp\t\t\t2026/12/3\r\n');
    await lastRows(opened, [
      readRows(hosts.value)[0],
      { ip: '10.9.0.1', kind: 'db', impact: ['restart', 'slow'], until: '2026-12-01 08:30:00', checked: '' },
      { ip: '10.9\n.0.2', kind: 'app', impact: [], until: '', checked: '2026-12-03' },
    ]);
    await opened.close();
  });

  it('what is copied in a cell that is only selected is what it shows, and can be pasted into another of its kind', async () => {
    const opened = await open();
    const { page } = opened;
    await cell(opened, 1, 'IP').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await focusedLabel(opened), 'Kind, row 1');
    await page.keyboard.press('Control+c');
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'Database');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+v');
    const [first, second] = readRows(hosts.value);
    await lastRows(opened, [first, { ...second, kind: 'db' }]);
    await opened.close();
  });

  it('a table that is not filled in rightly names the row, marks the cell and takes the focus there', async () => {
    const value = writeRows([
      { ip: '10.0.0.1', kind: 'db' },
      { ip: '', kind: 'app' },
    ]);
    const opened = await open(value);
    const { page } = opened;
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Row 2: fill in "IP".').waitFor();
    assert.equal(await focusedLabel(opened), 'IP, row 2');
    assert.equal(await page.getByLabel('IP, row 2').getAttribute('aria-invalid'), 'true');
    assert.equal(await cell(opened, 1, 'IP').getAttribute('aria-invalid'), null);
    assert.deepEqual(await opened.sentOf('submit'), []);
    await opened.close();
  });

  it('while the form is being sent, its cells can be read and not edited', async () => {
    const opened = await harness.open({ width: 1200, state: formState([hosts], { phase: 'sending' }) });
    const { page } = opened;
    assert.equal(await page.getByRole('grid').getAttribute('aria-readonly'), 'true');
    await cell(opened, 1, 'IP').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('x');
    await page.keyboard.press('Alt+Delete');
    assert.equal(await page.getByRole('grid').getByRole('row').count(), 3);
    assert.equal(await page.getByRole('grid').locator('input, select').count(), 0);
    await opened.close();
  });

  it('five hundred rows are pasted at once, and what had no place is told', async () => {
    const opened = await open('');
    await opened.page.getByRole('button', { name: 'Add Row' }).click();
    assert.equal(await focusedLabel(opened), 'IP, row 1');
    await paste(opened, Array.from({ length: 600 }, (_, row) => `10.0.${row}\tdb`).join('\n'));
    await opened.page.getByText('500 rows pasted.').waitFor();
    assert.equal(await opened.page.locator('tbody tr').count(), 500);
    const told = opened.page.locator('.loss');
    assert.match(await told.innerText(), /100 rows were left out: 500 can be pasted at once\.$/u);
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await paste(opened, '10.0.0.1\tdb\t2026-01-01\tx\ty\tz');
    assert.match(await told.innerText(), /^Cells beyond the last column were left out\.$/u);
    await paste(opened, '10.0.0.1\tdb');
    assert.equal(await told.count(), 0);
    await opened.close();
  });

  async function open(value = hosts.value): Promise<PageUnderTest> {
    return harness.open({ width: 1200, state: formState([{ ...hosts, value }]) });
  }
});

function cell({ page }: PageUnderTest, row: number, column: string): Locator {
  const at = hosts.columns.findIndex(({ label }) => label === column);
  return page.locator(`tr[data-row="${row - 1}"] td[data-column="${at}"]`);
}

/** Types once the cell has the focus. */
async function typeInto(opened: PageUnderTest, label: string, text: string): Promise<void> {
  assert.equal(await focusedLabel(opened), label);
  await opened.page.keyboard.type(text);
}

async function paste(opened: PageUnderTest, text: string): Promise<void> {
  await focusedLabel(opened);
  await opened.page.evaluate((pasted) => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    focused?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  }, text);
}
