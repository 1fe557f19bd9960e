import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Field, TreeOption } from '../../src/domain/field.ts';
import type { FieldValues } from '../../src/protocol/pageForm.ts';
import { anyDraft, anyField } from './anyField.ts';
import { customForm, file, rich, services, tree } from './fieldSamples.ts';
import { hosts } from './furtherSamples.ts';
import { Harness, type PageUnderTest } from './harness.ts';
import { formState, plain, textField, type ReadyState } from './samples.ts';

describe('whatever a system says of its fields', { timeout: 240_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('no field definition, however damaged, blanks the page or keeps another field from being edited', async () => {
    const opened = await harness.open({ width: 700 });
    let count = 0;
    const property = fc.asyncProperty(
      fc.array(anyField, { minLength: 1, maxLength: 12 }),
      anyDraft,
      async (fields, draft) => {
        count += 1;
        await opened.show(stateOf([...fields, textField('fine', { label: `Fine ${count}` })], draft, `draft ${count}`));
        await assertWhole(opened, fields.length + 1);
        const fine = opened.page.getByLabel(`Fine ${count}`);
        await fine.fill('edited');
        // Blames fields as a whole, which looks at each of them.
        await opened.page.keyboard.press('Control+Enter');
        await assertWhole(opened, fields.length + 1);
        assert.equal(await fine.inputValue(), 'edited');
      },
    );
    await fc.assert(property, { seed: 20_261_125, numRuns: 60, endOnFailure: true });
    assert.equal(await opened.page.evaluate(() => 'pwned' in window), false);
    assert.deepEqual(await opened.complaints(), []);
    await opened.close();
  });

  it('fields of a size that nobody wants are drawn, too', async () => {
    const leaves = (prefix: string): readonly TreeOption[] =>
      Array.from({ length: 300 }, (_, index) => ({
        key: `${prefix}${index}`,
        label: `${prefix}${index}`,
        children: [],
      }));
    let deep: TreeOption = { key: 'bottom', label: 'bottom', children: [] };
    for (let level = 0; level < 90; level += 1) deep = { key: `${level}`, label: `level ${level}`, children: [deep] };
    let tooDeep = deep;
    for (let level = 90; level < 500; level += 1) tooDeep = { key: `${level}`, label: `${level}`, children: [tooDeep] };
    const rows = JSON.stringify(Array.from({ length: 300 }, (_, ip) => ({ ip: `10.0.0.${ip}` })));
    const huge: readonly Field[] = [
      services,
      { ...services, key: 'radio', label: 'Radio', display: 'radio' },
      { ...services, key: 'boxes', label: 'Boxes', type: 'multiSelect', display: 'checkbox', value: ['s-1', 's-2'] },
      { ...tree, options: [{ key: 'all', label: 'all', children: leaves('x') }, ...leaves('y')] },
      { ...tree, key: 'deep', label: 'Deep', options: [deep], value: 'bottom' },
      { ...tree, key: 'tooDeep', label: 'Too deep', options: [tooDeep] },
      { ...hosts, value: rows },
      { ...rich, value: '<div>'.repeat(400) + 'x' },
      { ...file, value: Array.from({ length: 200 }, (_, id) => `${id}`), files: [] },
      { ...customForm, entries: Array.from({ length: 500 }, () => ({ label: 'a', text: 'b' })) },
      textField('long', { label: 'x'.repeat(5_000), isMultiline: true, value: 'word '.repeat(50_000) }),
      {
        ...plain,
        key: 'people',
        label: 'People',
        type: 'member',
        isMultiple: true,
        value: Array.from({ length: 300 }, (_, n) => `p${n}`),
      },
    ];
    // In the page itself: so deep a value does not come through the devtools.
    const opened = await harness.open({ width: 700, state: formState(huge), answersAtOnce: true });
    await assertWhole(opened, huge.length);
    assert.equal(
      await opened.page
        .getByLabel('Deep', { exact: true })
        .inputValue()
        .then((path) => path.split(' / ').length),
      91,
    );
    assert.deepEqual(await opened.complaints(), []);
    await opened.close();
  });
});

function stateOf(fields: readonly unknown[], draft: readonly unknown[], draftId: string): ReadyState {
  // What the host types it as is not what a system keeps to.
  return formState(fields as readonly Field[], { draft: draft as FieldValues, draftId });
}

/** The page has its header, and each field of its form shows something. */
async function assertWhole({ page }: PageUnderTest, count: number): Promise<void> {
  await page.getByRole('heading', { name: 'Roll out payment-gateway' }).waitFor();
  const shown = await page.locator('itsm-form').evaluate(async (form) => {
    const fields = [...(form.shadowRoot?.querySelectorAll('itsm-field') ?? [])];
    for (const field of fields) await (field as unknown as { updateComplete: Promise<unknown> }).updateComplete;
    const isShown = ({ shadowRoot: within }: Element): boolean =>
      within?.querySelector('.label') !== null &&
      within?.querySelector('.control, .value, .file-view, itsm-table-view') !== null;
    return {
      fields: fields.length,
      empty: fields
        .filter((field) => !isShown(field))
        .map((field) => JSON.stringify((field as unknown as { field: unknown }).field)?.slice(0, 500)),
    };
  });
  assert.deepEqual(shown, { fields: count, empty: [] });
}
