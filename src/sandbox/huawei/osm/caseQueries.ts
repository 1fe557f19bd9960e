import { findUser, type CloudUser } from '../identity/account.ts';
import type { HuaweiAnswer } from '../httpMessages.ts';
import { caseStatus, type StoredCase } from './caseModel.ts';
import { viewDetail, viewLog, viewRow } from './caseViews.ts';
import { findCase, groupOf } from './findCase.ts';
import { answerWith, type Osm, type OsmCall } from './osm.ts';
import { pageOf, readInteger, readList } from './parameters.ts';
import { osmRefusal } from './refusals.ts';
import { parseTime } from './times.ts';

/** GET …/cases, newest first. @throws Refusal */
export function listCases(osm: Osm, call: OsmCall): HuaweiAnswer {
  const found = selectCases(osm, call);
  return answerWith({
    total_count: found.length,
    incident_info_list: pageOf(call, found).map((ticket) => viewRow(osm, call, ticket)),
  });
}

/** Those that the filters of the list let through (contract §1.3). @throws Refusal */
export function selectCases(osm: Osm, call: OsmCall): readonly StoredCase[] {
  const { query } = call.request;
  const statuses = readStatuses(osm, call);
  const words = readList(osm, call, 'search_key')
    .flatMap((text) => text.split(' '))
    .map(lower);
  const labelIds = readList(osm, call, 'label_id_list');
  if (words.length > 32) throw osmRefusal('01010001', 'search_key');
  if (labelIds.length > 5) throw osmRefusal('01010001', 'label_id_list');
  const appKey = query.one('app_key');
  const id = query.one('incident_id');
  const ownerId = query.one('x_customer_id');
  const ownerName = query.one('x_customer_name');
  const since = readTime(call, 'query_start_time');
  const until = readTime(call, 'query_end_time');
  return visibleCases(osm, call).filter((ticket) => {
    const description = lower(ticket.description);
    return (
      (statuses === undefined ? ticket.status !== caseStatus.deleted : statuses.includes(ticket.status)) &&
      words.every((word) => description.includes(word)) &&
      labelIds.every((label) => ticket.labelIds.includes(Number(label))) &&
      (isBlank(appKey) || ticket.id.includes(appKey) || description.includes(lower(appKey))) &&
      (isBlank(id) || ticket.id === id) &&
      (isBlank(ownerId) || ticket.ownerId === ownerId) &&
      (isBlank(ownerName) || findUser(osm.account, ticket.ownerId)?.name.includes(ownerName) === true) &&
      (since === undefined || ticket.createdAt >= since) &&
      (until === undefined || ticket.createdAt <= until)
    );
  });
}

/** GET …/cases/count: a row for each status that occurs. @throws Refusal */
export function countCases(osm: Osm, call: OsmCall): HuaweiAnswer {
  const wanted = call.request.query.one('status');
  const counts = new Map<number, number>();
  for (const { status } of visibleCases(osm, call)) {
    if (isBlank(wanted) || wanted === String(status)) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return answerWith({ incident_status_counts: [...counts].map(([status, count]) => ({ status, count })) });
}

/** @throws Refusal */
export function showCase(osm: Osm, call: OsmCall): HuaweiAnswer {
  return answerWith({ incident_detail_info: viewDetail(osm, call, findCase(osm, call)) });
}

/** The only look at a ticket that takes no group: a colleague's is not refused here (contract §1.3). @throws Refusal */
export function showStatus(osm: Osm, call: OsmCall): HuaweiAnswer {
  const groups = call.caller.user.groupIds;
  const owner = findUser(osm.account, osm.store.get(call.params['case_id'] ?? '')?.ownerId ?? '');
  const shared = groups.find((group) => owner?.groupIds.includes(group)) ?? '';
  return answerWith({ status: findCase(osm, call, shared).status });
}

/** @throws Refusal */
export function listLogs(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  return answerWith({
    total_count: ticket.logs.length,
    incident_operate_log_list: pageOf(call, ticket.logs).map((log) => viewLog(osm, call, ticket, log)),
  });
}

/** One's own tickets; with a group those of its members. */
function visibleCases({ store, account }: Osm, call: OsmCall): readonly StoredCase[] {
  const { user } = call.caller;
  const group = groupOf(call);
  if (group !== '' && !user.groupIds.includes(group)) throw osmRefusal('01010002');
  const isMember = (owner: CloudUser | undefined): boolean => owner?.groupIds.includes(group) === true;
  return store.list().filter(({ ownerId }) => ownerId === user.id || isMember(findUser(account, ownerId)));
}

/** @returns undefined when no status is asked for, which leaves the deleted out */
function readStatuses({ quirks }: Osm, call: OsmCall): readonly number[] | undefined {
  const one = call.request.query.one('status');
  const list = call.request.query.one('incident_status');
  if (!isBlank(one)) return [readInteger(call, 'status', { max: 30, fallback: 0 })];
  if (isBlank(list)) return undefined;
  const texts = list.split(quirks.statusSeparator);
  if (list.length > 32 || !texts.every((text) => /^\d+$/.test(text))) throw osmRefusal('01010001', 'incident_status');
  return texts.map(Number);
}

function readTime({ request, zone }: OsmCall, name: string): number | undefined {
  const text = request.query.one(name);
  if (isBlank(text)) return undefined;
  const time = parseTime(text, zone);
  if (time === undefined) throw osmRefusal('01010001', name);
  return time;
}

function isBlank(text: string | undefined): text is undefined | '' {
  return text === undefined || text === '';
}

function lower(text: string): string {
  return text.toLowerCase();
}
