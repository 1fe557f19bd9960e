import type { JsonObject } from '../httpMessages.ts';
import { findPerson, type Coc } from './coc.ts';
import { nameOf, type MatchType } from './names.ts';

/** A field of a ticket whose values have names. */
export interface NamedField {
  readonly field: string;
  readonly match: MatchType;
  /** Each an entry of its own; '' is none. */
  readonly values: readonly string[];
}

/** The entries of issues and of v2 incidents: by field and value (contract §2.4). */
export function enumData(
  coc: Coc,
  fields: readonly NamedField[],
  owner: { readonly ticketId: string; readonly number: string },
): readonly JsonObject[] {
  return fields.flatMap(({ field, match, values }) =>
    values.flatMap((value) => {
      const name = nameFor(coc, match, value);
      if (name === undefined) return [];
      return {
        is_deleted: false,
        match_type: match,
        ticket_id: owner.ticketId,
        real_ticket_id: owner.number,
        name_zh: name.zh,
        name_en: name.en,
        ...(match === 'reference__base_config.User' ? { user_name: name.en } : {}), // not in the table (contract §2.4)
        biz_id: value,
        prop_id: field,
        model_id: 'TicketInfo',
      };
    }),
  );
}

/** The other shape, with the typo of the wire (contract §2.4). */
export function enumDataOfExternal(coc: Coc, fields: readonly NamedField[]): readonly JsonObject[] {
  return fields.flatMap(({ field, match, values }) =>
    values.flatMap((value) => {
      const name = nameFor(coc, match, value);
      return name === undefined ? [] : { filed_key: field, enum_key: value, name_zh: name.zh, name_en: name.en };
    }),
  );
}

function nameFor(coc: Coc, match: MatchType, value: string): { readonly zh: string; readonly en: string } | undefined {
  if (match === 'reference__base_config.User') {
    const person = findPerson(coc, value);
    return person === undefined ? undefined : { zh: person.nameZh, en: person.name };
  }
  if (match === 'reference__app.attachment') {
    const name = coc.attachments.get(value)?.name;
    return name === undefined ? undefined : { zh: name, en: name };
  }
  return nameOf(value);
}
