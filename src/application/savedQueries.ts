import { message, type Message } from '../domain/message.ts';
import type { ListChoice } from './listChoice.ts';

/** A list with a filter that was given a name. */
export interface SavedQuery {
  /** Unique within its connection. */
  readonly name: string;
  readonly connectionId: string;
  /** Key or kind of a list. */
  readonly list: string;
  readonly choice: ListChoice;
}

export interface ParsedQueries {
  readonly queries: readonly SavedQuery[];
  /** A sentence for each entry that makes no sense; it is left out as a whole, never in part. */
  readonly problems: readonly Message[];
}

/** Reads the value of the setting `itsmTickets.queries`, which people may have typed by hand. Never throws. */
export function parseQueries(value: unknown): ParsedQueries {
  const queries: SavedQuery[] = [];
  const problems: Message[] = [];
  for (const [index, entry] of (Array.isArray(value) ? value : []).entries()) {
    const query = parseQuery(entry);
    if (query === undefined) {
      problems.push(
        message('Query {0}: it needs a "name", a "connection" and a "list", and nothing of a wrong type.', index + 1),
      );
    } else if (queries.some((known) => isSameQuery(known, query))) {
      problems.push(message('Query {0}: the name "{1}" is taken already.', index + 1, query.name));
    } else queries.push(query);
  }
  return { queries, problems };
}

/** The entry of the setting for a query. */
export function toQueryEntry({ name, connectionId, list, choice }: SavedQuery): Readonly<Record<string, unknown>> {
  const { text, serviceId, statusCodes, createdWithinDays } = choice;
  return {
    name,
    connection: connectionId,
    list,
    ...(text === undefined || text === '' ? {} : { text }),
    ...(serviceId === undefined ? {} : { service: serviceId }),
    ...(statusCodes === undefined || statusCodes.length === 0 ? {} : { status: statusCodes }),
    ...(createdWithinDays === undefined ? {} : { createdWithinDays }),
  };
}

/** They have the same name in the same connection. */
export function isSameQuery(
  left: Pick<SavedQuery, 'name' | 'connectionId'>,
  right: Pick<SavedQuery, 'name' | 'connectionId'>,
): boolean {
  return left.name === right.name && left.connectionId === right.connectionId;
}

/** Without those that have this name in this connection; what makes no sense stays, it is not ours to drop. */
export function withoutQuery(value: unknown, query: Pick<SavedQuery, 'name' | 'connectionId'>): readonly unknown[] {
  return (Array.isArray(value) ? value : []).filter((entry) => {
    const parsed = parseQuery(entry);
    return parsed === undefined || !isSameQuery(parsed, query);
  });
}

function parseQuery(entry: unknown): SavedQuery | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { name, connection, list, text, service, status, createdWithinDays }: Partial<Record<string, unknown>> = {
    ...entry,
  };
  if (!isText(name) || !isText(connection) || !isText(list)) return undefined;
  if (text !== undefined && typeof text !== 'string') return undefined;
  if (service !== undefined && !isText(service) && typeof service !== 'number') return undefined;
  const codes = status === undefined ? [] : Array.isArray(status) ? (status as readonly unknown[]) : [status];
  if (!codes.every(isText)) return undefined;
  const isDays = typeof createdWithinDays === 'number' && createdWithinDays > 0 && createdWithinDays <= 36_500;
  if (createdWithinDays !== undefined && !isDays) return undefined;
  return {
    name: name.trim(),
    connectionId: connection.trim(),
    list: list.trim(),
    choice: {
      ...(text === undefined || text.trim() === '' ? {} : { text: text.trim() }),
      ...(service === undefined ? {} : { serviceId: String(service) }),
      ...(codes.length === 0 ? {} : { statusCodes: codes }),
      ...(isDays ? { createdWithinDays } : {}),
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
