import { plainText } from './plainText.ts';
import { crashed } from './refusal.ts';
import type { AssociatedRule, HideRule, StoredTicket } from './ticketModel.ts';
import { parseTime } from './shanghaiTime.ts';

/** All values that a condition may look at: those of the ticket, with the submitted ones on top. */
export type ValueTable = ReadonlyMap<string, unknown>;

/**
 * Makes the table for one submission.
 * @throws Refusal when an INT field, submitted or of the ticket, holds "" (contract §4.2)
 */
export function tabulate(ticket: StoredTicket, submitted: readonly SubmittedField[]): ValueTable {
  const table = new Map<string, unknown>();
  for (const { design, value } of ticket.fields) {
    if (value !== null) table.set(design.key, convert(design.type, value));
  }
  return new Map([...table, ...tabulateFields(submitted)]);
}

interface SubmittedField {
  readonly key: string;
  readonly type: string;
  readonly value: unknown;
}

/** The same before there is a ticket. @throws Refusal as above */
export function tabulateFields(submitted: readonly SubmittedField[]): ValueTable {
  return new Map(submitted.map(({ key, type, value }) => [key, convert(type, value)]));
}

function convert(type: string, value: unknown): unknown {
  if (type === 'INT') {
    const text = plainText(value);
    if (text.trim() === '') throw crashed('could not convert string to float: ');
    const number = Number(text);
    if (Number.isNaN(number)) throw crashed(`could not convert string to float: '${text}'`);
    return number;
  }
  if (type === 'MULTISELECT' || type === 'CHECKBOX' || type === 'MEMBERS') return plainText(value).split(',');
  return value;
}

/** Whether the field is hidden: a rule that holds hides (contract §4.1). */
export function isHidden(rule: HideRule, table: ValueTable): boolean {
  const results = rule.expressions.map(({ key, type, condition, value }) => {
    const left = table.get(key);
    if (left === undefined) return false;
    if (type === 'INT') return compare(Number(left), condition, Number(value));
    if (['issuperset', 'notissuperset', 'in', 'notin'].includes(condition)) {
      return compareSets(asList(left), condition, asList(value));
    }
    return compare(plainText(left), condition, value);
  });
  return rule.type === 'and' ? results.every(Boolean) : results.some(Boolean);
}

function asList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(plainText) : plainText(value).split(',');
}

function compareSets(left: readonly string[], condition: string, right: readonly string[]): boolean {
  const isSuperset = right.every((entry) => left.includes(entry));
  const isWithin = left.every((entry) => right.includes(entry));
  switch (condition) {
    case 'issuperset':
      return isSuperset;
    case 'notissuperset':
      return !isSuperset;
    case 'in':
      return isWithin;
    default:
      return !isWithin;
  }
}

function compare<T extends string | number>(left: T, condition: string, right: T): boolean {
  switch (condition) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    default:
      return false;
  }
}

/** ASSOCIATED_FIELD_VALIDATION (contract §4.3): whatever cannot be read counts as false. */
export function fitsRule(
  rule: AssociatedRule,
  { value, ticket, table, now }: { value: string; ticket: StoredTicket; table: ValueTable; now: number },
): boolean {
  const results = rule.expressions.map((expression) => {
    const read = (text: unknown): number | undefined => {
      if (typeof text === 'number') return text;
      if (expression.type === 'INT') return Number(text);
      return parseTime(plainText(text), expression.type === 'DATE' ? 'date' : 'time');
    };
    const left = read(value);
    let right: number | undefined;
    if (expression.source === 'system') right = now;
    else if (expression.key === 'ticket_create_at') right = ticket.createdAt;
    else right = read(expression.source === 'field' ? table.get(expression.key) : expression.value);
    if (left === undefined || right === undefined) return false;
    return compare(left, expression.condition, right);
  });
  return rule.type === 'and' ? results.every(Boolean) : results.some(Boolean);
}
