import type { CreationForm, Service, ServiceCatalog, TicketCreation } from '../../domain/creation.ts';
import { TicketError, type FieldProblem } from '../../domain/errors.ts';
import type { Field } from '../../domain/field.ts';
import { canEdit, currentValue, isEmptyValue, validateForm, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import { readRows } from '../../domain/table.ts';
import { isVisible } from '../../domain/visibility.ts';
import type { BkItsmClient } from './client.ts';
import { readCreationFields } from './creationFields.ts';
import { encodeValue } from './encoding.ts';
import type { Translate } from './fields.ts';
import type { BkCatalog, BkCreationField, BkService, BkServiceDetail } from './schema.ts';
import { decodeEntities } from './serverText.ts';
import { sendable } from './values.ts';
import { WebSite } from './webSite.ts';

export function createCreation(client: BkItsmClient, translate: Translate): TicketCreation {
  const site = new WebSite(client);
  return {
    async readCatalogs(signal) {
      return (await client.getServiceCatalogs(signal)).map(readCatalog);
    },
    async readServices(catalogId, signal) {
      return (await client.getServices(catalogId, signal)).map(readService);
    },
    async readForm(serviceId, signal) {
      const [detail, url] = await Promise.all([
        client.getServiceDetail(serviceId, signal),
        site.findServicePage(serviceId, signal),
      ]);
      return { ...readCreationForm(detail, translate), url };
    },
    async create(serviceId, values, signal) {
      const detail = await client.getServiceDetail(serviceId, signal);
      const { fields, cannotCreate } = readCreationForm(detail, translate);
      if (cannotCreate !== undefined) throw new TicketError('rejected', { hint: cannotCreate });
      for (const key of values.keys()) {
        if (fields.some((field) => field.key === key)) continue;
        throw new TicketError('conflict', {
          detail: 'the form has changed',
          hint: message('The form of this service has changed. Open it again.'),
        });
      }
      const fieldProblems = [...validateForm(fields, values), ...findUnfillable(fields, values)];
      if (fieldProblems.length > 0) throw new TicketError('rejected', { detail: 'bad values', fieldProblems });
      const sent = detail.fields.map((design, index) => ({
        key: design.key,
        value: encodeForCreation(design, fields[index], fields, values),
      }));
      return client.createTicket(serviceId, sent, detail.fields, signal);
    },
  };
}

function readCatalog({ id, name, desc, children }: BkCatalog): ServiceCatalog {
  return { id, name: decodeEntities(name), description: decodeEntities(desc), children: children.map(readCatalog) };
}

function readService({ id, name, desc }: BkService): Service {
  return { id, name: decodeEntities(name), description: decodeEntities(desc) };
}

function readCreationForm(
  { service_id: id, name, desc, fields: designs }: BkServiceDetail,
  translate: Translate,
): CreationForm {
  const fields = readCreationFields(designs, translate);
  const obstacle = fields.find(
    (field) => isUnfillable(field) && field.visibleWhen === undefined && isEmptyValue(field.value),
  );
  return {
    service: readService({ id, name, desc }),
    fields,
    cannotCreate: obstacle === undefined ? undefined : cannotFillIn(obstacle.label),
  };
}

/** It must have a value, and there is no way to give it one here. */
function isUnfillable(field: Field): boolean {
  // What its designer made read-only nobody is asked for.
  const isOurs =
    !canEdit(field) && (!field.isReadOnly || field.readOnlyReason !== undefined || field.type === 'customForm');
  return isOurs && field.isRequired;
}

function cannotFillIn(label: string): Message {
  return message('The field "{0}" can only be filled in on the web page. Create this ticket in the browser.', label);
}

/** Of fields that come and go with others. */
function findUnfillable(fields: readonly Field[], values: FormValues): readonly FieldProblem[] {
  return fields
    .filter((field) => isUnfillable(field) && isEmptyValue(field.value) && isVisible(field, fields, values))
    .map((field) => ({ fieldKey: field.key, message: cannotFillIn(field.label) }));
}

/** Every field is sent, hidden ones too: what the form demands has to be there, empty where it is hidden. */
function encodeForCreation(
  design: BkCreationField,
  field: Field | undefined,
  fields: readonly Field[],
  values: FormValues,
): unknown {
  const isTable = field?.type === 'table';
  if (field === undefined || !isVisible(field, fields, values)) {
    if (isTable) return [];
    // The server breaks over an empty number, whether anybody sees it or not.
    return design.type === 'INT' ? (sendable(design.default) ?? '') || '0' : '';
  }
  if (!canEdit(field)) return design.default ?? '';
  const value = currentValue(field, values);
  if (isTable) return typeof value === 'string' ? readRows(value) : [];
  if (isEmptyValue(value)) return '';
  return encodeValue(design, value, sendable(design.default) ?? '');
}
