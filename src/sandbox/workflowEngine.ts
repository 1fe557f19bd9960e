import { displayValue } from './displayValue.ts';
import { filterValue } from './storedText.ts';
import { currentNodes, isOver, type StoredLog, type StoredNode, type StoredTicket } from './ticketModel.ts';
import type { WorkQueue } from './workQueue.ts';

export interface NodeSubmission {
  readonly operator: string;
  /** One value for every field of the node, by key. */
  readonly values: ReadonlyMap<string, string>;
}

/** Moves tickets along their flow (contract §3.4). */
export class WorkflowEngine {
  readonly #queue: WorkQueue;
  readonly #now: () => number;

  constructor(queue: WorkQueue, now: () => number) {
    this.#queue = queue;
    this.#now = now;
  }

  /** Queues what TRANSITION asks for; until then the node is QUEUEING and nothing is stored. */
  submit(ticket: StoredTicket, node: StoredNode, submission: NodeSubmission): void {
    node.status = 'QUEUEING';
    this.#queue.add(() => this.#carryOut(ticket, node, submission));
  }

  /** Resumes the automatic nodes of a ticket that was put into the store in mid-flow. */
  adopt(ticket: StoredTicket): void {
    for (const node of ticket.nodes) {
      if (node.design.type === 'TASK' && node.status === 'RUNNING') this.#startTask(ticket, node);
    }
  }

  /** Moves a claimed or assigned node on to what comes next (contract §3.2). */
  assign(node: StoredNode, processors: readonly string[], processorsType: string): void {
    const isToBeClaimed =
      node.status === 'DISTRIBUTING' && node.design.distribute === 'DISTRIBUTE_THEN_CLAIM' && processors.length > 1;
    node.processors = processors;
    node.processorsType = processorsType;
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
    if (isOver(ticket) || !isOpen || node.signers.includes(submission.operator)) return;
    const isRejected = this.#storeValues(ticket, node, submission);
    if (design.type === 'SIGN' || design.type === 'APPROVAL') {
      node.signers = [...node.signers, submission.operator];
      const isLast = !design.needsAll || node.processors.every((processor) => node.signers.includes(processor));
      if (!isLast && !isRejected) return; // stays QUEUEING until the others have signed
    }
    node.status = 'FINISHED';
    if (isOver(ticket)) this.end(ticket, ticket.status); // its form has set the status
    else if (!isRejected || onReject === undefined) this.#leave(ticket, design.next);
    else if (onReject === 'terminate') this.end(ticket, 'TERMINATED');
    else this.#leave(ticket, onReject);
  }

  /** @returns whether this was a rejection */
  #storeValues(ticket: StoredTicket, { design }: StoredNode, { operator, values }: NodeSubmission): boolean {
    let isRejected = false;
    const formData: Record<string, unknown>[] = [];
    for (const field of ticket.fields) {
      const { key, type, name, desc, meta } = field.design;
      const value = values.get(key);
      if (field.stateId !== design.stateId || value === undefined) continue;
      field.value = filterValue(value, type);
      formData.push({ id: field.id, key, type, name, desc, value: field.value, display_value: displayValue(field) });
      if (meta['code'] === 'APPROVE_RESULT') isRejected = value === 'false';
      if (key === 'title') ticket.title = value;
      if (key === 'current_status') this.#setStatus(ticket, value);
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
    node.processorsType = design.processorsType === 'STARTER' ? 'PERSON' : design.processorsType;
    node.processors = design.processorsType === 'STARTER' ? [ticket.creator] : design.processors;
    node.status = 'RUNNING';
    if (design.type === 'TASK') this.#startTask(ticket, node);
    else if (distribute === 'CLAIM_THEN_PROCESS' && node.processors.length > 1) node.status = 'RECEIVING';
    else if (distribute.startsWith('DISTRIBUTE')) {
      node.status = 'DISTRIBUTING';
      node.processors = design.assigners;
    }
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
