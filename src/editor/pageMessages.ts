import { isRecord } from '../base/record.ts';
import type { Attachment } from '../domain/attachments.ts';
import type { FieldValue } from '../domain/field.ts';
import type { FieldValues } from '../protocol/pageForm.ts';
import type { PageMessage, PagePlace } from '../protocol/stepPage.ts';
import { isTicketRef } from './treeNodes.ts';

/** Longer than any form; a page is not trusted to be reasonable. */
const mostFields = 5_000;

type Data = Readonly<Record<string, unknown>>;

/** A message as the page sent it; `undefined`: not one of ours. */
export function parsePageMessage(data: unknown): PageMessage | undefined {
  if (!isRecord(data)) return undefined;
  const { kind } = data;
  switch (kind) {
    case 'ready':
    case 'reload':
    case 'openInBrowser':
    case 'compareSeen':
    case 'readOlder':
    case 'markRead':
      return { kind };
    case 'draft':
    case 'submit':
    case 'settleStale':
      return parseValuesMessage(kind, data);
    case 'compareStale': {
      const { draftId, fieldKey, mine } = data;
      return isText(draftId) && isText(fieldKey) && isValue(mine) ? { kind, draftId, fieldKey, mine } : undefined;
    }
    case 'discardDraft':
    case 'rescueDraft': {
      const { draftId } = data;
      return isText(draftId) ? { kind, draftId } : undefined;
    }
    case 'runOperation': {
      const { stepId, operationKey } = data;
      if (!isText(operationKey) || (stepId !== undefined && !isText(stepId))) return undefined;
      return { kind, stepId, operationKey };
    }
    case 'closeOperation': {
      const { formId } = data;
      return isText(formId) ? { kind, formId } : undefined;
    }
    case 'read': {
      const { section } = data;
      return section === 'timeline' || section === 'workflow' || section === 'relations'
        ? { kind, section }
        : undefined;
    }
    case 'withdrawMessage': {
      const { messageId } = data;
      return isText(messageId) ? { kind, messageId } : undefined;
    }
    case 'follow': {
      const { isFollowing } = data;
      return typeof isFollowing === 'boolean' ? { kind, isFollowing } : undefined;
    }
    case 'openTicket': {
      const { key } = data;
      return isText(key) ? { kind, key } : undefined;
    }
    case 'openLink': {
      const { url } = data;
      return isText(url) ? { kind, url } : undefined;
    }
    case 'pickFiles':
    case 'uploadFile':
    case 'uploadAction':
    case 'tookFile':
    case 'download':
    case 'readImage':
      return parseFileMessage(kind, data);
    default:
      return undefined;
  }
}

/** What a page has kept about itself; `undefined`: nothing that can be understood. */
export function parsePagePlace(state: unknown): PagePlace | undefined {
  const place = isRecord(state) ? state['place'] : undefined;
  if (!isRecord(place)) return undefined;
  const { kind, ref, connectionId, service } = place;
  if (kind === 'ticket') {
    return isTicketRef(ref) ? { kind, ref: { connectionId: ref.connectionId, key: ref.key } } : undefined;
  }
  if (kind !== 'newTicket' || !isText(connectionId) || !isRecord(service)) return undefined;
  const { id, name, description } = service;
  return isText(id) && isText(name) && isText(description)
    ? { kind, connectionId, service: { id, name, description } }
    : undefined;
}

function parseValuesMessage(kind: 'draft' | 'submit' | 'settleStale', data: Data): PageMessage | undefined {
  const { draftId, decision } = data;
  const values = parseValues(data['values']);
  if (!isText(draftId) || values === undefined) return undefined;
  if (kind !== 'submit' || decision === undefined) return { kind, draftId, values };
  return decision === 'approve' || decision === 'reject' ? { kind, draftId, values, decision } : undefined;
}

type FileKind = 'pickFiles' | 'uploadFile' | 'uploadAction' | 'tookFile' | 'download' | 'readImage';

function parseFileMessage(kind: FileKind, data: Data): PageMessage | undefined {
  const { formId, fieldKey, name, uploadId, action, attachmentId, how, requestId, from } = data;
  switch (kind) {
    case 'pickFiles':
      return isText(formId) && isText(fieldKey) ? { kind, formId, fieldKey } : undefined;
    case 'uploadFile': {
      const bytes = toBytes(data['bytes']);
      if (!isText(formId) || !isText(fieldKey) || !isText(name) || bytes === undefined) return undefined;
      return { kind, formId, fieldKey, name, bytes };
    }
    case 'uploadAction':
      if (!isText(uploadId)) return undefined;
      return action === 'cancel' || action === 'retry' || action === 'dismiss' ? { kind, uploadId, action } : undefined;
    case 'tookFile':
      return isText(attachmentId) ? { kind, attachmentId } : undefined;
    case 'download': {
      const attachment = parseAttachment(data['attachment']);
      if (attachment === undefined) return undefined;
      return how === 'save' || how === 'open' ? { kind, attachment, how } : undefined;
    }
    case 'readImage':
      if (typeof requestId !== 'number' || !isRecord(from)) return undefined;
      if (isText(from['source'])) return { kind, requestId, from: { source: from['source'] } };
      return isText(from['attachmentId'])
        ? { kind, requestId, from: { attachmentId: from['attachmentId'] } }
        : undefined;
  }
}

function parseAttachment(value: unknown): Attachment | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, size } = value;
  if (!isText(id) || !isText(name)) return undefined;
  return { id, name, size: typeof size === 'number' ? size : undefined };
}

/** Bytes cross the border as they are, or as the buffer below them. */
function toBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

function parseValues(values: unknown): FieldValues | undefined {
  if (!Array.isArray(values) || values.length > mostFields) return undefined;
  // Spread, as `every` leaves out the holes of an array.
  return [...values].every(isEntry) ? values : undefined;
}

function isEntry(entry: unknown): entry is FieldValues[number] {
  return Array.isArray(entry) && entry.length === 2 && isText(entry[0]) && isValue(entry[1]);
}

function isValue(value: unknown): value is FieldValue {
  return isText(value) || (Array.isArray(value) && [...value].every(isText));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
