import type { OperationKind } from '../domain/operation.ts';

/** Ids that package.json knows, too; a test compares them. */
export const viewId = 'itsmTickets.tickets';

/** Of the pages; package.json names it in an activation event, so that they come back after a reload. */
export const pageViewType = 'itsmTickets.ticket';

/** Scheme of files that are in memory only: attachments that were opened without being saved. */
export const memoryScheme = 'itsm-tickets-memory';

/** Scheme of the addresses by which rows that wait for me are decorated. */
export const decorationScheme = 'itsm-ticket';

/** Scheme of read-only texts of tickets. */
export const documentScheme = 'itsm-tickets';

/** Settings, below `itsmTickets.`. */
export const settingsSection = 'itsmTickets';
export const settingIds = {
  connections: 'connections',
  refreshInterval: 'refreshInterval',
  notifications: 'notifications',
  waitingTooLong: 'waitingTooLong',
  lists: 'lists',
  queries: 'queries',
} as const;

/** Context keys for `when` clauses. */
export const contextKeys = {
  hasConnections: 'itsmTickets.hasConnections',
  hasTickets: 'itsmTickets.hasTickets',
  isFiltered: 'itsmTickets.isFiltered',
  canFollow: 'itsmTickets.canFollow',
  canDecide: 'itsmTickets.canDecide',
  canRate: 'itsmTickets.canRate',
} as const;

export const commandIds = {
  addConnection: 'itsmTickets.addConnection',
  signIn: 'itsmTickets.signIn',
  signOut: 'itsmTickets.signOut',
  testConnection: 'itsmTickets.testConnection',
  removeConnection: 'itsmTickets.removeConnection',
  editConnections: 'itsmTickets.editConnections',
  exploreSamples: 'itsmTickets.exploreSamples',
  showLog: 'itsmTickets.showLog',
  showView: 'itsmTickets.showView',
  create: 'itsmTickets.create',
  watch: 'itsmTickets.watch',
  unwatch: 'itsmTickets.unwatch',
  refresh: 'itsmTickets.refresh',
  openInBrowser: 'itsmTickets.openInBrowser',
  copyNumber: 'itsmTickets.copyNumber',
  find: 'itsmTickets.find',
  showWaitingOnly: 'itsmTickets.showWaitingOnly',
  showAll: 'itsmTickets.showAll',
  mute: 'itsmTickets.mute',
  unmute: 'itsmTickets.unmute',
  open: 'itsmTickets.open',
  openToSide: 'itsmTickets.openToSide',
  runOperation: 'itsmTickets.runOperation',
  compareLastSeen: 'itsmTickets.compareLastSeen',
} as const;

/** The command of each operation that has one of its own; `other` is reached through `runOperation`. */
export const operationCommandIds: Readonly<Record<Exclude<OperationKind, 'other'>, string>> = {
  submit: 'itsmTickets.submit',
  claim: 'itsmTickets.claim',
  assign: 'itsmTickets.assign',
  transfer: 'itsmTickets.transfer',
  suspend: 'itsmTickets.suspend',
  resume: 'itsmTickets.resume',
  withdraw: 'itsmTickets.withdraw',
  terminate: 'itsmTickets.terminate',
  accept: 'itsmTickets.accept',
  reject: 'itsmTickets.reject',
  close: 'itsmTickets.close',
  urge: 'itsmTickets.urge',
  delete: 'itsmTickets.delete',
};

/** Commands about what was typed and not sent; their ids are these, below `itsmTickets.`. */
export const draftCommandNames = ['openDraft', 'openDraftAsDocument', 'discardDraft'] as const;

export type DraftCommandName = (typeof draftCommandNames)[number];

export function draftCommandId(name: DraftCommandName): string {
  return `${settingsSection}.${name}`;
}

/** Commands about lists and what is done to many tickets; their ids are these, below `itsmTickets.`. */
export const listCommandNames = [
  'chooseLists',
  'search',
  'filterList',
  'clearFilter',
  'saveQuery',
  'removeList',
  'loadMore',
  'watchListed',
  'approveSelected',
  'rejectSelected',
  'follow',
  'unfollow',
  'rate',
] as const;

export type ListCommandName = (typeof listCommandNames)[number];

export function listCommandId(name: ListCommandName): string {
  return `${settingsSection}.${name}`;
}
