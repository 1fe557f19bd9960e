import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { HostMessage, SectionContent } from '../../src/protocol/stepPage.ts';
import { workflow } from './furtherSamples.ts';
import { Harness, type OpenOptions } from './harness.ts';
import { readyState, stepCard, textField } from './samples.ts';
import {
  closing,
  composer,
  conversation,
  goneCard,
  related,
  richTicket,
  said,
  secondStep,
  staleState,
  talkingState,
  timelineOf,
} from './ticketSamples.ts';

const chinese = JSON.parse(
  await readFile(new URL('../../l10n/bundle.l10n.zh-cn.json', import.meta.url), 'utf8'),
) as Record<string, string>; // our own file

interface View extends OpenOptions {
  readonly sections?: readonly SectionContent[];
  readonly messages?: readonly HostMessage[];
  readonly fullPage?: boolean;
}

const everything: readonly SectionContent[] = [
  { section: 'timeline', timeline: timelineOf() },
  { section: 'relations', tickets: related },
  { section: 'workflow', workflow },
];

const whole: View = {
  width: 1280,
  height: 1100,
  fullPage: true,
  sections: everything,
  state: readyState({
    ticket: richTicket,
    composer,
    seen: {
      at: Date.UTC(2026, 10, 20, 1, 0),
      changed: ['status', 'field/17/remark', 'detail/service', 'conversation'],
    },
    steps: [
      stepCard({}, { fields: [textField('remark', { label: 'Remark', isMultiline: true, value: 'Go ahead.' })] }),
      secondStep(),
    ],
  }),
};

const upload = { id: '1', name: 'trace.har', sent: 700_000, size: 2_000_000 };
const failed = { id: '2', name: 'core.dump', sent: 0, size: 9_000_000, failure: 'The server refuses its size.' };
const uploads: HostMessage = {
  kind: 'files',
  formId: 'message',
  fieldKey: ':files',
  files: {
    uploads: [upload, failed],
    uploaded: [{ id: 'f1', name: 'screenshot.png', size: 120_000 }],
    limits: { maxCount: 5, maxBytes: 10_000_000, extensions: ['png', 'har', 'log'] },
  },
};

const rightToLeft = readyState({
  ticket: {
    ...richTicket,
    title: 'تحديث بوابة الدفع 4.8.1 في بيئة الإنتاج',
    sections: ['timeline'],
    details: [{ key: 'reason', label: 'السبب', text: 'إصلاح التسوية المكررة عندما تتأخر شبكة البطاقات في الرد.' }],
  },
  composer,
  steps: [stepCard({}, { name: 'الموافقة على الإصدار', fields: [textField('remark', { label: 'ملاحظة' })] })],
});

/** Pages worth looking at, each written to .artifacts/screenshots/webview. */
const views: Readonly<Record<string, View>> = {
  'ticket-dark': whole,
  'ticket-light': { ...whole, theme: 'light' },
  'ticket-high-contrast': { ...whole, theme: 'highContrast' },
  'ticket-high-contrast-light': { ...whole, theme: 'highContrastLight' },
  'ticket-narrow': { ...whole, width: 320, height: 900 },
  'ticket-beside-code': { ...whole, width: 640, height: 1000, theme: 'light' },
  'ticket-chinese': { ...whole, language: 'zh-cn', bundle: chinese, theme: 'light' },
  'ticket-from-cache': {
    width: 1000,
    height: 700,
    state: readyState({
      ticket: { ...richTicket, sections: [], details: [], canDownload: false },
      isReading: true,
      steps: [stepCard({ phase: 'reading' }, { fields: [] })],
    }),
  },
  'ticket-cache-only': {
    width: 1000,
    height: 700,
    theme: 'light',
    state: readyState({
      ticket: { ...richTicket, sections: [] },
      pageNotice: { severity: 'error', text: 'The server cannot be reached. The next attempt comes by itself.' },
      steps: [stepCard({ phase: 'reading' }, { fields: [] })],
    }),
  },
  'stale-dark': { width: 1000, height: 1300, state: staleState() },
  'stale-light': { width: 1000, height: 1300, theme: 'light', state: staleState() },
  'stale-high-contrast': { width: 1000, height: 1300, theme: 'highContrast', state: staleState() },
  'stale-narrow-chinese': { width: 320, height: 1500, language: 'zh-cn', bundle: chinese, state: staleState() },
  gone: { width: 1000, height: 700, state: readyState({ steps: [goneCard] }) },
  'operation-form': {
    width: 1000,
    height: 900,
    theme: 'light',
    state: readyState({ operationForms: [closing] }, { fields: [textField('remark', { label: 'Remark' })] }),
  },
  'operation-of-ticket': {
    width: 1000,
    height: 900,
    state: readyState(
      { operationForms: [{ ...closing, stepId: undefined }] },
      { fields: [textField('remark', { label: 'Remark' })] },
    ),
  },
  'conversation-dark': { width: 900, height: 1200, sections: everything.slice(0, 1), state: talkingState() },
  'conversation-uploads': {
    width: 900,
    height: 1300,
    theme: 'light',
    sections: [{ section: 'timeline', timeline: timelineOf({ messages: conversation.slice(3), history: undefined }) }],
    messages: [uploads],
    state: talkingState({
      composer: {
        ...composer,
        draft: [
          [':text', 'The trace of the slow call is attached.'],
          [':files', ['f1']],
        ],
        notice: { severity: 'warning', text: 'It was sent, but no answer came. Check before you send it again.' },
      },
    }),
  },
  'conversation-failed': {
    width: 900,
    height: 700,
    sections: [
      {
        section: 'timeline',
        timeline: timelineOf({ messages: [], failures: ['The conversation could not be read.'] }),
      },
    ],
    state: talkingState(),
  },
  'right-to-left': {
    width: 900,
    height: 1000,
    sections: [
      {
        section: 'timeline',
        timeline: timelineOf({
          history: undefined,
          messages: [
            said('a', 5, { content: { format: 'plain', text: 'وجدنا السبب، شكرا لكم.' } }),
            ...conversation.slice(3),
          ],
        }),
      },
    ],
    state: rightToLeft,
  },
};

describe('how the page of a ticket looks', { timeout: 400_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  for (const [name, { sections = [], messages = [], fullPage = false, ...options }] of Object.entries(views)) {
    it(`the view "${name}" has no finding of axe, no violation of its policy and no sideways scrolling`, async () => {
      const opened = await harness.open(options);
      const ticketKey = 'REQ20261120000042';
      for (const content of sections) await opened.tell({ kind: 'section', ticketKey, content });
      for (const message of messages) await opened.tell(message);
      await opened.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
      );
      // First: taking a picture and axe insert styles of their own, which the policy refuses.
      assert.deepEqual(await opened.complaints(), []);
      await opened.screenshot(name, { fullPage });
      assert.deepEqual(await opened.accessibilityFindings(), []);
      const overflow = await opened.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      assert.equal(overflow, 0);
      await opened.close();
    });
  }

  it('nothing moves for those who asked for less motion', async () => {
    const opened = await harness.open({
      width: 1000,
      height: 700,
      state: readyState({ isReading: true, steps: [stepCard({ phase: 'reading' }, { fields: [] })] }),
    });
    const { page } = opened;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await opened.show(readyState({ isReading: true, steps: [stepCard({ phase: 'reading' }, { fields: [] })] }));
    const running = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
    assert.equal(running, 0);
    await opened.close();
  });
});
