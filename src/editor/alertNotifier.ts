import { commands, l10n, window } from 'vscode';
import { isAlertCurrent, selectAlerts, type Alert } from '../application/alerts.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { commandIds } from './names.ts';
import type { Services } from './services.ts';
import { areNotificationsOn, turnNotificationsOff } from './settings.ts';

/**
 * Shows one notification for what happened, several things combined. Only in the focused window: elsewhere it is kept
 * until the window has the focus and shown then if it is still so.
 */
export class AlertNotifier implements Disposable {
  readonly #services: Services;
  readonly #subscriptions: Disposable;
  #waiting: readonly Alert[] = [];

  constructor(services: Services) {
    this.#services = services;
    const { store, watchList } = services;
    this.#subscriptions = combineDisposables(
      store.onDidChange((change) => {
        this.#waiting = [...this.#waiting, ...selectAlerts(change, (ref) => watchList.isMuted(ref))];
        void this.#showWaiting();
      }),
      window.onDidChangeWindowState(() => void this.#showWaiting()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#waiting = [];
  }

  async #showWaiting(): Promise<void> {
    if (this.#waiting.length === 0 || !window.state.focused) return;
    const alerts = this.#waiting.filter((alert) => this.#isCurrent(alert));
    this.#waiting = [];
    if (alerts.length > 0 && areNotificationsOn()) await this.#show(alerts);
  }

  #isCurrent(alert: Alert): boolean {
    const { store, watchList } = this.#services;
    return !watchList.isMuted(alert.ref) && isAlertCurrent(alert, store.find(alert.ref)?.ticket);
  }

  async #show(alerts: readonly Alert[]): Promise<void> {
    const [first] = alerts;
    if (first === undefined) return;
    const open = l10n.t('Open');
    const mute = l10n.t('Mute This Ticket');
    const never = l10n.t("Don't Show Again");
    const isOne = alerts.every(({ ref }) => ref.key === first.ref.key && ref.connectionId === first.ref.connectionId);
    const text = isOne ? describeAlert(alerts.at(-1) ?? first) : describeAlerts(alerts);
    const choice = await window.showInformationMessage(text, open, ...(isOne ? [mute] : []), never);
    if (choice === open && isOne)
      await commands.executeCommand(commandIds.open, { kind: 'ticket', id: '', ref: first.ref });
    if (choice === open && !isOne)
      await commands.executeCommand(
        commandIds.find,
        alerts.map(({ ref }) => ref),
      );
    if (choice === mute) await this.#services.watchList.setMuted([first.ref], true);
    if (choice === never) await turnNotificationsOff();
  }
}

function describeAlert(alert: Alert): string {
  const { ticket } = alert;
  switch (alert.kind) {
    case 'stepWaitsForMe':
      return l10n.t('{0} waits for you: {1} ({2})', ticket.title, alert.step.name, ticket.ref.key);
    case 'ticketEnded':
      return l10n.t('{0} has ended: {1} ({2})', ticket.title, ticket.status.name, ticket.ref.key);
    case 'statusChanged':
      return l10n.t('{0} is now: {1} ({2})', ticket.title, ticket.status.name, ticket.ref.key);
  }
}

function describeAlerts(alerts: readonly Alert[]): string {
  const keys = (wanted: (alert: Alert) => boolean): number =>
    new Set(alerts.filter(wanted).map(({ ref }) => ref.key)).size;
  const waiting = keys(({ kind }) => kind === 'stepWaitsForMe');
  const others = keys(({ kind }) => kind !== 'stepWaitsForMe');
  if (others === 0) return l10n.t('{0} tickets began to wait for you.', waiting);
  if (waiting === 0) return l10n.t('{0} tickets changed their status.', others);
  return l10n.t('{0} tickets began to wait for you, {1} changed their status.', waiting, others);
}
