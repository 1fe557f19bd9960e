/** The values of `current_status` that exist everywhere; services may add their own (contract §3.1). */
export const endStatuses: readonly string[] = ['FINISHED', 'TERMINATED', 'REVOKED'];

export type NodeType = 'NORMAL' | 'SIGN' | 'APPROVAL' | 'TASK';

/** Contract §3.2. SUSPEND is left out: nothing ever sets it. */
export type NodeStatus =
  | 'WAIT'
  | 'RUNNING'
  | 'QUEUEING'
  | 'RECEIVING'
  | 'DISTRIBUTING'
  | 'TERMINATED'
  | 'FINISHED'
  | 'FAILED';

export interface Choice {
  readonly key: string;
  readonly name: string;
}

export interface TreeChoice {
  readonly id: number;
  readonly name: string;
  readonly children?: readonly TreeChoice[];
}

/** Contract §4.1: when `isHiddenWhen` holds the field is hidden. Never part of an answer. */
export interface HideRule {
  readonly type: 'and' | 'or';
  readonly expressions: readonly {
    readonly key: string;
    readonly type: string;
    readonly condition: string;
    readonly value: string;
  }[];
}

/** One rule of ASSOCIATED_FIELD_VALIDATION (contract §4.3). */
export interface AssociatedRule {
  readonly type: 'and' | 'or';
  readonly expressions: readonly {
    readonly type: 'INT' | 'DATE' | 'DATETIME';
    readonly condition: string;
    readonly source: 'field' | 'system' | 'custom';
    readonly key: string;
    readonly value: string;
  }[];
}

/** A field as the designer of the workflow made it. */
export interface FieldDesign {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly desc: string;
  readonly choice: unknown;
  /** What the server finds when it fetches the options of a DATADICT, RPC or API field itself. */
  readonly serverChoice?: unknown;
  /** Stored as the value as soon as the ticket exists (contract §1.2). */
  readonly default?: unknown;
  readonly validateType: 'REQUIRE' | 'OPTION';
  readonly regex: string;
  readonly customRegex: string;
  readonly rule?: AssociatedRule;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly isReadonly: boolean;
  readonly sourceType: 'CUSTOM' | 'DATADICT' | 'RPC' | 'API' | 'CUSTOM_API';
  readonly sourceUri: string;
  readonly hiddenWhen?: HideRule;
  /** Undefined: half a line, or a whole one for what is usually long. */
  readonly layout?: 'COL_6' | 'COL_12';
}

export interface NodeDesign {
  readonly stateId: number;
  readonly name: string;
  readonly type: NodeType;
  readonly distribute: 'PROCESS' | 'CLAIM_THEN_PROCESS' | 'DISTRIBUTE_THEN_PROCESS' | 'DISTRIBUTE_THEN_CLAIM';
  /** GENERAL and ORGANIZATION: `processors` are ids; VARIABLE: the key of the field that names them. */
  readonly processorsType: string;
  readonly processors: readonly string[];
  /** Who assigns while the node is DISTRIBUTING. */
  readonly assigners: readonly string[];
  /** Whom DISTRIBUTE may name; empty: anybody. */
  readonly assignable: readonly string[];
  /** What `assignable` holds, PERSON unless told. */
  readonly assignableType?: string;
  readonly canDeliver: boolean;
  /** Whom DELIVER may name; empty: anybody. */
  readonly deliverTo: readonly string[];
  /** What `deliverTo` holds, PERSON unless told. */
  readonly deliverToType?: string;
  readonly canTerminate: boolean;
  readonly isSequential: boolean;
  /** SIGN and APPROVAL: false ends the node with the first signature. */
  readonly needsAll: boolean;
  /** What becomes of an automatic node. */
  readonly task: 'finishes' | 'runs' | 'fails';
  readonly fields: readonly FieldDesign[];
  readonly next: readonly number[];
  /** Where a rejected approval goes; undefined: on, as if approved. */
  readonly onReject?: readonly number[] | 'terminate';
  /** Entered only when all of these are FINISHED. */
  readonly waitsFor: readonly number[];
}

export interface FlowDesign {
  /** The workflow version: `flow_id` of a ticket. */
  readonly versionId: number;
  readonly catalogId: number;
  readonly serviceId: number;
  readonly serviceName: string;
  readonly serviceType: 'request' | 'event' | 'change' | 'question';
  readonly isRevocable: boolean;
  /** Contract §3.3: 1 at any time, 2 while only the first node has ended. */
  readonly revokeType: 1 | 2;
  /** Statuses of this service, beside the built-in ones, that end a ticket. */
  readonly overStatuses: readonly string[];
  /** Fields of the base model, which belong to no node. */
  readonly baseFields: readonly FieldDesign[];
  readonly nodes: readonly NodeDesign[];
  readonly start: readonly number[];
}

