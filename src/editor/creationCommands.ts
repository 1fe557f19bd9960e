import { l10n, ProgressLocation, QuickInputButtons, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { Connection } from '../domain/connection.ts';
import type { Service, ServiceCatalog, TicketCreation } from '../domain/creation.ts';
import { toAbortSignal } from './cancellation.ts';
import { pickConnection } from './connectionPick.ts';
import { back } from './quickInput.ts';
import { isAbort } from './runCommand.ts';
import { describeError } from './describeError.ts';
import type { Services } from './services.ts';
import type { TicketPages } from './ticketPages.ts';
import { asTreeNode } from './treeNodes.ts';

/** Lets the user find a service and opens the page that makes a ticket of it. */
export async function createTicket(services: Services, pages: TicketPages, argument: unknown): Promise<void> {
  const connection = await pickConnection(
    services,
    asTreeNode(argument),
    l10n.t('Create a ticket on which connection?'),
  );
  if (connection === undefined) return;
  const { creation } = await services.connections.provider(connection.id);
  if (creation === undefined) {
    await window.showInformationMessage(l10n.t('Tickets of {0} are created in the browser.', connection.label));
    return;
  }
  const catalogs = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Reading the services…'), cancellable: true },
    (_progress, token) => creation.readCatalogs(toAbortSignal(token)),
  );
  const service = await pickService(connection, creation, catalogs);
  if (service !== undefined) await pages.create(connection.id, service);
}

/** A catalog that was opened, and those above it. */
type Path = readonly ServiceCatalog[];

async function pickService(
  connection: Connection,
  creation: TicketCreation,
  roots: readonly ServiceCatalog[],
): Promise<Service | undefined> {
  // Many systems have one root that says nothing.
  const [only] = roots;
  const top = roots.length === 1 && only !== undefined && only.children.length > 0 ? only.children : roots;
  let path: Path = [];
  for (;;) {
    const choice = await askInCatalog(connection, creation, top, path);
    if (choice === undefined) return undefined;
    if (choice === back) path = path.slice(0, -1);
    else if ('catalog' in choice) path = [...path, choice.catalog];
    else return choice.service;
  }
}

type Choice = { readonly catalog: ServiceCatalog } | { readonly service: Service };
type ChoiceItem = QuickPickItem & { readonly choice?: Choice };

/** One level: its catalogs at once, its services as soon as they are read. At the top, all services can be searched. */
function askInCatalog(
  connection: Connection,
  creation: TicketCreation,
  top: readonly ServiceCatalog[],
  path: Path,
): Promise<Choice | typeof back | undefined> {
  return new Promise((resolve) => {
    const closed = new AbortController();
    const pick = window.createQuickPick<ChoiceItem>();
    const here = path.at(-1);
    const catalogs = here?.children ?? top;
    const finish = (choice: Choice | typeof back | undefined): void => {
      resolve(choice);
      closed.abort();
      pick.dispose();
    };
    pick.title = [l10n.t('New Ticket'), connection.label, ...path.map(({ name }) => name)].join(' › ');
    pick.placeholder = l10n.t('Search for a service');
    pick.matchOnDetail = true;
    pick.ignoreFocusOut = true;
    pick.buttons = path.length > 0 ? [QuickInputButtons.Back] : [];
    pick.items = catalogs.map(toCatalogItem);
    pick.busy = true;
    pick.onDidTriggerButton(() => finish(back));
    pick.onDidAccept(() => {
      const choice = pick.selectedItems[0]?.choice;
      if (choice !== undefined) finish(choice);
    });
    pick.onDidHide(() => finish(undefined));
    pick.show();
    creation.readServices(here?.id, closed.signal).then(
      (found) => {
        pick.busy = false;
        if (closed.signal.aborted) return;
        pick.items = [...catalogs.map(toCatalogItem), ...serviceItems(found, catalogs.length > 0)];
        if (pick.items.length === 0) pick.placeholder = l10n.t('There is no service here. Go back to look elsewhere.');
      },
      (error: unknown) => {
        if (closed.signal.aborted || isAbort(error)) return;
        pick.busy = false;
        pick.prompt = l10n.t('The services could not be read: {0}', describeError(error));
      },
    );
  });
}

function toCatalogItem(catalog: ServiceCatalog): ChoiceItem {
  return {
    label: `$(folder) ${catalog.name}`,
    ...(catalog.description.trim() === '' ? {} : { detail: catalog.description }),
    choice: { catalog },
  };
}

function serviceItems(services: readonly Service[], hasCatalogs: boolean): readonly ChoiceItem[] {
  const items = services.map((service) => ({
    label: `$(file) ${service.name}`,
    ...(service.description.trim() === '' ? {} : { detail: service.description }),
    choice: { service },
  }));
  if (!hasCatalogs || items.length === 0) return items;
  return [{ label: l10n.t('Services'), kind: QuickPickItemKind.Separator }, ...items];
}
