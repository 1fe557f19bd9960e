import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import type { Account } from '../identity/account.ts';
import type { Call } from '../routes.ts';
import type { AccessoryStore } from './accessoryStore.ts';
import type { CaseStore } from './caseStore.ts';
import type { Contacts } from './contacts.ts';
import { readLanguage, type Language } from './language.ts';
import type { LabelStore } from './labelStore.ts';
import { osmRefusal } from './refusals.ts';
import { readTimeZone, type TimeLayout, type TimeZone } from './times.ts';

/** What the contract leaves open, each a switch. */
export interface OsmQuirks {
  /** How times are written (contract §1.4). */
  readonly timeLayout: TimeLayout;
  /** Which form of a list in the query is understood (contract §1.8). */
  readonly arrayForm: 'csv' | 'repeated' | 'both';
  /** What stands between the statuses of `incident_status` (contract §1.3). */
  readonly statusSeparator: string;
  /** What a write answers when it went well (contract §1.7). */
  readonly success: 'empty' | 'zeros' | 'nulls' | 'noBody';
  /** How the fields of `access-urls` are called: as in the SDKs, as in older pages, or both (contract §8). */
  readonly accessUrlNames: 'sdk' | 'pages' | 'both';
  /** What a poll without a cursor brings: every message, or none but the cursor. */
  readonly firstPoll: 'everything' | 'cursorOnly';
  /** How many tickets a poll takes at most (contract §5); undefined: any number. */
  readonly mostPolled: number | undefined;
  /** Errors inside HTTP 200, or the historical four with a status of their own (contract §1.7). */
  readonly errors: 'inside200' | 'historical';
}

/** What the operations of the service ticket service work on. */
export interface Osm {
  readonly account: Account;
  readonly store: CaseStore;
  readonly labels: LabelStore;
  readonly accessories: AccessoryStore;
  readonly contacts: Contacts;
  /** Ids of the agreements that have been signed. */
  readonly signedAgreements: Set<string>;
  readonly now: () => number;
  readonly origin: () => string;
  readonly quirks: OsmQuirks;
}

export interface OsmCall extends Call {
  readonly language: Language;
  readonly zone: TimeZone;
  /** An empty one where the request has none. */
  readonly body: JsonObject;
}

/** Reads the headers that nearly every operation takes (contract §1.2). @throws Refusal */
export function readOsmCall(call: Call): OsmCall {
  const { headers, body } = call.request;
  const zone = readTimeZone(headers['x-time-zone']);
  if (zone === undefined) throw osmRefusal('01010001', 'X-Time-Zone');
  if (!/^[01]$/.test(headers['x-site'] ?? '0')) throw osmRefusal('01010001', 'X-Site');
  return { ...call, language: readLanguage(headers['x-language']), zone, body: body ?? {} };
}

export function answerWith(json: JsonObject): HuaweiAnswer {
  return { status: 200, json };
}

/** The answer of a write that has nothing to tell. */
export function done({ quirks }: Osm): HuaweiAnswer {
  switch (quirks.success) {
    case 'empty':
      return answerWith({});
    case 'zeros':
      return answerWith({ error_code: 'OSM.00000000', error_msg: 'success' });
    case 'nulls':
      return answerWith({ error_code: null, error_msg: null });
    case 'noBody':
      return { status: 200, type: 'application/json', bytes: Buffer.alloc(0) };
  }
}
