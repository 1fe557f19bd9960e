import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { TicketLists, type ShownList } from '../../../src/application/ticketLists.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import { message } from '../../../src/domain/message.ts';
import { ListSystem, makeDefinition, makePage, passTurn } from '../../fakes/listSystem.ts';

const now = Date.parse('2026-09-10T12:00:00Z');
const list: ShownList = { id: 'one/=todo', connectionId: 'one', listKey: 'todo', choice: {} };

function open(context: TestContext) {
  context.mock.timers.enable({ apis: ['Date', 'setTimeout'], now });
  const system = new ListSystem();
  const lists = new TicketLists(system.connections);
  const changed: string[] = [];
  lists.onDidChange((id) => changed.push(id));
  const keys = (id = list.id): readonly string[] => lists.state(id).tickets.map(({ ref }) => ref.key);
  /** Begins to open and waits until the page is asked for. */
  const begin = async (wanted = list) => {
    const opening = lists.open(wanted);
    await passTurn();
    return { opening, asked: system.asked.at(-1) };
  };
  return { system, lists, changed, keys, begin };
}

describe('a list', () => {
  it('is not read before somebody opens it, and then once', async (context) => {
    const { system, lists, changed, keys, begin } = open(context);
    await lists.learnAbilities('one');
    assert.equal(system.asked.length, 0);
    const { opening, asked } = await begin();
    assert.deepEqual(asked?.query.cursor, undefined);
    asked?.answer(makePage(['REQ1', 'REQ2'], { total: 2 }));
    await opening;
    await lists.open(list);
    assert.deepEqual(keys(), ['REQ1', 'REQ2']);
    assert.equal(lists.state(list.id).readAt, now);
    assert.equal(system.asked.length, 1);
    assert.deepEqual(changed, [list.id]);
  });

  it('goes on page by page; a ticket that has moved to the next page is not there twice', async (context) => {
    const { system, lists, keys, begin } = open(context);
    const { opening, asked } = await begin();
    asked?.answer(makePage(['REQ1', 'REQ2'], { next: '2' }));
    await opening;
    assert.equal(lists.state(list.id).hasMore, true);
    const more = lists.readMore(list.id);
    const again = lists.readMore(list.id);
    await passTurn();
    assert.deepEqual(
      system.asked.map(({ query }) => query.cursor),
      [undefined, '2'],
    );
    system.asked[1]?.answer(makePage(['REQ2', 'REQ3']));
    await Promise.all([more, again]);
    assert.deepEqual(keys(), ['REQ1', 'REQ2', 'REQ3']);
    assert.equal(lists.state(list.id).hasMore, false);
  });

  it('keeps what it shows until a refresh is answered, and drops an answer that comes too late', async (context) => {
    const { system, lists, keys, begin } = open(context);
    const { opening, asked } = await begin();
    asked?.answer(makePage(['REQ1']));
    await opening;
    const first = lists.refresh(list);
    await passTurn();
    const second = lists.refresh(list);
    await passTurn();
    assert.deepEqual(keys(), ['REQ1']);
    const [, slow, quick] = system.asked;
    assert.equal(slow?.signal.aborted, true);
    quick?.answer(makePage(['REQ3']));
    await second;
    slow?.answer(makePage(['REQ2']));
    await first;
    assert.deepEqual(keys(), ['REQ3']);
  });

  it('keeps its tickets through a failure, and tells the connection only what concerns all of it', async (context) => {
    const { system, lists, keys, begin } = open(context);
    const { opening, asked } = await begin();
    asked?.answer(makePage(['REQ1']));
    await opening;
    for (const [code, state] of [
      ['rejected', 'ready'],
      ['unavailable', 'failing'],
    ] as const) {
      const refreshing = lists.refresh(list);
      await passTurn();
      system.asked.at(-1)?.fail(new TicketError(code));
      await refreshing;
      assert.deepEqual(keys(), ['REQ1']);
      assert.equal(lists.state(list.id).error?.code, code);
      assert.equal(system.connections.state('one').kind, state);
    }
  });

  it('is not asked for while the credentials are refused', async (context) => {
    const { system, lists, begin } = open(context);
    await lists.learnAbilities('one');
    system.connections.report('one', new TicketError('unauthorized'));
    const { opening } = await begin();
    await opening;
    assert.equal(lists.state(list.id).error?.code, 'unauthorized');
    assert.equal(system.asked.length, 0);
  });

  it('starts again with another filter, and never shows what the old one gave', async (context) => {
    const { system, lists, keys, begin } = open(context);
    const { asked } = await begin();
    const filtered = { ...list, choice: { text: 'disk', createdWithinDays: 7 } };
    const { opening, asked: second } = await begin(filtered);
    assert.equal(asked?.signal.aborted, true);
    assert.deepEqual(second?.query.filter, {
      text: 'disk',
      serviceId: undefined,
      statusCodes: undefined,
      createdFrom: now - 7 * 86_400_000,
    });
    second?.answer(makePage(['REQ9'], { next: '2' }));
    await opening;
    assert.deepEqual(keys(), ['REQ9']);
    context.mock.timers.setTime(now + 60_000);
    void lists.readMore(list.id);
    await passTurn();
    assert.equal(system.asked.at(-1)?.query.filter.createdFrom, second?.query.filter.createdFrom);
  });

  it('says so where it cannot be narrowed, is not there or not available, and asks nothing', async (context) => {
    const { system, lists, begin } = open(context);
    const reason = message('This is not for you.');
    system.definitions = [
      makeDefinition('todo', { filters: ['text'] }),
      makeDefinition('closed', { unavailable: reason }),
    ];
    for (const [wanted, code, text] of [
      [{ ...list, choice: { serviceId: '3' } }, 'rejected', 'This list cannot be filtered by service.'],
      [{ ...list, id: 'a', listKey: 'gone' }, 'notFound', 'This connection has no list "{0}".'],
      [{ ...list, id: 'b', listKey: 'closed' }, 'rejected', reason.text],
    ] as const) {
      const { opening } = await begin(wanted);
      await opening;
      const { error } = lists.state(wanted.id);
      assert.deepEqual([error?.code, error?.hint?.text], [code, text]);
    }
    assert.equal(system.asked.length, 0);
  });

  it('is forgotten when somebody else signs in, and when its connection goes', async (context) => {
    const { system, lists, keys, begin } = open(context);
    await lists.learnAbilities('one');
    const { opening, asked } = await begin();
    asked?.answer(makePage(['REQ1']));
    await opening;
    system.signInAgain();
    // Until it is certain that no further secret follows.
    context.mock.timers.tick(1000);
    assert.deepEqual(keys(), []);
    assert.equal(lists.abilities('one').definitions.length, 2);
    await lists.learnAbilities('one');
    assert.equal(system.made, 2);
    system.removeConnection();
    assert.deepEqual(lists.abilities('one').definitions, []);
  });

  it('tells nothing after the end, and ends its request', async (context) => {
    const { lists, changed, begin } = open(context);
    const { opening, asked } = await begin();
    lists.dispose();
    assert.equal(asked?.signal.aborted, true);
    asked?.answer(makePage(['REQ1']));
    await opening;
    assert.deepEqual(changed, []);
  });
});

describe('what a connection can do', () => {
  it('is found out once, without a request, and told', async (context) => {
    const { system, lists } = open(context);
    const told: string[] = [];
    lists.onDidChangeAbilities((id) => told.push(id));
    assert.deepEqual(lists.abilities('one').definitions, []);
    await Promise.all([lists.learnAbilities('one'), lists.learnAbilities('one')]);
    const { canDecide, canFollow, canRate } = lists.abilities('one');
    assert.deepEqual({ canDecide, canFollow, canRate }, { canDecide: true, canFollow: false, canRate: false });
    assert.deepEqual(told, ['one']);
    assert.equal(system.asked.length, 0);
  });
});
