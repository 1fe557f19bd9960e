import type { TicketWorkflow, Workflow, WorkflowNodeKind, WorkflowNodeState } from '../../domain/workflow.ts';
import type { BkItsmClient } from './client.ts';
import type { FlowVersions } from './flowVersions.ts';
import type { BkLog, BkState, BkTicketInfo, BkTicketStatus, BkTransition, BkWorkflow } from './schema.ts';
import { decodeEntities } from './serverText.ts';
import { hasEnded } from './statuses.ts';

const kinds: Readonly<Record<string, WorkflowNodeKind>> = {
  START: 'start',
  NORMAL: 'step',
  SIGN: 'sign',
  APPROVAL: 'approval',
  TASK: 'automatic',
  'TASK-SOPS': 'automatic',
  'TASK-DEVOPS': 'automatic',
  WEBHOOK: 'automatic',
  'BK-PLUGIN': 'automatic',
  ROUTER: 'gateway',
  'ROUTER-P': 'gateway',
  COVERAGE: 'gateway',
  END: 'end',
};

export function createWorkflow(client: BkItsmClient, flows: FlowVersions): TicketWorkflow {
  return {
    async read(key, signal) {
      const [info, status, logs] = await Promise.all([
        client.getTicketInfo(key, signal),
        client.getTicketStatus(key, signal),
        client.getTicketLogs(key, signal),
      ]);
      const detail = await flows.read(info.flow_id, signal);
      return detail === undefined ? undefined : readWorkflow(detail, info, status, logs);
    },
  };
}

/** What is known of the way, from what little the server tells. */
export function readWorkflow(
  { name, states, transitions }: BkWorkflow,
  info: BkTicketInfo,
  status: BkTicketStatus,
  logs: readonly BkLog[],
): Workflow {
  const isOver = hasEnded(status.current_status, info, status);
  const current = new Map(isOver ? [] : status.current_steps.map((step) => [step.state_id, step.status]));
  const done = findDone(states, transitions, new Set(current.keys()), {
    isFinished: status.current_status === 'FINISHED',
    logs: logs.map((log) => decodeEntities(log.message)),
  });
  const stateOf = ({ id }: BkState): WorkflowNodeState => {
    const code = current.get(id);
    if (code !== undefined) return code === 'FAILED' ? 'failed' : 'current';
    return done.has(id) ? 'done' : 'upcoming';
  };
  return {
    name: decodeEntities(name),
    nodes: states.map((state) => ({
      id: state.id,
      name: decodeEntities(state.name),
      kind: (Object.hasOwn(kinds, state.type) ? kinds[state.type] : undefined) ?? 'step',
      state: stateOf(state),
      x: state.axis?.x,
      y: state.axis?.y,
    })),
    edges: transitions.map(({ id, from_state: from, to_state: to, name: edgeName }) => ({
      id,
      from,
      to,
      name: decodeEntities(edgeName),
    })),
  };
}

interface Past {
  readonly isFinished: boolean;
  readonly logs: readonly string[];
}

/**
 * Which nodes lie behind a ticket. Nothing tells so directly: the start does, what the logs name does, and so does what
 * has to be passed to get to where the ticket is. A gateway is behind it when both its sides are reached.
 */
function findDone(
  states: readonly BkState[],
  transitions: readonly BkTransition[],
  current: ReadonlySet<string>,
  { isFinished, logs }: Past,
): ReadonlySet<string> {
  const starts = states.filter(({ type }) => type === 'START').map(({ id }) => id);
  const ends = states.filter(({ type }) => type === 'END').map(({ id }) => id);
  const reached = new Set([...current, ...(isFinished ? ends : [])]);
  const done = new Set<string>();
  for (const { id, name, type } of states) {
    if (current.has(id)) continue;
    if (type === 'START' || (type === 'END' && isFinished)) done.add(id);
    else if (name !== '' && logs.some((log) => log.includes(`【${name}】`))) done.add(id);
    else if (reached.size > 0 && isOnEveryWay(id, starts, reached, transitions)) done.add(id);
  }
  for (const { id, type } of states) {
    if (kinds[type] !== 'gateway' || done.has(id)) continue;
    const isReached = transitions.some(({ from_state: from, to_state: to }) => to === id && done.has(from));
    const isLeft = transitions.some(
      ({ from_state: from, to_state: to }) => from === id && (done.has(to) || current.has(to)),
    );
    if (isReached && isLeft) done.add(id);
  }
  return done;
}

/**
 * Steps that no way leads to but through one of those at hand, by id. Where a workflow can go back, a ticket may have
 * been there before.
 */
export function findAhead({ states, transitions }: BkWorkflow, current: ReadonlySet<string>): ReadonlySet<string> {
  const starts = states.filter(({ type }) => type === 'START').map(({ id }) => id);
  if (starts.length === 0 || current.size === 0) return new Set();
  const seen = visit(starts, transitions, current);
  return new Set(states.map(({ id }) => id).filter((id) => !seen.has(id) && !current.has(id)));
}

/** Without `id`, one of `targets` cannot be reached. */
function isOnEveryWay(
  id: string,
  starts: readonly string[],
  targets: ReadonlySet<string>,
  transitions: readonly BkTransition[],
): boolean {
  const all = visit(starts, transitions, new Set());
  const without = visit(starts, transitions, new Set([id]));
  return [...targets].some((target) => target !== id && all.has(target) && !without.has(target));
}

/** What can be reached without passing by those that are avoided. */
function visit(
  starts: readonly string[],
  transitions: readonly BkTransition[],
  avoided: ReadonlySet<string>,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = starts.filter((start) => !avoided.has(start));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { from_state: from, to_state: to } of transitions) {
      if (from === next && !avoided.has(to)) open.push(to);
    }
  }
  return seen;
}
