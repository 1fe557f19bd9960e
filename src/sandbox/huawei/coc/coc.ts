import type { WorkQueue } from '../../workQueue.ts';
import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { findUser, type Account, type CloudUser } from '../identity/account.ts';
import { Refusal } from '../refusal.ts';
import type { Call } from '../routes.ts';
import type { AttachmentStore } from './attachmentStore.ts';
import type { ChangeStore } from './changeStore.ts';
import type { IncidentStore } from './incidentStore.ts';
import type { IssueStore } from './issueStore.ts';
import type { WarRoom } from './warRooms.ts';

/** What the contract leaves open, each a switch. */
export interface CocQuirks {
  /** Documented as a text, seen as a number, too (contract §2.3). */
  readonly providerCode: 4 | '049';
  /** What `error_code` says when all is well (contract §2.3). */
  readonly successCode: 'GOM.00000000' | '0';
  /** Under which name a list has the number of all (contract §2.5); 'none': it has none. */
  readonly totalKey: 'total' | 'total_count' | 'count' | 'none';
  /** What a download brings: the file, or an envelope with the file as base64 (contract §2.6). */
  readonly download: 'binary' | 'envelope';
  /** How the operation is spelled (contract §2.6). */
  readonly reopenKey: 'ReOpen' | 'Reopen';
}

/** What the operations of the operations center work on. */
export interface Coc {
  readonly account: Account;
  readonly issues: IssueStore;
  readonly incidents: IncidentStore;
  readonly changes: ChangeStore;
  readonly warRooms: WarRoom[];
  readonly attachments: AttachmentStore;
  readonly queue: WorkQueue;
  readonly now: () => number;
  readonly origin: () => string;
  readonly quirks: CocQuirks;
}

export interface CocCall extends Call {
  /** An empty one where the request has none. */
  readonly body: JsonObject;
}

/** @throws Refusal when the body is there and no JSON object */
export function readCocCall(call: Call): CocCall {
  const { body, bytes, headers } = call.request;
  const isForm = headers['content-type']?.startsWith('multipart/') === true;
  if (body === undefined && bytes.length > 0 && !isForm) throw invalid('The request body is not a JSON object.');
  return { ...call, body: body ?? {} };
}

/** The envelope of a good answer (contract §2.3). @param data undefined: without, as actions answer */
export function answerWith({ quirks }: Coc, data?: unknown): HuaweiAnswer {
  return {
    status: 200,
    json: {
      error_code: quirks.successCode,
      error_msg: null,
      provider_code: quirks.providerCode,
      ...(data === undefined ? {} : { data }),
    },
  };
}

/** That of a refusal (contract §2.3). */
export function answerRefusal({ quirks }: Coc, { status, code, message }: Refusal): HuaweiAnswer {
  return { status, json: { error_code: code, error_msg: message, provider_code: quirks.providerCode } };
}

/** 400 and never 404 (contract §2.3). */
export function notFound(): Refusal {
  return new Refusal(400, 'COC.00067003', 'The service ticket does not exist.');
}

export function invalid(detail: string): Refusal {
  return new Refusal(400, 'COC.00010002', `Invalid parameters. ${detail}`.trim());
}

/** What is wrong with a parameter of an action, or with the moment for it. */
export function parameterError(detail: string): Refusal {
  return new Refusal(400, 'GOM.00007256', `Parameter error. ${detail}`.trim());
}

/** @returns undefined when the account has no such user */
export function findPerson({ account }: Coc, id: unknown): CloudUser | undefined {
  return typeof id === 'string' ? findUser(account, id) : undefined;
}
