import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Harness, type OpenOptions } from './harness.ts';
import { chineseBundle, chineseState, wholeBundle } from './chinese.ts';
import { approvalState, creatingState, hosts, ticketWithSections, timeline, workflow } from './furtherSamples.ts';
import { readyState } from './samples.ts';

/** Pages worth looking at, each written to .artifacts/screenshots/webview. */
const views: Readonly<Record<string, OpenOptions>> = {
  'wide-dark': { width: 1280, height: 900, state: readyState() },
  'wide-light': { width: 1280, height: 900, theme: 'light', state: readyState() },
  'wide-high-contrast': { width: 1280, height: 900, theme: 'highContrast', state: readyState() },
  'medium-light': { width: 800, height: 1250, theme: 'light', state: readyState() },
  narrow: { width: 320, height: 900, state: readyState() },
  chinese: { width: 1280, height: 900, language: 'zh-cn', bundle: chineseBundle, state: chineseState },
  problems: {
    width: 1000,
    height: 1200,
    state: readyState({
      notice: {
        severity: 'error',
        text: 'The ticket system refused the form. Correct the marked fields and send it again.',
      },
      problems: [
        { fieldKey: 'start', text: 'The start lies outside of the change window.' },
        { fieldKey: 'operator', text: 'User "tom.baker" is not on duty.' },
        { fieldKey: 'targets', text: 'ap-southeast-1 is frozen until Monday.' },
      ],
      draft: [['downtime', 'about two']],
    }),
  },
  'cannot-submit': {
    width: 1000,
    height: 900,
    theme: 'light',
    state: readyState(
      {},
      {
        cannotSubmit: {
          text: 'This step needs a table that cannot be edited here. Finish it in the browser.',
          args: [],
        },
      },
    ),
  },
  sending: { width: 1000, height: 700, state: readyState({ phase: 'sending' }) },
  'step-gone': {
    width: 1000,
    height: 700,
    state: readyState({
      steps: [],
      pageNotice: { severity: 'success', text: 'Sent. The ticket has moved on to "Rollout".' },
    }),
  },
  approval: {
    width: 1000,
    height: 700,
    state: approvalState({}, { signers: { signed: ['li.wei', 'ops.lead'], left: ['you'] } }),
  },
  'approval-narrow-light': { width: 320, height: 800, theme: 'light', state: approvalState() },
  'approval-others': {
    width: 1000,
    height: 700,
    theme: 'highContrast',
    state: approvalState(
      {},
      {
        category: 'working',
        statusName: 'Being processed',
        waitsForMe: false,
        fields: [],
        submit: undefined,
        remarkKey: undefined,
        signers: { signed: ['you', 'ops.lead'], left: ['li.wei'] },
      },
    ),
  },
  'creating-dark': { width: 1100, height: 1000, state: creatingState() },
  'creating-light': {
    width: 1100,
    height: 1050,
    theme: 'light',
    state: creatingState(undefined, { draft: [['environment', 'prod']] }),
  },
  'creating-high-contrast': { width: 1100, height: 1000, theme: 'highContrast', state: creatingState() },
  'creating-narrow': { width: 320, height: 1100, state: creatingState() },
  'creating-chinese': {
    width: 1100,
    height: 1000,
    language: 'zh-cn',
    bundle: wholeBundle,
    state: creatingState(undefined, { draft: [['environment', 'prod']] }),
  },
  'approval-chinese': {
    width: 1000,
    height: 700,
    theme: 'light',
    language: 'zh-cn',
    bundle: wholeBundle,
    state: approvalState({}, { signers: { signed: ['li.wei'], left: ['you'] } }),
  },
  'cannot-create': {
    width: 900,
    height: 700,
    state: creatingState(undefined, {
      form: {
        ...creatingState().card.form,
        cannotSubmit: {
          text: 'The field "{0}" can only be filled in on the web page. Create this ticket in the browser.',
          args: ['Attachment'],
        },
      },
    }),
  },
  'table-read-only': {
    width: 900,
    height: 600,
    theme: 'light',
    state: readyState({}, { fields: [{ ...hosts, isReadOnly: true }] }),
  },
  loading: { width: 1000, height: 600, state: { status: 'loading', ticketKey: 'REQ20261120000042' } },
  failed: {
    width: 1000,
    height: 600,
    state: {
      status: 'failed',
      ticketKey: 'REQ20261120000042',
      text: 'The ticket system did not answer. Check the network or the proxy settings, then try again.',
      canOpenInBrowser: true,
    },
  },
};

describe('how the page looks', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  for (const [name, options] of Object.entries(views)) {
    it(`the view "${name}" has no finding of axe, no violation of its policy and no sideways scrolling`, async () => {
      const opened = await harness.open(options);
      // First: taking a picture and axe insert styles of their own, which the policy refuses.
      assert.deepEqual(await opened.complaints(), []);
      await opened.screenshot(name);
      assert.deepEqual(await opened.accessibilityFindings(), []);
      const overflow = await opened.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      assert.equal(overflow, 0);
      await opened.close();
    });
  }

  it('open lists and menus have no finding either', async () => {
    const opened = await harness.open({ width: 1000, height: 900, state: readyState() });
    const { page } = opened;
    await page.getByLabel('Risk level').click();
    await opened.screenshot('open-select');
    await page.keyboard.press('Escape');
    await page.getByLabel('Target regions').click();
    await page.getByRole('option', { name: 'eu-west-2 London' }).hover();
    await opened.screenshot('open-combobox');
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Terminate' }).waitFor();
    await opened.screenshot('open-menu');
    assert.equal(await page.evaluate(() => scrollY), 0, 'the page stays where it is');
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  for (const [theme, width] of [
    ['dark', 1000],
    ['light', 1000],
    ['highContrast', 1000],
    ['dark', 320],
  ] as const) {
    it(`history and workflow have no finding in the theme ${theme}, ${width} pixels wide`, async () => {
      const state = readyState({ ticket: { ...ticketWithSections, details: [] }, steps: [] });
      const opened = await harness.open({ theme, width, height: 1000, state });
      const { page } = opened;
      await opened.waitForMessage('read', 2);
      const ticketKey = state.ticket.key;
      await opened.tell({ kind: 'section', ticketKey, content: { section: 'workflow', workflow } });
      await opened.tell({ kind: 'section', ticketKey, content: { section: 'timeline', timeline } });
      await page.getByText('3 values given then').click();
      assert.deepEqual(await opened.complaints(), []);
      await page.mouse.move(0, 0);
      await opened.screenshot(`sections-${theme}-${width}`);
      assert.deepEqual(await opened.accessibilityFindings(), []);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
      await opened.close();
    });
  }
});
