import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureBuilt, root } from '../scripts/build.mjs';
import { ensureChromium } from '../scripts/tools.mjs';

const runs = 10;
const keystrokes = 40;

/** How long does the page of a ticket take to show itself, and a keystroke to be taken? */
export async function page() {
  process.env.CHROMIUM_PATH = await ensureChromium();
  await ensureBuilt();
  const { Harness } = await import('../test/webview/harness.ts');
  const { bigForm, usualForm } = await import('./pageForms.ts');
  const harness = await Harness.start();
  const samples = { firstPaint: [], interactive: [], bigForm: [], text: [], filter: [] };
  try {
    for (let round = 0; round <= runs; round += 1) {
      const load = await measureLoad(harness, usualForm());
      const form = await measureForm(harness, bigForm());
      console.log(
        `${round}/${runs}: paint ${load.firstPaint.toFixed(1)}, interactive ${load.interactive.toFixed(1)}, big form ${form.drawn.toFixed(1)} ms`,
      );
      // The first one finds nothing compiled.
      if (round === 0) continue;
      samples.firstPaint.push(load.firstPaint);
      samples.interactive.push(load.interactive);
      samples.bigForm.push(form.drawn);
      samples.text.push(...form.text);
      samples.filter.push(...form.filter);
    }
  } finally {
    await harness.close();
  }
  const text = percentile(samples.text, 95);
  const filter = percentile(samples.filter, 95);
  return {
    firstPaintMs: percentile(samples.firstPaint, 50),
    interactiveMs: percentile(samples.interactive, 50),
    bigFormMs: percentile(samples.bigForm, 50),
    keystrokeP95Ms: Math.max(text, filter),
    textKeystrokeP95Ms: text,
    filterKeystrokeP95Ms: filter,
    firstChunkGzip: await firstChunkGzip(),
  };
}

async function measureLoad(harness, state) {
  const opened = await harness.open({ state, answersAtOnce: true });
  const count = state.step.fields.length;
  const interactive = await opened.page.evaluate(async (expected) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isDrawn = () => {
      const form = document.querySelector('itsm-step-page')?.shadowRoot?.querySelector('itsm-form');
      const fields = [...(form?.shadowRoot?.querySelectorAll('itsm-field') ?? [])];
      return fields.length === expected && fields.every((field) => field.shadowRoot?.querySelector('.label') !== null);
    };
    while (!isDrawn()) await frame();
    await frame();
    return performance.now();
  }, count);
  const firstPaint = await opened.page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  await opened.close();
  return { firstPaint, interactive };
}

async function measureForm(harness, state) {
  const opened = await harness.open();
  const measured = await opened.page.evaluate(
    async ({ data, count }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const settle = async (element) => {
        await element.updateComplete;
        for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) await settle(child);
      };
      const whole = document.querySelector('itsm-step-page');
      const start = performance.now();
      window.dispatchEvent(new MessageEvent('message', { data }));
      await settle(whole);
      await frame();
      await frame();
      const drawn = performance.now() - start;

      const form = whole.shadowRoot.querySelector('itsm-form').shadowRoot;
      const type = async (control, letter) => {
        control.focus();
        await frame();
        await frame();
        const begin = performance.now();
        document.execCommand('insertText', false, letter);
        // What is to be drawn is drawn in microtasks; asking for a height lays it out.
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        void document.documentElement.scrollHeight;
        return performance.now() - begin;
      };
      const fields = [...form.querySelectorAll('itsm-field')];
      const controlOf = (key) => fields.find((field) => field.field.key === key).shadowRoot.querySelector('#control');
      const text = [];
      for (let index = 0; index < count; index += 1) text.push(await type(controlOf('text-150'), 'a'));
      const filter = [];
      const words = 'payment service 42';
      for (let index = 0; index < count; index += 1) {
        const control = controlOf('service');
        if (index % words.length === 0) {
          control.focus();
          control.select();
        }
        filter.push(await type(control, words[index % words.length]));
      }
      return { drawn, text, filter };
    },
    { data: { kind: 'state', state }, count: keystrokes },
  );
  await opened.close();
  return measured;
}

/** Of the page's script and all that it imports at once. */
async function firstChunkGzip() {
  const { webview } = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8'));
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: imported, kind } of webview.outputs[path].imports) {
      if (kind === 'import-statement') visit(imported);
    }
  };
  visit('dist/webview/stepPage.js');
  const sizes = await Promise.all([...seen].map(async (path) => gzipSync(await readFile(join(root, path))).byteLength));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function percentile(values, percent) {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
  return Math.round(value * 10) / 10;
}
