import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import * as fc from 'fast-check';
import { draftValues, type DraftSubject, type DraftValues } from '../../../src/application/draft.ts';
import type { DraftPlace } from '../../../src/application/draftPlace.ts';
import { Drafts } from '../../../src/application/drafts.ts';
import { InMemoryDrafts, type InMemoryDraftWindow } from '../../fakes/inMemoryDrafts.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { refTo } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

const place: DraftPlace = { kind: 'step', ref: refTo('REQ1'), stepId: 'a' };
const subject: DraftSubject = { title: 'Disk full', partName: 'Handle it', fields: [] };
const keys = ['title', 'plan', 'remark'] as const;

type Key = (typeof keys)[number];

/** What happens next: in one of two windows, or to what was begun before. */
type Event =
  | { readonly kind: 'type'; readonly window: 0 | 1; readonly key: Key }
  /** The window's process ends in the middle of everything, and is started again. */
  | { readonly kind: 'crash'; readonly window: 0 | 1 }
  /** The page is closed and opened again. */
  | { readonly kind: 'reopen'; readonly window: 0 | 1 }
  /** So many steps of what is under way are carried out. */
  | { readonly kind: 'goOn'; readonly steps: number };

const whichWindow = fc.constantFrom<(0 | 1)[]>(0, 1);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('type'), window: whichWindow, key: fc.constantFrom(...keys) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash'), window: whichWindow }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen'), window: whichWindow }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('goOn'), steps: fc.integer({ min: 1, max: 6 }) }) },
);

/** A window with the form of one step open in it. Each text says when it was typed. */
class FormWindow {
  readonly #disk: InMemoryDrafts;
  #storage: InMemoryDraftWindow;
  #drafts: Drafts;
  readonly #form = new Map<string, string>();

  constructor(disk: InMemoryDrafts) {
    this.#disk = disk;
    this.#storage = disk.open();
    this.#drafts = openDrafts(this.#storage);
  }

  /** Resolves when the text is safe; never, if the window crashes before. */
  type(key: Key, text: string): Promise<void> {
    this.#form.set(key, text);
    return this.#drafts.write(place, [...this.#form], subject);
  }

  async open(): Promise<void> {
    this.#form.clear();
    for (const [key, value] of draftValues(await this.#drafts.open(place))) this.#form.set(key, String(value));
  }

  async crash(): Promise<void> {
    this.#storage.isKilled = true;
    this.#drafts.dispose();
    this.#storage = this.#disk.open();
    this.#drafts = openDrafts(this.#storage);
    await this.open();
  }

  dispose(): void {
    this.#drafts.dispose();
  }
}

function openDrafts(storage: InMemoryDraftWindow): Drafts {
  return new Drafts({
    storage,
    log: new RecordingLog(),
    accountOf: () => Promise.resolve('zhangsan'),
    isSessionOnly: () => false,
    onCannotStore: () => assert.fail('nothing refuses here'),
  });
}

/** When the texts were typed that a window finds that is opened now. */
async function found(disk: InMemoryDrafts): Promise<ReadonlyMap<string, number>> {
  const drafts = openDrafts(disk.open());
  const values: DraftValues = draftValues(await drafts.read(place));
  drafts.dispose();
  return new Map(values.map(([key, value]) => [key, Number(value)]));
}

describe('whatever two windows do to one draft at the same time', () => {
  beforeEach(() => mock.timers.enable({ apis: ['Date'], now: 1 }));
  afterEach(() => mock.timers.reset());

  it('no text is lost that was safe, nor replaced by an older one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(event, { maxLength: 40 }), async (scheduler, events) => {
        const disk = new InMemoryDrafts();
        disk.pause = () => scheduler.schedule(Promise.resolve());
        const windows = [new FormWindow(disk), new FormWindow(disk)] as const;
        /** The newest text of each field that is known to be safe. */
        const safe = new Map<string, number>();
        let now = 1;
        const check = async (): Promise<void> => {
          const atLeast = new Map(safe);
          const texts = await goOnUntil(scheduler, found(disk));
          for (const [key, at] of atLeast) assert.ok((texts.get(key) ?? 0) >= at, `${key} of ${at} is lost`);
        };
        for (const next of events) {
          now += 1;
          mock.timers.setTime(now);
          if (next.kind === 'goOn') {
            for (let step = 0; step < next.steps && scheduler.count() > 0; step += 1) await scheduler.waitNext(1);
          } else if (next.kind === 'type') {
            const { window, key } = next;
            const at = now;
            void windows[window].type(key, String(at)).then(() => safe.set(key, Math.max(at, safe.get(key) ?? 0)));
            await turn();
          } else if (next.kind === 'crash') await goOnUntil(scheduler, windows[next.window].crash());
          else await goOnUntil(scheduler, windows[next.window].open());
          if (next.kind === 'crash') await check();
        }
        await goOnUntil(scheduler, turn());
        await check();
        for (const window of windows) window.dispose();
      }),
      { numRuns: 300 },
    );
  });

  it('everything is there in the end that was typed last, if nobody crashed', async () => {
    const typing = event.filter(({ kind }) => kind !== 'crash');
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(typing, { maxLength: 40 }), async (scheduler, events) => {
        const disk = new InMemoryDrafts();
        disk.pause = () => scheduler.schedule(Promise.resolve());
        const windows = [new FormWindow(disk), new FormWindow(disk)] as const;
        const last = new Map<string, number>();
        let now = 1;
        for (const next of events) {
          now += 1;
          mock.timers.setTime(now);
          if (next.kind === 'goOn') {
            for (let step = 0; step < next.steps && scheduler.count() > 0; step += 1) await scheduler.waitNext(1);
          } else if (next.kind === 'type') {
            void windows[next.window].type(next.key, String(now));
            last.set(next.key, now);
          } else await goOnUntil(scheduler, windows[next.window].open());
        }
        await goOnUntil(scheduler, turn());
        assert.deepEqual(await goOnUntil(scheduler, found(disk)), last);
        for (const window of windows) window.dispose();
      }),
      { numRuns: 300 },
    );
  });
});

/** Carries out what is under way until this has happened, and nothing is left to do. */
async function goOnUntil<T>(scheduler: fc.Scheduler, work: Promise<T>): Promise<T> {
  const all = { isDone: false };
  void work.then(() => {
    all.isDone = true;
  });
  while (!all.isDone || scheduler.count() > 0) {
    if (scheduler.count() > 0) await scheduler.waitNext(1);
    await turn();
  }
  return work;
}
