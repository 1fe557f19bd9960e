import type { FieldValues, PageMessage } from '../protocol/stepPage.ts';

/** Longer than any form; a page is not trusted to be reasonable. */
const mostFields = 5_000;

/** A message as the page sent it; `undefined`: not one of ours. */
export function parsePageMessage(data: unknown): PageMessage | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return undefined;
  const { kind } = data;
  const draftId = 'draftId' in data && typeof data.draftId === 'string' ? data.draftId : undefined;
  switch (kind) {
    case 'ready':
    case 'reload':
    case 'openInBrowser':
      return { kind };
    case 'draft':
    case 'submit': {
      const values = 'values' in data ? parseValues(data.values) : undefined;
      if (draftId === undefined || values === undefined) return undefined;
      const decision = 'decision' in data ? data.decision : undefined;
      if (kind === 'draft' || decision === undefined) return { kind, draftId, values };
      return decision === 'approve' || decision === 'reject' ? { kind, draftId, values, decision } : undefined;
    }
    case 'read': {
      const section = 'section' in data ? data.section : undefined;
      return section === 'history' || section === 'workflow' ? { kind, section } : undefined;
    }
    case 'openLink': {
      const url = 'url' in data ? data.url : undefined;
      return typeof url === 'string' ? { kind, url } : undefined;
    }
    case 'discardDraft':
      return draftId === undefined ? undefined : { kind, draftId };
    case 'runOperation': {
      const scope = 'scope' in data ? data.scope : undefined;
      const operationKey = 'operationKey' in data ? data.operationKey : undefined;
      if (draftId === undefined || typeof operationKey !== 'string') return undefined;
      return scope === 'ticket' || scope === 'step' ? { kind, draftId, scope, operationKey } : undefined;
    }
    default:
      return undefined;
  }
}

function parseValues(values: unknown): FieldValues | undefined {
  if (!Array.isArray(values) || values.length > mostFields) return undefined;
  // Spread, as `every` leaves out the holes of an array.
  return [...values].every(isEntry) ? values : undefined;
}

function isEntry(entry: unknown): entry is FieldValues[number] {
  if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== 'string') return false;
  const value: unknown = entry[1];
  return typeof value === 'string' || (Array.isArray(value) && [...value].every((part) => typeof part === 'string'));
}
