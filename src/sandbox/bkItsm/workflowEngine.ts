import { appoint } from './directory.ts';
import { viewFormValue } from './displayValue.ts';
import { plainText } from './plainText.ts';
import { filterValue, type HtmlFilter } from './storedText.ts';
import {
  currentNodes,
  isOver,
  isSigned,
  waitingSigners,
  type StoredLog,
  type StoredNode,
  type StoredTicket,
} from './ticketModel.ts';
import type { WorkQueue } from '../workQueue.ts';

export interface NodeSubmission {
  readonly operator: string;
  /** By key; texts, but lists too when a ticket is created. */
  readonly values: ReadonlyMap<string, unknown>;
}

/** How servers differ in what their engine does. */
interface EngineHabits {
  /** Approvals that wait for the ticket's creator are passed in his name. */
  readonly autoApproval: boolean;
  /** A rejected approval ends the ticket, whatever the flow says. */
  readonly rejectionEnds: boolean;
  /** The start of created tickets fails, which is only logged (contract §1.7). */
  readonly failedStarts: boolean;
  readonly htmlFilter: HtmlFilter;
}

const usualHabits: EngineHabits = {
  autoApproval: false,
  rejectionEnds: false,
  failedStarts: false,
  htmlFilter: '2.7.1',
};

/** Moves tickets along their flow (contract §3.4). */
export class WorkflowEngine {
  readonly #queue: WorkQueue;
  readonly #now: () => number;
  readonly #habits: EngineHabits;

  constructor(queue: WorkQueue, now: () => number, habits: Partial<EngineHabits> = {}) {
    this.#queue = queue;
    this.#now = now;
    this.#habits = { ...usualHabits, ...habits };
  }

  /** Queues what TRANSITION asks for; until then the node is QUEUEING and nothing is stored. */
  submit(ticket: StoredTicket, node: StoredNode, submission: NodeSubmission): void {
    node.status = 'QUEUEING';
    this.#queue.add(() => this.#carryOut(ticket, node, submission));
  }

  /** Queues a signature as approve does: the signer is registered at once and the node stays as it is. */
  sign(ticket: StoredTicket, node: StoredNode, submission: NodeSubmission): void {
    node.pendingSigners = [...node.pendingSigners, submission.operator];
    this.#queue.add(() => this.#carryOut(ticket, node, submission));
  }

