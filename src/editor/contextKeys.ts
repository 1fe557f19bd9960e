import { commands } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { contextKeys } from './names.ts';
import type { Services } from './services.ts';

/** Keeps the context keys that menus and welcome texts look at. */
export function keepContextKeys({ connections, store }: Services): Disposable {
  const shown = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (shown.get(key) === value) return;
    shown.set(key, value);
    void commands.executeCommand('setContext', key, value);
  };
  const update = (): void => {
    set(contextKeys.hasConnections, connections.connections.length > 0);
    set(contextKeys.hasTickets, store.entries.length > 0);
  };
  update();
  return combineDisposables(connections.onDidChange(update), store.onDidChange(update));
}
