import type { LogOutputChannel } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { StartSamples } from './exploreSamples.ts';
import type { Keyring } from './keyring.ts';
import {
  commandIds as ids,
  draftCommandId,
  draftCommandNames,
  listCommandId,
  listCommandNames,
  operationCommandIds,
} from './names.ts';
import { registerCommand } from './runCommand.ts';
import type { Services } from './services.ts';
import type { TicketPages } from './ticketPages.ts';
import type { TicketTree } from './ticketTree.ts';

/** What commands work with beyond the services. */
export interface CommandParts {
  readonly services: Services;
  readonly tree: TicketTree;
  readonly pages: TicketPages;
  readonly keyring: Keyring;
  readonly channel: LogOutputChannel;
  readonly startSamples: StartSamples;
}

const connections = () => import('./connectionCommands.ts');
const tickets = () => import('./ticketCommands.ts');
const operations = () => import('./operationCommands.ts');
const lists = () => import('./listCommands.ts');

/** The table of commands. What they do is loaded with the first use, to keep activation light. */
export function registerCommands({ services, tree, pages, keyring, channel, startSamples }: CommandParts): Disposable {
  const on = (id: string, run: (...args: readonly unknown[]) => unknown): Disposable =>
    registerCommand(services.log, id, run);
  const openPage: TicketPages['open'] = (ref, target) => pages.open(ref, target);
  return combineDisposables(
    on(ids.addConnection, async () => (await connections()).addConnectionAndWatch(services)),
    on(ids.signIn, async (node) => (await connections()).signInAgain(services, node)),
    on(ids.signOut, async (node) => (await connections()).signOut(services, keyring, node)),
    on(ids.testConnection, async (node) => (await connections()).testConnection(services, node)),
    on(ids.removeConnection, async (node) => (await connections()).removeConnection(services, node)),
    on(ids.editConnections, async () => (await connections()).editConnections()),
    on(ids.exploreSamples, async () => (await import('./exploreSamples.ts')).exploreSamples(services, startSamples)),
    on(ids.showLog, () => channel.show()),
    on(ids.showView, async () => (await tickets()).showView(services, tree)),
    on(ids.create, async (node) => (await import('./creationCommands.ts')).createTicket(services, pages, node)),
    on(ids.watch, async (...args) => (await tickets()).watchTickets(services, tree, args)),
    on(ids.unwatch, async (...args) => (await tickets()).unwatchTickets(services, args)),
    on(ids.refresh, async (node) => (await lists()).refresh(services, tree, node)),
    on(ids.openInBrowser, async (...args) => (await lists()).openInBrowser(services, tree, args)),
    on(ids.copyNumber, async (...args) => (await tickets()).copyNumbers(services, args)),
    on(ids.find, async (refs) => (await tickets()).findTicket(services, tree, refs)),
    on(ids.showWaitingOnly, () => tree.setFiltered(true)),
    on(ids.showAll, () => tree.setFiltered(false)),
    on(ids.mute, async (...args) => (await tickets()).setMuted(services, args, true)),
    on(ids.unmute, async (...args) => (await tickets()).setMuted(services, args, false)),
    on(ids.open, async (...args) => (await tickets()).openTicket(services, pages, args, false)),
    on(ids.openToSide, async (...args) => (await tickets()).openTicket(services, pages, args, true)),
    on(ids.runOperation, async (...args) => (await operations()).chooseAndRun(services, openPage, args, () => true)),
    on(ids.compareLastSeen, async (...args) =>
      (await import('./compareLastSeen.ts')).chooseAndCompare(services, openPage, args),
    ),
    ...listCommandNames.map((name) =>
      on(listCommandId(name), async (...args) => (await lists()).listCommands[name](services, tree, args)),
    ),
    ...draftCommandNames.map((name) =>
      on(draftCommandId(name), async (...args) =>
        (await import('./draftCommands.ts')).draftCommands[name](services, pages, args),
      ),
    ),
    ...Object.entries(operationCommandIds).map(([kind, id]) =>
      on(id, async (...args) =>
        (await operations()).chooseAndRun(services, openPage, args, (operation) => operation.kind === kind),
      ),
    ),
  );
}
