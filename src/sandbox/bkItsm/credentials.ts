import { parseObject } from '../httpMessages.ts';
import type { HttpRequest } from './httpMessages.ts';

/** What the sandbox lets in. */
export interface AcceptedCredentials {
  readonly appCode: string;
  readonly appSecret: string;
  readonly token: string;
}

/** What a request brings; absent and empty are the same. */
export interface GivenCredentials {
  readonly appCode: string;
  readonly appSecret: string;
  readonly token: string;
  readonly username: string;
}

/** @returns undefined without the header X-Bkapi-Authorization, 'broken' when it is no JSON object (contract §5) */
export function credentialsFromHeader({ headers }: HttpRequest): GivenCredentials | 'broken' | undefined {
  const header = headers['x-bkapi-authorization'];
  if (header === undefined) return undefined;
  const entries = parseObject(header);
  return entries === undefined ? 'broken' : readCredentials(entries);
}

/** From the parameters: the older way. Legacy names are accepted too. */
export function readCredentials(entries: Readonly<Record<string, unknown>>): GivenCredentials {
  const read = (...names: readonly string[]): string => {
    for (const name of names) {
      const value = entries[name];
      if (typeof value === 'string' && value !== '') return value;
    }
    return '';
  };
  return {
    appCode: read('bk_app_code', 'app_code'),
    appSecret: read('bk_app_secret', 'app_secret'),
    token: read('bk_token'),
    username: read('bk_username', 'username'),
  };
}
