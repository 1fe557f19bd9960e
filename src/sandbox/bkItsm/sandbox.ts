import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendText } from '../answers.ts';
import { FaultList, misbehave, type FaultAt } from '../faults.ts';
import type { HttpAnswer } from '../httpMessages.ts';
import { startLoopbackServer } from '../loopbackServer.ts';
import { WorkQueue } from '../workQueue.ts';
import type { AcceptedCredentials } from './credentials.ts';
import { isWriteName } from './endpoints.ts';
import { answerEsb, esbPrefix, esbRateLimited } from './esbDoor.ts';
import { answerGateway, gatewayBase, gatewayPrefix, gatewayRateLimited } from './gatewayDoor.ts';
import { readRequest, type Door, type HttpRequest } from './httpMessages.ts';
import type { Itsm } from './itsm.ts';
import { loginPage, ticketPage } from './pages.ts';
import { plainText } from './plainText.ts';
import type { Dialect } from './refusal.ts';
import { operator } from './samples/sample.ts';
import { plainTicket, samples } from './samples/samples.ts';
import { catalogTree, services } from './samples/services.ts';
import { ServiceCatalog } from './serviceCatalog.ts';
import type { HtmlFilter } from './storedText.ts';
import type { StoredTicket } from './ticketModel.ts';
import { TicketStore } from './ticketStore.ts';
import { WorkflowEngine } from './workflowEngine.ts';

export type { StoredTicket } from './ticketModel.ts';

/** Trouble to be made; `endpoint` is a name such as `get_ticket_status`. */
export type Fault = FaultAt<'endpoint' | 'sn'>;

export interface SandboxOptions {
  /** 0 or undefined: any free port. */
  readonly port?: number | undefined;
  /** The bk_token that is accepted; undefined: a random one. */
  readonly token?: string | undefined;
  /** Undefined: a random one. */
  readonly appSecret?: string | undefined;
  /** Milliseconds until the engine moves on from QUEUEING, 400 unless told; 'manual': only on `runEngine()`. */
  readonly engineDelay?: number | 'manual' | undefined;
  /** Milliseconds added to every answer, 0 unless told. */
  readonly latency?: number | undefined;
  /** Milliseconds since 1970, `Date.now` unless told. */
  readonly now?: (() => number) | undefined;
  /** How refusals are worded (contract §2.3), '2.6.2' unless told. */
  readonly dialect?: Dialect | undefined;
  /** False: an old component bus, which does not look at X-Bkapi-Authorization (contract §5). True unless told. */
  readonly supportsHeader?: boolean | undefined;
  /** Which version's filter stored texts pass (contract §4.1), '2.7.1' unless told. */
  readonly htmlFilter?: HtmlFilter | undefined;
  /** True: approvals that wait for the ticket's creator are passed in his name a little after entry. */
  readonly autoApproval?: boolean | undefined;
  /** True: a rejected approval ends the ticket, whatever its flow says. */
  readonly rejectionEnds?: boolean | undefined;
  /** True: created tickets never start; they stay RUNNING without fields and steps. */
  readonly failedStarts?: boolean | undefined;
}

/** A request as it came in. Its bodies and headers hold credentials: for tests, not for logs. */
export interface ReceivedRequest extends HttpRequest {
  /** Undefined: neither of the two. */
  readonly door: Door | undefined;
  /** A name as in contract §1; empty without a door. */
  readonly endpoint: string;
}

/** A running ticket server. */
export interface Sandbox {
  readonly origin: string;
  /** The base address of the component bus; paths go on with /api/c/compapi/v2/itsm/. */
  readonly esbUrl: string;
  /** The base address of the API gateway; paths go on with /v2/itsm/. */
  readonly gatewayUrl: string;
  readonly appCode: string;
  readonly appSecret: string;
  readonly token: string;
  /** Processor of most samples. */
  readonly operator: string;
  /** What token/verify recognises. */
  readonly callbackToken: string;
  readonly services: readonly { readonly id: number; readonly name: string; readonly about: string }[];
  readonly samples: readonly { readonly sn: string; readonly title: string; readonly about: string }[];
  /** The last 1000 requests, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Runs the engine work that is queued now; what this queues in turn waits for the next call. */
  readonly runEngine: () => void;
  /** Switches a fault on; the returned function switches it off. */
  readonly inject: (fault: Fault) => () => void;
  readonly clearRequests: () => void;
  /** Adds RUNNING tickets with one step for the operator. @returns their sn */
  readonly addTickets: (count: number) => readonly string[];
  /** The ticket as the server has it now; undefined: no such sn. */
  readonly findTicket: (sn: string) => Readonly<StoredTicket> | undefined;
  /** Ends all connections and timers. Safe to call more than once. */
  readonly close: () => Promise<void>;
}

