import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Field, FieldValue } from '../../src/domain/field.ts';
import type { PageState } from '../../src/protocol/stepPage.ts';
import { wholeBundle } from './chinese.ts';
import { furtherFields } from './fieldSamples.ts';
import { flavor, hosts, justification } from './furtherSamples.ts';
import { Harness, type PageUnderTest } from './harness.ts';
import { allFields, readyState } from './samples.ts';
import type { ThemeName } from './themes.ts';

const themeNames: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

/** One of each type of field and of each way to show it. */
const everyField: readonly Field[] = [
  ...allFields,
  ...furtherFields,
  hosts,
  flavor,
  { ...justification, visibleWhen: undefined },
];

describe('how fields look', { timeout: 300_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  for (const theme of themeNames) {
    it(`each type of field is drawn without a finding in the theme ${theme}`, async (context) => {
      const opened = await harness.open({ theme });
      for (const field of everyField) {
        const display = 'display' in field ? ` as ${field.display}` : '';
        await context.test(`a ${field.type} field${display}: "${field.key}"`, async () => {
          const known = await opened.complaints();
          await opened.show(readyState({ draftId: field.key }, { fields: [field] }));
          await opened.page.getByText(field.label).first().waitFor();
          await opened.page.locator('[aria-busy]').waitFor({ state: 'detached' });
          assert.deepEqual((await opened.complaints()).slice(known.length), []);
          assert.deepEqual(await opened.accessibilityFindings(), []);
        });
      }
      await opened.close();
    });

    it(`fields with problems, locked and for reading have no finding in the theme ${theme}, and are worth a look`, async () => {
      const opened = await harness.open({
        theme,
        width: 1000,
        height: 800,
        state: readyState({}, { fields: everyField }),
      });
      const { page } = opened;
      await page.locator('[aria-busy]').waitFor({ state: 'detached' });
      await opened.screenshot(`fields-${theme}`, { fullPage: true });
      const problems = everyField.map(({ key, label }) => ({
        fieldKey: key,
        text: `${label} is not what it should be.`,
      }));
      const states: Readonly<Record<string, PageState>> = {
        problems: readyState({ problems }, { fields: everyField }),
        locked: readyState({ phase: 'sending' }, { fields: everyField }),
        reading: readyState({}, { fields: everyField.map((field) => ({ ...field, isReadOnly: true })) }),
      };
      for (const [name, state] of Object.entries(states)) {
        // The search for findings makes some itself.
        const known = await opened.complaints();
        await opened.show(state);
        assert.deepEqual((await opened.complaints()).slice(known.length), [], name);
        assert.deepEqual(await opened.accessibilityFindings(), [], name);
        if (name !== 'locked') await opened.screenshot(`fields-${name}-${theme}`, { fullPage: true });
      }
      await opened.close();
    });
  }

  it('fields keep to a page of 320 pixels, and to one that is read from right to left', async () => {
    const narrow = await harness.open({ width: 320, height: 800, state: readyState({}, { fields: everyField }) });
    await narrow.page.locator('[aria-busy]').waitFor({ state: 'detached' });
    await narrow.screenshot('fields-narrow', { fullPage: true });
    assert.equal(await overflowOf(narrow), 0);
    await narrow.page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await narrow.screenshot('fields-narrow-right-to-left', { fullPage: true });
    assert.equal(await overflowOf(narrow), 0);
    await narrow.page.setViewportSize({ width: 1000, height: 800 });
    await narrow.screenshot('fields-right-to-left', { fullPage: true });
    assert.equal(await overflowOf(narrow), 0);
    assert.deepEqual(await narrow.accessibilityFindings(), []);
    await narrow.close();
  });

  it('fields speak Chinese', async () => {
    const fields = everyField.map((field) => ({ ...field, description: '', value: emptyValueOf(field) }) as Field);
    const opened = await harness.open({
      width: 1000,
      height: 800,
      language: 'zh-cn',
      bundle: wholeBundle,
      state: readyState({}, { fields }),
    });
    await opened.page.locator('[aria-busy]').waitFor({ state: 'detached' });
    await opened.screenshot('fields-chinese', { fullPage: true });
    await opened.page.getByRole('button', { name: '添加文件…' }).waitFor();
    await opened.page.getByRole('toolbar', { name: '格式' }).waitFor();
    await opened.close();
  });
});

/** By how many pixels the page is wider than its window. */
async function overflowOf({ page }: PageUnderTest): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

function emptyValueOf({ value }: Field): FieldValue {
  return typeof value === 'string' ? '' : [];
}
