import { checkField } from './fieldChecks.ts';
import { tabulate } from './fieldExpressions.ts';
import type { Itsm, Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import { badParameter, crashed, refused } from './refusal.ts';
import { endStatuses, type StoredField, type StoredTicket } from './ticketModel.ts';

const editableEverywhere = ['title', 'impact', 'urgency', 'priority'];

/** edit_field (contract §1.7): all fields or, when one is refused, none. @throws Refusal */
export function editField({ store, engine, now }: Itsm, parameters: Parameters): readonly never[] {
  const operator = plainText(parameters['operator']);
  const { fields } = parameters;
  if (!Array.isArray(fields)) throw crashed("'NoneType' object is not iterable");
  const sn = plainText(parameters['sn']);
  const ticket = store.get(sn);
  if (fields.length > 0 && ticket === undefined) throw refused(`ticket_id = ${sn || 'None'} 对应的单据不存在！`);
  if (ticket === undefined) return [];
  const edits = fields.map((entry: unknown) => readEdit(ticket, entry, now()));
  for (const { field, value } of edits) {
    field.value = value;
    if (field.design.key === 'title') {
      ticket.title = plainText(value);
      ticket.updatedAt = now();
    }
    engine.log(ticket, { operator, message: `${operator} 修改字段【${field.design.name}】.` });
  }
  return [];
}

function readEdit(ticket: StoredTicket, entry: unknown, now: number): { field: StoredField; value: unknown } {
  if (endStatuses.includes(ticket.status)) {
    throw refused(`current_status = ${ticket.status} 当前状态不可修改字段！`);
  }
  const given = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>; // JSON
  for (const name of ['key', 'type', 'value']) if (given[name] === undefined) throw crashed(`'${name}'`); // a KeyError
  const key = plainText(given['key']);
  const field = ticket.fields.find(({ design }) => design.key === key);
  if (field === undefined) throw badParameter(`未找到提单节点找到对应的字段, key=${key}`);
  if (!editableEverywhere.includes(key) && !ticket.flow.start.includes(field.stateId)) {
    throw badParameter(`只允许修改提单节点的字段和内置字段, key=${key}`);
  }
  const { value } = given;
  const table = tabulate(ticket, [{ key, type: plainText(given['type']), value: plainText(value) }]);
  checkField(field.design, value, { ticket: undefined, table, now });
  return { field, value };
}
