import { fitsRule, isHidden, type ValueTable } from './fieldExpressions.ts';
import { ErrorDetail, reprDetail } from './pythonRepr.ts';
import { badParameter, crashed, refusedWith } from './refusal.ts';
import { describeMismatch, isRuleName, matchesPythonPattern } from './regexRules.ts';
import { formatTime, parseTime } from './shanghaiTime.ts';
import type { Choice, FieldDesign, StoredTicket, TreeChoice } from './ticketModel.ts';

export interface FieldCheckContext {
  readonly ticket: StoredTicket;
  readonly table: ValueTable;
  readonly now: number;
}

/**
 * Checks one submitted value in the server's order: required, title's length, options, regex name, custom regex
 * (contract §4.1).
 * @throws Refusal at the first problem
 */
export function checkField(design: FieldDesign, value: string, context: FieldCheckContext): void {
  checkRequired(design, value, context.table);
  if (value === '') return;
  if (design.key === 'title' && value.length > 128) throw fieldRefused('标题不能超过120个字符');
  checkChoice(design, value);
  checkRegex(design, value, context);
  checkCustomRegex(design, value);
}

/** Field refusals are wrapped by the serializer's key (contract §10.6). */
function fieldRefused(text: string): Error {
  return refusedWith({ fields: [new ErrorDetail(text)] });
}

function checkRequired(design: FieldDesign, value: string, table: ValueTable): void {
  if (design.validateType === 'OPTION' && value === '') return;
  if (design.hiddenWhen !== undefined && value === '') {
    if (isHidden(design.hiddenWhen, table)) return;
    throw badParameter(`【${design.name}】为必填项`);
  }
  if (value === '') throw fieldRefused(`【${design.name}】为必填项`);
  // The server walks through the rows of a list, but the open API hands it a text (contract §4.2).
  if (hasRequiredColumn(design)) throw crashed("'str' object has no attribute 'items'");
}

function hasRequiredColumn({ type, choice, meta }: FieldDesign): boolean {
  if (type !== 'TABLE' && type !== 'CUSTOMTABLE') return false;
  const columns: unknown = type === 'TABLE' ? choice : meta['columns'];
  return Array.isArray(columns) && columns.some((column: { readonly required?: boolean }) => column.required === true);
}

function checkChoice(design: FieldDesign, value: string): void {
  if (!['SELECT', 'RADIO', 'CHECKBOX', 'MULTISELECT', 'TREESELECT'].includes(design.type)) return;
  if (design.sourceType === 'CUSTOM_API') return;
  const keys = optionKeys(design);
  if (keys.length === 0) throw fieldRefused(`【${design.key}】选项不存在，请联系管理员`);
  const chosen = design.type === 'CHECKBOX' || design.type === 'MULTISELECT' ? value.split(',') : [value];
  if (chosen.every((key) => keys.includes(key))) return;
  throw fieldRefused(`【${design.name}】选项不匹配，请重新选择`);
}

function optionKeys(design: FieldDesign): readonly string[] {
  const choice = effectiveChoice(design);
  if (!Array.isArray(choice)) return [];
  if (design.type === 'TREESELECT') {
    return (choice as readonly TreeChoice[]).flatMap(treeIds); // written in samples/, which nobody else fills
  }
  return (choice as readonly Choice[]).map(({ key }) => key); // as above
}

function treeIds({ id, children }: TreeChoice): readonly string[] {
  return [String(id), ...(children ?? []).flatMap(treeIds)];
}

/** The options as the server sees them when it validates: fetched anew for all sources but CUSTOM. */
export function effectiveChoice(design: FieldDesign): unknown {
  return design.sourceType === 'CUSTOM' ? design.choice : design.serverChoice;
}

function checkRegex(design: FieldDesign, value: string, { ticket, table, now }: FieldCheckContext): void {
  const { regex, type, name } = design;
  if (regex !== '' && !isRuleName(regex)) throw fieldRefused('该正则规则不在可选范围内');
  if (/^(AFTER|BEFORE)_(DATE|TIME)$/.test(regex)) checkAgainstNow(design, value, now);
  if (regex === 'ASSOCIATED_FIELD_VALIDATION') {
    if (design.rule === undefined || fitsRule(design.rule, { value, ticket, table, now })) return;
    throw fieldRefused(`字段[${name}]关联规则不满足条件，请检查`);
  }
  const parts = type === 'TEXT' ? value.trim().split(/[\n;,]/) : [value];
  if (!['INT', 'STRING', 'TEXT'].includes(type)) return;
  for (const part of parts) {
    const mismatch = describeMismatch(regex, part);
    if (mismatch !== undefined) throw fieldRefused(`【${name}】${mismatch}`);
  }
}

function checkAgainstNow({ regex, name }: FieldDesign, value: string, now: number): void {
  const [side, unit] = regex.split('_');
  const isDate = unit === 'DATE';
  const milliseconds = parseTime(value, isDate ? 'date' : 'time');
  const word = isDate ? '日期' : '时间';
  if (milliseconds === undefined) {
    throw fieldRefused(`【${name}】${value} 不匹配${word}格式${isDate ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S'}`);
  }
  const shown = isDate ? value : formatTime(milliseconds);
  if (side === 'AFTER' && milliseconds < now) throw fieldRefused(`【${name}】${shown} 不在当前${word}之后`);
  if (side === 'BEFORE' && milliseconds > now) throw fieldRefused(`【${name}】${shown} 不在当前${word}之前`);
}

function checkCustomRegex({ customRegex }: FieldDesign, value: string): void {
  if (customRegex === '') return;
  let problem: string;
  try {
    if (matchesPythonPattern(customRegex, value)) return;
    // The server catches its own refusal and wraps it a second time.
    problem = reprDetail([new ErrorDetail('用户输入的值不符合自定义正则规则')]);
  } catch (error) {
    problem = String(error);
  }
  throw fieldRefused(`自定义正则出现异常， error = ${problem}`);
}