  /** Queues the start of a new ticket: until then it has no fields and no steps (contract §1.2). */
  start(ticket: StoredTicket, values: ReadonlyMap<string, unknown>, prepareFields: () => void): void {
    if (this.#habits.failedStarts) return;
    this.#queue.add(() => {
      if (isOver(ticket)) return;
      prepareFields();
      this.log(ticket, { operator: 'system', message: '流程开始.', source: 'SYS' });
      for (const stateId of ticket.flow.start) {
        const node = ticket.nodes.find(({ design }) => design.stateId === stateId);
        if (node === undefined) continue;
        node.entries += 1;
        appoint(node, 'PERSON', [ticket.creator]);
        this.#storeValues(ticket, node, { operator: ticket.creator, values });
        node.status = 'FINISHED';
        this.#leave(ticket, node.design.next);
      }
    });
  }

  /** Resumes the automatic nodes of a ticket that was put into the store in mid-flow. */
  adopt(ticket: StoredTicket): void {
    for (const node of ticket.nodes) {
      if (node.design.type === 'TASK' && node.status === 'RUNNING') this.#startTask(ticket, node);
    }
  }

  /** Moves a claimed or assigned node on to what comes next (contract §3.2). */
  assign(node: StoredNode, processors: readonly string[], processorsType: string): void {
    const isDistributed = node.status === 'DISTRIBUTING';
    appoint(node, processorsType, processors);
    const isToBeClaimed =
      isDistributed && node.design.distribute === 'DISTRIBUTE_THEN_CLAIM' && node.processors.length > 1;
    node.status = isToBeClaimed ? 'RECEIVING' : 'RUNNING';
  }

  /** Ends the ticket at once, whatever is still open. */
  end(ticket: StoredTicket, status: string): void {
    for (const node of ticket.nodes) {
      if (currentNodes(ticket).includes(node) || node.status === 'FAILED') node.status = 'TERMINATED';
    }
    ticket.status = status;
    ticket.endedAt = this.#now();
    ticket.updatedAt = ticket.endedAt;
  }

  log(
    ticket: StoredTicket,
    entry: Pick<StoredLog, 'operator' | 'message'> & Partial<Pick<StoredLog, 'source' | 'stateId' | 'formData'>>,
  ): void {
    ticket.logs.push({ at: this.#now(), source: 'API', stateId: 0, formData: [], ...entry });
    if (entry.operator !== 'system') ticket.updatedBy = [...new Set([...ticket.updatedBy, entry.operator])];
  }

  #carryOut(ticket: StoredTicket, node: StoredNode, submission: NodeSubmission): void {
    const { design } = node;
    const { onReject } = design;
    const isOpen = node.status === 'QUEUEING' || node.status === 'RUNNING';
    node.pendingSigners = node.pendingSigners.filter((name) => name !== submission.operator);
    if (isOver(ticket) || !isOpen || node.signers.includes(submission.operator)) return;
    const isRejected = this.#storeValues(ticket, node, submission);
    if (isSigned(design)) {
      node.signers = [...node.signers, submission.operator];
      const isLast = !design.needsAll || node.processors.every((processor) => node.signers.includes(processor));
      if (!isLast && !isRejected) {
        this.#approveForCreator(ticket, node);
        return; // after operate_node it stays QUEUEING until the others have signed
      }
    }
    if (design.type === 'APPROVAL') node.isApproved = !isRejected;
    node.status = 'FINISHED';
    if (isOver(ticket)) this.end(ticket, ticket.status); // its form has set the status
    else if (isRejected && (onReject === 'terminate' || this.#habits.rejectionEnds)) this.end(ticket, 'TERMINATED');
    else this.#leave(ticket, isRejected && Array.isArray(onReject) ? (onReject as readonly number[]) : design.next); // not the word
  }

  /** @returns whether this was a rejection */
  #storeValues(ticket: StoredTicket, { design }: StoredNode, { operator, values }: NodeSubmission): boolean {
    let isRejected = false;
    const formData: Readonly<Record<string, unknown>>[] = [];
    for (const field of ticket.fields) {
      const { key, type, meta } = field.design;
      const value = values.get(key);
      if (field.stateId !== design.stateId || value === undefined) continue;
      field.value = typeof value === 'string' ? filterValue(value, type, this.#habits.htmlFilter) : value;
      formData.push(viewFormValue(field));
      if (meta['code'] === 'APPROVE_RESULT') isRejected = value === 'false';
      if (key === 'title') ticket.title = plainText(value);
      if (key === 'current_status') this.#setStatus(ticket, plainText(value));
    }
    const action = design.type === 'APPROVAL' ? (isRejected ? '拒绝' : '通过') : '提交';
    this.log(ticket, {
      operator,
      message: `${operator} 处理【${design.name}】(${action}).`,
      stateId: design.stateId,
      formData,
    });
    return isRejected && design.type === 'APPROVAL';
  }

  /** A node's form may hold the ticket's status; leaving it out stores an empty one (contract §3.1). */
  #setStatus(ticket: StoredTicket, status: string): void {
    ticket.status = status;
    ticket.updatedAt = this.#now();
    for (const field of ticket.fields) if (field.design.key === 'current_status') field.value = status;
  }

  #leave(ticket: StoredTicket, next: readonly number[]): void {
    for (const stateId of next) this.#enter(ticket, stateId);
    if (currentNodes(ticket).length > 0 || ticket.nodes.some(({ status }) => status === 'FAILED')) return;
    this.end(ticket, 'FINISHED');
    this.log(ticket, { operator: 'system', message: '流程结束.', source: 'SYS' });
  }

  #enter(ticket: StoredTicket, stateId: number): void {
    const node = ticket.nodes.find(({ design }) => design.stateId === stateId);
    if (node === undefined) return;
    const { design } = node;
    const waits = design.waitsFor.some((awaited) => {
      return ticket.nodes.some((other) => other.design.stateId === awaited && other.status !== 'FINISHED');
    });
    if (waits) return;
    const distribute = node.entries > 0 ? 'PROCESS' : design.distribute; // a loop starts as PROCESS (contract §3.2)
    node.entries += 1;
    node.signers = [];
    node.pendingSigners = [];
    node.isApproved = undefined;
    node.status = 'RUNNING';
    if (distribute.startsWith('DISTRIBUTE')) {
      node.status = 'DISTRIBUTING';
      appoint(node, 'PERSON', design.assigners);
      return;
    }
    appointAtEntry(ticket, node);
    if (design.type === 'TASK') this.#startTask(ticket, node);
    else if (distribute === 'CLAIM_THEN_PROCESS' && node.processors.length > 1) node.status = 'RECEIVING';
    else this.#approveForCreator(ticket, node);
  }

  #approveForCreator(ticket: StoredTicket, node: StoredNode): void {
    const { creator } = ticket;
    if (!this.#habits.autoApproval || node.design.type !== 'APPROVAL' || !waitingSigners(node).includes(creator))
      return;
    const result = node.design.fields.find(({ meta }) => meta['code'] === 'APPROVE_RESULT');
    const values = new Map([[result?.key ?? '', 'true']]);
    this.#queue.add(() => this.#carryOut(ticket, node, { operator: creator, values }));
  }

  #startTask(ticket: StoredTicket, node: StoredNode): void {
    const { design } = node;
    if (design.task === 'runs') return;
    this.#queue.add(() => {
      if (node.status !== 'RUNNING') return;
      node.status = design.task === 'fails' ? 'FAILED' : 'FINISHED';
      const message = design.task === 'fails' ? `【${design.name}】自动执行失败.` : `【${design.name}】自动执行完成.`;
      this.log(ticket, { operator: 'system', message, source: 'AUTOMATIC', stateId: design.stateId });
      if (node.status === 'FINISHED') this.#leave(ticket, design.next);
    });
  }
}

/** Types that depend on the ticket become PERSON when a node is entered (contract §1.1). */
function appointAtEntry(ticket: StoredTicket, node: StoredNode): void {
  const { stateId, processorsType, processors } = node.design;
  const named = ticket.stateProcessors.get(String(stateId));
  if (named !== undefined) appoint(node, 'PERSON', named);
  else if (processorsType === 'STARTER' || ticket.flow.start.includes(stateId))
    appoint(node, 'PERSON', [ticket.creator]);
  else if (processorsType === 'VARIABLE') {
    const names = ticket.fields.find(({ design }) => design.key === processors[0]);
    appoint(node, 'PERSON', plainText(names?.value).split(',').filter(Boolean));
  } else appoint(node, processorsType, processors);
}
