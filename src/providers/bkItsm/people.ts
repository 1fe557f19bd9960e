import { TicketError } from '../../domain/errors.ts';
import type { Assignee, Candidate, Candidates, TicketPeople } from '../../domain/people.ts';
import { message } from '../../domain/message.ts';
import type { OperationKind } from '../../domain/operation.ts';
import type { BkItsmClient } from './client.ts';
import type { Translate } from './fields.ts';
import type { FlowVersions } from './flowVersions.ts';
import { readProcessors } from './processors.ts';
import type { BkServiceRole, BkState, BkWorkflow } from './schema.ts';
import type { BkItsmAccess } from './settings.ts';
import { splitList } from './values.ts';

/** Whom the workflow lets a step be handed to, in its own words. */
interface Range {
  readonly type: string;
  /** With commas between them and, at times, around them. */
  readonly names: string;
}

/** User names behind roles and organisations, by type and number, as far as they are known. */
type Members = ReadonlyMap<string, readonly string[]>;

export function createPeople(
  client: BkItsmClient,
  access: BkItsmAccess,
  flows: FlowVersions,
  translate: Translate,
): TicketPeople {
  /** The gateway wants a user who has signed in. */
  const canReadRoles = !access.isGateway || access.hasToken;

  /** The steps of the service with the people behind them: nothing is lost without them but a few names to choose from. */
  const readRoles = async (
    serviceId: string | undefined,
    creator: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly BkServiceRole[]> => {
    if (serviceId === undefined || !canReadRoles) return [];
    try {
      return await client.getServiceRoles(serviceId, creator, signal);
    } catch (error) {
      if (!(error instanceof TicketError)) throw error;
      return [];
    }
  };

  return {
    async readCandidates({ key, stepId, operation }, signal) {
      const [info, status] = await Promise.all([
        client.getTicketInfo(key, signal),
        client.getTicketStatus(key, signal),
      ]);
      const [flow, roles] = await Promise.all([
        flows.read(info.flow_id, signal),
        readRoles(info.service_id, info.creator, signal),
      ]);
      const state = flow?.states.find(({ id }) => id === stepId);
      const step = status.current_steps.find((each) => each.state_id === stepId);
      return describe(state === undefined ? undefined : readRange(state, operation.kind), {
        ofTicket: [
          ...(step === undefined ? [] : readProcessors(step)),
          ...(info.creator === undefined ? [] : [info.creator]),
          ...splitList(info.updated_by),
        ],
        ofService: roles.flatMap(({ processors }) => splitList(processors)),
        groups: flow === undefined ? [] : findGroups(flow),
        members: flow === undefined ? new Map() : findMembers(flow, roles),
        translate,
      });
    },
  };
}

function readRange(state: BkState, kind: OperationKind): Range {
  return kind === 'transfer'
    ? { type: state.delivers_type, names: state.delivers }
    : { type: state.assignors_type, names: state.assignors };
}

interface Known {
  readonly ofTicket: readonly string[];
  readonly ofService: readonly string[];
  /** Roles and organisations that handle steps of the workflow. */
  readonly groups: readonly Assignee[];
  readonly members: Members;
  readonly translate: Translate;
}

function describe(range: Range | undefined, known: Known): Candidates {
  const names = splitList(range?.names ?? '');
  const type = range?.type ?? '';
  if (names.length === 0 || type === 'OPEN' || type === 'EMPTY' || type === '') {
    return {
      candidates: [
        ...toPersons([...known.ofTicket, ...known.ofService]),
        ...known.groups.map((group) => toGroup(group, known)),
      ],
      allowsFreeText: true,
      note: message('The system does not tell who may get this step: it decides when you send it.'),
    };
  }
  if (type === 'PERSON') return { candidates: toPersons(names), allowsFreeText: false, note: undefined };
  const groups = names.map((name) => groupOf(type, name));
  return {
    // The server takes members of a group that it would take as a whole.
    candidates: [
      ...toPersons(groups.flatMap(({ id }) => known.members.get(id) ?? [])),
      ...groups.map((group) => toGroup(group, known)),
    ],
    allowsFreeText: true,
    note: message('Roles and organisations are known by their numbers only. You can enter a user name who is in one.'),
  };
}

/** What the assignee's id says: type and number for a role, the number for an organisation. */
function groupOf(type: string, number: string): Assignee {
  return type === 'ORGANIZATION' ? { kind: 'organisation', id: number } : { kind: 'role', id: `${type}:${number}` };
}

function toGroup(group: Assignee, { members, translate }: Known): Candidate {
  const number = group.id.slice(group.id.indexOf(':') + 1);
  const names = (members.get(group.id) ?? []).join(', ');
  const isRole = group.kind === 'role';
  if (names === '') return { ...group, name: number };
  return {
    ...group,
    name: translate(isRole ? message('Role {0}: {1}', number, names) : message('Organisation {0}: {1}', number, names)),
  };
}

function isGroupType(type: string): boolean {
  return type === 'GENERAL' || type === 'CMDB' || type === 'ORGANIZATION';
}

function findGroups({ states }: BkWorkflow): readonly Assignee[] {
  const groups = states
    .filter(({ processors_type: type }) => isGroupType(type))
    .flatMap(({ processors_type: type, processors }) => splitList(processors).map((name) => groupOf(type, name)));
  return [...new Map(groups.map((group) => [group.id, group])).values()];
}

/** Who is behind a step is told by name: where one group handles it, those are its members. */
function findMembers({ states }: BkWorkflow, roles: readonly BkServiceRole[]): Members {
  return new Map(
    states.flatMap(({ id, processors_type: type, processors }) => {
      const [name, ...others] = splitList(processors);
      const role = roles.find((each) => each.id === id && each.processors_type === type);
      if (name === undefined || others.length > 0 || role === undefined || !isGroupType(type)) return [];
      return [[groupOf(type, name).id, splitList(role.processors)] as const];
    }),
  );
}

/** As the server wants it. */
export function readAssignee(assignee: string | Assignee | undefined): {
  readonly type: string;
  readonly names: string;
} {
  if (assignee === undefined) return { type: 'PERSON', names: '' };
  if (typeof assignee === 'string') return { type: 'PERSON', names: assignee.trim() };
  const id = assignee.id.trim();
  switch (assignee.kind) {
    case 'person':
      return { type: 'PERSON', names: id };
    case 'organisation':
      return { type: 'ORGANIZATION', names: id };
    case 'role': {
      const colon = id.indexOf(':');
      return colon === -1 ? { type: 'GENERAL', names: id } : { type: id.slice(0, colon), names: id.slice(colon + 1) };
    }
  }
}

function toPersons(names: readonly string[]): readonly Candidate[] {
  return [...new Set(names)].map((name) => ({ kind: 'person', id: name, name }));
}
