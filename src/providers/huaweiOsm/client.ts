import type { ZodMiniType } from 'zod/mini';
import type { Disposable } from '../../base/disposable.ts';
import type { DownloadedFile } from '../../domain/attachments.ts';
import type { CloudHttp } from '../huaweiCloud/cloudHttp.ts';
import { encode, type QueryParameters, type RequestContent } from '../httpRequest.ts';
import {
  OsmAreaCodes,
  OsmCaseLabels,
  OsmCategories,
  OsmCreated,
  OsmDetailAnswer,
  OsmDimensions,
  OsmExtraParameters,
  OsmLabels,
  OsmLimits,
  OsmLogs,
  OsmMessages,
  OsmNothing,
  OsmProblems,
  OsmRegions,
  OsmRelations,
  OsmRows,
  OsmSeverities,
  OsmStates,
  OsmStatusCounts,
  OsmTemplates,
  OsmUnread,
  OsmUploaded,
  type OsmAreaCode,
  type OsmCategory,
  type OsmDetail,
  type OsmDimension,
  type OsmExtraParameter,
  type OsmLabel,
  type OsmLog,
  type OsmMessage,
  type OsmPage,
  type OsmProblem,
  type OsmRegion,
  type OsmRelation,
  type OsmRow,
  type OsmSeverity,
  type OsmState,
  type OsmStatusCount,
  type OsmTemplate,
} from './schema.ts';
import type { OsmAccess } from './settings.ts';

/** The group that has to be named for a colleague's ticket; `undefined`: it is one's own. */
export type Group = string | undefined;

/** Filters of the list. */
export interface CaseFilter {
  /** A part of the number or of the description. */
  readonly appKey?: string;
  readonly caseId?: string;
  readonly statuses?: readonly number[];
  /** Written as `formatTime` does. */
  readonly from?: string;
  readonly to?: string;
}

export interface GivenScore {
  readonly satisfaction_id: number | string;
  readonly satisfaction_value: number;
}

export type CaseAction = 'cancel' | 'close' | 'press' | 'delete';

/** Most rows that a page may have. */
export const largestPage = 100;

/** What `incident_status` has between two statuses: not published (contract §1.3). */
const statusSeparator = ',';

/** The interfaces of the service that are used, one method each. */
export class OsmClient implements Disposable {
  readonly #http: CloudHttp;
  readonly #access: OsmAccess;

  constructor(http: CloudHttp, access: OsmAccess) {
    this.#http = http;
    this.#access = access;
  }

  /** Lets credentials that were refused be tried once more. */
  tryAgain(): void {
    this.#http.tryAgain();
  }

  listCases(
    { appKey, caseId, statuses = [], from, to }: CaseFilter,
    page: { readonly offset: number; readonly limit: number },
    group: Group,
    signal: AbortSignal,
  ): Promise<OsmPage<OsmRow>> {
    const [only] = statuses;
    const query = {
      ...(appKey === undefined ? {} : { app_key: appKey }),
      ...(caseId === undefined ? {} : { incident_id: caseId }),
      // How several are written is a guess; one has a parameter of its own.
      ...(statuses.length === 1 ? { status: String(only) } : {}),
      ...(statuses.length > 1 ? { incident_status: statuses.join(statusSeparator) } : {}),
      ...(from === undefined ? {} : { query_start_time: from }),
      ...(to === undefined ? {} : { query_end_time: to }),
      ...inGroup(group),
      offset: String(page.offset),
      limit: String(page.limit),
    };
    return this.#get('cases', query, OsmRows, signal);
  }

  countCases(signal: AbortSignal): Promise<readonly OsmStatusCount[]> {
    return this.#get('cases/count', {}, OsmStatusCounts, signal);
  }

