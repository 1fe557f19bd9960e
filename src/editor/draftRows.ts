import { env, l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { delay } from '../base/delay.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { logListenerFailure } from '../application/listenerFailure.ts';
import type { Draft } from '../application/draft.ts';
import type { DraftPlace } from '../application/draftPlace.ts';
import { draftText, titleOf } from '../application/draftText.ts';
import { ageText } from './ageText.ts';
import { draftCommandId } from './names.ts';
import { shortTitle } from './plainText.ts';
import type { FormServices } from './services.ts';
import type { DraftNode, TreeNode, TreeNodes } from './treeNodes.ts';

/** Milliseconds after which ages are looked at again. */
const ageStep = 30_000;

const icons: Readonly<Record<DraftPlace['kind'], string>> = {
  step: 'edit',
  operation: 'run',
  message: 'comment',
  newTicket: 'new-file',
};

/** The group of what was typed and not sent, and the rows in it. */
export class DraftRows implements Disposable {
  readonly #services: FormServices;
  readonly #nodes: TreeNodes;
  readonly #isVisible: () => boolean;
  readonly #onDidChange = new Emitter<void>((error) => logListenerFailure(this.#services.log, error));
  readonly #subscription: Disposable;
  readonly #disposed = new AbortController();
  #drafts = new Map<string, Draft>();
  #isReading = false;
  #isReadWanted = false;

  /** @param isVisible the tree is on the screen: only then do ages matter */
  constructor(services: FormServices, nodes: TreeNodes, isVisible: () => boolean) {
    this.#services = services;
    this.#nodes = nodes;
    this.#isVisible = isVisible;
    this.#subscription = services.drafts.onDidChange(() => void this.#read());
    void this.#read();
    void this.#followAges();
  }

  /** There are others, or time has gone by: what they show may be different. */
  readonly onDidChange: Event<void> = this.#onDidChange.event;

  get rows(): readonly TreeNode[] {
    return [...this.#drafts.values()].map(({ place }) => this.#nodes.draft(place));
  }

  item(node: Extract<TreeNode, { kind: 'draft' | 'drafts' }>): TreeItem {
    const draft = this.#drafts.get(node.id);
    if (node.kind === 'draft') return draft === undefined ? {} : this.#draftItem(node, draft);
    const label = l10n.t('Drafts ({0})', this.#drafts.size);
    const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
    item.id = node.id;
    item.contextValue = 'drafts;';
    item.iconPath = new ThemeIcon('notebook');
    item.tooltip = l10n.t('What you typed and have not sent.');
    // Else a screen reader would be told the tooltip in place of the label.
    item.accessibilityInformation = { label };
    return item;
  }

  dispose(): void {
    this.#disposed.abort();
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  async #read(): Promise<void> {
    this.#isReadWanted = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isReadWanted && !this.#disposed.signal.aborted) {
      this.#isReadWanted = false;
      const drafts = await this.#services.drafts.list();
      this.#drafts = new Map(drafts.map((draft) => [this.#nodes.draft(draft.place).id, draft]));
      if (!this.#disposed.signal.aborted) this.#onDidChange.fire();
    }
    this.#isReading = false;
  }

  async #followAges(): Promise<void> {
    const { signal } = this.#disposed;
    while (!signal.aborted) {
      await delay(ageStep, signal).catch(() => {});
      if (!signal.aborted && this.#isVisible()) this.#onDidChange.fire();
    }
  }

  #draftItem(node: DraftNode, draft: Draft): TreeItem {
    const item = new TreeItem(shortTitle(titleOf(draft)));
    item.id = node.id;
    item.contextValue = 'draft;';
    item.iconPath = new ThemeIcon(icons[draft.place.kind]);
    item.description = descriptionOf(draft);
    // A string, not Markdown: it is what somebody typed.
    item.tooltip = shortened(draftText(draft));
    item.command = { command: draftCommandId('openDraft'), title: l10n.t('Open'), arguments: [node] };
    item.accessibilityInformation = { label: l10n.t('Draft: {0}, {1}', item.label as string, item.description) }; // set above
    return item;
  }
}

/** Number, step or operation, and age. */
export function descriptionOf(draft: Draft): string {
  const { place, partName, savedAt } = draft;
  const what = partName === '' ? kindText(place) : partName;
  const age = ageText(Date.now() - savedAt, env.language);
  return [...(place.kind === 'newTicket' ? [] : [place.ref.key]), ...(what === '' ? [] : [what]), age].join(' · ');
}

function kindText({ kind }: DraftPlace): string {
  switch (kind) {
    case 'step':
    case 'operation':
      return '';
    case 'message':
      return l10n.t('Message');
    case 'newTicket':
      return l10n.t('New ticket');
  }
}

function shortened(text: string): string {
  return text.length > 1_000 ? `${text.slice(0, 1_000).toWellFormed()}…` : text;
}
