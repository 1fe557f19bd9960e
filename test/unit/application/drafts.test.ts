import assert from 'node:assert/strict';
import { afterEach, describe, it, type TestContext } from 'node:test';
import { draftValues, type DraftSubject, type DraftValues } from '../../../src/application/draft.ts';
import type { DraftPlace } from '../../../src/application/draftPlace.ts';
import { Drafts, type DraftsParts } from '../../../src/application/drafts.ts';
import { InMemoryDrafts } from '../../fakes/inMemoryDrafts.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { memberField, refTo, textField } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

const ref = refTo('REQ1');
const place: DraftPlace = { kind: 'step', ref, stepId: 'a' };
const typed: DraftValues = [
  ['title', 'typed'],
  ['members', ['lisi', 'wangwu']],
];
const subject: DraftSubject = {
  title: 'Disk full',
  partName: 'Handle it',
  fields: [
    textField({ key: 'title', label: 'Title', value: 'as the server has it' }),
    memberField({ key: 'members', label: 'Members' }),
  ],
};

const opened: Drafts[] = [];

afterEach(() => {
  for (const drafts of opened.splice(0)) drafts.dispose();
});

/** The drafts as one window has them. */
function openWindow(disk: InMemoryDrafts, changes: Partial<DraftsParts> = {}): Drafts {
  const drafts = new Drafts({
    storage: disk.open(),
    log: new RecordingLog(),
    accountOf: () => Promise.resolve('zhangsan'),
    isSessionOnly: () => false,
    onCannotStore: () => {},
    ...changes,
  });
  opened.push(drafts);
  return drafts;
}

async function valuesIn(drafts: Drafts, where = place): Promise<DraftValues> {
  return draftValues(await drafts.read(where));
}

/** What a window finds that is opened now. */
function valuesOn(disk: InMemoryDrafts, where = place): Promise<DraftValues> {
  return valuesIn(openWindow(disk), where);
}

