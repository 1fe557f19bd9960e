import type { CreationForm, Service, TicketCreation } from '../../domain/creation.ts';
import { TicketError } from '../../domain/errors.ts';
import type { Field } from '../../domain/field.ts';
import { validateForm, type FormValues } from '../../domain/form.ts';
import { message } from '../../domain/message.ts';
import type { CocClient } from './client.ts';
import {
  incidentLevels,
  incidentTypes,
  individual,
  issueCategories,
  issueLevels,
  issueSources,
  optionsOf,
  shift,
} from './codes.ts';
import { encodeForm, FieldMaker } from './fields.ts';
import type { Reader } from './reader.ts';
import { kindOf } from './ticketNumbers.ts';

type ServiceKey = 'issue' | 'incident';

/** The form is written from the contract (§2.6): COC has one for each kind, and tells neither. */
export function createCreation(
  client: CocClient,
  readReader: (signal: AbortSignal) => Promise<Reader>,
): TicketCreation {
  const readForm = async (serviceId: string, signal: AbortSignal): Promise<CreationForm> => {
    const reader = await readReader(signal);
    const service = servicesOf(reader).find(({ id }) => id === serviceId);
    if (service === undefined) throw new TicketError('notFound', { detail: 'no such service' });
    const forms = new CreationForms(reader);
    return serviceId === 'issue'
      ? { service, fields: forms.issue(), cannotCreate: undefined }
      : { service, fields: forms.incident(), cannotCreate: reader.me.id === '' ? needsUserId : undefined };
  };
  return {
    async readCatalogs(signal) {
      signal.throwIfAborted();
      const { translate } = await readReader(signal);
      return [{ id: 'coc', name: translate(message('Fault management')), description: '', children: [] }];
    },
    async readServices(_catalogId, signal) {
      return servicesOf(await readReader(signal));
    },
    readForm,
    async create(serviceId, values, signal) {
      const { fields, cannotCreate } = await readForm(serviceId, signal);
      if (cannotCreate !== undefined) throw new TicketError('rejected', { hint: cannotCreate });
      const reader = await readReader(signal);
      const body = readBody(fields, values, reader);
      return serviceId === 'issue'
        ? await createIssue(client, body, signal)
        : await client.createIncident({ ...toIncidentBody(body), creator: reader.me.id }, signal);
    },
  };
}

const needsUserId = message(
  'COC wants to know who creates an incident. Enter your IAM user ID in the settings of the connection.',
);

function servicesOf({ translate }: Reader): readonly (Service & { readonly id: ServiceKey })[] {
  return [
    {
      id: 'issue',
      name: translate(message('Issue')),
      description: translate(message('Something that has to be found out and mended for good.')),
    },
    {
      id: 'incident',
      name: translate(message('Incident')),
      description: translate(message('A fault that has to be dealt with now.')),
    },
  ];
}

function readBody(fields: readonly Field[], values: FormValues, { timeZone }: Reader) {
  for (const key of values.keys()) {
    if (fields.some((field) => field.key === key)) continue;
    throw new TicketError('conflict', {
      detail: 'the form has changed',
      hint: message('The form of this service has changed. Open it again.'),
    });
  }
  const fieldProblems = validateForm(fields, values);
  if (fieldProblems.length > 0) throw new TicketError('rejected', { detail: 'bad values', fieldProblems });
  return encodeForm(fields, values, timeZone);
}

