import type { FieldValues, PageMessage } from '../protocol/stepPage.ts';

/** Longer than any form; a page is not trusted to be reasonable. */
const mostFields = 5_000;

/** A message as the page sent it; `undefined`: not one of ours. */
export function parsePageMessage(data: unknown): PageMessage | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return undefined;
  const { kind } = data;
  switch (kind) {
    case 'ready':
    case 'discardDraft':
    case 'reload':
    case 'openInBrowser':
      return { kind };
    case 'draft':
    case 'submit': {
      const draftId = 'draftId' in data ? data.draftId : undefined;
      const values = 'values' in data ? parseValues(data.values) : undefined;
      if (typeof draftId !== 'string' || values === undefined) return undefined;
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
    case 'runOperation': {
      const scope = 'scope' in data ? data.scope : undefined;
      const operationKey = 'operationKey' in data ? data.operationKey : undefined;
      if ((scope !== 'ticket' && scope !== 'step') || typeof operationKey !== 'string') return undefined;
      return { kind, scope, operationKey };
    }
    default:
      return undefined;
  }
}

function parseValues(values: unknown): FieldValues | undefined {
  if (!Array.isArray(values) || values.length > mostFields) return undefined;
  return values.every(isEntry) ? values : undefined;
}

function isEntry(entry: unknown): entry is FieldValues[number] {
  if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== 'string') return false;
  const value: unknown = entry[1];
  return typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string'));
}
