import { l10n, ProgressLocation, window, type QuickPickItem } from 'vscode';
import type { ListChoice } from '../application/listChoice.ts';
import type { ListFilterName } from '../domain/lists.ts';
import { toAbortSignal } from './cancellation.ts';
import type { ListRow, ListRows } from './listRows.ts';
import type { Services } from './services.ts';

interface FilterItem extends QuickPickItem {
  readonly name: ListFilterName | 'done' | 'clear';
}

/**
 * Lets the user narrow a list by what its definition names, one thing after the other.
 * @returns what was chosen; `undefined`: backed out, then nothing changes
 */
export async function askFilter(services: Services, rows: ListRows, row: ListRow): Promise<ListChoice | undefined> {
  let choice = row.list.choice;
  for (;;) {
    const picked = await window.showQuickPick(menu(rows, row, choice), {
      title: l10n.t('Filter: {0}', row.label),
      placeHolder: l10n.t('What shall the list be narrowed by?'),
    });
    if (picked === undefined) return undefined;
    if (picked.name === 'done') return choice;
    if (picked.name === 'clear') return {};
    const part = await askPart(services, rows, row, choice, picked.name);
    if (part !== undefined) choice = withPart(choice, part);
  }
}

function menu(rows: ListRows, row: ListRow, choice: ListChoice): readonly FilterItem[] {
  const describe = (part: ListChoice): string =>
    rows.describeChoice({ ...row, list: { ...row.list, choice: part } }).join(' · ');
  const { text, serviceId, statusCodes, createdWithinDays } = choice;
  const all: Readonly<Record<ListFilterName, FilterItem>> = {
    text: { name: 'text', label: `$(search) ${l10n.t('Number or Title…')}`, description: describe({ text }) },
    service: { name: 'service', label: `$(package) ${l10n.t('Service…')}`, description: describe({ serviceId }) },
    status: { name: 'status', label: `$(pulse) ${l10n.t('Status…')}`, description: describe({ statusCodes }) },
    created: {
      name: 'created',
      label: `$(calendar) ${l10n.t('Created Within…')}`,
      description: describe({ createdWithinDays }),
    },
  };
  const isNarrowed = describe(choice) !== '';
  const isChanged = JSON.stringify(choice) !== JSON.stringify(row.list.choice);
  const done: FilterItem = { name: 'done', label: `$(check) ${l10n.t('Show Tickets')}`, description: describe(choice) };
  const clear: FilterItem = { name: 'clear', label: `$(clear-all) ${l10n.t('Clear Filter')}` };
  return [
    ...(isChanged ? [done] : []),
    ...(row.definition?.filters ?? []).map((name) => all[name]),
    ...(isNarrowed ? [clear] : []),
  ];
}

/** @returns the part that is new; one that is empty takes this filter away; `undefined`: backed out */
async function askPart(
  services: Services,
  rows: ListRows,
  row: ListRow,
  choice: ListChoice,
  name: ListFilterName,
): Promise<ListChoice | undefined> {
  switch (name) {
    case 'text': {
      const text = await window.showInputBox({
        title: l10n.t('Filter: {0}', row.label),
        prompt: l10n.t('A ticket number, or a part of the title. Empty: any.'),
        value: choice.text ?? '',
        ignoreFocusOut: true,
      });
      return text === undefined ? undefined : { text: text.trim() === '' ? undefined : text.trim() };
    }
    case 'service':
      return askService(services, rows, row);
    case 'status':
      return askStatuses(rows, row, choice);
    case 'created':
      return askAge(row);
  }
}

async function askService(services: Services, rows: ListRows, row: ListRow): Promise<ListChoice | undefined> {
  const { connectionId } = row.list;
  const all = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Reading the services…'), cancellable: true },
    async (_progress, token) => {
      const { lists } = await services.connections.provider(connectionId);
      return (await lists?.readServices(toAbortSignal(token))) ?? [];
    },
  );
  const any = { id: undefined, label: l10n.t('Any service') };
  const picked = await window.showQuickPick([any, ...all.map(({ id, name }) => ({ id, label: name }))], {
    title: l10n.t('Filter: {0}', row.label),
    placeHolder: l10n.t('Tickets of which service?'),
  });
  if (picked?.id !== undefined) rows.rememberServiceName(connectionId, picked.id, picked.label);
  return picked === undefined ? undefined : { serviceId: picked.id };
}

async function askStatuses(
  rows: ListRows,
  row: ListRow,
  { statusCodes = [] }: ListChoice,
): Promise<ListChoice | undefined> {
  const { statuses } = rows.lists.abilities(row.list.connectionId);
  const items = statuses.map(({ code, name }) => ({ code, label: name, picked: statusCodes.includes(code) }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Filter: {0}', row.label),
    placeHolder: l10n.t('Tickets in which status? None: any.'),
    canPickMany: true,
  });
  if (picked === undefined) return undefined;
  // One of an administrator's making, from a query, is not among those to pick from.
  const others = statusCodes.filter((code) => !statuses.some((status) => status.code === code));
  const codes = [...picked.map(({ code }) => code), ...others];
  return { statusCodes: codes.length === 0 ? undefined : codes };
}

async function askAge(row: ListRow): Promise<ListChoice | undefined> {
  const items = [
    { days: undefined, label: l10n.t('At any time') },
    { days: 1, label: l10n.t('In the last 24 hours') },
    ...[3, 7, 14, 30, 90, 180, 365].map((days) => ({ days, label: l10n.t('In the last {0} days', days) })),
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Filter: {0}', row.label),
    placeHolder: l10n.t('Tickets that were created when?'),
  });
  return picked === undefined ? undefined : { createdWithinDays: picked.days };
}

function withPart(choice: ListChoice, part: ListChoice): ListChoice {
  const merged = Object.entries({ ...choice, ...part }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged) as ListChoice; // the same properties without the empty ones
}
