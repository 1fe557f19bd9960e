import { appoint } from './directory.ts';
import { viewFormValue } from './displayValue.ts';
import {
  isOver,
  type FieldDesign,
  type FlowDesign,
  type NodeStatus,
  type StoredField,
  type StoredLog,
  type StoredNode,
  type StoredTicket,
} from './ticketModel.ts';

/** What a ticket looks like when it comes into being in the middle of its life. */
export interface TicketDesign {
  readonly sn: string;
  readonly title: string;
  readonly creator: string;
  readonly flow: FlowDesign;
  readonly hoursAgo: number;
  readonly updatedHoursAgo?: number;
  readonly endedHoursAgo?: number;
  readonly status?: string;
  readonly isSlave?: boolean;
  readonly masterSn?: string;
  /** The engine has not seen it yet: no fields. */
  readonly isStarting?: boolean;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly stateProcessors?: ReadonlyMap<string, readonly string[]>;
  readonly bkBizId?: number;
  readonly isCommented?: boolean;
  readonly tag?: string;
  readonly updatedBy?: readonly string[];
  readonly followers?: readonly string[];
  /** Where the nodes stand; those left out have not been entered. */
  readonly nodes: Readonly<
    Record<
      number,
      { readonly status: NodeStatus; readonly processors?: readonly string[]; readonly signers?: readonly string[] }
    >
  >;
  /** By field key; the rest holds its default or `null`. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly logs?: readonly {
    readonly operator: string;
    readonly hoursAgo: number;
    readonly message: string;
    readonly source?: StoredLog['source'];
    readonly stateId?: number;
    /** It was the form of the step that was sent: the log has it as it is now. */
    readonly isSubmission?: true;
  }[];
}

const hour = 3_600_000;

/** Keeps the tickets; numbers come in order, so a newer ticket has a greater id. */
export class TicketStore {
  readonly #bySn = new Map<string, StoredTicket>();
  readonly #versionFieldIds = new Map<FieldDesign, number>();
  readonly #now: () => number;
  #nextFieldId = 90_001;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(sn: string): StoredTicket | undefined {
    return this.#bySn.get(sn);
  }

  /** All tickets, newest id first (contract §1.4). */
  list(): readonly StoredTicket[] {
    return [...this.#bySn.values()].sort((left, right) => right.id - left.id);
  }

  add(design: TicketDesign): StoredTicket {
    const now = this.#now();
    const at = (hoursAgo: number): number => now - hoursAgo * hour;
    const { flow, creator } = design;
    const fields = design.isStarting === true ? [] : this.#makeFields(design);
    const ticket: StoredTicket = {
      id: this.#bySn.size + 1,
      sn: design.sn,
      flow,
      creator,
      createdAt: at(design.hoursAgo),
      isSlave: design.isSlave ?? false,
      tag: design.tag ?? '',
      projectKey: '0',
      bkBizId: design.bkBizId ?? -1,
      masterSn: design.masterSn,
      meta: design.meta ?? {},
      stateProcessors: design.stateProcessors ?? new Map(),
      nodes: flow.nodes.map((node): StoredNode => {
        const state = design.nodes[node.stateId];
        const isStarter = node.processorsType === 'STARTER';
        const processors = isStarter ? [creator] : node.processors;
        const stored: StoredNode = {
          design: node,
          status: state?.status ?? 'WAIT',
          processorsType: '',
          processors: [],
          processorIds: [],
          signers: state?.signers ?? [],
          pendingSigners: [],
          isApproved: undefined,
          entries: state === undefined ? 0 : 1,
        };
        appoint(
          stored,
          isStarter ? 'PERSON' : node.processorsType,
          state?.processors ?? (state?.status === 'DISTRIBUTING' ? node.assigners : processors),
        );
        return stored;
      }),
      fields,
      logs: (design.logs ?? []).map(({ operator, hoursAgo, message, source = 'WEB', stateId = 0, isSubmission }) => {
        const submitted = isSubmission === true ? fields.filter((field) => field.stateId === stateId) : [];
        return { operator, at: at(hoursAgo), message, source, stateId, formData: submitted.map(viewFormValue) };
      }),
      title: design.title,
      status: design.status ?? 'RUNNING',
      previousStatus: 'RUNNING',
      updatedAt: at(design.updatedHoursAgo ?? design.endedHoursAgo ?? design.hoursAgo),
      updatedBy: design.updatedBy ?? [creator],
      endedAt: design.endedHoursAgo === undefined ? undefined : at(design.endedHoursAgo),
      isCommented: design.isCommented ?? false,
      rating: undefined,
      followers: design.followers ?? [],
    };
    if (isOver(ticket) && ticket.endedAt === undefined) ticket.endedAt = ticket.updatedAt;
    this.#bySn.set(ticket.sn, ticket);
    return ticket;
  }

  /** Gives a ticket that is starting the fields of its flow, behind those that it has. */
  prepareFields(ticket: StoredTicket, values: Readonly<Record<string, unknown>>): void {
    const { flow, title, status } = ticket;
    ticket.fields = [...ticket.fields, ...this.#makeFields({ flow, title, status, values })];
  }

  /** A field of a ticket's own, which is in no flow. */
  addDynamicField(ticket: StoredTicket, design: FieldDesign, value: string): void {
    ticket.fields = [...ticket.fields, { id: this.#nextFieldId++, versionFieldId: 0, stateId: 0, design, value }];
  }

  #makeFields({
    flow,
    title,
    status,
    values,
  }: Pick<TicketDesign, 'flow' | 'title' | 'status' | 'values'>): readonly StoredField[] {
    const given: Readonly<Record<string, unknown>> = { title, current_status: status ?? 'RUNNING', ...values };
    const make = (design: FieldDesign, stateId: number): StoredField => ({
      id: this.#nextFieldId++,
      versionFieldId: this.versionFieldId(design),
      stateId,
      design,
      value: given[design.key] ?? design.default ?? null,
    });
    return [
      ...flow.baseFields.map((design) => make(design, 0)),
      ...flow.nodes.flatMap(({ stateId, fields }) => fields.map((design) => make(design, stateId))),
    ];
  }

  /** The id of a field in its workflow version. */
  versionFieldId(design: FieldDesign): number {
    const known = this.#versionFieldIds.get(design);
    if (known !== undefined) return known;
    const id = 1201 + this.#versionFieldIds.size;
    this.#versionFieldIds.set(design, id);
    return id;
  }
}
