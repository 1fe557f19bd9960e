import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TimelineModel } from '../../src/protocol/pageTimeline.ts';
import { timelineEntries } from '../../src/webview/timelineEntries.ts';
import { Harness, type OpenOptions, type PageUnderTest } from './harness.ts';
import { history } from './furtherSamples.ts';
import { composer, conversation, said, talkingState, timelineOf } from './ticketSamples.ts';

const ticketKey = 'REQ20261120000042';

async function showTimeline(opened: PageUnderTest, timeline: TimelineModel): Promise<void> {
  await opened.tell({ kind: 'section', ticketKey, content: { section: 'timeline', timeline } });
}

describe('the entries of a timeline', () => {
  const kinds = (timeline: TimelineModel, filter: 'all' | 'messages' | 'changes', most = 99): readonly string[] =>
    timelineEntries(timeline, filter, most).map((entry) =>
      entry.kind === 'message' ? entry.message.id : entry.kind === 'change' ? entry.entry.text.slice(0, 6) : entry.kind,
    );

  it('are messages and changes in the order of their times, with a line for each day and for what is new', () => {
    assert.deepEqual(kinds(timelineOf(), 'all'), [
      'day',
      'maria.',
      '流程开始',
      'day',
      'Handed',
      'm1',
      'm2',
      'm3',
      'm4',
      'unread',
      'm5',
    ]);
  });

  it('can be one of the two alone, and the newest ones only', () => {
    assert.deepEqual(kinds(timelineOf(), 'changes'), ['day', 'maria.', '流程开始', 'day', 'Handed']);
    assert.deepEqual(kinds(timelineOf(), 'messages', 2), ['day', 'm4', 'unread', 'm5']);
  });

  it('leave out what happened between messages that are not there yet', () => {
    assert.deepEqual(kinds(timelineOf({ hasOlder: true }), 'all'), ['day', 'm1', 'm2', 'm3', 'm4', 'unread', 'm5']);
  });

  it('keep one without a time behind the one before it', () => {
    const [first, ...more] = history;
    const timeless = { ...first!, at: undefined, text: 'timeless' };
    assert.deepEqual(
      kinds(timelineOf({ history: [first!, timeless, ...more], messages: [] }), 'all').filter((kind) => kind !== 'day'),
      ['maria.', 'timele', '流程开始', 'Handed'],
    );
  });
});

