import type { IncomingMessage, ServerResponse } from 'node:http';
import { FaultList, misbehave, type FaultAt } from '../faults.ts';
import { startLoopbackServer } from '../loopbackServer.ts';
import { WorkQueue } from '../workQueue.ts';
import { makeCloud, type CloudQuirks } from './cloud.ts';
import { findCocOperation } from './coc/findOperation.ts';
import type { StoredIncident } from './coc/incidentModel.ts';
import type { StoredIssue } from './coc/issueModel.ts';
import { incidentSamples, plainIncident } from './coc/samples/incidents.ts';
import { issueSamples, plainIssue } from './coc/samples/issues.ts';
import { readRequest, type HuaweiRequest } from './httpMessages.ts';
import { findUser, groupIds, userIds, type Caller, type CloudUser } from './identity/account.ts';
import { passcodeAt } from './identity/totp.ts';
import type { StoredCase } from './osm/caseModel.ts';
import { findOsmOperation } from './osm/findOperation.ts';
import { caseSamples, plainCase } from './osm/samples/cases.ts';
import { loginPage } from './pages.ts';
import { answerRequest, findPage, isSignIn, rewriteJson, send } from './respond.ts';

export type { StoredIncident } from './coc/incidentModel.ts';
export type { StoredIssue } from './coc/issueModel.ts';
export type { StoredCase } from './osm/caseModel.ts';

/** Trouble to be made; `endpoint` is a name of the official SDKs such as `ShowCaseDetail`, `ticket` a number. */
export type HuaweiFault = FaultAt<'endpoint' | 'ticket'>;

export interface HuaweiSandboxOptions extends CloudQuirks {
  /** 0 or undefined: any free port. */
  readonly port?: number | undefined;
  /** Milliseconds added to every answer, 0 unless told. */
  readonly latency?: number | undefined;
  /** Milliseconds since 1970, `Date.now` unless told. */
  readonly now?: (() => number) | undefined;
  /** Milliseconds until work that the cloud does later is done, 400 unless told; 'manual': only on `runWork()`. */
  readonly workDelay?: number | 'manual' | undefined;
  /** Milliseconds that a token lives, 24 hours unless told (contract §3.1). */
  readonly tokenLife?: number | undefined;
  /** How many wrong signatures in a row lock an access key, 5 unless told (contract §8). */
  readonly failuresUntilLock?: number | undefined;
}

/**
 * A request as it came in, without a body of more than a million bytes. What it holds are credentials, too: for tests,
 * not for logs.
 */
export interface ReceivedHuaweiRequest extends HuaweiRequest {
  /** Undefined: none of them. */
  readonly service: 'iam' | 'osm' | 'coc' | undefined;
  /** A name of the official SDKs; empty without a service. */
  readonly endpoint: string;
  readonly ticket: string;
}

interface SignInData {
  readonly userName: string;
  readonly userId: string;
  readonly password: string;
}

export interface Sample {
  readonly key: string;
  readonly title: string;
  /** One English sentence: what it demonstrates. */
  readonly about: string;
}

