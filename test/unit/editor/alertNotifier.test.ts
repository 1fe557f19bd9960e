import '../../fakes/editor/useFakeEditor.ts';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, it, type TestContext } from 'node:test';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import type { Services } from '../../../src/editor/services.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { inStatus, makeTicket, refTo, stepForMe } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

// After the fake: see there.
const { fakeEditor } = await import('../../fakes/editor/editorModule.ts');
const { AlertNotifier } = await import('../../../src/editor/alertNotifier.ts');

const start = 1_000_000;
const ticket = makeTicket('REQ1', { unreadMessages: 0 });
const waiting = { ...ticket, steps: [stepForMe('a')] };
const unread = (unreadMessages: number): Ticket => ({ ...ticket, unreadMessages });

/** Counted for all windows: none has told the end that another waits for. */
let ends = 0;

/** A window over the store of `path`, in which REQ1 and a ticket that marks ends of tests were read at the beginning. */
function openWindow(context: TestContext, path: string) {
  const store = new TicketStore();
  const watchList = { isMuted: () => false };
  const log = new RecordingLog();
  const services = { store, watchList, log } as unknown as Services; // all that it asks of them
  const notifier = new AlertNotifier(services, path);
  context.after(() => notifier.dispose());
  store.setWatched([refTo('REQ1'), refTo('END')]);
  store.upsert(ticket, 'watch');
  store.upsert(makeTicket('END'), 'watch');
  return {
    store,
    /** A look that takes some milliseconds. */
    look: (found: Ticket): void => {
      const began = store.beginRead();
      context.mock.timers.tick(5);
      store.upsert(found, 'watch', began);
    },
    /** What was said until now, once all of it has been: what comes in is told in order. */
    heard: async (): Promise<readonly string[]> => {
      ends += 1;
      context.mock.timers.tick(60_000);
      store.upsert(inStatus(makeTicket('END'), `END${ends}`), 'watch');
      const isEnd = (text: string): boolean => text.includes(`END${ends}`);
      while (!fakeEditor.said.some(isEnd)) await turn();
      assert.deepEqual(log.lines, []);
      return fakeEditor.said.splice(0).filter((text) => !isEnd(text));
    },
  };
}

async function open(context: TestContext) {
  context.mock.timers.enable({ apis: ['Date'], now: start });
  const folder = await mkdtemp(join(tmpdir(), 'itsm-alerts-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'told.json');
  return { path, one: openWindow(context, path) };
}

afterEach(() => fakeEditor.reset());

describe('alerts', { timeout: 30_000 }, () => {
  it('tell of a message that comes with the look after that of another', async (context) => {
    const { one } = await open(context);
    context.mock.timers.tick(60_000);
    one.look(unread(1));
    context.mock.timers.tick(12);
    assert.equal((await one.heard()).length, 1);
    one.look(unread(2));
    assert.equal((await one.heard()).length, 1);
    one.look(unread(2));
    assert.deepEqual(await one.heard(), []);
  });

  it('tell of a message that came before the focus and of one that came right after it', async (context) => {
    const { one } = await open(context);
    fakeEditor.focus(false);
    one.look(unread(1));
    context.mock.timers.tick(59_000);
    one.look(unread(1));
    context.mock.timers.tick(30_000);
    assert.deepEqual(fakeEditor.said, []);
    fakeEditor.focus(true);
    assert.equal((await one.heard()).length, 1);
    one.look(unread(2));
    assert.equal((await one.heard()).length, 1);
  });

  it('tell of a message again where those before it were read in between', async (context) => {
    const { one } = await open(context);
    for (const found of [unread(2), unread(0), unread(1), unread(0), unread(2)]) one.look(found);
    assert.deepEqual(await one.heard(), [
      '2 new messages on Ticket REQ1 (REQ1)',
      'A new message on Ticket REQ1 (REQ1)',
      '2 new messages on Ticket REQ1 (REQ1)',
    ]);
  });

  it('tell of a status that goes forth and back between looks right after each other', async (context) => {
    const { one } = await open(context);
    for (const code of ['A', 'B', 'A', 'B']) one.look(inStatus(ticket, code));
    assert.equal((await one.heard()).length, 4);
    one.look(inStatus(ticket, 'B'));
    assert.deepEqual(await one.heard(), []);
  });

  it('tell of a step that waits, is done, and waits again, also where it was told late', async (context) => {
    const { one } = await open(context);
    for (const found of [waiting, ticket, waiting]) one.look(found);
    assert.equal((await one.heard()).length, 2);
    one.look(ticket);
    fakeEditor.focus(false);
    one.look(waiting);
    context.mock.timers.tick(90_000);
    fakeEditor.focus(true);
    one.look(ticket);
    one.look(waiting);
    assert.equal((await one.heard()).length, 2);
  });

  it('are told in one window only, whichever looks first and however late it has the focus', async (context) => {
    const { path, one } = await open(context);
    const other = openWindow(context, path);
    one.look(unread(1));
    assert.equal((await one.heard()).length, 1);
    other.look(unread(1));
    one.look(unread(2));
    assert.equal((await one.heard()).length, 1);
    other.look(unread(2));
    assert.deepEqual(await other.heard(), []);
  });
});
