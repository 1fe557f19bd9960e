import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import { TicketError } from '../domain/errors.ts';
import { message } from '../domain/message.ts';

export interface DirectTransportOptions {
  readonly caFile: string | undefined;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly maxResponseSize: number;
  readonly maxConnections: number;
}

/**
 * Connections of our own: no proxy, any port, and the certificates of `caFile` beside those of Node and of the
 * operating system. They are trusted by these connections only: nothing of the process is changed.
 * @throws TicketError `unavailable` when the file cannot be used
 */
export async function createDirectDispatcher(options: DirectTransportOptions): Promise<Dispatcher> {
  const { caFile, headersTimeout, bodyTimeout, maxResponseSize, maxConnections } = options;
  const own = caFile === undefined ? [] : await readAuthorities(caFile);
  return new Agent({
    connect: { ca: [...tls.rootCertificates, ...systemAuthorities(), ...own] },
    connections: maxConnections,
    headersTimeout,
    bodyTimeout,
    maxResponseSize,
  });
}

function systemAuthorities(): readonly string[] {
  // Since Node 22.15; the oldest editor that we support has it, a fork may not.
  return typeof tls.getCACertificates === 'function' ? tls.getCACertificates('system') : [];
}

async function readAuthorities(caFile: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(caFile, 'utf8');
  } catch (cause) {
    throw new TicketError('unavailable', {
      detail: `caFile: ${(cause as NodeJS.ErrnoException).code ?? 'unreadable'}`,
      hint: message('The certificate file "{0}" cannot be read. Check "caFile" of the connection.', caFile),
      cause,
    });
  }
  const authorities = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? [];
  try {
    if (authorities.length === 0) throw new Error('no certificate');
    tls.createSecureContext({ ca: authorities });
  } catch (cause) {
    throw new TicketError('unavailable', {
      detail: 'caFile: not PEM',
      hint: message('The file "{0}" holds no certificate in PEM form. Check "caFile" of the connection.', caFile),
      cause,
    });
  }
  return authorities;
}
