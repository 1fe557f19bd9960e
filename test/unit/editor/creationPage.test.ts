import '../../fakes/editor/useFakeEditor.ts';
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { Uri } from 'vscode';
import { Drafts } from '../../../src/application/drafts.ts';
import { StepService } from '../../../src/application/stepService.ts';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import type { TicketRef } from '../../../src/domain/ticket.ts';
import type { FormServices } from '../../../src/editor/services.ts';
import { InMemoryDrafts } from '../../fakes/inMemoryDrafts.ts';
import { InMemoryProvider } from '../../fakes/inMemoryProvider.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import { refTo, textField } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

// After the fake: see there.
const { fakeEditor } = await import('../../fakes/editor/editorModule.ts');
const { CreationPage } = await import('../../../src/editor/creationPage.ts');
const { MemoryFiles } = await import('../../../src/editor/memoryFiles.ts');

const service = { id: '7', name: 'New disk', description: '' };
const { connectionId } = refTo('REQ1');

interface World {
  readonly create?: () => Promise<string>;
  readonly add?: () => Promise<void>;
  readonly disk?: InMemoryDrafts;
}

async function openForm({
  create = async () => 'REQ9',
  add = async () => {},
  disk = new InMemoryDrafts(),
}: World = {}) {
  const provider = new InMemoryProvider([]);
  let creations = 0;
  provider.creation = {
    readCatalogs: async () => [],
    readServices: async () => [service],
    readForm: async () => ({ service, fields: [textField({ key: 'size', label: 'Size' })], cannotCreate: undefined }),
    create: () => {
      creations += 1;
      return create();
    },
  };
  const { connections, system, log } = openConnections();
  system.createProvider = () => provider;
  const isSessionOnly = (): boolean => false;
  const drafts = new Drafts({
    storage: disk.open(),
    log,
    accountOf: async () => 'me',
    isSessionOnly,
    onCannotStore: () => {},
  });
  const steps = new StepService(connections, new TicketStore());
  const created: TicketRef[] = [];
  const page = new CreationPage(
    {
      services: { connections, log, drafts, steps, watchList: { add } } as unknown as FormServices, // all that it asks for
      extensionUri: { scheme: 'file', path: '/extension' } as Uri, // as the fake makes them
      memory: new MemoryFiles(),
      spot: {},
      onDidCreate: async (ref) => void created.push(ref),
      onDidClose: () => {},
    },
    connectionId,
    service,
  );
  const panel = fakeEditor.panels.at(-1);
  assert.ok(panel);
  panel.send({ kind: 'ready' });
  await page.open();
  const state = () => {
    const last = panel.posted.findLast((message) => message.kind === 'state')?.state;
    assert.equal(last?.status, 'creating');
    return last;
  };
  const settle = async (): Promise<void> => {
    for (let count = 0; count < 20; count += 1) await turn();
  };
  await settle();
  return { page, panel, disk, drafts, created, state, settle, creations: () => creations };
}

afterEach(() => fakeEditor.reset());

describe('the page of a new ticket', () => {
  it('makes it once, forgets what was typed, and goes to the ticket', async () => {
    const { panel, drafts, created, state, settle, creations } = await openForm();
    const { draftId } = state().card;
    panel.send({ kind: 'draft', draftId, values: [['size', '5']] });
    panel.send({ kind: 'submit', draftId, values: [['size', '5']] });
    panel.send({ kind: 'submit', draftId, values: [['size', '5']] });
    await settle();
    assert.deepEqual([creations(), created], [1, [{ connectionId, key: 'REQ9' }]]);
    assert.deepEqual(await drafts.list(), []);
  });

  it('goes to a ticket that was made although it could not be watched, and says so', async () => {
    const { panel, created, state, settle, creations } = await openForm({
      add: () => Promise.reject(new Error('disk full')),
    });
    panel.send({ kind: 'submit', draftId: state().card.draftId, values: [['size', '5']] });
    await settle();
    assert.deepEqual([creations(), created.length], [1, 1]);
    assert.ok(JSON.stringify(fakeEditor.said).includes('REQ9 was created, but'));
  });

  it('answers a discard at once, and keeps what is typed then, however slow the disk is', async () => {
    const { panel, disk, drafts, state, settle } = await openForm();
    const { draftId } = state().card;
    panel.send({ kind: 'draft', draftId, values: [['size', '5']] });
    await settle();
    const { promise, resolve } = Promise.withResolvers<void>();
    disk.pause = () => promise;
    panel.send({ kind: 'discardDraft', draftId });
    const { card } = state();
    assert.notEqual(card.draftId, draftId);
    panel.send({ kind: 'draft', draftId: card.draftId, values: [['size', '6']] });
    await settle();
    resolve();
    await settle();
    assert.deepEqual(
      (await drafts.list()).map(({ fields }) => fields.map(({ value }) => value)),
      [['6']],
    );
  });

  it('keeps what was typed when no ticket was made, and says why', async () => {
    const { panel, drafts, created, state, settle } = await openForm({
      create: () => Promise.reject(new TicketError('rejected', { serverMessage: 'The size is too large.' })),
    });
    panel.send({ kind: 'submit', draftId: state().card.draftId, values: [['size', '5']] });
    await settle();
    assert.ok(state().card.notice?.text.includes('The size is too large.'));
    assert.deepEqual(state().card.draft, [['size', '5']]);
    assert.deepEqual([created, (await drafts.list()).length], [[], 1]);
  });

  it('says so when the same was sent by a window that did not see the answer, and not when it was refused', async () => {
    const disk = new InMemoryDrafts();
    const first = await openForm({ disk, create: () => new Promise(() => {}) });
    first.panel.send({ kind: 'submit', draftId: first.state().card.draftId, values: [['size', '5']] });
    await first.settle();
    const refuse = () => Promise.reject(new TicketError('rejected'));
    const second = await openForm({ disk, create: refuse });
    assert.equal(second.state().card.notice?.severity, 'warning');
    assert.ok(second.state().card.notice?.text.startsWith('This was sent before'));
    assert.deepEqual(second.state().card.draft, [['size', '5']]);
    second.panel.send({ kind: 'submit', draftId: second.state().card.draftId, values: [['size', '5']] });
    await second.settle();
    const third = await openForm({ disk });
    assert.deepEqual([third.state().card.notice, third.state().card.draft], [undefined, [['size', '5']]]);
  });
});
