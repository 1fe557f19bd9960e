import type { StoredNode } from './ticketModel.ts';

interface Group {
  readonly id: number;
  readonly name: string;
  readonly members: readonly string[];
}

/** Roles of ITSM's own: processors of the type GENERAL are their ids. */
const roles: readonly Group[] = [
  { id: 3, name: 'DBA 值班组', members: ['zhangsan', 'lisi'] },
  { id: 5, name: '变更经理', members: ['lisi', 'wangwu'] },
  { id: 7, name: 'Release managers', members: ['zhangsan', 'zhaoliu'] },
];

/** Departments of the user directory: processors of the type ORGANIZATION are their ids. */
const organizations: readonly Group[] = [
  { id: 21, name: '平台运维部', members: ['zhangsan', 'lisi', 'wangwu'] },
  { id: 22, name: 'Payments', members: ['zhaoliu', 'chenqi'] },
];

/** Whether ITSM has a role with each of these ids. */
export function areRoles(type: string, ids: readonly string[]): boolean {
  return type === 'GENERAL' && ids.every((id) => roles.some((role) => String(role.id) === id));
}

/** The usernames behind processors of a type; unknown ids are nobody. */
export function membersOf(type: string, ids: readonly string[]): readonly string[] {
  switch (type) {
    case 'GENERAL':
      return membersOfGroups(roles, ids);
    case 'ORGANIZATION':
      return membersOfGroups(organizations, ids);
    case 'PERSON':
      return ids;
    default:
      return [];
  }
}

function membersOfGroups(groups: readonly Group[], ids: readonly string[]): readonly string[] {
  return [...new Set(groups.filter(({ id }) => ids.includes(String(id))).flatMap(({ members }) => members))];
}

/** Names for a log: those of roles and organisations instead of their ids. */
export function namesOf(type: string, ids: readonly string[]): readonly string[] {
  const groups = type === 'GENERAL' ? roles : type === 'ORGANIZATION' ? organizations : [];
  return ids.map((id) => groups.find((group) => String(group.id) === id)?.name ?? id);
}

/** Makes these the node's processors. */
export function appoint(
  node: Pick<StoredNode, 'processorsType' | 'processors' | 'processorIds'>,
  type: string,
  ids: readonly string[],
): void {
  node.processorsType = type;
  node.processors = membersOf(type, ids);
  node.processorIds = type === 'ORGANIZATION' ? ids.map((id) => `O_${id}`) : ids;
}
