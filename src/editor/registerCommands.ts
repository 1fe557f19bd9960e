import { commands } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { CommandParts } from './commands.ts';
import {
  commandIds,
  draftCommandId,
  draftCommandNames,
  listCommandId,
  listCommandNames,
  operationCommandIds,
} from './names.ts';

/** Registers every command. What they do is loaded with the first one that is called, to keep activation light. */
export function registerCommands(parts: CommandParts): Disposable {
  const ids = [
    ...Object.values(commandIds),
    ...listCommandNames.map(listCommandId),
    ...draftCommandNames.map(draftCommandId),
    ...Object.values(operationCommandIds),
  ];
  return combineDisposables(
    ...ids.map((id) =>
      commands.registerCommand(id, async (...args: readonly unknown[]) =>
        (await import('./commands.ts')).runCommand(parts, id, args),
      ),
    ),
  );
}
