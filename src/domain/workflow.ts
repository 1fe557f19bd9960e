/** `sign`: several people sign; `automatic`: a machine works; `gateway`: a point where the way parts or joins. */
export type WorkflowNodeKind = 'start' | 'step' | 'approval' | 'sign' | 'automatic' | 'gateway' | 'end';

export type WorkflowNodeState = 'done' | 'current' | 'failed' | 'upcoming';

export interface WorkflowNode {
  /** Equals the id of the `Step` for the steps of a ticket. */
  readonly id: string;
  readonly name: string;
  readonly kind: WorkflowNodeKind;
  readonly state: WorkflowNodeState;
  /** Where its designer has put it, in pixels; `undefined`: not told. */
  readonly x: number | undefined;
  readonly y: number | undefined;
}

export interface WorkflowEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** In the system's words; often `''`. */
  readonly name: string;
}

/** The way of a ticket, as far as it is known. */
export interface Workflow {
  readonly name: string;
  readonly nodes: readonly WorkflowNode[];
  readonly edges: readonly WorkflowEdge[];
}

/** Where a ticket is, has been and will be. */
export interface TicketWorkflow {
  /** `undefined`: the server does not tell on this connection. */
  read(key: string, signal: AbortSignal): Promise<Workflow | undefined>;
}
