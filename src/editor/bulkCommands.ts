import { l10n, ProgressLocation, QuickPickItemKind, ThemeIcon, window, commands, type QuickPickItem } from 'vscode';
import {
  canBeDecided,
  mayBeRetried,
  remarkNeed,
  type BulkDecision,
  type DecisionOutcome,
  type PlannedDecision,
  type ReadyDecision,
} from '../application/bulkDecision.ts';
import { distinctRefs } from '../application/watchList.ts';
import type { Decision } from '../domain/approval.ts';
import { TicketError } from '../domain/errors.ts';
import type { Message } from '../domain/message.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import { toAbortSignal } from './cancellation.ts';
import { describeFailure } from './describeFailure.ts';
import { commandIds } from './names.ts';
import type { Services } from './services.ts';
import { ticketIcon } from './statusLook.ts';
import type { TicketTree } from './ticketTree.ts';
import { translate } from './translate.ts';
import { asTreeNode } from './treeNodes.ts';

/** Approves or rejects the selected tickets: looks, shows what will be sent, asks for a remark, sends, shows how it went. */
export async function decideSelected(
  services: Services,
  tree: TicketTree,
  [first, selection]: readonly unknown[],
  decision: Decision,
): Promise<void> {
  const nodes = (Array.isArray(selection) ? selection : [first]).map(asTreeNode);
  const selected = nodes.flatMap((node) => (node !== undefined && 'ref' in node ? [node.ref] : []));
  const refs = distinctRefs(selected.length > 0 ? selected : await pickTickets(services, tree, decision));
  await decide(services, tree, refs, decision, '');
}

async function decide(
  services: Services,
  tree: TicketTree,
  refs: readonly TicketRef[],
  decision: Decision,
  remarkBefore: string,
): Promise<void> {
  if (refs.length === 0) return;
  const { decisions: bulk } = await tree.lists;
  const planned = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Reading tickets…'), cancellable: true },
    (_progress, token) => bulk.plan(refs, toAbortSignal(token)),
  );
  const chosen = await preview(services, planned, decision);
  if (chosen === undefined) return;
  const remark = await askRemark(chosen, decision, remarkBefore);
  if (remark === undefined) return;
  const outcomes = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: decision === 'approve' ? l10n.t('Approving tickets') : l10n.t('Rejecting tickets'),
      // Stops before the next ticket.
      cancellable: true,
    },
    (progress, token) =>
      bulk.send(chosen, decision, remark, toAbortSignal(token), (known) =>
        progress.report({
          message: l10n.t('{0} of {1}', known, chosen.length),
          increment: 100 / chosen.length,
        }),
      ),
  );
  const afterwards = lookAfterwards(services, tree, bulk, outcomes);
  const retry = await showOutcomes(outcomes, decision);
  await afterwards;
  // Begins with a look at each: what has moved on meanwhile is not sent again.
  await decide(services, tree, retry, decision, remark);
}

/** What the tree shows follows what was sent. */
async function lookAfterwards(
  { connections }: Services,
  tree: TicketTree,
  bulk: BulkDecision,
  outcomes: readonly DecisionOutcome[],
): Promise<void> {
  const { lists } = await tree.lists;
  await bulk.settle(outcomes, new AbortController().signal);
  const touched = new Set(outcomes.map(({ planned }) => planned.ref.connectionId));
  const opened = lists.opened().filter(({ connectionId }) => touched.has(connectionId));
  await Promise.all(
    opened
      .filter(({ connectionId }) => connections.find(connectionId) !== undefined)
      .map((list) => lists.refresh(list)),
  );
}

