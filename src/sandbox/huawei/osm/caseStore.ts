import { randomUUID } from 'node:crypto';
import { findUser, type Account } from '../identity/account.ts';
import { caseStatus, type GivenScore, type StoredCase, type StoredLog, type StoredMessage } from './caseModel.ts';

const hour = 3_600_000;

/** What a ticket looks like when it comes into being in the middle of its life. */
export interface CaseDesign {
  /** Undefined: a new one. */
  readonly id?: string;
  readonly ownerId: string;
  readonly businessTypeId: string;
  readonly regionId?: string | undefined;
  readonly severityId?: string | undefined;
  readonly description: string;
  readonly hoursAgo: number;
  readonly status?: number;
  readonly confirmedHoursAgo?: number;
  readonly rootCause?: string;
  readonly resolution?: string;
  readonly judgement?: string;
  readonly scores?: readonly GivenScore[];
  readonly labelIds?: readonly number[];
  readonly relatedIds?: readonly string[];
  readonly contact?: Partial<StoredCase['contact']>;
  readonly ccEmail?: string;
  readonly extendsMap?: Readonly<Record<string, unknown>>;
  readonly accessoryIds?: readonly string[];
  /** After the first, which is the description. */
  readonly messages?: readonly {
    readonly from: 'customer' | 'engineer' | 'partner';
    readonly hoursAgo: number;
    readonly content: string;
    readonly accessoryIds?: readonly string[];
  }[];
  /** Until when the customer has read: how many of the messages; all unless told. */
  readonly readMessages?: number;
}

const engineers = {
  engineer: { type: 1, id: 'engineer-4411', name: 'Huawei Cloud engineer 4411' },
  partner: { type: 2, id: 'partner-0007', name: 'Partner support' },
} as const;

/** Keeps the tickets. */
export class CaseStore {
  readonly #cases = new Map<string, StoredCase>();
  readonly #account: Account;
  readonly #now: () => number;
  #sequence = 0;
  #numbers = 0;

  constructor(account: Account, now: () => number) {
    this.#account = account;
    this.#now = now;
  }

  get(id: string): StoredCase | undefined {
    return this.#cases.get(id);
  }

  /** Newest first. */
  list(): readonly StoredCase[] {
    return [...this.#cases.values()].sort((left, right) => right.createdAt - left.createdAt);
  }

  add(design: CaseDesign): StoredCase {
    const at = (hoursAgo: number): number => this.#now() - hoursAgo * hour;
    const createdAt = at(design.hoursAgo);
    const confirmedAt = design.confirmedHoursAgo === undefined ? undefined : at(design.confirmedHoursAgo);
    const owner = findUser(this.#account, design.ownerId);
    const ticket: StoredCase = {
      id: design.id ?? this.#nextId(createdAt),
      ownerId: design.ownerId,
      businessTypeId: design.businessTypeId,
      regionId: design.regionId,
      severityId: design.severityId,
      description: design.description,
      createdAt,
      contact: { areaCode: '0086', mobile: owner?.mobile ?? '', mail: owner?.mail ?? '', time: '0', ...design.contact },
      ccEmail: design.ccEmail ?? '',
      extendsMap: design.extendsMap ?? {},
      status: design.status ?? caseStatus.toProcess,
      confirmedAt,
      resolveTime: confirmedAt === undefined ? undefined : confirmedAt - createdAt,
      rootCause: design.rootCause ?? '',
      resolution: design.resolution ?? '',
      messages: [],
      logs: [],
      labelIds: design.labelIds ?? [],
      relatedIds: design.relatedIds ?? [],
      judgement: design.judgement ?? '',
      scores: design.scores ?? [],
      readUpTo: 0,
      lastPressedAt: undefined,
    };
    this.#cases.set(ticket.id, ticket);
    const first = { content: design.description, accessoryIds: design.accessoryIds ?? [], at: createdAt };
    this.addCustomerMessage(ticket, design.ownerId, first);
    this.log(ticket, design.ownerId, 'Created the service ticket.', createdAt);
    for (const { from, hoursAgo, ...message } of design.messages ?? []) {
      const written = { accessoryIds: [], ...message, at: at(hoursAgo) };
      if (from === 'customer') this.addCustomerMessage(ticket, design.ownerId, written);
      else this.addEngineerMessage(ticket, from, written);
    }
    const read = design.readMessages ?? ticket.messages.length;
    ticket.readUpTo = ticket.messages[read - 1]?.sequence ?? 0;
    return ticket;
  }

  addCustomerMessage(
    ticket: StoredCase,
    userId: string,
    message: Pick<StoredMessage, 'content' | 'accessoryIds' | 'at'>,
  ): void {
    const replierName = findUser(this.#account, userId)?.name ?? '';
    this.#append(ticket, { ...message, replierType: 0, replierId: userId, replierName });
  }

  addEngineerMessage(
    ticket: StoredCase,
    from: 'engineer' | 'partner',
    message: Pick<StoredMessage, 'content' | 'accessoryIds' | 'at'>,
  ): void {
    const { type, id, name } = engineers[from];
    this.#append(ticket, { ...message, replierType: type, replierId: id, replierName: name });
  }

  log(ticket: StoredCase, operatorId: string, description: string, at = this.#now()): void {
    const log: StoredLog = {
      id: randomUUID().replaceAll('-', ''),
      operateType: ticket.logs.length === 0 ? 1 : 2,
      operatorType: 0,
      operatorId,
      operatorName: findUser(this.#account, operatorId)?.name ?? operatorId,
      description,
      at,
    };
    ticket.logs = [...ticket.logs, log];
  }

  #append(ticket: StoredCase, message: Omit<StoredMessage, 'id' | 'sequence' | 'isFirst'>): void {
    this.#sequence += 1;
    const rest = {
      id: randomUUID().replaceAll('-', ''),
      sequence: this.#sequence,
      isFirst: ticket.messages.length === 0,
    };
    ticket.messages = [...ticket.messages, { ...message, ...rest }];
  }

  /** As in the vendor's samples: TT and fourteen digits or so (contract §1.6). */
  #nextId(createdAt: number): string {
    this.#numbers += 1;
    const day = new Date(createdAt).toISOString().slice(2, 10).replaceAll('-', '');
    return `TT20${day}${String(500_000 + this.#numbers)}`;
  }
}
