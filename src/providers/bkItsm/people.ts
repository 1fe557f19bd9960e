import type { Assignee, Candidate, Candidates, TicketPeople } from '../../domain/people.ts';
import { message } from '../../domain/message.ts';
import type { OperationKind } from '../../domain/operation.ts';
import type { BkItsmClient } from './client.ts';
import { readProcessors } from './mapper.ts';
import type { BkState } from './schema.ts';
import { readDetail } from './workflow.ts';

/** Whom the workflow lets a step be handed to, in its own words. */
interface Range {
  readonly type: string;
  /** With commas between them and, at times, around them. */
  readonly names: string;
}

export function createPeople(client: BkItsmClient): TicketPeople {
  return {
    async readCandidates({ key, stepId, operation }, signal) {
      const [info, status] = await Promise.all([
        client.getTicketInfo(key, signal),
        client.getTicketStatus(key, signal),
      ]);
      const detail = info.flow_id === undefined ? undefined : await readDetail(client, info.flow_id, signal);
      const state = detail?.states.find(({ id }) => id === stepId);
      const step = status.current_steps.find((each) => each.state_id === stepId);
      const known = [
        ...(step === undefined ? [] : readProcessors(step)),
        ...(info.creator === undefined ? [] : [info.creator]),
        ...splitNames(info.updated_by),
      ];
      return describe(state === undefined ? undefined : readRange(state, operation.kind), known);
    },
  };
}

function readRange(state: BkState, kind: OperationKind): Range {
  return kind === 'transfer'
    ? { type: state.delivers_type, names: state.delivers }
    : { type: state.assignors_type, names: state.assignors };
}

function describe(range: Range | undefined, known: readonly string[]): Candidates {
  const names = splitNames(range?.names ?? '');
  const type = range?.type ?? '';
  if (names.length === 0 || type === 'OPEN' || type === 'EMPTY' || type === '') {
    return {
      candidates: [...new Set(known)].map(toPerson),
      allowsFreeText: true,
      note: message('The system does not tell who may get this step: it decides when you send it.'),
    };
  }
  if (type === 'PERSON') return { candidates: names.map(toPerson), allowsFreeText: false, note: undefined };
  const candidates = names.map((id): Candidate =>
    type === 'ORGANIZATION' ? { kind: 'organisation', id, name: id } : { kind: 'role', id: `${type}:${id}`, name: id },
  );
  return {
    candidates,
    allowsFreeText: true,
    note: message('Roles and organisations are known by their numbers only. You can enter a user name who is in one.'),
  };
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

function toPerson(name: string): Candidate {
  return { kind: 'person', id: name, name };
}

function splitNames(text: string): readonly string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}
