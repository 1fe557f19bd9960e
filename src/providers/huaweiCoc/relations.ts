import type { RelatedTicket, TicketRelations } from '../../domain/relations.ts';
import { TicketError } from '../../domain/errors.ts';
import { message, type Message } from '../../domain/message.ts';
import { BadRow, type CocClient, type Filter, type Rows } from './client.ts';
import { incidentStatuses, issueStatuses, nameIn } from './codes.ts';
import { EnumNames } from './enumNames.ts';
import type { Locale } from './fields.ts';
import type { CocIncident, CocIssue, CocSubTicket, CocWarRoom } from './schema.ts';
import { kindOf } from './ticketNumbers.ts';

/** Rows of one kind that are shown at most. */
const limit = 50;

export function createRelations(client: CocClient, locale: Locale): TicketRelations {
  const finder = new RelationFinder(client, locale);
  return {
    read(key, signal) {
      switch (kindOf(key)) {
        case 'issue':
          return finder.ofIssue(key, signal);
        case 'incident':
          return finder.ofIncident(key, signal);
        case 'warRoom':
          return finder.ofWarRoom(key, signal);
        case undefined:
          return Promise.resolve([]);
      }
    },
  };
}

class RelationFinder {
  readonly #client: CocClient;
  readonly #locale: Locale;

  constructor(client: CocClient, locale: Locale) {
    this.#client = client;
    this.#locale = locale;
  }

  async ofIssue(key: string, signal: AbortSignal): Promise<readonly RelatedTicket[]> {
    const issue = await this.#client.getIssue(key, signal);
    const names = new EnumNames(issue.enum_data_list, this.#locale.language);
    const parts = flatten(issue.sub_tickets);
    const changes = [...new Set(parts.flatMap(({ changeNumber }) => changeNumber || []))];
    const [source, ofChanges] = await Promise.all([
      this.#source(issue, names, signal),
      Promise.all(changes.map((number) => this.#change(number, signal))),
    ]);
    return [...source, ...parts.map((part) => this.#subTicket(part, names)), ...ofChanges.flat()];
  }

  async ofIncident(key: string, signal: AbortSignal): Promise<readonly RelatedTicket[]> {
    const fromIt: Filter = { field: 'source_id', operator: '=', values: [key] };
    const [rooms, issues] = await Promise.all([
      orNothing(this.#client.listWarRooms({ incidentNumber: key, startedFrom: 1, offset: 0, limit }, signal)),
      orNothing(this.#client.listIssues({ filters: [fromIt], page: 1, perPage: limit }, signal)),
    ]);
    const changes = rooms.flatMap(({ change_num: number }) => number || []);
    return [
      ...rooms.map((room) => this.#warRoom(room)),
      ...issues.map((issue) => this.#issue(issue)),
      ...changes.map((number) => this.#other(number, message('Change'))),
    ];
  }

  async ofWarRoom(key: string, signal: AbortSignal): Promise<readonly RelatedTicket[]> {
    const { rows } = await this.#client.listWarRooms({ numbers: [key], offset: 0, limit: 1 }, signal);
    const [room] = rows;
    if (room === undefined || room instanceof BadRow) return [];
    const number = room.incident.incident_id;
    const incidents = number === '' ? [] : await this.#incident(number, message('Incident'), signal);
    const url = readWebUrl(room.incident.incident_url);
    const changes = room.change_num === '' ? [] : await this.#change(room.change_num, signal);
    return [...incidents.map((incident) => ({ ...incident, url })), ...changes];
  }

  /** What it has come from: an incident or war room that can be opened, or an alarm that cannot. */
  async #source(issue: CocIssue, names: EnumNames, signal: AbortSignal): Promise<readonly RelatedTicket[]> {
    const { source, source_id: number } = issue;
    if (number === '') return [];
    if (kindOf(number) === 'incident') return this.#incident(number, message('Source'), signal);
    const isWarRoom = source === 'issues_mgmt_associated_type_3000';
    const title = source === '' ? '' : names.name('source', source);
    return [{ ...this.#other(number, message('Source')), title, key: isWarRoom ? number : undefined }];
  }

  async #incident(number: string, relation: Message, signal: AbortSignal): Promise<readonly RelatedTicket[]> {
    const query = { filters: [{ field: 'ticket_id', operator: '=' as const, values: [number] }], page: 1, perPage: 1 };
    const [incident] = await orNothing(this.#client.listIncidents(query, signal));
    const bare = { ...this.#other(number, relation), key: number };
    return [incident === undefined ? bare : { ...bare, title: incident.title, statusName: this.#statusOf(incident) }];
  }

  #issue(issue: CocIssue): RelatedTicket {
    const names = new EnumNames(issue.enum_data_list, this.#locale.language);
    const { work_flow_status: code } = issue;
    return {
      ...this.#other(issue.ticket_id, message('Issue')),
      key: issue.ticket_id,
      title: issue.title,
      statusName: nameIn(issueStatuses, code, names.name('work_flow_status', code), this.#locale),
    };
  }

  #warRoom(room: CocWarRoom): RelatedTicket {
    const { name_zh: zh, name_en: en, id } = room.war_room_status;
    return {
      ...this.#other(room.war_room_num, message('War room')),
      key: room.war_room_num,
      title: room.title,
      statusName: (this.#locale.language.startsWith('zh') ? zh || en : en || zh) || id,
    };
  }

  #subTicket(part: CocSubTicket, names: EnumNames): RelatedTicket {
    const target = names.name(part.targetType, part.targetValue);
    return { ...this.#other(part.number, message('Sub-ticket')), title: target };
  }

  /** No interface tells about a change itself, only about its parts. */
  async #change(number: string, signal: AbortSignal): Promise<readonly RelatedTicket[]> {
    const parts = await orEmpty(this.#client.listChangeSubTickets(number, signal));
    return [
      this.#other(number, message('Change')),
      ...parts
        .filter(({ is_deleted: isDeleted }) => isDeleted !== true)
        .map((part) => ({
          ...this.#other(part.real_ticket_id || part.id, message('Part of change {0}', number)),
          title: [part.name, part.region_id || part.target_value].filter((text) => text !== '').join(' · '),
        })),
    ];
  }

  #other(number: string, relation: Message): RelatedTicket {
    return {
      key: undefined,
      number,
      title: '',
      relation: this.#locale.translate(relation),
      statusName: '',
      url: undefined,
    };
  }

  #statusOf({ work_flow_status: code, enum_data_list: entries }: CocIncident): string {
    const name = new EnumNames(entries, this.#locale.language).name('work_flow_status', code);
    return nameIn(incidentStatuses, code, name, this.#locale);
  }
}

function flatten(parts: readonly CocSubTicket[]): readonly CocSubTicket[] {
  return parts.filter(({ isDeleted }) => !isDeleted).flatMap((part) => [part, ...flatten(part.children)]);
}

/** What this user may not see of the others does not hide the rest. */
async function orNothing<T>(promise: Promise<Rows<T>>): Promise<readonly T[]> {
  const rows = await orEmpty(promise.then((page) => page.rows));
  return rows.filter((row): row is T => !(row instanceof BadRow));
}

async function orEmpty<T>(promise: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    const { code } = error;
    if (code === 'unauthorized' || code === 'rateLimited' || code === 'unavailable') throw error;
    return [];
  }
}

function readWebUrl(url: string): string | undefined {
  return /^https?:$/u.test(URL.parse(url)?.protocol ?? '') ? url : undefined;
}
