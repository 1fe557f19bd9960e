import { readFileSync } from 'node:fs';
import type { ZodMiniType } from 'zod/mini';
import { EnumNames } from '../../../../src/providers/huaweiCoc/enumNames.ts';
import type { Reader } from '../../../../src/providers/huaweiCoc/reader.ts';
import { CocIncident, CocIssue, inEnvelope, type CocEnumEntry } from '../../../../src/providers/huaweiCoc/schema.ts';

/** An answer of the vendor's pages. */
export function readFixture(name: string): unknown {
  return JSON.parse(
    readFileSync(new URL(`../../../fixtures/huaweiCoc/${name}.json`, import.meta.url), 'utf8'),
  ) as unknown;
}

/** Whoever the sample's creator is, in Shanghai. */
export function makeReader(given: Partial<Reader> = {}): Reader {
  return {
    language: 'en',
    timeZone: 'Asia/Shanghai',
    translate: ({ text, args }) => text.replaceAll(/\{(\d+)\}/gu, (_, index: string) => String(args[Number(index)])),
    me: { id: '', name: '' },
    ...given,
  };
}

/** The vendor's sample: an issue that has been completed. */
export function readSampleIssue(change: Readonly<Record<string, unknown>> = {}): CocIssue {
  const answer = readFixture('issue_ticket') as { readonly data: object }; // the fixture
  return parse(inEnvelope(CocIssue), { ...answer, data: { ...answer.data, ...change } });
}

/** An issue with a status of this name, whose code says nothing. */
export function makeIssue(statusName: string, change: Readonly<Record<string, unknown>> = {}): CocIssue {
  const names = [
    { prop_id: 'work_flow_status', biz_id: 'status_7', name_zh: statusName, name_en: statusName, match_type: 'enum' },
    person('assignee', 'user-1', 'zhangsan'),
    { prop_id: 'level', biz_id: 'issues_level_3000', name_zh: '一般', name_en: 'General', match_type: 'enum' },
    { prop_id: 'regions', biz_id: 'cn-north-4', name_zh: '华北-北京四', name_en: 'CN North-Beijing4' },
  ];
  return parse(CocIssue, {
    ticket_id: 'ISU20260901000000000000001',
    title: 'Disk full',
    work_flow_status: 'status_7',
    level: 'issues_level_3000',
    creator: 'user-2',
    assignee: 'user-1',
    regions: 'cn-north-4,cn-east-3,',
    enum_data_list: names,
    ...change,
  });
}

export function makeIncident(status: string, change: Readonly<Record<string, unknown>> = {}): CocIncident {
  return parse(CocIncident, {
    ticket_id: 'IM20260901000000000000001',
    title: 'Site down',
    work_flow_status: status,
    level_id: 'level_20',
    mtm_type: 'inc_type_p_change_issues',
    is_service_interrupt: 'true',
    assignee: 'user-1',
    start_time: '1752044921707',
    enum_data_list: [{ prop_id: 'assignee', biz_id: 'user-1', name_zh: 'zhangsan', name_en: 'zhangsan' }],
    ...change,
  });
}

export function person(property: string, id: string, name: string): Readonly<Record<string, unknown>> {
  return {
    prop_id: property,
    biz_id: id,
    name_zh: name,
    name_en: name,
    user_name: name,
    match_type: 'reference__base_config.User',
  };
}

export function namesOf({ enum_data_list: entries }: { readonly enum_data_list: readonly CocEnumEntry[] }): EnumNames {
  return new EnumNames(entries, 'en');
}

export function parse<T>(schema: ZodMiniType<T>, value: unknown): T {
  return schema.parse(value);
}
