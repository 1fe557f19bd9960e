import assert from 'node:assert/strict';
import type { Uri } from 'vscode';
import { Drafts } from '../../../src/application/drafts.ts';
import { LastSeen } from '../../../src/application/lastSeen.ts';
import { StepService } from '../../../src/application/stepService.ts';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import type { Step } from '../../../src/domain/step.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import type { FormServices } from '../../../src/editor/services.ts';
import type { FieldValues, StepCard } from '../../../src/protocol/pageForm.ts';
import type { HostMessage, PageState, SectionContent } from '../../../src/protocol/stepPage.ts';
import { InMemoryDrafts } from '../inMemoryDrafts.ts';
import { InMemoryProvider } from '../inMemoryProvider.ts';
import { InMemorySeen } from '../inMemorySeen.ts';
import { openConnections } from '../memorySystem.ts';
import { refTo, stepForMe, submitOperation, textField } from '../samples.ts';
import { turn } from '../turn.ts';
import { fakeEditor } from './editorModule.ts';
import type { FakePanel } from './fakePanel.ts';

// After useFakeEditor.ts, which every test imports first.
const { TicketPage } = await import('../../../src/editor/ticketPage.ts');
const { MemoryFiles } = await import('../../../src/editor/memoryFiles.ts');

type ReadyState = Extract<PageState, { status: 'ready' }>;

export const ref = refTo('REQ1');

/** A step that waits for me with a form of two texts. */
export function stepWith(id: string, value: string, more: Partial<Step> = {}): Step {
  return stepForMe(id, {
    operations: [submitOperation],
    fields: [textField({ key: 'amount', label: 'Amount', value }), textField({ key: 'remark', label: 'Remark' })],
    ...more,
  });
}

/** A page that is about to be read. */
export function openPage(ticket: Ticket, { isWatched = true, disk = new InMemoryDrafts() } = {}) {
  const provider = new InMemoryProvider([ticket]);
  const { connections, system, log } = openConnections();
  system.createProvider = () => provider;
  const store = new TicketStore();
  if (isWatched) store.setWatched([ref]);
  const isSessionOnly = (): boolean => false;
  const accountOf = async (): Promise<string> => 'me';
  const drafts = new Drafts({ storage: disk.open(), log, accountOf, isSessionOnly, onCannotStore: () => {} });
  const lastSeen = new LastSeen({ storage: new InMemorySeen(), log, accountOf, isSessionOnly });
  const comparisons: unknown[][] = [];
  const documents = {
    compare: async (...args: unknown[]) => void comparisons.push(args),
    compareTexts: async (...args: unknown[]) => void comparisons.push(args),
  };
  const services = {
    connections,
    store,
    log,
    drafts,
    lastSeen,
    steps: new StepService(connections, store),
    loadDocuments: async () => documents,
    watcher: { refresh: async () => {} },
  } as unknown as FormServices; // all that a page asks of them
  const tickets: string[] = [];
  const page = new TicketPage(
    {
      services,
      extensionUri: { scheme: 'file', path: '/extension' } as Uri, // as the fake makes them
      memory: new MemoryFiles(),
      spot: {},
      openTicket: async ({ key }) => void tickets.push(key),
      onDidClose: () => {},
    },
    ref,
  );
  const panel = fakeEditor.panels.at(-1);
  assert.ok(panel);
  return { page, panel, provider, disk, store, drafts, lastSeen, log, comparisons, tickets, ...speaker(panel) };
}

/** The page's side of the conversation. */
function speaker(panel: FakePanel) {
  const ofKind = <K extends HostMessage['kind']>(kind: K) =>
    panel.posted.filter((message): message is Extract<HostMessage, { kind: K }> => message.kind === kind);
  const state = (): ReadyState => {
    const last = ofKind('state').at(-1)?.state;
    assert.equal(last?.status, 'ready');
    return last;
  };
  const card = (stepId = 'a'): StepCard => {
    const found = state().steps.find(({ form }) => form.id === stepId);
    assert.ok(found, `no card of ${stepId}`);
    return found;
  };
  return {
    ofKind,
    state,
    card,
    settle: async (): Promise<void> => {
      for (let count = 0; count < 20; count++) await turn();
    },
    type: (values: FieldValues, stepId = 'a') => panel.send({ kind: 'draft', draftId: card(stepId).draftId, values }),
    submit: (values: FieldValues, stepId = 'a') =>
      panel.send({ kind: 'submit', draftId: card(stepId).draftId, values }),
    section: (): SectionContent | undefined => ofKind('section').at(-1)?.content,
  };
}

/** A page that was read and is there. */
export async function openReadyPage(ticket: Ticket, options?: Parameters<typeof openPage>[1]) {
  const opened = openPage(ticket, options);
  opened.panel.send({ kind: 'ready' });
  await opened.page.open();
  await opened.settle();
  return opened;
}