export interface StoredNode {
  readonly design: NodeDesign;
  status: NodeStatus;
  processorsType: string;
  /** Usernames: roles and organisations are resolved. */
  processors: readonly string[];
  /** As the database has them: usernames, ids of roles, `O_` and ids of organisations (contract §1.5). */
  processorIds: readonly string[];
  /** Those whose signature the background job has registered. */
  signers: readonly string[];
  /** Those whom approve and proceed_approval have registered before the engine is called (contract §1.7). */
  pendingSigners: readonly string[];
  /** Whether an approval has passed; undefined: it has not ended. */
  isApproved: boolean | undefined;
  /** How often the flow has come here. */
  entries: number;
}

export interface StoredField {
  /** Differs from `versionFieldId` (contract §1.1). */
  readonly id: number;
  readonly versionFieldId: number;
  /** 0 for fields of the base model. */
  readonly stateId: number;
  readonly design: FieldDesign;
  /** `null`: never set. */
  value: unknown;
}

export interface StoredLog {
  readonly operator: string;
  readonly at: number;
  readonly message: string;
  readonly source: 'WEB' | 'MOBILE' | 'API' | 'SYS' | 'AUTOMATIC';
  readonly stateId: number;
  readonly formData: readonly Readonly<Record<string, unknown>>[];
}

/** A ticket as the server keeps it. Times are milliseconds since 1970. */
export interface StoredTicket {
  readonly id: number;
  readonly sn: string;
  readonly flow: FlowDesign;
  readonly creator: string;
  readonly createdAt: number;
  readonly isSlave: boolean;
  readonly tag: string;
  readonly projectKey: string;
  readonly bkBizId: number;
  /** The ticket whose status lists show for a slave (contract §1.5). */
  readonly masterSn: string | undefined;
  /** What create_ticket was given; its headers may hold secrets. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** Processors that create_ticket has named for nodes, by state id. */
  readonly stateProcessors: ReadonlyMap<string, readonly string[]>;
  readonly nodes: readonly StoredNode[];
  readonly logs: StoredLog[];
  /** Empty until the engine has started the ticket. */
  fields: readonly StoredField[];
  title: string;
  status: string;
  /** What UNSUSPEND goes back to; a second SUSPEND makes it SUSPENDED (contract §3.4). */
  previousStatus: string;
  updatedAt: number;
  updatedBy: readonly string[];
  endedAt: number | undefined;
  isCommented: boolean;
  rating: { readonly operator: string; readonly stars: number; readonly comments: string } | undefined;
  followers: readonly string[];
}

export function isOver(ticket: StoredTicket): boolean {
  return endStatuses.includes(ticket.status) || ticket.flow.overStatuses.includes(ticket.status);
}

/** The nodes that get_ticket_status lists: a FAILED automatic node is not among them (contract §1.1). */
export function currentNodes(ticket: StoredTicket): readonly StoredNode[] {
  return ticket.nodes.filter(({ status }) => ['RUNNING', 'RECEIVING', 'DISTRIBUTING', 'QUEUEING'].includes(status));
}

/** Who may operate the ticket as a whole: processors of OPEN nodes are nobody in particular (contract §3.3). */
export function currentProcessors(ticket: StoredTicket): readonly string[] {
  const named = currentNodes(ticket).filter(({ design, processorsType }) => {
    return design.type !== 'TASK' && processorsType !== 'OPEN';
  });
  return [...new Set(named.flatMap(({ processors }) => processors))];
}

/** Those whose turn it is to sign: the next one only, when the order is fixed. */
export function waitingSigners({ design, processors, signers, pendingSigners }: StoredNode): readonly string[] {
  const waiting = processors.filter((name) => !signers.includes(name) && !pendingSigners.includes(name));
  return design.isSequential ? waiting.slice(0, 1) : waiting;
}

export function isSigned({ type }: NodeDesign): boolean {
  return type === 'SIGN' || type === 'APPROVAL';
}

/** What the node waits for, which is also the first operation of its step. */
export function actionType(node: StoredNode): 'TRANSITION' | 'CLAIM' | 'DISTRIBUTE' | 'AUTOMATIC' {
  if (node.design.type === 'TASK') return 'AUTOMATIC';
  if (node.status === 'RECEIVING') return 'CLAIM';
  if (node.status === 'DISTRIBUTING') return 'DISTRIBUTE';
  return 'TRANSITION';
}
