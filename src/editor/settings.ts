import { ConfigurationTarget, workspace } from 'vscode';
import type { ListKind } from '../domain/lists.ts';
import { settingIds, settingsSection } from './names.ts';

// Asked anew each time: a configuration object is a snapshot.
function configuration() {
  return workspace.getConfiguration(settingsSection);
}

/** Milliseconds between two looks at a connection, at least 15 s. */
export function refreshInterval(): number {
  const seconds = configuration().get<unknown>(settingIds.refreshInterval);
  return Math.max(typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : 60, 15) * 1_000;
}

/** Milliseconds after which something that waits for me is shown as late; `undefined`: never. */
export function waitingTooLong(): number | undefined {
  const minutes = configuration().get<unknown>(settingIds.waitingTooLong);
  return typeof minutes === 'number' && minutes > 0 ? minutes * 60_000 : undefined;
}

export function areNotificationsOn(): boolean {
  return configuration().get<unknown>(settingIds.notifications) !== false;
}

/** Turns notifications off for good ("Don't Show Again"). */
export async function turnNotificationsOff(): Promise<void> {
  await configuration().update(settingIds.notifications, false, ConfigurationTarget.Global);
}

/** Which lists of a connection are shown. */
export function shownListKinds(): readonly ListKind[] {
  const kinds = configuration().get<unknown>(settingIds.lists);
  return Array.isArray(kinds) ? (kinds as readonly ListKind[]) : []; // compared with real kinds only
}

export async function setShownListKinds(kinds: readonly ListKind[]): Promise<void> {
  await configuration().update(settingIds.lists, kinds, ConfigurationTarget.Global);
}

/** As people wrote them: parse before use. */
export function savedQueries(): unknown {
  return configuration().get<unknown>(settingIds.queries);
}

export async function setSavedQueries(entries: readonly unknown[]): Promise<void> {
  await configuration().update(settingIds.queries, entries, ConfigurationTarget.Global);
}