async function createIssue(
  client: CocClient,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<string> {
  const { ticket_id: number, id } = await client.createIssue(body, signal);
  if (kindOf(number) === 'issue') return number;
  // The other id is good for reading as well, and the ticket says its number.
  try {
    return (await client.getIssue(id === '' ? number : id, signal)).ticket_id;
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    throw new TicketError('outcomeUnknown', {
      detail: 'created without a number',
      hint: message('The issue was created, but its number could not be read. Look for it among your issues.'),
      cause: error,
    });
  }
}

/** In lists, of one entry each (contract §2.6). */
const listed = ['region', 'enterprise_project', 'current_cloud_service', 'incident_assignee'];

function toIncidentBody(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(body).map(([key, value]) => [key, listed.includes(key) ? [value] : value]);
  return { incident_source: 'incident_source_manual', ...Object.fromEntries(entries) };
}

class CreationForms {
  readonly #reader: Reader;
  readonly #make: FieldMaker;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#make = new FieldMaker(reader);
  }

  issue(): readonly Field[] {
    const make = this.#make;
    const options = (table: typeof issueLevels) => optionsOf(table, this.#reader);
    return [
      make.text({ key: 'title', label: message('Title'), isRequired: true }),
      make.text({ key: 'description', label: message('Description'), isRequired: true, isMultiline: true }),
      make.choice({
        key: 'ticket_type',
        label: message('Category'),
        description: message('One of these, or the ID of one of your tenant: "Process management", "Issue process".'),
        isRequired: true,
        options: options(issueCategories),
        allowsFreeText: true,
      }),
      make.choice({
        key: 'level',
        label: message('Level'),
        value: 'issues_level_3000',
        options: options(issueLevels),
        allowsFreeText: true,
      }),
      make.text({
        key: 'enterprise_project',
        label: message('Enterprise project'),
        description: message('Its ID; 0 is the default project.'),
        isRequired: true,
        value: '0',
      }),
      make.text({
        key: 'regions',
        label: message('Regions'),
        description: message('Codes of regions with commas between them.'),
      }),
      make.text({ key: 'root_cause_cloud_service', label: message('Application'), description: message('Its ID.') }),
      make.choice({ key: 'source', label: message('Source'), options: options(issueSources) }),
      make.text({
        key: 'source_id',
        label: message('Source ticket'),
        isRequired: true,
        visibleWhen: {
          kind: 'oneOf',
          fieldKey: 'source',
          values: issueSources.map(([code]) => code).filter((code) => code !== 'issues_mgmt_associated_type_4000'),
        },
      }),
      make.moment({ key: 'fount_time', label: message('Found') }),
      make.choice({
        key: 'virtual_schedule_type',
        label: message('Kind of owner'),
        isRequired: true,
        value: individual,
        display: 'radio',
        options: [
          { key: individual, label: this.#reader.translate(message('A person')) },
          { key: shift, label: this.#reader.translate(message('A shift')) },
        ],
      }),
      ...this.#ownerFields('issue_contact_person', 'schedule_scenes', 'virtual_schedule_role', {
        fieldKey: 'virtual_schedule_type',
        person: individual,
        shift,
      }),
      make.files({ key: 'commit_upload_attachment', label: message('Attachments') }),
    ];
  }

  incident(): readonly Field[] {
    const make = this.#make;
    return [
      make.text({ key: 'incident_title', label: message('Title'), isRequired: true, maxLength: 200 }),
      make.text({ key: 'incident_description', label: message('Description'), isMultiline: true, maxLength: 600 }),
      make.choice({
        key: 'incident_level',
        label: message('Level'),
        isRequired: true,
        options: optionsOf(incidentLevels, this.#reader),
        allowsFreeText: true,
      }),
      make.choice({
        key: 'incident_type',
        label: message('Incident type'),
        isRequired: true,
        options: optionsOf(incidentTypes, this.#reader),
        allowsFreeText: true,
      }),
      make.yesOrNo({ key: 'is_service_interrupt', label: message('Service interrupted'), value: false }),
      make.moment({ key: 'start_time', label: message('Start of the fault') }),
      make.text({
        key: 'current_cloud_service',
        label: message('Application'),
        description: message('Its ID.'),
        isRequired: true,
      }),
      make.text({ key: 'region', label: message('Region') }),
      make.text({
        key: 'enterprise_project',
        label: message('Enterprise project'),
        description: message('Its ID; 0 is the default project.'),
      }),
      make.choice({
        key: ':owner',
        label: message('Kind of owner'),
        isRequired: true,
        value: 'person',
        display: 'radio',
        options: [
          { key: 'person', label: this.#reader.translate(message('A person')) },
          { key: 'shift', label: this.#reader.translate(message('A shift')) },
        ],
      }),
      ...this.#ownerFields('incident_assignee', 'assignee_scene', 'assignee_role', {
        fieldKey: ':owner',
        person: 'person',
        shift: 'shift',
      }),
    ];
  }

  #ownerFields(
    person: string,
    scene: string,
    role: string,
    by: { readonly fieldKey: string; readonly person: string; readonly shift: string },
  ): readonly Field[] {
    const make = this.#make;
    const { id, name } = this.#reader.me;
    const whenPerson = { kind: 'oneOf', fieldKey: by.fieldKey, values: [by.person] } as const;
    const whenShift = { kind: 'oneOf', fieldKey: by.fieldKey, values: [by.shift] } as const;
    return [
      make.choice({
        key: person,
        label: message('Owner'),
        description: message('An IAM user ID.'),
        isRequired: true,
        options: id === '' ? [] : [{ key: id, label: name === '' ? id : name }],
        allowsFreeText: true,
        visibleWhen: whenPerson,
      }),
      make.text({
        key: scene,
        label: message('Shift scenario'),
        description: message('Its ID, as the console shows it under shift schedules.'),
        isRequired: true,
        visibleWhen: whenShift,
      }),
      make.text({
        key: role,
        label: message('Shift role'),
        description: message('Its ID, as the console shows it under shift schedules.'),
        isRequired: true,
        visibleWhen: whenShift,
      }),
    ];
  }
}