const mostRequests = 1000;
const appCode = 'itsm-tickets-sandbox';

/** Starts a ticket server on 127.0.0.1 that speaks the BK-ITSM protocol through both doors. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const accepted: AcceptedCredentials = {
    appCode,
    appSecret: options.appSecret ?? randomBytes(24).toString('hex'),
    token: options.token ?? randomBytes(24).toString('base64url'),
  };
  const store = new TicketStore(now);
  const queue = new WorkQueue(options.engineDelay ?? 400);
  const { autoApproval = false, rejectionEnds = false, failedStarts = false, htmlFilter = '2.7.1' } = options;
  const engine = new WorkflowEngine(queue, now, { autoApproval, rejectionEnds, failedStarts, htmlFilter });
  for (const sample of samples) engine.adopt(store.add(sample));

  let origin = '';
  const itsm: Itsm = {
    store,
    engine,
    catalog: new ServiceCatalog(catalogTree, services),
    now,
    origin: () => origin,
    user: operator,
    callbackToken: randomBytes(24).toString('base64url'),
    acknowledged: new Set(),
  };
  const faults = new FaultList<'endpoint' | 'sn'>(['endpoint', 'sn']);
  const requests: ReceivedRequest[] = [];

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    const { door, endpoint } = findDoor(request.path);
    requests.push({ ...request, door, endpoint });
    if (requests.length > mostRequests) requests.shift();
    if (options.latency !== undefined && options.latency > 0) await server.pause(options.latency);
    if (door === undefined) {
      const isPage = request.path === '/o/bk_itsm/' || request.path === '/o/bk_itsm';
      if (isPage) sendText(response, 200, 'text/html', ticketPage);
      else sendText(response, 404, 'text/plain', 'Not found\n');
      return;
    }
    const sn = plainText(request.query['sn'] ?? request.body?.['sn']);
    const place = { endpoint, sn };
    const fault = faults.takeInstead(place);
    if (fault !== undefined) {
      await misbehave(response, fault, {
        rateLimited: door === 'esb' ? esbRateLimited : gatewayRateLimited,
        loginPage,
        hugeStart: '{"result":true,"code":0,"message":"success","data":"',
      });
      return;
    }
    const { dialect = '2.6.2', supportsHeader = true } = options;
    const context = { itsm, accepted, dialect, supportsHeader };
    const answer = door === 'esb' ? answerEsb(endpoint, request, context) : answerGateway(endpoint, request, context);
    if (isWriteName(endpoint) && faults.isSilentAfterwards(place)) return;
    if ('html' in answer) {
      sendText(response, answer.status, 'text/html', answer.html);
      return;
    }
    sendJson(
      response,
      rewriteData(answer, (data) => faults.rewrite(place, data)),
    );
  };

  const server = await startLoopbackServer(options.port, handle);
  origin = server.origin;
  let added = 0;

  return {
    origin,
    esbUrl: origin,
    gatewayUrl: origin + gatewayBase,
    ...accepted,
    operator,
    callbackToken: itsm.callbackToken,
    services: services.map(({ flow, about }) => ({ id: flow.serviceId, name: flow.serviceName, about })),
    samples: samples.map(({ sn, title, about }) => ({ sn, title, about })),
    requests,
    runEngine: () => queue.run(),
    inject: (fault) => faults.add(fault),
    clearRequests: () => {
      requests.length = 0;
    },
    addTickets: (count) => Array.from({ length: count }, () => store.add(plainTicket(++added)).sn),
    findTicket: (sn) => store.get(sn),
    close: () => {
      queue.close();
      return server.close();
    },
  };
}

function findDoor(path: string): { readonly door: Door | undefined; readonly endpoint: string } {
  for (const [door, prefix] of [
    ['esb', esbPrefix],
    ['gateway', gatewayPrefix],
  ] as const) {
    if (path.startsWith(prefix)) {
      const rest = path.slice(prefix.length);
      // Without the slash at the end the path is unknown, which the name with a mark of its own expresses.
      return { door, endpoint: rest.endsWith('/') ? rest.slice(0, -1) : `${rest} (no slash)` };
    }
  }
  if (path.startsWith('/api/c/compapi/')) return { door: 'esb', endpoint: path };
  if (path.startsWith(`${gatewayBase}/`)) return { door: 'gateway', endpoint: path };
  return { door: undefined, endpoint: '' };
}

function rewriteData(answer: HttpAnswer, rewrite: (data: unknown) => unknown): HttpAnswer {
  const { json } = answer;
  return json['result'] === true ? { ...answer, json: { ...json, data: rewrite(json['data']) } } : answer;
}
