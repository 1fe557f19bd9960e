import {
  addConnectionAndWatch,
  editConnections,
  removeConnection,
  signInAgain,
  signOut,
  testConnection,
} from './connectionCommands.ts';
import { chooseAndCompare } from './compareLastSeen.ts';
import { createTicket } from './creationCommands.ts';
import { draftCommands } from './draftCommands.ts';
import { exploreSamples, type StartSamples } from './exploreSamples.ts';
import type { Keyring } from './keyring.ts';
import * as lists from './listCommands.ts';
import type { LogChannel } from './logChannel.ts';
import {
  commandIds as ids,
  draftCommandId,
  draftCommandNames,
  listCommandId,
  listCommandNames,
  operationCommandIds,
} from './names.ts';
import { chooseAndRun } from './operationCommands.ts';
import { showingFailure } from './runCommand.ts';
import type { Services } from './services.ts';
import * as tickets from './ticketCommands.ts';
import type { TicketPages } from './ticketPages.ts';
import type { TicketTree } from './ticketTree.ts';

/** What commands work with beyond the services. */
export interface CommandParts {
  readonly services: Services;
  readonly tree: TicketTree;
  readonly pages: TicketPages;
  readonly keyring: Keyring;
  readonly log: LogChannel;
  readonly startSamples: StartSamples;
}

type Run = (parts: CommandParts, args: readonly unknown[]) => unknown;

const ownCommands: Readonly<Record<(typeof ids)[keyof typeof ids], Run>> = {
  [ids.addConnection]: ({ services }) => addConnectionAndWatch(services),
  [ids.signIn]: ({ services }, [node]) => signInAgain(services, node),
  [ids.signOut]: ({ services, keyring }, [node]) => signOut(services, keyring, node),
  [ids.testConnection]: ({ services }, [node]) => testConnection(services, node),
  [ids.removeConnection]: ({ services }, [node]) => removeConnection(services, node),
  [ids.editConnections]: () => editConnections(),
  [ids.exploreSamples]: ({ services, startSamples }) => exploreSamples(services, startSamples),
  [ids.showLog]: ({ log }) => log.show(),
  [ids.showView]: ({ services, tree }) => tickets.showView(services, tree),
  [ids.create]: ({ services, pages }, [node]) => createTicket(services, pages, node),
  [ids.watch]: ({ services, tree }, args) => tickets.watchTickets(services, tree, args),
  [ids.unwatch]: ({ services }, args) => tickets.unwatchTickets(services, args),
  [ids.refresh]: ({ services, tree }, [node]) => lists.refresh(services, tree, node),
  [ids.openInBrowser]: ({ services, tree }, args) => lists.openInBrowser(services, tree, args),
  [ids.copyNumber]: ({ services }, args) => tickets.copyNumbers(services, args),
  [ids.find]: ({ services, tree }, [refs]) => tickets.findTicket(services, tree, refs),
  [ids.showWaitingOnly]: ({ tree }) => tree.setFiltered(true),
  [ids.showAll]: ({ tree }) => tree.setFiltered(false),
  [ids.mute]: ({ services }, args) => tickets.setMuted(services, args, true),
  [ids.unmute]: ({ services }, args) => tickets.setMuted(services, args, false),
  [ids.open]: ({ services, pages }, args) => tickets.openTicket(services, pages, args, false),
  [ids.openToSide]: ({ services, pages }, args) => tickets.openTicket(services, pages, args, true),
  [ids.compareLastSeen]: ({ services, pages }, args) =>
    chooseAndCompare(services, (ref, target) => pages.open(ref, target), args),
  [ids.runOperation]: ({ services, pages }, args) =>
    chooseAndRun(
      services,
      (ref, target) => pages.open(ref, target),
      args,
      () => true,
    ),
};

/** The table of commands. */
const commands: ReadonlyMap<string, Run> = new Map([
  ...Object.entries(ownCommands),
  ...listCommandNames.map((name): [string, Run] => [
    listCommandId(name),
    ({ services, tree }, args) => lists.listCommands[name](services, tree, args),
  ]),
  ...draftCommandNames.map((name): [string, Run] => [
    draftCommandId(name),
    ({ services, pages }, args) => draftCommands[name](services, pages, args),
  ]),
  ...Object.entries(operationCommandIds).map(([kind, id]): [string, Run] => [
    id,
    ({ services, pages }, args) =>
      chooseAndRun(
        services,
        (ref, target) => pages.open(ref, target),
        args,
        (operation) => operation.kind === kind,
      ),
  ]),
]);

/** Runs a command of the table; its failure is shown, not thrown. */
export function runCommand(parts: CommandParts, id: string, args: readonly unknown[]): Promise<unknown> {
  return showingFailure(parts.log, id, async () => commands.get(id)?.(parts, args));
}
