import { isRecord } from '../base/record.ts';
import type { SeenTicket } from './seenChanges.ts';
import type { ViewedStep, ViewedValue } from './ticketView.ts';

export function serializeSeen(seen: SeenTicket): string {
  return JSON.stringify({ version: 1, ...seen });
}

/** `undefined`: it is damaged, or of another version. */
export function parseSeen(record: string): SeenTicket | undefined {
  let data: unknown;
  try {
    data = JSON.parse(record);
  } catch {
    return undefined;
  }
  if (!isRecord(data) || data['version'] !== 1 || typeof data['seenAt'] !== 'number') return undefined;
  const { view, seenAt } = data;
  if (!isRecord(view) || !isList(view['steps'], isStep) || !isList(view['people'], isPerson)) return undefined;
  const { connectionId, key, title, steps, people, details, createdAt } = view;
  if (typeof connectionId !== 'string' || typeof key !== 'string' || typeof title !== 'string') return undefined;
  return {
    view: {
      connectionId,
      key,
      title,
      status: textOf(view['status']) ?? '',
      priority: textOf(view['priority']) ?? '',
      creator: textOf(view['creator']) ?? '',
      createdAt: typeof createdAt === 'number' ? createdAt : undefined,
      people,
      steps,
      details: isList(details, isValue) ? details : undefined,
    },
    seenAt,
    newestMessage: textOf(data['newestMessage']),
    newestEntry: textOf(data['newestEntry']),
  };
}

function isStep(data: unknown): data is ViewedStep {
  if (!isRecord(data) || !isList(data['processors'], isText)) return false;
  const { id, name, status, fields } = data;
  return isText(id) && isText(name) && isText(status) && (fields === undefined || isList(fields, isValue));
}

function isValue(data: unknown): data is ViewedValue {
  if (!isRecord(data)) return false;
  const { key, label, text, group } = data;
  return isText(key) && isText(label) && isText(text) && (group === undefined || isText(group));
}

function isPerson(data: unknown): data is { readonly role: string; readonly name: string } {
  return isRecord(data) && isText(data['role']) && isText(data['name']);
}

function isList<T>(data: unknown, isItem: (item: unknown) => item is T): data is readonly T[] {
  return Array.isArray(data) && data.every(isItem);
}

function isText(data: unknown): data is string {
  return typeof data === 'string';
}

function textOf(data: unknown): string | undefined {
  return isText(data) ? data : undefined;
}
