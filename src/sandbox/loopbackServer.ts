import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendText } from './answers.ts';

/** A server on 127.0.0.1 that answers to the names of this machine only. */
export interface LoopbackServer {
  readonly origin: string;
  /** Ends with the server, too: then it never resolves. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Ends all connections and pauses. Safe to call more than once. */
  readonly close: () => Promise<void>;
}

/**
 * @param port 0 or undefined: any free one
 * @param handle a rejection becomes a 500, or ends the connection when the answer has begun
 * @throws when the port is taken
 */
export async function startLoopbackServer(
  port: number | undefined,
  handle: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LoopbackServer> {
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((message, response) => {
    if (!isLoopbackName(message.headers.host ?? '')) {
      sendText(response, 403, 'text/plain', 'This server answers to 127.0.0.1 and localhost only.\n');
      return;
    }
    handle(message, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else sendText(response, 500, 'text/plain', `The sandbox has failed: ${String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port ?? 0, '127.0.0.1', resolve);
  });
  let closing: Promise<void> | undefined;
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // listens on TCP
    pause: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          resolve();
        }, milliseconds);
        timers.add(timer);
      }),
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

/** A page in a browser may reach us under a name of its own making (DNS rebinding); such names are refused. */
function isLoopbackName(host: string): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(host);
}