/** From the palette: what is known to wait for an approval, of the watched tickets and of the lists "to approve". */
async function pickTickets(services: Services, tree: TicketTree, decision: Decision): Promise<readonly TicketRef[]> {
  const { connections, store } = services;
  const rows = await tree.lists;
  const items = new Map<string, QuickPickItem & { readonly ref: TicketRef }>();
  const add = (ref: TicketRef, title: string, detail: string): void => {
    const connection = connections.find(ref.connectionId)?.label ?? '';
    items.set(ticketId(ref), { ref, label: title, description: ref.key, detail: `${detail} · ${connection}` });
  };
  await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Looking for tickets to approve…') },
    async () => {
      for (const { id } of connections.connections) {
        await rows.lists.learnAbilities(id);
        const { definitions, canDecide } = rows.lists.abilities(id);
        if (!canDecide) continue;
        const definition = definitions.find(
          ({ kind, unavailable }) => kind === 'toApprove' && unavailable === undefined,
        );
        if (definition === undefined) continue;
        const { list } = rows.definedRow(id, definition);
        await rows.lists.refresh(list);
        for (const { ref, title, currentSteps, status } of rows.lists.state(list.id).tickets) {
          add(ref, title, currentSteps?.join(', ') ?? status.name);
        }
      }
    },
  );
  for (const { ref, ticket } of store.entries) {
    if (ticket === undefined || !canBeDecided(ticket) || items.has(ticketId(ref))) continue;
    add(ref, ticket.title, ticket.steps.map(({ name }) => name).join(', '));
  }
  if (items.size === 0) {
    await window.showInformationMessage(
      l10n.t('No ticket is known that waits for your approval. Watch the tickets, or connect where they are listed.'),
    );
    return [];
  }
  const picked = await window.showQuickPick([...items.values()], {
    canPickMany: true,
    title: decision === 'approve' ? l10n.t('Approve Tickets') : l10n.t('Reject Tickets'),
    placeHolder: l10n.t('Which tickets? You see what will be sent before it is.'),
    // What the palette gives the focus back to may get it only now.
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.map(({ ref }) => ref) ?? [];
}

interface PlanItem extends QuickPickItem {
  /** `undefined`: a heading, or one that cannot be sent. */
  readonly ready: ReadyDecision | undefined;
}

/**
 * Shows exactly what would be sent, and what would not and why.
 * @returns what the user left in; `undefined`: nothing shall be sent
 */
function preview(
  services: Services,
  planned: readonly PlannedDecision[],
  decision: Decision,
): Promise<readonly ReadyDecision[] | undefined> {
  const ready = planned.filter((one) => one.kind === 'ready');
  const blocked = planned.filter((one) => one.kind === 'blocked');
  const items: readonly PlanItem[] = [
    ...(ready.length === 0 ? [] : [heading(l10n.t('Will be sent'))]),
    ...ready.map((one): PlanItem => {
      const answer = decision === 'approve' ? one.approval.approveName : one.approval.rejectName;
      return {
        ready: one,
        label: one.ticket.title,
        description: one.ref.key,
        detail: l10n.t('{0} → {1} · {2}', one.step.name, answer, connectionLabel(services, one.ref)),
        iconPath: ticketIcon(one.ticket.status.category, false),
      };
    }),
    ...(blocked.length === 0 ? [] : [heading(l10n.t('Cannot be sent'))]),
    ...blocked.map(({ ref, ticket, reason }): PlanItem => ({
      ready: undefined,
      label: ticket?.title ?? ref.key,
      description: ref.key,
      detail: describeReason(reason),
      iconPath: new ThemeIcon('circle-slash'),
    })),
  ];
  const pick = window.createQuickPick<PlanItem>();
  pick.title =
    decision === 'approve' ? l10n.t('Approve: nothing has been sent yet') : l10n.t('Reject: nothing has been sent yet');
  pick.placeholder =
    ready.length === 0
      ? l10n.t('None of these can be decided now. Press Escape to close.')
      : l10n.t('This is what will be sent. Take out what shall not be, then confirm.');
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = items;
  pick.selectedItems = items.filter((item) => item.ready !== undefined);
  return new Promise((resolve) => {
    const finish = (result: readonly ReadyDecision[] | undefined): void => {
      resolve(result);
      pick.dispose();
    };
    pick.onDidChangeSelection((selection) => {
      const sendable = selection.filter((item) => item.ready !== undefined);
      if (sendable.length < selection.length) pick.selectedItems = sendable;
    });
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems.flatMap((item) => item.ready ?? []);
      finish(chosen.length === 0 ? undefined : ready.filter((one) => chosen.includes(one)));
    });
    pick.onDidHide(() => finish(undefined));
    pick.show();
  });
}

