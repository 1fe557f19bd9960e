import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TicketTimeline } from '../../../src/application/ticketTimeline.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { InMemoryConversation, makeMessage } from '../../fakes/inMemoryConversation.ts';
import { InMemoryProvider } from '../../fakes/inMemoryProvider.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import { never, refTo } from '../../fakes/samples.ts';

const entry: HistoryEntry = {
  at: 60_000,
  timeText: '',
  author: 'maria',
  text: 'created',
  source: 'web',
  values: [],
};

function open(conversation: InMemoryConversation | undefined, history: readonly HistoryEntry[] = [entry]) {
  const provider = new InMemoryProvider();
  provider.conversation = conversation;
  provider.history = { read: async () => history };
  const { connections, system } = openConnections();
  system.createProvider = () => provider;
  return { provider, timeline: new TicketTimeline(connections, refTo('REQ1')) };
}

const ids = (timeline: TicketTimeline): readonly string[] => timeline.messages?.map(({ id }) => id) ?? [];
const conversationOf = (count: number) =>
  new InMemoryConversation(Array.from({ length: count }, (_, index) => makeMessage(`m${index + 1}`)));

describe('the timeline of a ticket', () => {
  it('has the history alone where the system has no conversation', async () => {
    const { timeline } = open(undefined);
    await timeline.refresh(never);
    assert.deepEqual(timeline.history, [entry]);
    assert.equal(timeline.messages, undefined);
    assert.equal(timeline.hasOlder, false);
  });

  it('shows the newest messages, and those before them when they are asked for', async () => {
    const { timeline } = open(conversationOf(7));
    await timeline.refresh(never);
    assert.deepEqual(ids(timeline), ['m5', 'm6', 'm7']);
    await timeline.readOlder(never);
    assert.deepEqual(ids(timeline), ['m2', 'm3', 'm4', 'm5', 'm6', 'm7']);
    await timeline.readOlder(never);
    assert.equal(timeline.hasOlder, false);
    await timeline.readOlder(never);
    assert.equal(ids(timeline).length, 7);
  });

  it('keeps older messages that were read while new ones come in', async () => {
    const conversation = conversationOf(5);
    const { timeline } = open(conversation);
    await timeline.refresh(never);
    await timeline.readOlder(never);
    conversation.say('m6');
    await timeline.refresh(never);
    assert.deepEqual(ids(timeline), ['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    assert.equal(timeline.hasOlder, false);
  });

  it('never hides a gap: after many new messages it begins anew with the newest ones', async () => {
    const conversation = conversationOf(3);
    const { timeline } = open(conversation);
    await timeline.refresh(never);
    for (const id of ['m4', 'm5', 'm6', 'm7']) conversation.say(id);
    await timeline.refresh(never);
    assert.deepEqual(ids(timeline), ['m5', 'm6', 'm7']);
    assert.equal(timeline.hasOlder, true);
  });

  it('lets go of a message that was taken back elsewhere', async () => {
    const conversation = conversationOf(3);
    const { timeline } = open(conversation);
    await timeline.refresh(never);
    await conversation.withdraw('REQ1', 'm2');
    await timeline.refresh(never);
    assert.deepEqual(ids(timeline), ['m1', 'm3']);
  });

  it('tells which messages are new: those that the system counts, and those that come later', async () => {
    const conversation = conversationOf(3);
    conversation.unread = 1;
    const { timeline } = open(conversation);
    await timeline.refresh(never);
    assert.deepEqual(timeline.unread, ['m3']);
    conversation.unread = undefined;
    conversation.say('m4');
    conversation.say('m5', { side: 'mine' });
    await timeline.refresh(never);
    assert.deepEqual(timeline.unread, ['m3', 'm4']);
  });

  it('tells the system once that they were seen, and marks them until others come', async () => {
    const conversation = conversationOf(3);
    conversation.unread = 2;
    const { timeline } = open(conversation);
    await timeline.refresh(never);
    assert.equal(await timeline.markRead(), true);
    assert.equal(await timeline.markRead(), false);
    assert.deepEqual(timeline.unread, ['m2', 'm3']);
    conversation.say('m4');
    await timeline.refresh(never);
    assert.deepEqual(timeline.unread, ['m4']);
    assert.equal(await timeline.markRead(), true);
    assert.equal(conversation.deeds.filter((deed) => deed === 'markRead').length, 2);
  });

  it('tells it again when it could not be told', async () => {
    const conversation = conversationOf(1);
    conversation.unread = 1;
    const { timeline } = open(conversation);
    await timeline.refresh(never);
    conversation.failure = new TicketError('unavailable');
    await assert.rejects(timeline.markRead());
    conversation.failure = undefined;
    assert.equal(await timeline.markRead(), true);
  });

  it('shows what could be read when a part of it could not', async () => {
    const conversation = conversationOf(1);
    const { timeline, provider } = open(conversation);
    await timeline.refresh(never);
    conversation.failure = new TicketError('unavailable');
    provider.history = { read: async () => [entry, entry] };
    await timeline.refresh(never);
    assert.equal(timeline.history?.length, 2);
    assert.deepEqual(ids(timeline), ['m1'], 'what was read before stays');
    assert.deepEqual(
      timeline.failures.map(({ part, error }) => [part, error.code]),
      [['conversation', 'unavailable']],
    );
    conversation.failure = undefined;
    await timeline.refresh(never);
    assert.deepEqual(timeline.failures, []);
  });

  it('posts once, and says that the outcome is not known when something breaks on the way', async () => {
    const conversation = conversationOf(0);
    const { timeline } = open(conversation);
    conversation.onPost = () => {
      throw new Error('socket hang up');
    };
    await assert.rejects(
      timeline.post({ text: 'hello', attachmentIds: [] }),
      (error) => error instanceof TicketError && error.code === 'outcomeUnknown',
    );
    assert.equal(conversation.posted.length, 1);
  });

  it('takes a message back', async () => {
    const conversation = conversationOf(2);
    const { timeline } = open(conversation);
    await timeline.refresh(never);
    await timeline.withdraw('m2');
    assert.deepEqual(ids(timeline), ['m1']);
    assert.deepEqual(conversation.deeds.at(-1), 'withdraw m2');
  });

  it('ends with its signal, and an abort is no failure', async () => {
    const { timeline } = open(conversationOf(1));
    const closed = AbortSignal.abort();
    await assert.rejects(timeline.refresh(closed), { name: 'AbortError' });
    assert.deepEqual(timeline.failures, []);
  });
});
