import type { IncomingMessage, ServerResponse } from 'node:http';
import { object, string } from 'zod';
import type { Connection, Secrets } from '../../../../src/domain/connection.ts';
import type { SessionStore } from '../../../../src/domain/provider.ts';
import { createCloudHttp, type CloudHttp, type CloudRequest } from '../../../../src/providers/huaweiCloud/cloudHttp.ts';
import { makeEnvironment } from '../../../fakes/environment.ts';
import { startServer } from '../testServer.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface CloudAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface FakeCloud {
  /** Those to the service, and those to IAM. */
  readonly service: readonly ReceivedRequest[];
  readonly iam: readonly ReceivedRequest[];
  connect(settings: Connection['settings'], secrets: Secrets, session?: SessionStore): CloudHttp;
}

export interface FakeCloudOptions {
  /** What the service answers; by default its token back. */
  readonly answer?: (request: ReceivedRequest, count: number) => CloudAnswer | Promise<CloudAnswer>;
  /** What IAM answers; by default tokens `T1`, `T2`… that last a day. */
  readonly signIn?: (request: ReceivedRequest, count: number) => CloudAnswer | Promise<CloudAnswer>;
}

/** A service and IAM, on one loopback server. */
export async function withCloud(options: FakeCloudOptions, body: (cloud: FakeCloud) => Promise<void>): Promise<void> {
  const service: ReceivedRequest[] = [];
  const iam: ReceivedRequest[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse, text: string): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const received = { method, path: url, headers, body: text };
    const isSignIn = url.startsWith('/iam/');
    (isSignIn ? iam : service).push(received);
    const answer = isSignIn
      ? await (options.signIn ?? giveToken)(received, iam.length)
      : await (options.answer ?? echo)(received, service.length);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? { token: '' }));
  };
  const server = await startServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += piece.toString()));
    request.on('end', () => void respond(request, response, text));
  });
  const connected: CloudHttp[] = [];
  try {
    await body({
      service,
      iam,
      connect: (settings, secrets, session) => {
        const connection: Connection = {
          id: 'cloud',
          system: 'cloud',
          label: 'Cloud',
          baseUrl: server.origin,
          transport: 'vscode',
          caFile: undefined,
          settings: { iamUrl: `${server.origin}/iam`, ...settings },
        };
        const environment = makeEnvironment(session === undefined ? {} : { session });
        const limits = { rateLimitPause: 1, retryDelay: 1, maxPerSecond: 1000 };
        const http = createCloudHttp(connection, secrets, environment, () => undefined, { limits });
        connected.push(http);
        return http;
      },
    });
  } finally {
    for (const http of connected) http.dispose();
    await server.close();
  }
}

function echo({ headers }: ReceivedRequest): CloudAnswer {
  return { body: { token: headers['x-auth-token'] ?? '' } };
}

export function giveToken(_request: ReceivedRequest, count: number): CloudAnswer {
  return tokenAnswer(`T${count}`, 24 * 3_600_000);
}

/** @param life milliseconds */
export function tokenAnswer(token: string, life: number): CloudAnswer {
  const end = new Date(Date.now() + life).toISOString().replace('Z', '000Z');
  return { status: 201, headers: { 'X-Subject-Token': token }, body: { token: { expires_at: end } } };
}

/** A refusal of the gateway. */
export function gatewayFault(status: number, code: string, text: string): CloudAnswer {
  return { status, body: { error_code: code, error_msg: text, request_id: 'r-1' } };
}

export const read: CloudRequest<{ token: string }> = {
  kind: 'read',
  method: 'GET',
  path: '/v2/thing',
  schema: object({ token: string() }),
};
export const write: CloudRequest<{ token: string }> = { ...read, kind: 'write', method: 'POST', body: { a: 1 } };

/** What windows share. */
export function sharedSession(): SessionStore & { readonly value: () => string | undefined } {
  let kept: string | undefined;
  return {
    value: () => kept,
    read: () => Promise.resolve(kept),
    write: (value) => {
      kept = value;
      return Promise.resolve();
    },
  };
}
