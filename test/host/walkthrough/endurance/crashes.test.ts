import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/bkItsm/sandbox.ts';
import { connectedTo } from '../../support/colleague.ts';
import { CrashingBrowser } from '../../support/crashingBrowser.ts';
import { draftsOnDisk } from '../../support/drafts.ts';
import { startServer, type Editor, type StartedServer } from '../../support/editor.ts';
import { Typist } from '../../support/typist.ts';

const ticket = 'INC20260901000014';
const step = '确认影响面';
const field = { key: 'impact_scope', label: '影响面' };

/** What is promised: milliseconds from a keystroke until it is safe. */
const promised = 300;
/** A hundred take minutes: see CONTRIBUTING.md. */
const rounds = Number(process.env['ITSM_CRASH_ROUNDS'] ?? 10);
/** In every so many rounds the whole browser ends, else the page's process alone, which is much quicker to begin anew. */
const wholeBrowserEvery = Math.min(20, rounds);

const seed = Number(process.env['ITSM_CRASH_SEED'] ?? 20_261_126);

/** Nothing but the moments of typing and ending is random, and the same for the same seed. */
describe(`somebody whose browser ends ${rounds} times while they type (ITSM_CRASH_SEED=${seed})`, () => {
  let sandbox: Sandbox;
  let started: StartedServer;
  let browser: CrashingBrowser;
  let typist: Typist;

  before(async () => {
    sandbox = await startSandbox();
    started = await startServer({ ...connectedTo(sandbox, [ticket]), graceSeconds: 1 });
    browser = await CrashingBrowser.open(started, setUp);
    typist = new Typist(browser, step, field.label);
  });

  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    await started?.remove();
    await sandbox?.close();
  });

  it('finds every character again that was typed more than 300 ms before', { timeout: 540_000 }, async () => {
    const ending = randomFrom(seed);
    let isChecked = 0;
    let atLeast = await typist.open();
    for (let round = 1; round <= rounds; round += 1) {
      const ended = new AbortController();
      const typing = typeUntil(ended.signal, typist, randomFrom(seed + round));
      await wait(ending(150, 1_100));
      const endedAt = Date.now();
      const isWhole = round % wholeBrowserEvery === 0;
      if (isWhole) await browser.endAll();
      else await browser.endWebview(typist.webview);
      const onDisk = await textOnDisk(started);
      ended.abort();
      await typing;
      const typed = typist.typed.filter(({ at }) => at <= endedAt - promised).at(-1)?.text ?? atLeast;
      if (typed !== atLeast) isChecked += 1;
      const last = typist.pressed;
      assert.ok(isBetween(typed, onDisk, last), told(round, 'on the disk', typed, onDisk));
      if (isWhole) await browser.start(setUp);
      else await typist.close();
      const found = await typist.open();
      assert.ok(isBetween(typed, found, last), told(round, 'on the page', typed, found));
      atLeast = found;
    }
    assert.ok(isChecked > rounds / 2, `only ${isChecked} rounds had text that had to be safe`);
  });
});

async function setUp(editor: Editor): Promise<void> {
  await editor.openView('ITSM Tickets');
  await editor.treeRow(new RegExp(`^${step}`)).waitFor();
  // The lists join the watched tickets a moment later, and all rows are drawn anew then.
  await editor.treeRow(/^My requests/).waitFor();
}

/** One key after the other, at the pace of a person who is in a hurry, until there is nobody to press it for. */
async function typeUntil(ended: AbortSignal, typist: Typist, between: Random): Promise<void> {
  const keys = 'abcdefghijklmnopqrstuvwxyz0123456789';
  while (!ended.aborted) {
    await wait(between(10, 90));
    await Promise.race([typist.type(keys[between(0, keys.length)] ?? 'a').catch(() => {}), aborted(ended)]);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** `''`: nothing. */
async function textOnDisk({ server }: StartedServer): Promise<string> {
  const fields = (await draftsOnDisk(server.userDataDir)).flatMap((draft) => draft.fields);
  return String(fields.find(({ key }) => key === field.key)?.value ?? '');
}

/** Keys are only ever added at the end. */
function isBetween(least: string, text: string, most: string): boolean {
  return text.startsWith(least) && most.startsWith(text);
}

function told(round: number, where: string, typed: string, found: string): string {
  return `round ${round}: “…${typed.slice(-40)}” (${typed.length}) was typed; ${where} is “…${found.slice(-40)}” (${found.length})`;
}

/** A whole number, not less than the first and less than the second. */
type Random = (least: number, most: number) => number;

/** Mulberry32: small, and the same everywhere. */
function randomFrom(start: number): Random {
  let state = start;
  return (least, most) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return least + Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * (most - least));
  };
}