describe('the conversation on the page', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  async function open(timeline = timelineOf(), options: OpenOptions = {}): Promise<PageUnderTest> {
    const opened = await harness.open({ width: 900, height: 1400, state: talkingState(), ...options });
    await opened.waitForMessage('read');
    await showTimeline(opened, timeline);
    return opened;
  }

  it('shows who said what on which side, safely, with pictures only when they are asked for', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByText('curl -v https://pay.example.com').waitFor();
    assert.equal(await page.locator('li.message.mine').count(), 2);
    assert.equal(await page.locator('li.message.system').count(), 1);
    assert.equal(await page.locator('img').count(), 0);
    await page.getByRole('button', { name: 'Show picture: Where to run it' }).click();
    const { requestId, from } = await opened.waitForMessage('readImage');
    assert.deepEqual(from, { source: '/image/1.png' });
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await answerImage(opened, requestId, pixel);
    await page.getByRole('img', { name: 'Where to run it' }).waitFor();
    await page.getByRole('button', { name: 'Show latency.png here' }).first().click();
    const { from: file } = await opened.waitForMessage('readImage', 2);
    assert.deepEqual(file, { attachmentId: 'p1' });
    await opened.tell({ kind: 'image', requestId: 2, bytes: undefined, mediaType: '' });
    await page.getByText('latency.png: cannot be shown here').waitFor();
    assert.deepEqual(await opened.complaints(), []);
    await opened.close();
  });

  it('opens and saves files through the host', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByRole('button', { name: 'output.log', exact: true }).first().click();
    await page.getByRole('button', { name: 'Save output.log as…' }).first().click();
    assert.deepEqual(
      (await opened.sentOf('download')).map(({ attachment, how }) => [attachment.id, how]),
      [
        ['t1', 'open'],
        ['t1', 'save'],
      ],
    );
    await opened.close();
  });

  it('shows messages or changes alone, and remembers which', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByRole('button', { name: 'Changes', exact: true }).click();
    assert.equal(await page.locator('li.message').count(), 0);
    assert.equal(await page.locator('li.change').count(), 3);
    assert.equal(((await opened.saved()) as { filter: unknown }).filter, 'changes'); // as PageMemory keeps it
    await page.getByRole('button', { name: 'Messages', exact: true }).click();
    assert.equal(await page.locator('li.change').count(), 0);
    await opened.close();
  });

  it('loads what is older when it is asked for', async () => {
    const opened = await open(timelineOf({ hasOlder: true, history: undefined }));
    const { page } = opened;
    await page.getByRole('button', { name: 'Show Earlier' }).dblclick();
    assert.equal((await opened.sentOf('readOlder')).length, 1);
    const older = [said('m0', -60, { content: { format: 'plain', text: 'long ago' } }), ...conversation];
    await showTimeline(opened, timelineOf({ history: undefined, messages: older }));
    await page.getByText('long ago').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Show Earlier' }).count(), 0);
    await opened.close();
  });

  it('new messages do not move what is being read: they are announced, and a button leads there', async () => {
    const many = Array.from({ length: 25 }, (_, index) => said(`o${index}`, index));
    const opened = await open(timelineOf({ messages: many, unread: [] }), { height: 500 });
    const { page } = opened;
    await page.getByText('message o3', { exact: true }).scrollIntoViewIfNeeded();
    const place = page.getByText('message o3', { exact: true });
    const was = await place.boundingBox();
    await showTimeline(
      opened,
      timelineOf({ messages: [...many, said('n1', 50), said('n2', 51)], unread: ['n1', 'n2'] }),
    );
    const pill = page.getByRole('button', { name: '2 new messages' });
    await pill.waitFor();
    assert.deepEqual(await place.boundingBox(), was);
    assert.deepEqual(await opened.sentOf('markRead'), []);
    await pill.click();
    await page.getByText('message n2').waitFor();
    assert.equal(await pill.count(), 0);
    await opened.close();
  });

  it('what is on the screen is told as seen, once', async () => {
    const opened = await open();
    await opened.page.getByText('We have found the cause.').scrollIntoViewIfNeeded();
    await opened.waitForMessage('markRead');
    await showTimeline(opened, timelineOf());
    assert.equal((await opened.sentOf('markRead')).length, 1);
    assert.equal(await opened.page.locator('.line.unread').count(), 1, 'the mark stays for its reader');
    await opened.close();
  });

  it('a message of mine can be taken back, once', async () => {
    const opened = await open();
    await opened.page.getByRole('button', { name: 'Take back' }).click();
    assert.equal((await opened.waitForMessage('withdrawMessage')).messageId, 'm4');
    await showTimeline(opened, timelineOf({ withdrawing: ['m4'] }));
    await opened.page.getByRole('button', { name: 'Take back' }).click({ force: true });
    assert.equal((await opened.sentOf('withdrawMessage')).length, 1);
    await opened.close();
  });

  it('a message is kept as a draft, sent once and locked until the answer', async () => {
    const opened = await open();
    const { page } = opened;
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill('thank you');
    assert.deepEqual((await opened.waitForMessage('draft')).values, [[':text', 'thank you']]);
    await page.getByRole('button', { name: 'Send' }).dblclick();
    assert.equal((await opened.sentOf('submit')).length, 1);
    await opened.show(talkingState({ composer: { ...composer, phase: 'sending', draft: [[':text', 'thank you']] } }));
    assert.equal(await box.isEditable(), false);
    await opened.show(
      talkingState({
        composer: { ...composer, notice: { severity: 'warning', text: 'It may have been sent.' } },
      }),
    );
    await page.getByText('It may have been sent.').waitFor();
    assert.equal(await box.inputValue(), 'thank you');
    await opened.show(talkingState({ composer: { ...composer, draftId: 'draft-next' } }));
    assert.equal(await box.inputValue(), '');
    await opened.close();
  });

  it('files that are dropped go to the host, and those that are uploaded belong to the message', async () => {
    const opened = await open();
    const { page } = opened;
    await page.locator('itsm-form-card.composer .drop').evaluate((place) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['abc'], 'a.png'));
      place.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true }));
    });
    const { formId, fieldKey, name } = await opened.waitForMessage('uploadFile');
    assert.deepEqual([formId, fieldKey, name], ['message', ':files', 'a.png']);
    const upload = { id: '1', name: 'a.png', sent: 1, size: 3 };
    await opened.tell({
      kind: 'files',
      formId,
      fieldKey,
      files: { uploads: [upload], uploaded: [], limits: undefined },
    });
    await page.getByRole('textbox', { name: 'Message' }).fill('see there');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Wait until its files are uploaded, or cancel them.').waitFor();
    const attachment = { id: 'f9', name: 'a.png', size: 3 };
    await opened.tell({
      kind: 'files',
      formId,
      fieldKey,
      files: { uploads: [], uploaded: [attachment], limits: undefined },
    });
    await opened.tell({ kind: 'uploaded', formId, fieldKey, attachment });
    assert.equal((await opened.waitForMessage('tookFile')).attachmentId, 'f9');
    await page.getByRole('button', { name: 'Send' }).click();
    assert.deepEqual((await opened.waitForMessage('submit')).values, [
      [':text', 'see there'],
      [':files', ['f9']],
    ]);
    await opened.close();
  });

  it('a picture that is pasted into the message goes to its files, a text stays a text', async () => {
    const opened = await open();
    const box = opened.page.getByRole('textbox', { name: 'Message' });
    const paste = (text: string | undefined, name: string) =>
      box.evaluate(
        (element, [pasted, file]) => {
          const clipboardData = new DataTransfer();
          if (pasted !== undefined) clipboardData.setData('text/plain', pasted);
          clipboardData.items.add(new File(['abc'], file));
          element.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }),
          );
        },
        [text, name] as const,
      );
    await paste('a\tb', 'cells.png');
    await paste(undefined, 'screenshot.png');
    assert.equal((await opened.waitForMessage('uploadFile')).name, 'screenshot.png');
    assert.equal((await opened.sentOf('uploadFile')).length, 1);
    await opened.close();
  });

  it('what could not be read is said in its place with another try', async () => {
    const opened = await open(timelineOf({ messages: undefined, failures: ['The conversation could not be read.'] }));
    await opened.page.getByRole('alert').getByText('The conversation could not be read.').waitFor();
    await opened.page.getByRole('button', { name: 'Try Again' }).click();
    await opened.waitForMessage('read', 2);
    await opened.close();
  });
});

async function answerImage(opened: PageUnderTest, requestId: number, base64: string): Promise<void> {
  await opened.page.evaluate(
    ([id, text]) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0);
      const data = { kind: 'image', requestId: id, bytes, mediaType: 'image/png' };
      window.dispatchEvent(new MessageEvent('message', { data }));
    },
    [requestId, base64] as const,
  );
}
