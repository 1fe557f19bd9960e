import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, type StatusBarItem } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { TicketEntry } from '../application/ticketStore.ts';
import type { Watcher } from '../application/watcher.ts';
import { commandIds } from './names.ts';
import type { Services } from './services.ts';
import { waitingTooLong } from './settings.ts';
import { formatTime } from './timeText.ts';

/** How many tickets the tooltip names. */
const tooltipLength = 5;

/** One item: how many tickets wait for me, and whether what it says can be trusted. Hidden without connections. */
export class StatusBar implements Disposable {
  readonly #services: Pick<Services, 'connections' | 'store'>;
  readonly #watcher: Watcher;
  readonly #item: StatusBarItem;
  readonly #subscriptions: Disposable;

  constructor(services: Pick<Services, 'connections' | 'store'>, watcher: Watcher) {
    this.#services = services;
    this.#watcher = watcher;
    this.#item = window.createStatusBarItem('itsmTickets.status', StatusBarAlignment.Left);
    this.#item.name = l10n.t('ITSM Tickets');
    this.#item.command = commandIds.showView;
    const show = (): void => this.#show();
    const { connections, store } = services;
    this.#subscriptions = combineDisposables(
      this.#item,
      connections.onDidChange(show),
      connections.onDidChangeState(show),
      store.onDidChange(show),
      // Also the moment when something may have become late.
      watcher.onDidChangeActivity(show),
    );
    show();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #show(): void {
    const { connections, store } = this.#services;
    if (connections.connections.length === 0) {
      this.#item.hide();
      return;
    }
    const waiting = store.waitingForMe;
    const limit = waitingTooLong();
    const isLate = ({ waitingSince = Infinity }: TicketEntry): boolean =>
      limit !== undefined && Date.now() - waitingSince > limit;
    const state = this.#state();
    const count = waiting.length === 0 ? '' : ` ${waiting.length}`;
    this.#item.text = `$(${state.icon})${count === '' ? ` ${l10n.t('Tickets')}` : count}`;
    this.#item.tooltip = this.#tooltip(waiting, state.text);
    const summary =
      waiting.length === 0
        ? l10n.t('Nothing waits for you.')
        : l10n.t('Tickets that wait for you: {0}', waiting.length);
    this.#item.accessibilityInformation = { label: `${l10n.t('ITSM Tickets')}: ${summary} ${state.text}` };
    this.#item.backgroundColor = waiting.some(isLate) ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }

  /** The state of all connections together: the one that needs somebody most. */
  #state(): { readonly icon: string; readonly text: string } {
    const { connections } = this.#services;
    const states = connections.connections.map(({ id, label }) => ({ id, label, state: connections.state(id) }));
    const signIn = states.filter(({ state }) => state.kind === 'signInNeeded');
    if (signIn.length > 0) return { icon: 'key', text: l10n.t('Sign-in needed: {0}', labels(signIn)) };
    const failing = states.filter(({ state }) => state.kind === 'failing');
    if (failing.length > 0) return { icon: 'debug-disconnect', text: l10n.t('Not reachable: {0}', labels(failing)) };
    if (states.some(({ id }) => this.#watcher.isWorking(id)))
      return { icon: 'sync~spin', text: l10n.t('Looking for changes…') };
    return { icon: 'tasklist', text: l10n.t('Up to date.') };
  }

  #tooltip(waiting: readonly TicketEntry[], stateText: string): MarkdownString {
    const tooltip = new MarkdownString('', true);
    tooltip.isTrusted = { enabledCommands: [commandIds.open, commandIds.showView] };
    const summary =
      waiting.length === 0
        ? l10n.t('Nothing waits for you.')
        : l10n.t('Tickets that wait for you: {0}', waiting.length);
    tooltip.appendMarkdown('**').appendText(summary).appendMarkdown('**\n\n');
    for (const { ref, ticket, waitingSince } of waiting.slice(0, tooltipLength)) {
      const link = encodeURIComponent(JSON.stringify([{ kind: 'ticket', id: '', ref }]));
      const since = waitingSince === undefined ? '' : ` · ${formatTime(waitingSince)}`;
      tooltip.appendMarkdown(`- [${escapeLinkText(ticket?.title ?? ref.key)}](command:${commandIds.open}?${link})`);
      tooltip.appendText(` ${ref.key}${since}`).appendMarkdown('\n');
    }
    if (waiting.length > tooltipLength) {
      tooltip
        .appendMarkdown('- ')
        .appendText(l10n.t('and {0} more', waiting.length - tooltipLength))
        .appendMarkdown('\n');
    }
    return tooltip.appendMarkdown('\n').appendText(stateText);
  }
}

function labels(states: readonly { readonly label: string }[]): string {
  return states.map(({ label }) => label).join(', ');
}

/** A ticket's title must not become Markdown or a command link of its own: this tooltip is trusted. */
function escapeLinkText(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(/[^\p{L}\p{N} ]/gu, (mark) => `&#${mark.codePointAt(0)};`);
}
