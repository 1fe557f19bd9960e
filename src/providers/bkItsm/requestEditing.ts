import { TicketError } from '../../domain/errors.ts';
import type { Field, FieldValue } from '../../domain/field.ts';
import { areValuesEqual, canEdit, validateForm } from '../../domain/form.ts';
import { message } from '../../domain/message.ts';
import type { TicketOperationForms } from '../../domain/operationForms.ts';
import { isVisible } from '../../domain/visibility.ts';
import type { BkItsmClient } from './client.ts';
import { encodeValue } from './encoding.ts';
import { readDesignedField, type Translate } from './fields.ts';
import { builtInPriorities } from './priority.ts';
import { emptyNumberHint } from './refusal.ts';
import type { BkCreationField, BkTicketInfo, BkValue } from './schema.ts';
import { hasEnded } from './statuses.ts';
import { editRequestKey } from './ticketOperations.ts';
import { sendable, valuesByKey } from './values.ts';

/** Can be edited wherever they are in the workflow. */
const editableEverywhere = ['title', 'impact', 'urgency', 'priority'];

interface RequestForm {
  /** In the order of `fields`. */
  readonly designs: readonly BkCreationField[];
  readonly fields: readonly Field[];
  readonly values: ReadonlyMap<string, BkValue>;
}

/**
 * What was filled in when a ticket was made, edited afterwards. Needs the gateway and a user who has signed in. The
 * server does not look who asks, nor at the values that are not sent.
 */
export class RequestEditing implements TicketOperationForms {
  readonly #client: BkItsmClient;
  readonly #translate: Translate;

  constructor(client: BkItsmClient, translate: Translate) {
    this.#client = client;
    this.#translate = translate;
  }

  async read({ key, operation }: Parameters<TicketOperationForms['read']>[0], signal: AbortSignal) {
    if (operation.key !== editRequestKey) throw new TicketError('notFound', { detail: 'no form of its own' });
    const { fields } = await this.#readForm(key, signal);
    return {
      fields,
      note: message('Everybody who handles the ticket sees the new values. The history tells what was changed.'),
    };
  }

  /** Sends what has changed, and nothing else: all of it or, when one value is refused, none. */
  async run(key: string, changes: ReadonlyMap<string, FieldValue>, signal: AbortSignal): Promise<void> {
    const { designs, fields, values } = await this.#readForm(key, signal);
    for (const changed of changes.keys()) {
      if (fields.some((field) => field.key === changed && canEdit(field))) continue;
      throw new TicketError('conflict', {
        detail: 'the form has changed',
        hint: message('What can be edited of this ticket has changed. Open the form again.'),
      });
    }
    // What was wrong before and is not touched is nobody's fault here.
    const before = new Set(validateForm(fields, new Map()).map(({ fieldKey }) => fieldKey));
    const fieldProblems = validateForm(fields, changes).filter(
      ({ fieldKey }) => changes.has(fieldKey) || !before.has(fieldKey),
    );
    if (fieldProblems.length > 0) throw new TicketError('rejected', { detail: 'bad values', fieldProblems });
    const sent = fields.flatMap((field, index) => {
      const [change, design] = [changes.get(field.key), designs[index]];
      if (change === undefined || design === undefined || areValuesEqual(change, field.value)) return [];
      if (!isVisible(field, fields, changes)) return [];
      const stored = sendable(values.get(field.key)?.value) ?? '';
      return [{ key: field.key, type: design.type, value: encodeValue(design, change, stored) }];
    });
    if (sent.length === 0) throw new TicketError('rejected', { hint: message('Nothing was changed.') });
    await this.#client.editField(key, sent, designs, signal);
  }

  async #readForm(key: string, signal: AbortSignal): Promise<RequestForm> {
    const [info, status] = await Promise.all([
      this.#client.getTicketInfo(key, signal),
      this.#client.getTicketStatus(key, signal),
    ]);
    if (hasEnded(status.current_status, info, status)) {
      throw new TicketError('conflict', {
        detail: 'has ended',
        hint: message('The ticket has ended: it cannot be edited any more.'),
      });
    }
    const values = valuesByKey(info.fields);
    if (info.fields.some(({ type, value }) => type === 'INT' && value === '')) {
      throw new TicketError('rejected', { detail: 'empty INT', hint: emptyNumberHint });
    }
    const designs = await this.#readDesigns(info, values, signal);
    const fields = designs.map((design) => readDesignedField(design, values.get(design.key), this.#translate));
    return { designs, fields, values };
  }

  /** The form of the service as it is today: of the fields that the ticket has, too. */
  async #readDesigns(
    { service_id: serviceId }: BkTicketInfo,
    values: ReadonlyMap<string, BkValue>,
    signal: AbortSignal,
  ): Promise<readonly BkCreationField[]> {
    const detail = serviceId === undefined ? undefined : await this.#client.getServiceDetail(serviceId, signal);
    const ofForm = (detail?.fields ?? []).filter(({ key, type }) => values.get(key)?.type === type);
    const others = editableEverywhere.flatMap((key) => {
      const value = values.get(key);
      return value === undefined || ofForm.some((design) => design.key === key) ? [] : [designOf(value)];
    });
    return [...others, ...ofForm];
  }
}

/** A field of every ticket, as far as its value tells. */
function designOf({ key, type, name }: BkValue): BkCreationField {
  const isTitle = key === 'title';
  return {
    key,
    type: type === '' ? 'STRING' : type,
    name,
    desc: '',
    choice: isTitle ? [] : builtInPriorities,
    validate_type: isTitle ? 'REQUIRE' : 'OPTION',
    regex: '',
    custom_regex: '',
    is_readonly: false,
    source_type: isTitle ? 'CUSTOM' : 'DATADICT',
    meta: { code: undefined, columns: [] },
    default: undefined,
    layout: '',
    show_type: 1,
    show_conditions: undefined,
  };
}