/** A running cloud: IAM, the gateway, service tickets (OSM) and the operations center (COC). */
export interface HuaweiSandbox extends SignInData {
  readonly origin: string;
  /** Paths go on with /v3/auth/tokens. */
  readonly iamUrl: string;
  /** Paths go on with /v2/servicerequest/. */
  readonly osmUrl: string;
  /** Paths go on with /v1/ and /v2/. */
  readonly cocUrl: string;
  /** The account, which IAM calls a domain. */
  readonly account: string;
  readonly domainId: string;
  readonly projectId: string;
  readonly projectName: string;
  /** The user group that the user and the colleague are in. */
  readonly groupId: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly temporaryKey: { readonly accessKey: string; readonly secretKey: string; readonly securityToken: string };
  /** A good token of the user for the domain, as somebody would paste it. */
  readonly token: string;
  /** Somebody else of the same group, with a token of his own. */
  readonly colleague: SignInData & { readonly token: string };
  /** Signs in with a second factor. @see passcode */
  readonly mfaUser: SignInData & { readonly secret: string; readonly passcode: () => string };
  readonly disabledUser: SignInData;
  readonly samples: {
    readonly cases: readonly Sample[];
    readonly issues: readonly Sample[];
    readonly incidents: readonly Sample[];
  };
  /** The last 1000 requests, oldest first. */
  readonly requests: readonly ReceivedHuaweiRequest[];
  /** Switches a fault on; the returned function switches it off. */
  readonly inject: (fault: HuaweiFault) => () => void;
  readonly clearRequests: () => void;
  /** Does what the cloud does later; what this queues in turn waits for the next call. */
  readonly runWork: () => void;
  /** Ends every token that there is, as time does, or as a change of the password does. */
  readonly expireTokens: (how?: 'expired' | 'revoked') => void;
  /** Adds service tickets that are being processed. @returns their ids */
  readonly addCases: (count: number) => readonly string[];
  /** Adds issues that the user handles. @returns their numbers */
  readonly addIssues: (count: number) => readonly string[];
  /** Adds incidents that the user has accepted. @returns their numbers */
  readonly addIncidents: (count: number) => readonly string[];
  /** The ticket as the server has it now; undefined: no such id. */
  readonly findCase: (id: string) => Readonly<StoredCase> | undefined;
  readonly findIssue: (number: string) => Readonly<StoredIssue> | undefined;
  readonly findIncident: (number: string) => Readonly<StoredIncident> | undefined;
  /** The vendor's engineer writes; the customer has not read it. */
  readonly replyAsEngineer: (caseId: string, content: string) => void;
  readonly setCaseStatus: (caseId: string, status: number) => void;
  /** Changes an issue as somebody else would, with the time of its last change. */
  readonly changeIssue: (number: string, change: Partial<StoredIssue>) => void;
  readonly changeIncident: (number: string, change: Partial<StoredIncident>) => void;
  /** The code that has been sent to a phone or a mailbox; undefined: none. */
  readonly verifyCodeFor: (contact: string) => string | undefined;
  /** Ends all connections and timers. Safe to call more than once. */
  readonly close: () => Promise<void>;
}

const mostRequests = 1000;
const longestKept = 1_000_000;
const day = 24 * 3_600_000;

