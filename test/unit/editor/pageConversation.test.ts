import '../../fakes/editor/useFakeEditor.ts';
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { TicketAttachments } from '../../../src/domain/attachments.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import type { FieldValues } from '../../../src/protocol/pageForm.ts';
import type { TimelineModel } from '../../../src/protocol/pageTimeline.ts';
import { InMemoryConversation, makeMessage, noAnswer } from '../../fakes/inMemoryConversation.ts';
import { makeTicket } from '../../fakes/samples.ts';

// After the fake: see there.
const { fakeEditor } = await import('../../fakes/editor/editorModule.ts');
const { openPage, ref, stepWith } = await import('../../fakes/editor/ticketPages.ts');

const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1')], unreadMessages: 0 });
const png = Buffer.from('89504e470d0a1a0a00', 'hex');

class InMemoryAttachments implements TicketAttachments {
  readonly uploads: { readonly name: string; readonly purpose: string }[] = [];
  files = new Map<string, Uint8Array>();

  async readLimits() {
    return { maxCount: 2, maxBytes: 100, extensions: ['png'] };
  }

  async upload({ name, bytes, purpose }: Parameters<TicketAttachments['upload']>[0]) {
    this.uploads.push({ name, purpose });
    return { id: `f${this.uploads.length}`, name, size: bytes.length };
  }

  async download(_key: string, id: string) {
    const bytes = this.files.get(id);
    if (bytes === undefined) throw new TicketError('notFound');
    return { name: undefined, bytes, mediaType: 'image/png' };
  }
}

async function open(count = 2, failure?: TicketError) {
  const opened = openPage(ticket);
  const conversation = new InMemoryConversation(
    Array.from({ length: count }, (_, index) => makeMessage(`m${index + 1}`)),
  );
  conversation.failure = failure;
  const attachments = new InMemoryAttachments();
  opened.provider.conversation = conversation;
  opened.provider.attachments = attachments;
  opened.panel.send({ kind: 'ready' });
  await opened.page.open();
  opened.panel.send({ kind: 'read', section: 'timeline' });
  await opened.settle();
  return {
    ...opened,
    conversation,
    attachments,
    timeline: (): TimelineModel => {
      const content = opened.section();
      assert.ok(content !== undefined && 'timeline' in content);
      return content.timeline;
    },
    composer: () => {
      const { composer } = opened.state();
      assert.ok(composer);
      return composer;
    },
    send: async (values: FieldValues): Promise<void> => {
      const draftId = opened.state().composer?.draftId ?? '';
      opened.panel.send({ kind: 'draft', draftId, values });
      opened.panel.send({ kind: 'submit', draftId, values });
      await opened.settle();
    },
  };
}

afterEach(() => fakeEditor.reset());

