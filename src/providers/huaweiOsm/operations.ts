import { TicketError } from '../../domain/errors.ts';
import type { Field } from '../../domain/field.ts';
import { validateForm, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import type { OperationForm, TicketOperationForms } from '../../domain/operationForms.ts';
import type { OperationRequest } from '../../domain/provider.ts';
import { readOperationKey, readOperations } from './caseOperations.ts';
import type { Cases, FoundCase } from './cases.ts';
import type { OsmClient } from './client.ts';
import { contactFields, readContact } from './contactForm.ts';
import { readLabelFields, saveLabels } from './labelEditing.ts';
import { isScored } from './mapper.ts';
import { readRelationFields, saveRelations } from './relationForm.ts';
import type { OsmDimension } from './schema.ts';
import { readScore, scoreFields } from './scoring.ts';

/** What is done to tickets: each looks at the ticket again before it writes. */
export class OsmOperations implements TicketOperationForms {
  readonly #client: OsmClient;
  readonly #cases: Cases;
  readonly #translate: (text: Message) => string;
  /** What a score is made of; the same for all tickets. */
  #dimensions: readonly OsmDimension[] | undefined;

  constructor(client: OsmClient, cases: Cases, translate: (text: Message) => string) {
    this.#client = client;
    this.#cases = cases;
    this.#translate = translate;
  }

  async read({ key, operation }: Omit<OperationRequest, 'input'>, signal: AbortSignal): Promise<OperationForm> {
    const found = await this.#cases.show(key, signal);
    return { fields: await this.#readFields(found, operation.key, signal), note: operation.note };
  }

  async run({ key, stepId, operation, input }: OperationRequest, signal: AbortSignal): Promise<void> {
    const found = await this.#cases.show(key, signal);
    const { detail, group } = found;
    const offered = readOperations({ status: detail.status, isScored: isScored(detail) }, this.#translate);
    if (stepId !== undefined || !offered.some((each) => each.key === operation.key)) throw gone();
    const id = detail.incident_id;
    const name = readOperationKey(operation.key);
    switch (name) {
      case undefined:
        throw gone();
      case 'cancel': {
        const remark = (input.remark ?? '').trim();
        const body = remark === '' ? {} : { operate_desc: remark };
        return this.#client.operateCase(id, name, body, group, signal);
      }
      case 'press':
      case 'delete':
        return this.#client.operateCase(id, name, {}, group, signal);
      case 'close':
      case 'score':
      case 'labels':
      case 'contact':
      case 'relations':
        return this.#save(name, found, input.changes ?? new Map(), signal);
    }
  }

  /** An operation with a form of its own. */
  async #save(
    name: 'close' | 'score' | 'labels' | 'contact' | 'relations',
    found: FoundCase,
    values: FormValues,
    signal: AbortSignal,
  ): Promise<void> {
    const { detail, group } = found;
    const id = detail.incident_id;
    const fields = await this.#readFields(found, name, signal);
    const fieldProblems = validateForm(fields, values);
    if (fieldProblems.length > 0) throw new TicketError('rejected', { detail: 'bad values', fieldProblems });
    switch (name) {
      case 'close': {
        const { judgement, scores } = readScore(await this.#dimensionsOrNone(signal), fields, values);
        const body = {
          ...(judgement === '' ? {} : { judgement }),
          ...(scores.length === 0 ? {} : { incident_satisfaction_list: scores }),
        };
        return this.#client.operateCase(id, 'close', body, group, signal);
      }
      case 'score': {
        const { judgement, scores } = readScore(await this.#readDimensions(signal), fields, values);
        return this.#client.scoreCase(id, judgement, scores, group, signal);
      }
      case 'labels':
        return saveLabels(this.#client, id, group, fields, values, signal);
      case 'contact':
        return this.#client.updateContact(id, readContact(fields, values), group, signal);
      case 'relations':
        return saveRelations(this.#client, id, group, fields, values, signal);
    }
  }

  async #readFields({ detail, group }: FoundCase, key: string, signal: AbortSignal): Promise<readonly Field[]> {
    const id = detail.incident_id;
    const translate = this.#translate;
    switch (readOperationKey(key)) {
      case 'close':
        return scoreFields(await this.#dimensionsOrNone(signal), false, translate);
      case 'score':
        return scoreFields(await this.#readDimensions(signal), true, translate);
      case 'labels':
        return readLabelFields(this.#client, id, group, translate, signal);
      case 'contact':
        return contactFields(await this.#client.listAreaCodes(signal), detail.ext_info, translate);
      case 'relations':
        return readRelationFields(this.#client, id, group, translate, signal);
      case 'cancel':
      case 'press':
      case 'delete':
      case undefined:
        throw gone();
    }
  }

  /** A ticket can be closed without a score. */
  async #dimensionsOrNone(signal: AbortSignal): Promise<readonly OsmDimension[]> {
    try {
      return await this.#readDimensions(signal);
    } catch (error) {
      if (error instanceof TicketError && (error.code === 'forbidden' || error.code === 'rejected')) return [];
      throw error;
    }
  }

  async #readDimensions(signal: AbortSignal): Promise<readonly OsmDimension[]> {
    this.#dimensions ??= await this.#client.listDimensions(signal);
    return this.#dimensions;
  }
}

function gone(): TicketError {
  return new TicketError('conflict', {
    detail: 'not offered any more',
    hint: message('The ticket does not allow this any more.'),
  });
}
