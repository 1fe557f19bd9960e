/** Statuses that the vendor publishes (contract §1.6). */
export const caseStatus = {
  toProcess: 0,
  processing: 1,
  toConfirm: 2,
  completed: 3,
  cancelled: 4,
  suspended: 5,
  invalid: 12,
  deleted: 13,
  waitsForCustomer: 17,
} as const;

export interface StoredMessage {
  readonly id: string;
  /** Rises over all tickets: what the cursor of the polling counts. */
  readonly sequence: number;
  /** 0 the customer, 1 the vendor's engineer, 2 a third party (which the type calls an engineer). */
  readonly replierType: 0 | 1 | 2;
  readonly replierId: string;
  readonly replierName: string;
  readonly content: string;
  readonly at: number;
  readonly isFirst: boolean;
  readonly accessoryIds: readonly string[];
}

export interface StoredLog {
  readonly id: string;
  /** Integers without a published meaning (contract §1.6). */
  readonly operateType: number;
  readonly operatorType: number;
  readonly operatorId: string;
  readonly operatorName: string;
  readonly description: string;
  readonly at: number;
}

export interface GivenScore {
  readonly dimensionId: number;
  readonly score: number;
}

export interface Contact {
  areaCode: string;
  mobile: string;
  mail: string;
  /** '0': at any time, or `09:00-18:00`. */
  time: string;
}

export interface StoredCase {
  readonly id: string;
  /** The IAM user whose ticket it is. */
  readonly ownerId: string;
  readonly businessTypeId: string;
  readonly regionId: string | undefined;
  readonly severityId: string | undefined;
  readonly description: string;
  readonly createdAt: number;
  readonly contact: Contact;
  readonly ccEmail: string;
  extendsMap: Readonly<Record<string, unknown>>;
  status: number;
  confirmedAt: number | undefined;
  /** Milliseconds from creation to solution; undefined: not solved. */
  resolveTime: number | undefined;
  rootCause: string;
  resolution: string;
  messages: readonly StoredMessage[];
  logs: readonly StoredLog[];
  labelIds: readonly number[];
  relatedIds: readonly string[];
  judgement: string;
  scores: readonly GivenScore[];
  /** The sequence of the last message that the customer has read. */
  readUpTo: number;
  lastPressedAt: number | undefined;
}

/** Nothing happens to it any more. */
export function isOver({ status }: Pick<StoredCase, 'status'>): boolean {
  const { completed, cancelled, invalid, deleted } = caseStatus;
  return [completed, cancelled, invalid, deleted].some((one) => one === status);
}

/** What engineers have written and the customer has not read. */
export function unreadMessages(ticket: StoredCase): readonly StoredMessage[] {
  return ticket.messages.filter(({ replierType, sequence }) => replierType !== 0 && sequence > ticket.readUpTo);
}