  async showCase(id: string, group: Group, signal: AbortSignal): Promise<OsmDetail> {
    return (await this.#get(casePath(id), inGroup(group), OsmDetailAnswer, signal)).incident_detail_info;
  }

  listLogs(id: string, offset: number, group: Group, signal: AbortSignal): Promise<OsmPage<OsmLog>> {
    const query = { ...inGroup(group), offset: String(offset), limit: String(largestPage) };
    return this.#get(casePath(id, 'operate-logs'), query, OsmLogs, signal);
  }

  listMessages(
    id: string,
    page: { readonly offset: number; readonly limit: number },
    group: Group,
    signal: AbortSignal,
  ): Promise<OsmPage<OsmMessage>> {
    const query = { ...inGroup(group), offset: String(page.offset), limit: String(page.limit) };
    return this.#get(casePath(id, 'messages'), query, OsmMessages, signal);
  }

  /** Messages that were not read, and the status, of many tickets. One that is not there spoils the whole. */
  countUnread(ids: readonly string[], group: Group, signal: AbortSignal): Promise<readonly OsmState[]> {
    const query = { case_ids: this.#list(ids), ...inGroup(group) };
    return this.#get('cases/instant-messages/unread', query, OsmUnread, signal);
  }

  /** The status of many tickets; their messages are left aside. */
  pollStates(ids: readonly string[], group: Group, signal: AbortSignal): Promise<readonly OsmState[]> {
    const query = { case_ids: this.#list(ids), ...inGroup(group) };
    return this.#get('cases/instant-messages', query, OsmStates, signal);
  }

  async postMessage(
    id: string,
    content: string,
    accessoryIds: readonly string[],
    group: Group,
    signal: AbortSignal,
  ): Promise<void> {
    const body = { message: { content, accessory_ids: accessoryIds }, ...inGroup(group) };
    await this.#write('POST', casePath(id, 'message'), { body }, signal);
  }

  async withdrawMessage(id: string, messageId: string, signal: AbortSignal): Promise<void> {
    await this.#write('POST', `${casePath(id, 'instant-messages')}/${encode(messageId)}/withdraw`, {}, signal);
  }

  async markRead(id: string, group: Group, signal: AbortSignal): Promise<void> {
    await this.#write('POST', casePath(id, 'instant-messages/unread'), { body: inGroup(group) }, signal);
  }

  /** What is to be done is in the query (contract §1.3). */
  async operateCase(
    id: string,
    action: CaseAction,
    body: {
      readonly judgement?: string;
      readonly operate_desc?: string;
      readonly incident_satisfaction_list?: readonly GivenScore[];
    },
    group: Group,
    signal: AbortSignal,
  ): Promise<void> {
    const query = { action_id: action };
    await this.#write('POST', casePath(id, 'action'), { query, body: { ...body, ...inGroup(group) } }, signal);
  }

  async scoreCase(
    id: string,
    judgement: string,
    scores: readonly GivenScore[],
    group: Group,
    signal: AbortSignal,
  ): Promise<void> {
    const body = { judgement, incident_satisfaction_list: scores, ...inGroup(group) };
    await this.#write('POST', casePath(id, 'score'), { body }, signal);
  }

  async updateContact(
    id: string,
    contact: Readonly<Record<string, string>>,
    group: Group,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#write('PUT', casePath(id, 'contact-info'), { body: { ...contact, ...inGroup(group) } }, signal);
  }

  listRelations(id: string, group: Group, signal: AbortSignal): Promise<readonly OsmRelation[]> {
    return this.#get(casePath(id, 'relations'), inGroup(group), OsmRelations, signal);
  }

  async addRelations(id: string, ids: readonly string[], group: Group, signal: AbortSignal): Promise<void> {
    const body = { related_id_list: ids, ...inGroup(group) };
    await this.#write('POST', casePath(id, 'relations'), { body }, signal);
  }

  /** A DELETE with a body (contract §1.3). */
  async removeRelation(id: string, relatedId: string, group: Group, signal: AbortSignal): Promise<void> {
    const body = { related_id: relatedId, ...inGroup(group) };
    await this.#write('DELETE', casePath(id, 'relations'), { body }, signal);
  }

  listLabels(offset: number, signal: AbortSignal): Promise<OsmPage<OsmLabel>> {
    return this.#get('labels', { offset: String(offset), limit: String(largestPage) }, OsmLabels, signal);
  }

  listCaseLabels(id: string, group: Group, signal: AbortSignal): Promise<readonly OsmLabel[]> {
    return this.#get(casePath(id, 'labels'), inGroup(group), OsmCaseLabels, signal);
  }

  /** The ids are in the query, and there is no body (contract §1.3). */
  async changeLabels(
    id: string,
    change: 'add' | 'remove',
    labelIds: readonly string[],
    group: Group,
    signal: AbortSignal,
  ): Promise<void> {
    const query = { label_ids: this.#list(labelIds), ...inGroup(group) };
    await this.#write(change === 'add' ? 'POST' : 'DELETE', casePath(id, 'labels'), { query }, signal);
  }

  async showLimits(signal: AbortSignal) {
    return (await this.#get('accessorys/limits', {}, OsmLimits, signal)).accessory_limit;
  }

  /** @param content a form */
  async upload(content: RequestContent, signal: AbortSignal): Promise<string> {
    const path = `${root}accessorys/json-format-content`;
    const { headers } = this.#access;
    const request = { kind: 'write', method: 'POST', path, headers, content, schema: OsmUploaded } as const;
    return (await this.#http.send(request, signal)).accessory_id;
  }

  download(id: string, group: Group, signal: AbortSignal): Promise<DownloadedFile> {
    return this.#download(`accessorys/${encode(id)}`, group, signal);
  }

  downloadImage(id: string, group: Group, signal: AbortSignal): Promise<DownloadedFile> {
    return this.#download(`accessorys/${encode(id)}/image`, group, signal);
  }

  listCategories(signal: AbortSignal): Promise<readonly OsmCategory[]> {
    return this.#get('config/categories', {}, OsmCategories, signal);
  }

  listProblems(productId: string, signal: AbortSignal): Promise<readonly OsmProblem[]> {
    return this.#get('config/problems', { product_category_id: productId }, OsmProblems, signal);
  }

  listTemplates(problemId: string, signal: AbortSignal): Promise<readonly OsmTemplate[]> {
    return this.#get('config/templates', { business_type_id: problemId }, OsmTemplates, signal);
  }

  /** Empty: there is nothing to choose. */
  async listSeverities(productId: string, problemId: string, signal: AbortSignal): Promise<readonly OsmSeverity[]> {
    const query = { product_category_id: productId, business_type_id: problemId };
    const { show, severity_list: severities } = await this.#get('config/severities', query, OsmSeverities, signal);
    return show ? severities : [];
  }

  listRegions(signal: AbortSignal): Promise<readonly OsmRegion[]> {
    return this.#get('config/regions', {}, OsmRegions, signal);
  }

  listExtraParameters(
    ids: { readonly categoryId: string; readonly productId: string; readonly problemId: string },
    signal: AbortSignal,
  ): Promise<readonly OsmExtraParameter[]> {
    const query = {
      business_type_id: ids.problemId,
      incident_sub_type_id: ids.categoryId,
      product_category_id: ids.productId,
    };
    return this.#get('config/extends-map', query, OsmExtraParameters, signal);
  }

  listAreaCodes(signal: AbortSignal): Promise<readonly OsmAreaCode[]> {
    return this.#get('config/area-codes', {}, OsmAreaCodes, signal);
  }

  listDimensions(signal: AbortSignal): Promise<readonly OsmDimension[]> {
    return this.#get('config/satisfaction-dimensions', {}, OsmDimensions, signal);
  }

  /** @returns the number of the new ticket */
  async createCase(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<string> {
    const { headers } = this.#access;
    const request = { kind: 'write', method: 'POST', path: `${root}cases`, headers, body, schema: OsmCreated } as const;
    return (await this.#http.send(request, signal)).incident_id;
  }

  dispose(): void {
    this.#http.dispose();
  }

  #get<T>(path: string, query: QueryParameters, schema: ZodMiniType<T>, signal: AbortSignal): Promise<T> {
    const { headers } = this.#access;
    return this.#http.send({ kind: 'read', method: 'GET', path: `${root}${path}`, query, headers, schema }, signal);
  }

  async #write(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    request: { readonly query?: QueryParameters; readonly body?: unknown },
    signal: AbortSignal,
  ): Promise<void> {
    const { headers } = this.#access;
    const full = `${root}${path}`;
    // What is answered when all went well is not published; it may be nothing (contract §1.7).
    const expected = { schema: OsmNothing, mayBeEmpty: true };
    await this.#http.send({ kind: 'write', method, path: full, headers, ...request, ...expected }, signal);
  }

  #download(path: string, group: Group, signal: AbortSignal): Promise<DownloadedFile> {
    const { headers } = this.#access;
    const query = inGroup(group);
    return this.#http.download({ kind: 'read', method: 'GET', path: `${root}${path}`, query, headers }, signal);
  }

  #list(values: readonly string[]): string | readonly string[] {
    return this.#access.listForm === 'csv' ? values.join(',') : values;
  }
}

const root = '/v2/servicerequest/';

function casePath(id: string, part?: string): string {
  return part === undefined ? `cases/${encode(id)}` : `cases/${encode(id)}/${part}`;
}

function inGroup(group: Group): { readonly group_id?: string } {
  return group === undefined ? {} : { group_id: group };
}
