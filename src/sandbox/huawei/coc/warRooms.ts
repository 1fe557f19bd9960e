import { randomUUID } from 'node:crypto';
import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { answerWith, findPerson, invalid, notFound, type Coc, type CocCall } from './coc.ts';
import { readInteger } from './filters.ts';
import { nameOf } from './names.ts';

export interface WarRoom {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  readonly description: string;
  readonly adminId: string;
  readonly incidentNumber: string;
  readonly level: string;
  readonly regions: readonly string[];
  readonly serviceIds: readonly string[];
  /** 1 started, 3 delimited, 7 recovered, 20 closed (contract §2.5). */
  readonly status: 1 | 3 | 7 | 20;
  readonly createdAt: number;
  readonly occurredAt: number;
  readonly recoveredAt: number | undefined;
  readonly cause: string;
}

const minute = 60_000;
const month = 30 * 24 * 60 * minute;

const statusNames: Readonly<Record<WarRoom['status'], readonly [zh: string, en: string]>> = {
  1: ['启动WarRoom', 'War room started'],
  3: ['故障定界', 'Fault delimited'],
  7: ['故障已恢复', 'Fault recovered'],
  20: ['关闭WarRoom', 'War room closed'],
};

/** POST /v1/external/warrooms/list: the last thirty days unless told; its offset counts rows (contract §2.5). @throws Refusal */
export function listWarRooms(coc: Coc, { body }: CocCall): HuaweiAnswer {
  const limit = readInteger(body, 'limit', { min: 0, max: 1000, fallback: 10 });
  const offset = readInteger(body, 'offset', { min: 0, max: 1_000_000, fallback: 0 });
  const numbers = readTexts(body, 'war_room_nums');
  const since = readInteger(body, 'triggered_start_time', { min: 0, max: 1e15, fallback: coc.now() - month });
  const until = readInteger(body, 'triggered_end_time', { min: 0, max: 1e15, fallback: coc.now() });
  const statuses = readTexts(body, 'status');
  const levels = readTexts(body, 'incident_levels');
  const { incident_num: incident, title, war_room_num: number } = body;
  const found = coc.warRooms.filter((room) => {
    if (numbers.length > 0) return numbers.includes(room.number); // nothing else counts then
    return (
      room.createdAt >= since &&
      room.createdAt <= until &&
      (statuses.length === 0 || statuses.includes(String(room.status))) &&
      (levels.length === 0 || levels.includes(room.level)) &&
      (typeof incident !== 'string' || incident === '' || room.incidentNumber === incident) &&
      (typeof number !== 'string' || number === '' || room.number === number) &&
      (typeof title !== 'string' || room.title.includes(title))
    );
  });
  const closed = found.filter(({ status }) => status === 20).length;
  const counts = { total_num: found.length, running_num: found.length - closed, closed_num: closed };
  if (body['statistic_flag'] === true) return answerWith(coc, counts);
  return answerWith(coc, { list: found.slice(offset, offset + limit).map((room) => viewRoom(coc, room)), ...counts });
}

/** POST /v1/external/warrooms. @throws Refusal */
export function createWarRoom(coc: Coc, { body }: CocCall): HuaweiAnswer {
  const { war_room_name: title, description, incident_number: number, war_room_admin: admin } = body;
  if (typeof title !== 'string' || title === '') throw invalid('war_room_name');
  const incident = typeof number === 'string' ? coc.incidents.get(number) : undefined;
  if (incident === undefined) throw notFound();
  const person = findPerson(coc, admin);
  if (person === undefined) throw invalid('war_room_admin');
  const room: WarRoom = {
    key: randomUUID().replaceAll('-', ''),
    number: `WR${String(coc.now())}`,
    title,
    description: typeof description === 'string' ? description : '',
    adminId: person.id,
    incidentNumber: incident.number,
    level: incident.level,
    regions: readTexts(body, 'region_code_list'),
    serviceIds: readTexts(body, 'application_id_list'),
    status: 1,
    createdAt: coc.now(),
    occurredAt: incident.startedAt ?? incident.createdAt,
    recoveredAt: undefined,
    cause: '',
  };
  coc.warRooms.unshift(room);
  incident.warRoomId = room.key;
  return answerWith(coc, room.key);
}

/** Its durations are minutes (contract §2.4). */
function viewRoom(coc: Coc, room: WarRoom): JsonObject {
  const end = room.recoveredAt ?? coc.now();
  const [nameZh, nameEn] = statusNames[room.status];
  return {
    id: room.key,
    title: room.title,
    admin: room.adminId,
    recover_member: [room.adminId],
    recover_leader: [room.adminId],
    incident: {
      id: `${room.key}-incident`,
      incident_id: room.incidentNumber,
      alarm_id: '',
      is_change_event: false,
      source_id: 0,
      failure_level: room.level,
      incident_url: `${coc.origin()}/console/incident/${room.incidentNumber}`,
    },
    source: 'incident_source_manual',
    regions: room.regions.map((code) => ({ code, name: nameOf(code)?.zh ?? code })),
    change_num: '',
    occur_time: room.occurredAt,
    recover_time: room.recoveredAt ?? null,
    fault_cause: room.cause,
    create_time: room.createdAt,
    first_report_time: room.createdAt,
    recovery_notification_time: null,
    fault_impact: '',
    description: room.description,
    circular_level: room.level,
    war_room_status: { id: String(room.status), name_zh: nameZh, name_en: nameEn, type: 'war_room_status' },
    impacted_application: room.serviceIds.map((id) => ({ id, name: nameOf(id)?.zh ?? id })),
    processing_duration: Math.round((end - room.createdAt) / minute),
    restoration_duration: room.recoveredAt === undefined ? null : Math.round((end - room.occurredAt) / minute),
    war_room_num: room.number,
    enterprise_project_id: '0',
  };
}

function readTexts(body: JsonObject, name: string): readonly string[] {
  const value = body[name] ?? [];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw invalid(name);
  return value;
}