/** Starts a cloud on 127.0.0.1 that speaks the protocols of Huawei Cloud. */
export async function startHuaweiSandbox(options: HuaweiSandboxOptions = {}): Promise<HuaweiSandbox> {
  const now = options.now ?? Date.now;
  const queue = new WorkQueue(options.workDelay ?? 400);
  let origin = '';
  const cloud = makeCloud({
    ...options,
    now,
    queue,
    origin: () => origin,
    tokenLife: options.tokenLife ?? day,
    failuresUntilLock: options.failuresUntilLock ?? 5,
  });
  const { gateway, keys, osm, coc } = cloud;
  const { account, tokens } = cloud.identity;
  const faults = new FaultList<'endpoint' | 'ticket'>(['endpoint', 'ticket']);
  const requests: ReceivedHuaweiRequest[] = [];

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    if (request === undefined) {
      send(response, gateway.bodyTooLong());
      return;
    }
    const operation = findOsmOperation(osm, request) ?? findCocOperation(coc, request);
    const signsIn = isSignIn(request);
    const place = {
      endpoint: operation?.name ?? (signsIn ? 'KeystoneCreateUserTokenByPassword' : ''),
      ticket: operation?.ticket ?? '',
    };
    const kept = request.bytes.length > longestKept ? { ...request, bytes: Buffer.alloc(0), body: undefined } : request;
    requests.push({ ...kept, ...place, service: operation?.service ?? (signsIn ? 'iam' : undefined) });
    if (requests.length > mostRequests) requests.shift();
    if (options.latency !== undefined && options.latency > 0) await server.pause(options.latency);
    const page = operation === undefined ? findPage(cloud, request) : undefined;
    if (page !== undefined) {
      send(response, page);
      return;
    }
    const fault = faults.takeInstead(place);
    if (fault !== undefined) {
      await misbehave(response, fault, {
        rateLimited: () => gateway.rateLimited(60),
        loginPage,
        hugeStart: '{"data":"',
      });
      return;
    }
    const answer = answerRequest(cloud, request, operation);
    if (operation?.isWrite === true && faults.isSilentAfterwards(place)) return;
    send(
      response,
      rewriteJson(answer, (json) => faults.rewrite(place, json)),
    );
  };

  const server = await startLoopbackServer(options.port, handle);
  origin = server.origin;

  const user = (id: string): CloudUser => there(findUser(account, id), id);
  const main = user(userIds.zhangsan);
  const colleague = user(userIds.lisi);
  const withMfa = user(userIds.wangwu);
  const callerOf = (one: CloudUser): Caller => ({ user: one, domainId: account.domainId, projectId: undefined });
  const { accessKey, secretKey } = keys.issue(main, 'permanent');
  const temporary = keys.issue(main, 'temporary');
  const added = { cases: 0, issues: 0, incidents: 0 };

  return {
    origin,
    iamUrl: origin,
    osmUrl: origin,
    cocUrl: origin,
    account: account.name,
    domainId: account.domainId,
    projectId: account.projectId,
    projectName: account.projectName,
    groupId: groupIds.operations,
    ...signInData(main),
    accessKey,
    secretKey,
    temporaryKey: {
      accessKey: temporary.accessKey,
      secretKey: temporary.secretKey,
      securityToken: temporary.securityToken ?? '',
    },
    token: tokens.issue(callerOf(main)).text,
    colleague: { ...signInData(colleague), token: tokens.issue(callerOf(colleague)).text },
    mfaUser: {
      ...signInData(withMfa),
      secret: withMfa.mfaSecret ?? '',
      passcode: () => passcodeAt(withMfa.mfaSecret ?? '', now()),
    },
    disabledUser: signInData(user(userIds.zhaoliu)),
    samples: {
      cases: caseSamples.map(({ id, description, about }) => ({ key: id, title: description, about })),
      issues: issueSamples.map(({ number, title, about }) => ({ key: number, title, about })),
      incidents: incidentSamples.map(({ number, title, about }) => ({ key: number, title, about })),
    },
    requests,
    inject: (fault) => faults.add(fault),
    clearRequests: () => {
      requests.length = 0;
    },
    runWork: () => queue.run(),
    expireTokens: (how = 'expired') => tokens.end(how),
    addCases: (count) => Array.from({ length: count }, () => osm.store.add(plainCase(++added.cases)).id),
    addIssues: (count) => Array.from({ length: count }, () => coc.issues.add(plainIssue(++added.issues)).number),
    addIncidents: (count) => {
      return Array.from({ length: count }, () => coc.incidents.add(plainIncident(++added.incidents)).number);
    },
    findCase: (id) => osm.store.get(id),
    findIssue: (number) => coc.issues.get(number),
    findIncident: (number) => coc.incidents.get(number),
    replyAsEngineer: (caseId, content) => {
      const message = { content, accessoryIds: [], at: now() };
      osm.store.addEngineerMessage(there(osm.store.get(caseId), caseId), 'engineer', message);
    },
    setCaseStatus: (caseId, status) => {
      there(osm.store.get(caseId), caseId).status = status;
    },
    changeIssue: (number, change) => {
      Object.assign(there(coc.issues.get(number), number), { updatedAt: now(), ...change });
    },
    changeIncident: (number, change) => {
      Object.assign(there(coc.incidents.get(number), number), { updatedAt: now(), ...change });
    },
    verifyCodeFor: (contact) => osm.contacts.codeFor(contact),
    close: () => {
      queue.close();
      return server.close();
    },
  };
}

function signInData({ name, id, password }: CloudUser): SignInData {
  return { userName: name, userId: id, password };
}

/** @throws when a test asks for something that is not there */
function there<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`The sandbox has no ${name}.`);
  return thing;
}
