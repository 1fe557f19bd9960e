import { fitsRule, isHidden, type ValueTable } from './fieldExpressions.ts';
import { plainText } from './plainText.ts';
import { ErrorDetail, reprDetail } from './pythonRepr.ts';
import { badParameter, crashed, refused } from './refusal.ts';
import { describeMismatch, isRuleName, matchesPythonPattern } from './regexRules.ts';
import { formatTime, parseTime } from './shanghaiTime.ts';
import type { Choice, FieldDesign, StoredTicket, TreeChoice } from './ticketModel.ts';

export interface FieldCheckContext {
  /** Undefined while a ticket is being created: rules that look at other fields are not applied then. */
  readonly ticket: StoredTicket | undefined;
  readonly table: ValueTable;
  readonly now: number;
}

/**
 * Checks one submitted value in the server's order: required, title's length, options, regex name, custom regex
 * (contract §4.1).
 * @throws Refusal at the first problem
 */
export function checkField(design: FieldDesign, value: unknown, context: FieldCheckContext): void {
  checkRequired(design, value, context.table);
  const text = plainText(value);
  if (text === '') return;
  if (design.key === 'title' && text.length > 128) throw refused('标题不能超过120个字符');
  if (Array.isArray(value) && ['CHECKBOX', 'MULTISELECT'].includes(design.type)) {
    throw crashed("'list' object has no attribute 'split'");
  }
  checkChoice(design, text);
  checkRegex(design, text, context);
  checkCustomRegex(design, text);
}

function checkRequired(design: FieldDesign, value: unknown, table: ValueTable): void {
  const isEmpty = plainText(value) === '' || (Array.isArray(value) && value.length === 0);
  if (design.validateType === 'OPTION' && isEmpty) return;
  if (design.hiddenWhen !== undefined && isEmpty) {
    if (isHidden(design.hiddenWhen, table)) return;
    throw badParameter(`【${design.name}】为必填项`);
  }
  if (isEmpty) throw refused(`【${design.name}】为必填项`);
  checkRows(design, value);
}

/** TABLE and CUSTOMTABLE: the columns that are required, of the rows that name them (contract §4.2). */
function checkRows({ name, type, choice, meta }: FieldDesign, value: unknown): void {
  if (type !== 'TABLE' && type !== 'CUSTOMTABLE') return;
  const columns: unknown = type === 'TABLE' ? choice : meta['columns'];
  const required = (Array.isArray(columns) ? (columns as readonly Column[]) : []).filter((column) => column.required); // samples/
  if (required.length === 0) return;
  // The server walks through whatever it is given; operate_node lets texts through only.
  if (!Array.isArray(value)) throw crashed("'str' object has no attribute 'items'");
  for (const [index, row] of value.entries()) {
    if (typeof row !== 'object' || row === null) throw crashed("'str' object has no attribute 'items'");
    for (const [key, cell] of Object.entries(row as Readonly<Record<string, unknown>>)) {
      // just looked
      const column = required.find((one) => one.key === key);
      if (column === undefined || (plainText(cell) !== '' && plainText(cell) !== '[]')) continue;
      throw refused(`表格字段【${name}】的第【${index + 1}】行【${column.name}】为必填项`);
    }
  }
}

interface Column {
  readonly key: string;
  readonly name: string;
  readonly required?: boolean;
}

function checkChoice(design: FieldDesign, value: string): void {
  if (!['SELECT', 'RADIO', 'CHECKBOX', 'MULTISELECT', 'TREESELECT'].includes(design.type)) return;
  if (design.sourceType === 'CUSTOM_API') return;
  const keys = optionKeys(design);
  if (keys.length === 0) throw refused(`【${design.key}】选项不存在，请联系管理员`);
  const chosen = design.type === 'CHECKBOX' || design.type === 'MULTISELECT' ? value.split(',') : [value];
  if (chosen.every((key) => keys.includes(key))) return;
  throw refused(`【${design.name}】选项不匹配，请重新选择`);
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
  if (regex !== '' && !isRuleName(regex)) throw refused('该正则规则不在可选范围内');
  if (/^(AFTER|BEFORE)_(DATE|TIME)$/.test(regex)) checkAgainstNow(design, value, now);
  if (regex === 'ASSOCIATED_FIELD_VALIDATION') {
    if (design.rule === undefined || ticket === undefined || fitsRule(design.rule, { value, ticket, table, now }))
      return;
    throw refused(`字段[${name}]关联规则不满足条件，请检查`);
  }
  const parts = type === 'TEXT' ? value.trim().split(/[\n;,]/) : [value];
  if (!['INT', 'STRING', 'TEXT'].includes(type)) return;
  for (const part of parts) {
    const mismatch = describeMismatch(regex, part);
    if (mismatch !== undefined) throw refused(`【${name}】${mismatch}`);
  }
}

function checkAgainstNow({ regex, name }: FieldDesign, value: string, now: number): void {
  const [side, unit] = regex.split('_');
  const isDate = unit === 'DATE';
  const milliseconds = parseTime(value, isDate ? 'date' : 'time');
  const word = isDate ? '日期' : '时间';
  if (milliseconds === undefined) {
    throw refused(`【${name}】${value} 不匹配${word}格式${isDate ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S'}`);
  }
  const shown = isDate ? value : formatTime(milliseconds);
  if (side === 'AFTER' && milliseconds < now) throw refused(`【${name}】${shown} 不在当前${word}之后`);
  if (side === 'BEFORE' && milliseconds > now) throw refused(`【${name}】${shown} 不在当前${word}之前`);
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
  throw refused(`自定义正则出现异常， error = ${problem}`);
}
