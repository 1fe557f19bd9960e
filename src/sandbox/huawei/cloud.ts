import type { WorkQueue } from '../workQueue.ts';
import { AttachmentStore } from './coc/attachmentStore.ts';
import { ChangeStore } from './coc/changeStore.ts';
import type { Coc, CocQuirks } from './coc/coc.ts';
import { IncidentStore } from './coc/incidentStore.ts';
import { IssueStore } from './coc/issueStore.ts';
import { addSamples as addCocSamples } from './coc/samples/addSamples.ts';
import { Gateway, type GatewayQuirks } from './gateway/gateway.ts';
import { AccessKeys } from './identity/accessKeys.ts';
import { makeAccount } from './identity/account.ts';
import type { Identity } from './identity/signIn.ts';
import { TokenStore } from './identity/tokens.ts';
import { AccessoryStore } from './osm/accessoryStore.ts';
import { CaseStore } from './osm/caseStore.ts';
import { Contacts } from './osm/contacts.ts';
import { LabelStore } from './osm/labelStore.ts';
import type { Osm, OsmQuirks } from './osm/osm.ts';
import { addSamples as addOsmSamples } from './osm/samples/addSamples.ts';

/** What the contract leaves open, for each part; undefined: the likeliest. */
export interface CloudQuirks {
  readonly gateway?: Partial<GatewayQuirks> | undefined;
  readonly osm?: Partial<OsmQuirks> | undefined;
  readonly coc?: Partial<CocQuirks> | undefined;
}

interface CloudParts extends CloudQuirks {
  readonly now: () => number;
  readonly queue: WorkQueue;
  /** Where the server is, once it runs. */
  readonly origin: () => string;
  /** Milliseconds. */
  readonly tokenLife: number;
  readonly failuresUntilLock: number;
}

/** Everything behind the HTTP server. */
export interface Cloud {
  readonly identity: Identity;
  readonly keys: AccessKeys;
  readonly gateway: Gateway;
  readonly osm: Osm;
  readonly coc: Coc;
}

/** A cloud with one account and the sample tickets. */
export function makeCloud(parts: CloudParts): Cloud {
  const { now, queue, origin } = parts;
  const account = makeAccount();
  const tokens = new TokenStore(now, parts.tokenLife);
  const keys = new AccessKeys(now, parts.failuresUntilLock);
  const gateway = new Gateway({
    account,
    tokens,
    keys,
    now,
    errorPrefix: 'APIGW',
    wrongSignature: '0301',
    requestsPerMinute: undefined,
    throttleStatus: 429,
    ...parts.gateway,
  });
  const osm: Osm = {
    account,
    store: new CaseStore(account, now),
    labels: new LabelStore(),
    accessories: new AccessoryStore(),
    contacts: new Contacts(),
    signedAgreements: new Set(),
    now,
    origin,
    quirks: {
      timeLayout: 'space',
      arrayForm: 'both',
      statusSeparator: ',',
      success: 'empty',
      accessUrlNames: 'sdk',
      firstPoll: 'everything',
      mostPolled: undefined,
      errors: 'inside200',
      ...parts.osm,
    },
  };
  const coc: Coc = {
    account,
    issues: new IssueStore(now),
    incidents: new IncidentStore(now),
    changes: new ChangeStore(),
    warRooms: [],
    attachments: new AttachmentStore(),
    queue,
    now,
    origin,
    quirks: {
      providerCode: 4,
      successCode: 'GOM.00000000',
      totalKey: 'total',
      download: 'binary',
      reopenKey: 'ReOpen',
      ...parts.coc,
    },
  };
  addOsmSamples(osm);
  addCocSamples(coc);
  return { identity: { account, tokens, now, failures: new Map() }, keys, gateway, osm, coc };
}