function heading(label: string): PlanItem {
  return { label, kind: QuickPickItemKind.Separator, ready: undefined };
}

/** @returns `undefined`: backed out */
async function askRemark(
  chosen: readonly ReadyDecision[],
  decision: Decision,
  before: string,
): Promise<string | undefined> {
  const { need, maxLength } = remarkNeed(chosen, decision);
  if (need === 'none') return '';
  const remark = await window.showInputBox({
    title:
      decision === 'approve'
        ? l10n.t('Tickets to approve: {0}', chosen.length)
        : l10n.t('Tickets to reject: {0}', chosen.length),
    prompt:
      need === 'required'
        ? l10n.t('Remark for all of them (required). Enter sends.')
        : l10n.t('Remark for all of them (optional). Enter sends.'),
    value: before,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const { length } = value.trim();
      if (need === 'required' && length === 0) return l10n.t('This must not be empty.');
      return length > maxLength ? l10n.t('At most {0} characters; there are {1}.', maxLength, length) : undefined;
    },
  });
  return remark?.trim();
}

interface OutcomeItem extends QuickPickItem {
  /** `undefined`: the entry that tries again. */
  readonly outcome: DecisionOutcome | undefined;
}

/** @returns the tickets to try again; empty: none */
async function showOutcomes(outcomes: readonly DecisionOutcome[], decision: Decision): Promise<readonly TicketRef[]> {
  const retriable = outcomes.filter(mayBeRetried);
  const done = outcomes.filter(({ kind }) => kind === 'done').length;
  const items: readonly OutcomeItem[] = [
    ...(retriable.length === 0
      ? []
      : [{ outcome: undefined, label: l10n.t('$(refresh) Retry Failed ({0})', retriable.length) }]),
    // What needs somebody comes first.
    ...outcomes
      .toSorted((left, right) => Number(left.kind === 'done') - Number(right.kind === 'done'))
      .map((outcome): OutcomeItem => {
        const { ref, ticket, step } = outcome.planned;
        return {
          outcome,
          label: ticket.title,
          description: ref.key,
          detail: `${step.name} · ${outcomeText(outcome, decision)}`,
          iconPath: new ThemeIcon(outcomeIcons[outcome.kind]),
        };
      }),
  ];
  const picked = await window.showQuickPick(items, {
    title:
      decision === 'approve'
        ? l10n.t('Approved: {0} of {1}', done, outcomes.length)
        : l10n.t('Rejected: {0} of {1}', done, outcomes.length),
    placeHolder: l10n.t('How each went. Choose a ticket to open it.'),
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return [];
  if (picked.outcome === undefined) return distinctRefs(retriable.map(({ planned }) => planned.ref));
  const { ref } = picked.outcome.planned;
  await commands.executeCommand(commandIds.open, { kind: 'ticket', id: ticketId(ref), ref });
  return [];
}

const outcomeIcons: Readonly<Record<DecisionOutcome['kind'], string>> = {
  done: 'pass',
  failed: 'error',
  unknown: 'question',
  notSent: 'circle-slash',
};

function outcomeText({ kind, error }: DecisionOutcome, decision: Decision): string {
  switch (kind) {
    case 'done':
      return decision === 'approve' ? l10n.t('Approved') : l10n.t('Rejected');
    case 'failed':
      return l10n.t('Not carried out: {0}', describeFailure(error));
    case 'unknown':
      return l10n.t('Look at it before you try again: {0}', describeFailure(error));
    case 'notSent':
      return l10n.t('Not sent: you stopped before.');
  }
}

function describeReason(reason: Message | TicketError): string {
  return reason instanceof TicketError ? describeFailure(reason) : translate(reason);
}

function connectionLabel({ connections }: Services, { connectionId }: TicketRef): string {
  return connections.find(connectionId)?.label ?? connectionId;
}
