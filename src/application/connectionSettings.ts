import type { Connection } from '../domain/connection.ts';
import { message, type Message } from '../domain/message.ts';

/** What the settings say: the connections that make sense, and a sentence for each entry that does not. */
export interface ParsedConnections {
  readonly connections: readonly Connection[];
  readonly problems: readonly Message[];
}

/** Reads the value of the setting `itsmTickets.connections`, which people may have typed by hand. Never throws. */
export function parseConnections(value: unknown): ParsedConnections {
  const connections: Connection[] = [];
  const problems: Message[] = [];
  const names = new Set<string>();
  for (const [index, entry] of (Array.isArray(value) ? value : []).entries()) {
    const parsed = parseConnection(entry, index + 1);
    if ('text' in parsed) {
      problems.push(parsed);
      continue;
    }
    // Ids that differ only in punctuation would share their environment variables.
    const name = environmentName(parsed.id, '');
    if (names.has(name)) {
      problems.push(
        message('Connection {0}: the id "{1}" is taken already, or too close to another one.', index + 1, parsed.id),
      );
      continue;
    }
    names.add(name);
    connections.push(parsed);
  }
  return { connections, problems };
}

function parseConnection(entry: unknown, position: number): Connection | Message {
  if (typeof entry !== 'object' || entry === null) return message('Connection {0} is not an object.', position);
  const texts = Object.fromEntries(
    Object.entries(entry)
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([key, value]) => [key, String(value).trim()]),
  );
  const { id = '', system = '', label = '', baseUrl = '', transport, caFile, ...settings } = texts;
  if (!isConnectionId(id)) {
    return message('Connection {0}: "id" must consist of letters, digits, "-" and "_".', position);
  }
  if (system === '') return message('Connection {0}: "system" is missing.', position);
  const url = normalizeBaseUrl(baseUrl);
  if (url === undefined)
    return message('Connection {0}: "baseUrl" must be an address like https://itsm.example.com.', position);
  return {
    id,
    system,
    label: label === '' ? id : label,
    baseUrl: url,
    transport: transport === 'direct' ? 'direct' : 'vscode',
    caFile: caFile === '' ? undefined : caFile,
    settings,
  };
}

/** The entry of the setting for a connection. */
export function toSettingsEntry({
  settings,
  caFile,
  transport,
  ...rest
}: Connection): Readonly<Record<string, string>> {
  return {
    ...rest,
    ...settings,
    ...(transport === 'vscode' ? {} : { transport }),
    ...(caFile === undefined ? {} : { caFile }),
  };
}

export function isConnectionId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u.test(text);
}

/** Without query, fragment, user info and trailing slash; `undefined`: not an http(s) address. */
export function normalizeBaseUrl(text: string): string | undefined {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/u.test(url.protocol) || url.hostname === '') return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}

/** An id for a new connection, made from its label: "BK 生产 prod" → "bk-prod"; numbered when taken. */
export function makeConnectionId(label: string, system: string, taken: ReadonlySet<string>): string {
  const slug = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/gu, '');
  const base = slug === '' ? system : slug;
  const names = new Set([...taken].map((id) => environmentName(id, '')));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!names.has(environmentName(id, ''))) return id;
  }
}

/** The environment variable that may hold a secret: `bk-prod`, `appSecret` → `ITSM_TICKETS_BK_PROD_APP_SECRET`. */
export function environmentName(connectionId: string, secretName: string): string {
  const words = `${connectionId}_${secretName.replace(/([a-z0-9])([A-Z])/gu, '$1_$2')}`;
  return `ITSM_TICKETS_${words.toUpperCase().replace(/[^A-Z0-9]/gu, '_')}`;
}