/** Lets everything that does not wait for a timer happen. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await turn();
}

function mockClock(context: TestContext, now = 1_000_000): void {
  context.mock.timers.enable({ apis: ['Date', 'setTimeout'], now });
}

describe('a draft', () => {
  it('comes back as it was typed, also in a window that is opened later', async () => {
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await drafts.write(place, typed, subject);
    assert.deepEqual(await valuesIn(drafts), typed);
    assert.deepEqual(await valuesOn(disk), typed);
  });

  it('belongs to one place of one ticket of one connection', async () => {
    const drafts = openWindow(new InMemoryDrafts());
    const places: readonly DraftPlace[] = [
      place,
      { kind: 'step', ref, stepId: 'b' },
      { kind: 'step', ref: refTo('REQ2'), stepId: 'a' },
      { kind: 'step', ref: refTo('REQ1', 'two'), stepId: 'a' },
      { kind: 'operation', ref, stepId: 'a', operationKey: 'suspend' },
      { kind: 'operation', ref, stepId: undefined, operationKey: 'suspend' },
      { kind: 'operation', ref, stepId: 'a', operationKey: 'terminate' },
      { kind: 'message', ref },
      { kind: 'newTicket', connectionId: 'one', serviceId: 'a' },
    ];
    for (const [index, each] of places.entries()) await drafts.write(each, [['text', String(index)]], subject);
    for (const [index, each] of places.entries()) {
      assert.deepEqual(await valuesIn(drafts, each), [['text', String(index)]]);
    }
    assert.equal((await drafts.list()).length, places.length);
  });

  it('says what it is about, when it was typed, and what the server had then', async (context) => {
    mockClock(context, 5_000);
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await drafts.write(place, typed, subject);
    context.mock.timers.tick(1_000);
    const moved = { ...subject, fields: [textField({ key: 'title', label: 'Title', value: 'changed meanwhile' })] };
    await drafts.write(place, [['title', 'typed on'], ...typed.slice(1)], moved);
    const expected = {
      place,
      title: 'Disk full',
      partName: 'Handle it',
      savedAt: 6_000,
      fields: [
        { key: 'title', label: 'Title', value: 'typed on', base: 'as the server has it' },
        { key: 'members', label: 'Members', value: ['lisi', 'wangwu'], base: [] },
      ],
    };
    assert.deepEqual(await drafts.read(place), expected);
    assert.deepEqual(await openWindow(disk).list(), [expected]);
  });

  it('still says what it is about when its last words come after the step has gone', async () => {
    const drafts = openWindow(new InMemoryDrafts());
    await drafts.write(place, [['title', 'a']], subject);
    await drafts.write(place, [['title', 'ab']], { title: '', partName: '', fields: [] });
    const { title, partName, fields } = (await drafts.read(place)) ?? assert.fail();
    assert.deepEqual([title, partName, fields[0]?.label], ['Disk full', 'Handle it', 'Title']);
  });

  it('takes another base when the user has seen what the server has now', async () => {
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await drafts.write(place, [['title', 'mine']], subject);
    await drafts.rebase(place, [textField({ key: 'title', value: 'theirs' }), textField({ key: 'other', value: 'x' })]);
    for (const window of [drafts, openWindow(disk)]) {
      assert.deepEqual((await window.read(place))?.fields, [
        { key: 'title', label: 'Title', value: 'mine', base: 'theirs' },
      ]);
    }
  });

  it('keeps the base of a field until nothing is typed into it any more', async () => {
    const drafts = openWindow(new InMemoryDrafts());
    await drafts.write(place, [['title', 'a']], subject);
    await drafts.write(place, [], subject);
    const moved = { ...subject, fields: [textField({ key: 'title', value: 'moved' })] };
    await drafts.write(place, [['title', 'b']], moved);
    assert.deepEqual((await drafts.read(place))?.fields[0]?.base, 'moved');
  });

  it('never holds what is typed into a secret field', async () => {
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    const secret = { ...subject, fields: [textField({ key: 'title', isSecret: true })] };
    await drafts.write(place, [['title', 'hunter2'], ...typed.slice(1)], secret);
    assert.deepEqual(await valuesIn(drafts), typed.slice(1));
    assert.ok(![...disk.files.values()].join().includes('hunter2'));
  });

  it('lets go of what was typed before its field turned out to be secret', async () => {
    const disk = new InMemoryDrafts();
    await openWindow(disk).write(place, [['title', 'hunter2']], subject);
    const drafts = openWindow(disk);
    await drafts.write(place, [], { ...subject, fields: [textField({ key: 'title', isSecret: true })] });
    assert.deepEqual(await valuesIn(drafts), []);
    assert.ok(![...disk.files.values()].join().includes('hunter2'));
  });

  it('is gone when it was sent, or when nothing is left to keep', async () => {
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await drafts.write(place, typed, subject);
    await drafts.delete(place);
    assert.equal(await drafts.read(place), undefined);
    assert.deepEqual(await valuesOn(disk), []);
    await drafts.write(place, typed, subject);
    await drafts.write(place, [], subject);
    assert.equal(await drafts.read(place), undefined);
    assert.deepEqual(await valuesOn(disk), []);
    assert.ok(![...disk.files.values()].join().includes('typed'));
  });

  it('leaves nothing on the disk where nothing was', async () => {
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await drafts.write(place, [], subject);
    await drafts.delete(place);
    assert.equal(disk.files.size, 0);
  });

  it('is listed, the newest first, until it is gone', async (context) => {
    mockClock(context);
    const drafts = openWindow(new InMemoryDrafts());
    const message: DraftPlace = { kind: 'message', ref };
    await drafts.write(place, typed, subject);
    context.mock.timers.tick(10);
    await drafts.write(message, [['text', 'hello']], subject);
    assert.deepEqual(
      (await drafts.list()).map(({ place: { kind } }) => kind),
      ['message', 'step'],
    );
    await drafts.delete(message);
    assert.deepEqual(
      (await drafts.list()).map(({ place: { kind } }) => kind),
      ['step'],
    );
  });

  it('comes back after it was thrown away by mistake, with what it was typed over', async () => {
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await drafts.write(place, typed, subject);
    const [listed] = await drafts.list();
    await drafts.discard(place);
    assert.deepEqual(await drafts.list(), []);
    assert.deepEqual(await openWindow(disk).list(), []);
    assert.ok(listed);
    await drafts.restore(listed);
    assert.deepEqual(await valuesOn(disk), typed);
    assert.deepEqual((await drafts.read(place))?.fields, listed.fields);
  });

  it('tells whoever shows it of each change, and of nothing else', async () => {
    const drafts = openWindow(new InMemoryDrafts());
    const told: (readonly DraftPlace[])[] = [];
    drafts.onDidChange((places) => told.push(places));
    await drafts.write(place, [], subject);
    await drafts.read(place);
    assert.deepEqual(told, []);
    await drafts.write(place, typed, subject);
    await drafts.write(place, typed, subject);
    assert.deepEqual(told, [[place]]);
    await drafts.delete(place);
    assert.deepEqual(told, [[place], [place]]);
  });

  it('is what was typed while it was being read', async () => {
    const disk = new InMemoryDrafts();
    await openWindow(disk).write(place, [['title', 'old']], subject);
    const drafts = openWindow(disk);
    const letGo = disk.holdReads();
    const reading = drafts.read(place);
    const writing = drafts.write(place, typed, subject);
    letGo();
    await Promise.all([reading, writing]);
    assert.deepEqual(await valuesIn(drafts), typed);
    assert.deepEqual(await valuesOn(disk), typed);
  });

  it('is the last of what was typed quickly', async () => {
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await Promise.all(['a', 'ab', 'abc'].map((text) => drafts.write(place, [['title', text]], subject)));
    assert.deepEqual(await valuesIn(drafts), [['title', 'abc']]);
    assert.deepEqual(await valuesOn(disk), [['title', 'abc']]);
  });

  it('is the last that was typed also when the clock is set back', async (context) => {
    mockClock(context, 9_000_000);
    const disk = new InMemoryDrafts();
    await openWindow(disk).write(place, [['title', 'old']], subject);
    context.mock.timers.setTime(1_000);
    const drafts = openWindow(disk);
    await drafts.open(place);
    await drafts.write(place, [['title', 'new']], subject);
    assert.deepEqual(await valuesOn(disk), [['title', 'new']]);
  });
});

describe('a draft and its account', () => {
  it('is not shown to another account behind the same connection, and waits for its own', async () => {
    const disk = new InMemoryDrafts();
    let account = 'zhangsan';
    const drafts = openWindow(disk, { accountOf: () => Promise.resolve(account) });
    await drafts.write(place, typed, subject);
    account = 'lisi';
    assert.equal(await drafts.read(place), undefined);
    assert.deepEqual(await drafts.list(), []);
    await drafts.write(place, [['title', 'of lisi']], subject);
    account = 'zhangsan';
    assert.deepEqual(await valuesIn(drafts), typed);
    assert.equal((await drafts.list()).length, 1);
  });

  it('is still listed when its connection was removed', async () => {
    const disk = new InMemoryDrafts();
    let account: string | undefined = 'zhangsan';
    const drafts = openWindow(disk, { accountOf: () => Promise.resolve(account) });
    await drafts.write(place, typed, subject);
    account = undefined;
    assert.equal((await drafts.list()).length, 1);
    assert.equal((await openWindow(disk, { accountOf: () => Promise.resolve(undefined) }).list()).length, 1);
    // Its page is still open.
    await drafts.write(place, [['title', 'typed on']], subject);
    account = 'zhangsan';
    assert.deepEqual(await valuesIn(drafts), [['title', 'typed on']]);
  });

  it('stays in memory where nothing of the connection is stored, and ends with it', async () => {
    const disk = new InMemoryDrafts();
    let account: string | undefined = 'zhangsan';
    const drafts = openWindow(disk, { isSessionOnly: () => true, accountOf: () => Promise.resolve(account) });
    await drafts.write(place, typed, subject);
    assert.deepEqual(await valuesIn(drafts), typed);
    assert.equal(disk.files.size, 0);
    account = undefined;
    assert.deepEqual(await drafts.list(), []);
  });
});

describe('drafts and the disk', () => {
  it('are still known in this window when they could not be stored; the user is told once', async () => {
    const disk = new InMemoryDrafts();
    disk.refusal = new Error('ENOSPC');
    const log = new RecordingLog();
    let told = 0;
    const drafts = openWindow(disk, { log, onCannotStore: () => (told += 1) });
    await drafts.write(place, [['title', 'a']], subject);
    await drafts.write(place, typed, subject);
    assert.deepEqual(await valuesIn(drafts), typed);
    assert.equal(told, 1);
    assert.deepEqual(log.lines.slice(0, 1), ['error A draft could not be stored: ENOSPC']);
  });

  it('are stored as soon as there is room again, without anybody typing', async (context) => {
    mockClock(context);
    const disk = new InMemoryDrafts();
    disk.refusal = new Error('ENOSPC');
    let told = 0;
    const drafts = openWindow(disk, { onCannotStore: () => (told += 1) });
    await drafts.write(place, typed, subject);
    context.mock.timers.tick(1_000);
    await settle();
    assert.equal(disk.files.size, 0);
    disk.refusal = undefined;
    context.mock.timers.tick(2_000);
    await settle();
    assert.deepEqual(await valuesOn(disk), typed);
    assert.equal(told, 1);
    disk.refusal = new Error('ENOSPC');
    await drafts.write(place, [['title', 'more']], subject);
    assert.equal(told, 2);
  });

  it('are tried no more after the window was closed', async (context) => {
    mockClock(context);
    const disk = new InMemoryDrafts();
    disk.refusal = new Error('ENOSPC');
    const drafts = openWindow(disk);
    await drafts.write(place, typed, subject);
    drafts.dispose();
    disk.refusal = undefined;
    context.mock.timers.tick(600_000);
    await settle();
    assert.equal(disk.files.size, 0);
  });

  it('that it does not let go of are no failure of what was sent', async () => {
    const disk = new InMemoryDrafts();
    const log = new RecordingLog();
    const drafts = openWindow(disk, { log });
    await drafts.write(place, typed, subject);
    disk.refusal = new Error('EPERM');
    await drafts.delete(place);
    assert.equal(await drafts.read(place), undefined);
    assert.deepEqual(log.lines, ['error A draft could not be stored: EPERM']);
  });

  it('that cannot be read do not keep the form from opening', async () => {
    const disk = new InMemoryDrafts();
    const storage = disk.open();
    storage.readAll = () => Promise.reject(new Error('EACCES'));
    storage.read = () => Promise.reject(new Error('EACCES'));
    const log = new RecordingLog();
    const drafts = openWindow(disk, { storage, log });
    assert.equal(await drafts.read(place), undefined);
    await drafts.write(place, typed, subject);
    assert.deepEqual(await valuesIn(drafts), typed);
    assert.ok(log.lines.includes('error Drafts could not be read: EACCES'));
  });

  it('that are damaged are set aside and told in the log, once, and the others are there', async () => {
    const disk = new InMemoryDrafts();
    await openWindow(disk).write(place, typed, subject);
    const broken = ['', '{', 'null', '3', '"x"', '[]', '{}', '{"values":[]}', '{"version":2,"fields":[]}'];
    for (const [index, text] of broken.entries()) disk.files.set(`broken${index}#0000`, text);
    const log = new RecordingLog();
    const drafts = openWindow(disk, { log });
    assert.deepEqual(await valuesIn(drafts), typed);
    await drafts.list();
    assert.equal(disk.aside.length, broken.length);
    assert.equal(log.lines.length, broken.length);
    assert.ok(log.lines.every((line) => /^error The draft broken\d#0000 is damaged; it was kept as /.test(line)));
  });

  it('lose only the fields that make no sense', async () => {
    const disk = new InMemoryDrafts();
    await openWindow(disk).write(place, typed, subject);
    const [[name, text] = ['', '']] = disk.files;
    const record = JSON.parse(text) as { fields: unknown[] };
    record.fields.push(null, 3, { key: 'a' }, { key: 'b', at: 'x', value: 'c' }, { key: 'd', at: 1, value: [3] });
    disk.files.set(name, JSON.stringify(record));
    assert.deepEqual(await valuesOn(disk), typed);
  });

  it('of a version that is yet to come are left as they are', async () => {
    const disk = new InMemoryDrafts();
    const text = JSON.stringify({ version: 3, everything: 'else' });
    disk.files.set('future#0000', text);
    const log = new RecordingLog();
    const drafts = openWindow(disk, { log });
    assert.deepEqual(await drafts.list(), []);
    assert.deepEqual([...disk.files], [['future#0000', text]]);
    assert.equal(log.lines.length, 1);
  });

  it('leave no part of older windows behind when they are typed on, and nothing but a mark when they are gone', async () => {
    const disk = new InMemoryDrafts();
    for (const text of ['a', 'ab', 'abc']) {
      const drafts = openWindow(disk);
      await drafts.open(place);
      await drafts.write(place, [['title', text]], subject);
      await settle();
      assert.equal(disk.files.size, 1);
    }
    const last = openWindow(disk);
    await last.discard(place);
    await settle();
    assert.equal(disk.files.size, 1);
    assert.ok(![...disk.files.values()].join().includes('abc'));
  });

  it('forget after a day that there was something', async (context) => {
    mockClock(context);
    const disk = new InMemoryDrafts();
    const drafts = openWindow(disk);
    await drafts.write(place, typed, subject);
    await drafts.delete(place);
    context.mock.timers.tick(23 * 60 * 60_000);
    await openWindow(disk).list();
    await settle();
    assert.equal(disk.files.size, 1);
    context.mock.timers.tick(2 * 60 * 60_000);
    await openWindow(disk).list();
    await settle();
    assert.equal(disk.files.size, 0);
  });
});

describe('drafts of version 0.1', () => {
  const first = (changes: object) =>
    JSON.stringify({
      version: 1,
      connectionId: 'one',
      ticket: 'REQ1',
      step: 'a',
      savedAt: '2026-10-01T08:00:00.000Z',
      values: typed,
      ...changes,
    });

  it('are there after the upgrade, for the account that is connected, wherever they were typed', async () => {
    const disk = new InMemoryDrafts();
    disk.files.set('a', first({}));
    disk.files.set('b', first({ step: 'a!suspend', values: [['remark', 'b']] }));
    disk.files.set('c', first({ step: '!terminate', values: [['remark', 'c']] }));
    disk.files.set('d', first({ ticket: '', step: 'new/17', values: [['x', 'd']] }));
    const drafts = openWindow(disk);
    assert.deepEqual(await valuesIn(drafts), typed);
    const suspend: DraftPlace = { kind: 'operation', ref, stepId: 'a', operationKey: 'suspend' };
    assert.deepEqual(await valuesIn(drafts, suspend), [['remark', 'b']]);
    const terminate: DraftPlace = { kind: 'operation', ref, stepId: undefined, operationKey: 'terminate' };
    assert.deepEqual(await valuesIn(drafts, terminate), [['remark', 'c']]);
    assert.deepEqual(await valuesIn(drafts, { kind: 'newTicket', connectionId: 'one', serviceId: '17' }), [['x', 'd']]);
    assert.equal((await drafts.list())[0]?.savedAt, Date.parse('2026-10-01T08:00:00Z'));
    await settle();
    assert.ok([...disk.files.values()].every((text) => text.startsWith('{"version":2')));
    assert.equal(disk.files.size, 4);
    assert.deepEqual(await openWindow(disk, { accountOf: () => Promise.resolve('lisi') }).list(), []);
  });

  it('wait as they are for a connection that is not there, and can be read meanwhile', async () => {
    const disk = new InMemoryDrafts();
    disk.files.set('a', first({}));
    let account: string | undefined;
    const drafts = openWindow(disk, { accountOf: () => Promise.resolve(account) });
    assert.deepEqual(draftValues((await drafts.list())[0]), typed);
    assert.deepEqual([...disk.files.keys()], ['a']);
    account = 'zhangsan';
    assert.deepEqual(await valuesIn(drafts), typed);
    await settle();
    assert.deepEqual(await valuesOn(disk), typed);
  });

  it('do not bring back what was typed later', async () => {
    const disk = new InMemoryDrafts();
    await openWindow(disk).write(place, [['title', 'newer']], subject);
    disk.files.set('a', first({}));
    assert.deepEqual(await valuesOn(disk), [
      ['title', 'newer'],
      ['members', ['lisi', 'wangwu']],
    ]);
  });
});

describe('a draft in two windows', () => {
  it('is, field by field, what was typed last', async (context) => {
    mockClock(context);
    const disk = new InMemoryDrafts();
    const [left, right] = [openWindow(disk), openWindow(disk)];
    await Promise.all([left.open(place), right.open(place)]);
    await left.write(place, [['title', 'left']], subject);
    context.mock.timers.tick(10);
    await right.write(
      place,
      [
        ['title', 'right'],
        ['members', ['lisi']],
      ],
      subject,
    );
    context.mock.timers.tick(10);
    await left.write(
      place,
      [
        ['title', 'left'],
        ['other', 'left'],
      ],
      subject,
    );
    const expected = { title: 'right', members: ['lisi'], other: 'left' };
    for (const window of [left, right, openWindow(disk)]) {
      assert.deepEqual(Object.fromEntries(await valuesIn(window)), expected);
    }
  });

  it('is told to the other window as it is typed', async () => {
    const disk = new InMemoryDrafts();
    const [left, right] = [openWindow(disk), openWindow(disk)];
    await right.list();
    const told: (readonly DraftPlace[])[] = [];
    right.onDidChange((places) => told.push(places));
    await left.write(place, typed, subject);
    await settle();
    assert.deepEqual(told, [[place]]);
    assert.equal((await right.list()).length, 1);
  });

  it('keeps what one window has typed when the form in the other never saw it, and is sent', async () => {
    const disk = new InMemoryDrafts();
    const [left, right] = [openWindow(disk), openWindow(disk)];
    await Promise.all([left.open(place), right.open(place)]);
    await left.write(place, [['title', 'left']], subject);
    await settle();
    await right.write(place, [['members', ['lisi']]], subject);
    await right.delete(place);
    assert.deepEqual(await valuesOn(disk), [['title', 'left']]);
  });

  it('is what the form was typed back to after it has taken what another window typed', async () => {
    const disk = new InMemoryDrafts();
    const [left, right] = [openWindow(disk), openWindow(disk)];
    await left.write(place, [['title', 'left']], subject);
    await right.open(place);
    await right.write(place, [['title', 'right']], subject);
    assert.deepEqual(draftValues(await left.open(place)), [['title', 'right']]);
    await left.write(place, [['title', 'left']], subject);
    assert.deepEqual(await valuesOn(disk), [['title', 'left']]);
    await right.open(place);
    await right.write(place, [], subject);
    assert.deepEqual(await valuesOn(disk), []);
  });

  it('does not come back from one window when it was sent from the other', async () => {
    const disk = new InMemoryDrafts();
    const left = openWindow(disk);
    await left.write(place, typed, subject);
    const right = openWindow(disk);
    await right.open(place);
    await right.delete(place);
    await settle();
    await left.write({ kind: 'message', ref }, [['text', 'else']], subject);
    assert.deepEqual(await valuesIn(left), []);
    assert.deepEqual(await valuesOn(disk), []);
  });
});
