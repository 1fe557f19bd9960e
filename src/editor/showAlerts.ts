import { commands, l10n, window } from 'vscode';
import type { Alert } from '../application/alerts.ts';
import { commandIds } from './names.ts';
import { plainText, shortTitle } from './plainText.ts';
import type { Services } from './services.ts';
import { turnNotificationsOff } from './settings.ts';

/** Shows one notification for all of them, with what can be done about it. Resolves when it is gone. */
export async function showAlerts({ watchList }: Pick<Services, 'watchList'>, alerts: readonly Alert[]): Promise<void> {
  const [first] = alerts;
  if (first === undefined) return;
  const open = l10n.t('Open');
  const mute = l10n.t('Mute This Ticket');
  const never = l10n.t("Don't Show Again");
  const isOne = alerts.every(({ ref }) => ref.key === first.ref.key && ref.connectionId === first.ref.connectionId);
  const text = isOne ? describeAlert(alerts.at(-1) ?? first) : describeAlerts(alerts);
  const choice = await window.showInformationMessage(plainText(text), open, ...(isOne ? [mute] : []), never);
  if (choice === open && isOne)
    await commands.executeCommand(commandIds.open, { kind: 'ticket', id: '', ref: first.ref });
  if (choice === open && !isOne)
    await commands.executeCommand(
      commandIds.find,
      alerts.map(({ ref }) => ref),
    );
  if (choice === mute) await watchList.setMuted([first.ref], true);
  if (choice === never) await turnNotificationsOff();
}

function describeAlert(alert: Alert): string {
  const { ticket } = alert;
  const title = shortTitle(ticket.title);
  switch (alert.kind) {
    case 'stepWaitsForMe':
      return l10n.t('{0} waits for you: {1} ({2})', title, alert.step.name, ticket.ref.key);
    case 'ticketEnded':
      return l10n.t('{0} has ended: {1} ({2})', title, ticket.status.name, ticket.ref.key);
    case 'messageReceived':
      return alert.count === 1
        ? l10n.t('A new message on {0} ({1})', title, ticket.ref.key)
        : l10n.t('{0} new messages on {1} ({2})', alert.count, title, ticket.ref.key);
    case 'statusChanged':
      return l10n.t('{0} is now: {1} ({2})', title, ticket.status.name, ticket.ref.key);
  }
}

function describeAlerts(alerts: readonly Alert[]): string {
  const keys = (wanted: (alert: Alert) => boolean): number =>
    new Set(alerts.filter(wanted).map(({ ref }) => ref.key)).size;
  const waiting = keys(({ kind }) => kind === 'stepWaitsForMe');
  const others = keys(({ kind }) => kind !== 'stepWaitsForMe');
  if (others === 0) return l10n.t('{0} tickets began to wait for you.', waiting);
  if (waiting === 0) return l10n.t('{0} tickets have news.', others);
  return l10n.t('{0} tickets began to wait for you, {1} have other news.', waiting, others);
}