describe('the conversation on a page', () => {
  it('is a timeline with a message to write, where the system has one', async () => {
    const { state, composer, timeline } = await open();
    assert.deepEqual(state().ticket.sections, ['timeline']);
    assert.deepEqual(
      composer().form.fields.map(({ type }) => type),
      ['text', 'file'],
    );
    assert.deepEqual(
      timeline().messages?.map(({ id }) => id),
      ['m1', 'm2'],
    );
  });

  it('sends a message once, trimmed, clears it and shows it', async () => {
    const { conversation, composer, timeline, send, drafts } = await open();
    const before = composer().draftId;
    await send([
      [':text', '  hello \n'],
      [':files', ['f1']],
    ]);
    assert.deepEqual(conversation.posted, [{ text: 'hello', attachmentIds: ['f1'] }]);
    assert.notEqual(composer().draftId, before);
    assert.deepEqual(composer().draft, []);
    assert.equal(timeline().messages?.at(-1)?.side, 'mine');
    assert.equal(await drafts.read({ kind: 'message', ref }), undefined);
  });

  it('sends nothing twice, and nothing that is empty or too long', async () => {
    const { conversation, panel, composer, send, settle } = await open();
    await send([[':text', '   ']]);
    assert.equal(composer().problems[0]?.text, 'Write something first.');
    await send([[':text', 'x'.repeat(101)]]);
    assert.equal(composer().problems.length, 1);
    assert.deepEqual(conversation.posted, []);
    const message = { kind: 'submit', draftId: composer().draftId, values: [[':text', 'once']] } as const;
    panel.send(message);
    panel.send(message);
    await settle();
    assert.equal(conversation.posted.length, 1);
  });

  it('keeps the text when it is refused', async () => {
    const { conversation, composer, send, drafts } = await open();
    conversation.onPost = () => {
      throw new TicketError('rejected', { serverMessage: 'The case is closed.' });
    };
    await send([[':text', 'hello']]);
    assert.ok(composer().notice?.text.includes('The case is closed.'));
    assert.deepEqual(composer().draft, [[':text', 'hello']]);
    assert.equal((await drafts.read({ kind: 'message', ref }))?.fields[0]?.value, 'hello');
  });

  it('looks whether a message has arrived that got no answer, and never sends it again', async () => {
    const { conversation, composer, send } = await open();
    conversation.onPost = () => {
      throw noAnswer;
    };
    await send([[':text', 'lost']]);
    assert.equal(composer().notice?.severity, 'warning');
    assert.deepEqual(composer().draft, [[':text', 'lost']]);
    conversation.onPost = ({ text }) => {
      conversation.say('m9', { side: 'mine', content: { format: 'html', text: `<p>${text}</p>` } });
      throw noAnswer;
    };
    await send([[':text', 'arrived']]);
    assert.equal(composer().notice?.severity, 'success');
    assert.deepEqual(composer().draft, []);
    assert.equal(conversation.posted.length, 2);
  });

  it('does not take an older message that says the same for one that has arrived', async () => {
    const { conversation, composer, send, panel, settle } = await open(0, new TicketError('unavailable'));
    conversation.failure = undefined;
    conversation.say('m1', { side: 'mine', content: { format: 'plain', text: 'done' } });
    conversation.onPost = () => {
      throw noAnswer;
    };
    // What is there was never read.
    await send([[':text', 'done']]);
    assert.equal(composer().notice?.severity, 'warning');
    assert.deepEqual(composer().draft, [[':text', 'done']]);
    panel.send({ kind: 'read', section: 'timeline' });
    await settle();
    await send([[':text', 'done']]);
    assert.equal(composer().notice?.severity, 'warning');
  });

  it('reads once more what has changed while it was being read', async () => {
    const { conversation, store, timeline, panel, settle } = await open();
    const slow = Promise.withResolvers<void>();
    const read = conversation.read.bind(conversation);
    conversation.read = async (...args) => {
      const page = await read(...args);
      await slow.promise;
      return page;
    };
    panel.send({ kind: 'read', section: 'timeline' });
    await settle();
    conversation.say('m3');
    store.upsert({ ...ticket, unreadMessages: 1 }, 'watch');
    slow.resolve();
    await settle();
    assert.ok(timeline().messages?.some(({ id }) => id === 'm3'));
  });

  it('takes new messages when the watcher counts more of them', async () => {
    const { conversation, store, timeline, settle, provider } = await open();
    conversation.say('m3');
    const reads = provider.count('readTicket');
    store.upsert({ ...ticket, unreadMessages: 1 }, 'watch');
    await settle();
    assert.deepEqual(timeline().unread, ['m3']);
    assert.equal(provider.count('readTicket'), reads, 'the forms are left alone');
  });

  it('tells the system that they were seen, and the tree that none is new', async () => {
    const { conversation, store, panel, settle } = await open();
    store.upsert({ ...ticket, unreadMessages: 1 }, 'watch');
    conversation.unread = 1;
    panel.send({ kind: 'read', section: 'timeline' });
    await settle();
    panel.send({ kind: 'markRead' });
    panel.send({ kind: 'markRead' });
    await settle();
    assert.equal(conversation.deeds.filter((deed) => deed === 'markRead').length, 1);
    assert.equal(store.find(ref)?.ticket?.unreadMessages, 0);
  });

  it('loads older messages, and takes one back only after a question', async () => {
    const { conversation, panel, timeline, settle } = await open(5);
    assert.equal(timeline().hasOlder, true);
    panel.send({ kind: 'readOlder' });
    await settle();
    assert.equal(timeline().messages?.length, 5);
    panel.send({ kind: 'withdrawMessage', messageId: 'm5' });
    await settle();
    assert.equal(conversation.messages.length, 5);
    fakeEditor.answers.set('for everybody', 'Take Back');
    panel.send({ kind: 'withdrawMessage', messageId: 'm5' });
    await settle();
    assert.equal(timeline().messages?.length, 4);
    assert.deepEqual(timeline().withdrawing, []);
  });

  it('says in its place what could not be done', async () => {
    const { conversation, panel, timeline, settle } = await open(5);
    conversation.failure = new TicketError('unavailable');
    panel.send({ kind: 'readOlder' });
    await settle();
    assert.equal(timeline().failures.length, 1);
    assert.equal(timeline().messages?.length, 3, 'what was read stays');
  });
});

