import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Field } from '../../src/domain/field.ts';
import type { FieldFiles } from '../../src/protocol/pageFiles.ts';
import { cascade, customForm, file, link, range, secret, services, tree } from './fieldSamples.ts';
import { Harness, type OpenOptions, type PageUnderTest } from './harness.ts';
import { focusedLabel, lastValues, nextFrames } from './pageProbe.ts';
import { formState, plain, textField } from './samples.ts';

describe('fields of every type', { timeout: 120_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  async function open(field: Field, options: OpenOptions = {}): Promise<PageUnderTest> {
    return harness.open({ state: formState([field]), ...options });
  }

  it('a node of a tree is shown with its path, found by opening branches with the keyboard, and chosen', async () => {
    const opened = await open(tree);
    const { page } = opened;
    const box = page.getByLabel('Place');
    assert.equal(await box.inputValue(), 'Asia / China / Guangzhou');
    await box.press('ArrowDown');
    const active = async (): Promise<string | null> => {
      await nextFrames(opened);
      return page.locator('.option.active').textContent();
    };
    const steps: readonly (readonly [string, RegExp])[] = [
      ['ArrowLeft', /China/u],
      ['ArrowLeft', /China/u],
      ['ArrowLeft', /Asia/u],
      ['ArrowDown', /China/u],
      ['ArrowDown', /Japan/u],
      ['ArrowRight', /Japan/u],
      ['ArrowRight', /Tokyo/u],
    ];
    assert.match((await active()) ?? '', /Guangzhou/u, 'what is chosen is seen when the list opens');
    for (const [key, name] of steps) {
      await page.keyboard.press(key);
      assert.match((await active()) ?? '', name, key);
    }
    const item = page.getByRole('treeitem', { name: 'Tokyo' });
    assert.deepEqual(
      await item.evaluate((element) =>
        ['aria-level', 'aria-posinset', 'aria-setsize'].map((name) => element.getAttribute(name)),
      ),
      ['3', '1', '1'],
    );
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await page.keyboard.press('Enter');
    await lastValues(opened, [['place', 'tk']]);
    assert.equal(await box.inputValue(), 'Asia / Japan / Tokyo');
    await opened.close();
  });

  it('typing narrows a tree down to what fits and what is above it, and any node of it can be chosen', async () => {
    const opened = await open(tree);
    const { page } = opened;
    await page.getByLabel('Place').fill('jap');
    assert.deepEqual(
      (await page.getByRole('treeitem').allTextContents()).map((text) => text.trim()),
      ['Asia', 'Japan', 'Tokyo'],
    );
    await page.getByRole('treeitem', { name: 'Japan' }).click();
    await lastValues(opened, [['place', 'jp']]);
    await page.getByLabel('Place').fill('xyz');
    await page.getByText('No matching options').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByLabel('Place').inputValue(), 'Asia / Japan');
    await page.getByLabel('Place').click();
    await page.getByRole('treeitem', { name: '(none)' }).click();
    await lastValues(opened, [['place', '']]);
    await opened.close();
  });

  it('in a cascade, only what has nothing below it can be chosen', async () => {
    const opened = await open(cascade);
    const { page } = opened;
    await page.getByLabel('Site').click();
    await page.getByRole('treeitem', { name: 'Europe' }).click();
    await page.getByRole('treeitem', { name: 'Dublin' }).click();
    await lastValues(opened, [['site', 'dub']]);
    assert.equal(await page.getByLabel('Site').inputValue(), 'Europe / Dublin');
    await opened.close();
  });

  it('a node that the tree does not have is shown as it is and flagged', async () => {
    const opened = await open({ ...tree, value: 'gone' });
    assert.equal(await opened.page.getByLabel('Place').inputValue(), 'gone (not among the options)');
    await opened.close();
  });

  it('of thousands of options only those that are seen are drawn, and all can be reached', async () => {
    const opened = await open(services);
    const { page } = opened;
    const box = page.getByLabel('Service');
    assert.equal(await box.inputValue(), 'ledger-service 4321');
    await box.click();
    await page.getByRole('option', { name: 'ledger-service 4321' }).waitFor();
    assert.ok((await page.getByRole('option').count()) < 60, 'all are drawn');
    assert.equal(await page.getByRole('option', { selected: true }).getAttribute('aria-posinset'), '4322');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'search-service 4322' }).waitFor();
    const points = await box.evaluate((input) => {
      const id = input.getAttribute('aria-activedescendant') ?? '';
      return (input.getRootNode() as ShadowRoot).getElementById(id)?.textContent?.trim();
    });
    assert.equal(points, 'search-service 4322', 'the input points to a row that is there');
    await page.locator('.popup').evaluate((popup) => popup.scrollTo(0, popup.scrollHeight));
    await page.getByRole('option', { name: 'identity-service 4999' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'mail-service 4323' }).waitFor();
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await box.fill('mail-service 42');
    await page.getByRole('option', { name: 'mail-service 4203' }).click();
    await lastValues(opened, [['service', 's-4203']]);
    await opened.close();
  });

  it('a range is two times with one problem between them', async () => {
    const opened = await open(range);
    const { page } = opened;
    const end = page.getByLabel('End');
    await end.fill('2026-11-21T21:00:00');
    await end.blur();
    await page.getByText('The end is before the start.').waitFor();
    assert.equal(await page.getByLabel('Start').getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await end.fill('2026-11-22T01:00:00');
    await page.getByText('The end is before the start.').waitFor({ state: 'hidden' });
    await lastValues(opened, [['window', ['2026-11-21 22:00:00', '2026-11-22 01:00:00']]]);
    await page.getByLabel('Start').fill('');
    await page.getByText('Enter a start and an end', { exact: false }).waitFor();
    await end.fill('');
    await page.getByText('Fill in "Change window".').waitFor();
    await lastValues(opened, [['window', []]]);
    await opened.close();
  });

  it('a range that no control can show is edited as text', async () => {
    const opened = await open({ ...range, value: ['soon', '2026-11-21 23:30:00'] });
    assert.equal(await opened.page.getByLabel('Start').inputValue(), 'soon');
    assert.equal(await opened.page.getByLabel('End').inputValue(), '2026-11-21 23:30:00');
    await opened.close();
  });

  it('a secret is dots until it is to be seen, is sent, and is kept nowhere', async () => {
    const opened = await harness.open({ state: formState([secret, textField('a')]) });
    const { page } = opened;
    const box = page.getByLabel('Root password');
    assert.equal(await box.getAttribute('type'), 'password');
    await box.fill('new secret');
    await page.getByLabel('a', { exact: true }).fill('typed');
    await lastValues(opened, [['a', 'typed']]);
    const saved = JSON.stringify(await opened.saved());
    assert.ok(saved.includes('typed') && !saved.includes('new secret'), saved);
    await page.getByRole('button', { name: 'Show' }).click();
    assert.equal(await box.getAttribute('type'), 'text');
    assert.equal(await box.inputValue(), 'new secret');
    await page.getByRole('button', { name: 'Hide' }).click();
    await page.getByRole('button', { name: 'Submit' }).click();
    assert.deepEqual((await opened.waitForMessage('submit')).values, [
      ['password', 'new secret'],
      ['a', 'typed'],
    ]);
    await opened.close();
  });

  it('a secret that is only read does not stand in the page until it is to be seen, nor does its length', async () => {
    const opened = await open({ ...secret, isReadOnly: true, value: 'old secret' });
    const { page } = opened;
    assert.equal(await page.getByText('old secret').count(), 0);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('old secret').waitFor();
    await opened.close();
  });

  it('a link is checked as an address and opened through the host', async () => {
    const opened = await open(link);
    const { page } = opened;
    const box = page.getByLabel('Plan');
    await page.getByRole('button', { name: 'Open link' }).click();
    assert.equal((await opened.waitForMessage('openLink')).url, 'https://wiki.example.com/plans/42');
    await page.getByText('33 / 120').waitFor();
    await box.fill('javascript:alert(1)');
    await box.blur();
    await page.getByText('Enter an address, like https://example.com/page.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Open link' }).count(), 0);
    await opened.close();
  });

  it('files are opened and removed by name; what is asked of the host says which', async () => {
    const opened = await open(file);
    const { page } = opened;
    await page.getByRole('button', { name: 'before.png', exact: true }).click();
    await page.getByRole('button', { name: 'change-plan-template.docx' }).click();
    await page.getByRole('button', { name: 'Attachments Add Files…' }).click();
    await page.getByRole('button', { name: 'Remove before.png' }).click();
    await lastValues(opened, [['attachments', ['f1']]]);
    assert.match((await focusedLabel(opened)) ?? '', /Add Files/u, 'the focus stays in the field');
    assert.deepEqual(
      (await opened.sentOf('download')).map(({ attachment }) => attachment.id),
      ['f2', 't1'],
    );
    const { formId, fieldKey } = await opened.waitForMessage('pickFiles');
    assert.deepEqual([formId, fieldKey], ['step/17', 'attachments']);
    await opened.close();
  });

  it('files that are dropped or pasted are handed to the host, without those that the system would refuse', async () => {
    const opened = await open(file);
    const { page } = opened;
    await tellFiles(opened, {
      uploads: [],
      uploaded: [],
      limits: { maxCount: 4, maxBytes: 100, extensions: ['txt', 'png'] },
    });
    await page.getByText('up to 4 files · 100 bytes each at most · txt, png').waitFor();
    await drop(opened, 'drop', [
      ['a.txt', 5],
      ['b.exe', 5],
      ['big.png', 101],
      ['folder', 0],
      ['c.PNG', 100],
      ['d.txt', 1],
    ]);
    const refused = page.locator('.refused li');
    assert.deepEqual(
      (await refused.allTextContents()).map((text) => text.trim()),
      [
        'b.exe was left out: the system takes txt, png only.',
        'big.png was left out: it is larger than 100 B.',
        'folder was left out: it is empty, or a folder.',
        'd.txt was left out: there may be 4 files at most.',
      ],
    );
    await drop(opened, 'paste', [['e.txt', 3]]);
    await opened.waitForMessage('uploadFile', 3);
    assert.deepEqual(
      (await opened.sentOf('uploadFile')).map(({ fieldKey, name }) => [fieldKey, name]),
      ['a.txt', 'c.PNG', 'e.txt'].map((name) => ['attachments', name]),
    );
    await opened.close();
  });

  it('an upload shows how far it is, can be cancelled, and when it has failed be tried again or forgotten', async () => {
    const opened = await open({ ...file, value: ['f1', 'new'] });
    const { page } = opened;
    await tellFiles(opened, {
      uploads: [
        { id: 'u1', name: 'big.zip', sent: 500_000, size: 2_000_000 },
        { id: 'u2', name: 'bad.zip', sent: 0, size: 10, failure: 'The server refused it.' },
      ],
      uploaded: [{ id: 'new', name: 'fresh.txt', size: 12 }],
      limits: undefined,
    });
    await page.getByText('25% of 2 MB').waitFor();
    assert.equal(await page.getByRole('progressbar', { name: 'Upload of big.zip' }).getAttribute('max'), '100');
    await page.getByText('The server refused it.').waitFor();
    await page.getByRole('button', { name: 'fresh.txt', exact: true }).waitFor();
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await page.getByRole('button', { name: 'Cancel the upload of big.zip' }).click();
    await page.getByRole('button', { name: 'Upload bad.zip again' }).click();
    await page.getByRole('button', { name: 'Remove bad.zip' }).click();
    assert.deepEqual(
      (await opened.sentOf('uploadAction')).map(({ uploadId, action }) => [uploadId, action]),
      [
        ['u1', 'cancel'],
        ['u2', 'retry'],
        ['u2', 'dismiss'],
      ],
    );
    await opened.close();
  });

  it('a form of the system is read as what it says, or raw, and leads to the browser', async () => {
    const opened = await open(customForm);
    const { page } = opened;
    assert.deepEqual(await page.locator('itsm-field dt').allTextContents(), ['Cores', 'Reason', 'Approved by']);
    await page.getByText('This form can be read here only.').waitFor();
    await opened.show(formState([{ ...customForm, entries: [] }]));
    await page.getByText('{"schemes":{}}').waitFor();
    await page.getByText('This form can be read here only.').getByRole('button').click();
    await opened.waitForMessage('openInBrowser');
    await opened.close();
  });

  it('a field that the system would let people edit says why it cannot be edited here, with a way to the browser', async () => {
    const readOnlyReason = { text: 'Uploads are not in the interface of {0}.', args: ['this system'] };
    const opened = await open({ ...file, isReadOnly: true, readOnlyReason });
    const { page } = opened;
    const note = page.getByText('Uploads are not in the interface of this system.');
    await note.getByRole('button', { name: 'Open in Browser' }).click();
    await opened.waitForMessage('openInBrowser');
    assert.equal(await page.getByRole('button', { name: 'Add Files…' }).count(), 0);
    await page.getByRole('button', { name: 'before.png' }).waitFor();
    await opened.close();
  });

  it('a text of many lines grows with what is typed, up to a part of the page', async () => {
    const opened = await open(textField('a', { isMultiline: true }));
    const box = opened.page.getByLabel('a', { exact: true });
    const height = async (): Promise<number> => box.evaluate((element) => element.clientHeight);
    const small = await height();
    await box.fill('line\n'.repeat(8));
    const grown = await height();
    assert.ok(grown > small, `${grown} > ${small}`);
    await box.fill('line\n'.repeat(500));
    assert.ok((await height()) <= 0.6 * 800, `${await height()}`);
    await opened.close();
  });

  it('a part that fails takes its own field with it and no other', async () => {
    const fields = [
      textField('a'),
      { ...plain, key: 'm', label: 'Members', type: 'member', isMultiple: true, value: [] },
    ];
    const opened = await harness.open({ state: formState(fields as readonly Field[]) });
    const { page } = opened;
    await page.locator('itsm-member-input').evaluate((part) => {
      Object.defineProperty(part, 'isMultiple', {
        get: () => {
          throw new Error('cannot be read');
        },
      });
      (part as unknown as { requestUpdate: () => void }).requestUpdate();
    });
    await page.getByText('shown as it came').waitFor();
    await page.getByLabel('a', { exact: true }).fill('still here');
    await lastValues(opened, [['a', 'still here']]);
    await opened.close();
  });
});

/** What the host tells about the files of the file field. */
async function tellFiles(opened: PageUnderTest, files: FieldFiles): Promise<void> {
  await opened.tell({ kind: 'files', formId: 'step/17', fieldKey: 'attachments', files });
}

async function drop(
  { page }: PageUnderTest,
  type: 'drop' | 'paste',
  files: readonly (readonly [name: string, size: number])[],
): Promise<void> {
  await page.locator('.drop').evaluate(
    (place, { event, list }) => {
      const data = new DataTransfer();
      for (const [name, size] of list) data.items.add(new File([new Uint8Array(size)], name));
      const options = { bubbles: true, cancelable: true, composed: true };
      place.dispatchEvent(
        event === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data }),
      );
    },
    { event: type, list: files },
  );
}