describe('files and pictures on a page', () => {
  it('uploads what was dropped, within the limits, and tells until the page has taken it', async () => {
    const { attachments, panel, composer, settle, ofKind } = await open();
    const { formId } = composer();
    const drop = (name: string) => panel.send({ kind: 'uploadFile', formId, fieldKey: ':files', name, bytes: png });
    drop('a.png');
    await settle();
    assert.deepEqual(attachments.uploads, [{ name: 'a.png', purpose: 'message' }]);
    const uploaded = ofKind('uploaded');
    assert.deepEqual(
      uploaded.map(({ attachment }) => attachment.id),
      ['f1'],
    );
    assert.deepEqual(ofKind('files').at(-1)?.files.uploaded, [{ id: 'f1', name: 'a.png', size: png.length }]);
    panel.send({ kind: 'ready' });
    await settle();
    assert.equal(ofKind('uploaded').length, 2, 'a page that comes up later is told, too');
    panel.send({ kind: 'tookFile', attachmentId: 'f1' });
    panel.send({ kind: 'ready' });
    await settle();
    assert.equal(ofKind('uploaded').length, 2);
    drop('a.exe');
    await settle();
    assert.equal(attachments.uploads.length, 1);
    assert.ok(fakeEditor.said.at(-1)?.includes('a.exe'));
  });

  it('knows the names of uploaded files again on a page that is opened later', async () => {
    const first = await open();
    const { formId, draftId } = first.composer();
    first.panel.send({ kind: 'uploadFile', formId, fieldKey: ':files', name: 'a.png', bytes: png });
    await first.settle();
    first.panel.send({ kind: 'draft', draftId, values: [[':files', ['f1']]] });
    await first.settle();
    const later = openPage(ticket, { disk: first.disk });
    later.provider.conversation = first.conversation;
    later.provider.attachments = first.attachments;
    later.panel.send({ kind: 'ready' });
    await later.page.open();
    await later.settle();
    assert.deepEqual(later.state().composer?.draft, [[':files', ['f1']]]);
    assert.deepEqual(
      later
        .ofKind('files')
        .at(-1)
        ?.files.uploaded.map(({ id, name }) => [id, name]),
      [['f1', 'a.png']],
    );
  });

  it('shows a picture of a text only if the system has it and its bytes are those of one', async () => {
    const { provider, panel, ofKind, settle } = await open();
    const answers = new Map<string, Uint8Array>([
      ['/good.png', png],
      ['/evil.png', Buffer.from('<svg onload=alert(1)>')],
      ['/huge.png', Buffer.concat([png, Buffer.alloc(10_000_001)])],
    ]);
    provider.images = {
      read: async (_key, source) => {
        const bytes = answers.get(source);
        return bytes === undefined ? undefined : { name: undefined, bytes, mediaType: 'image/png' };
      },
    };
    const sources = ['/good.png', '/evil.png', '/huge.png', 'https://elsewhere.test/a.png'];
    for (const [requestId, source] of sources.entries()) {
      panel.send({ kind: 'readImage', requestId, from: { source } });
      await settle();
    }
    assert.deepEqual(
      ofKind('image').map(({ requestId, bytes, mediaType }) => [requestId, bytes?.length, mediaType]),
      [
        [0, png.length, 'image/png'],
        [1, undefined, ''],
        [2, undefined, ''],
        [3, undefined, ''],
      ],
    );
  });

  it('answers for a file that is a picture, and for one that cannot be had', async () => {
    const { attachments, panel, ofKind, settle } = await open();
    attachments.files.set('f7', png);
    panel.send({ kind: 'readImage', requestId: 1, from: { attachmentId: 'f7' } });
    panel.send({ kind: 'readImage', requestId: 2, from: { attachmentId: 'gone' } });
    await settle();
    const answers = new Map(ofKind('image').map(({ requestId, mediaType }) => [requestId, mediaType]));
    assert.deepEqual([answers.get(1), answers.get(2)], ['image/png', '']);
  });

  it('opens a file in the editor from memory, under a name that is safe', async () => {
    const { attachments, panel, settle } = await open();
    attachments.files.set('f7', Buffer.from('text'));
    const attachment = { id: 'f7', name: '../../notes.txt', size: undefined };
    panel.send({ kind: 'download', attachment, how: 'open' });
    await settle();
    const [command, uri] = fakeEditor.commands[0] ?? [];
    assert.deepEqual([command, String(uri)], ['vscode.open', 'itsm-tickets-memory:/1/notes.txt']);
  });

  it('opens web pages that a text points to, and nothing else', async () => {
    const { panel, settle } = await open();
    for (const url of ['https://example.com/a', 'command:workbench.action.quit', 'file:///etc/passwd', 'nonsense']) {
      panel.send({ kind: 'openLink', url });
    }
    await settle();
    assert.deepEqual(fakeEditor.opened, ['https://example.com/a']);
  });
});
