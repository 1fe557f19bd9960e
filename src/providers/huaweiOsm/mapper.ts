import { message, type Message } from '../../domain/message.ts';
import type { Step } from '../../domain/step.ts';
import type { Ticket, TicketDetail, TicketRef } from '../../domain/ticket.ts';
import { readPlain, readRichText, readTitle } from './caseText.ts';
import { readOperations } from './caseOperations.ts';
import { readAttachments } from './messages.ts';
import type { OsmDetail, OsmRow } from './schema.ts';
import { hasEnded, readStatus, waitsForCustomer } from './statuses.ts';
import { readTime } from './times.ts';

/** What reading needs beside the answers. */
export interface Reader {
  readonly toRef: (id: string) => TicketRef;
  readonly translate: (text: Message) => string;
  /** Minutes, of the zone that times were asked for in. */
  readonly offset: number;
}

/** A ticket of the watch list. */
export function readWatchedCase(
  detail: Omit<OsmDetail, 'message_list'>,
  state: { readonly status: number; readonly unread: number | undefined },
  reader: Reader,
): Ticket {
  const { toRef, translate, offset } = reader;
  const { incident_id: id, xcustomer_name: creator, severity_name: severity } = detail;
  const { status, unread } = state;
  return {
    ref: toRef(id),
    title: readTitle(detail.simple_description, id),
    status: readStatus(status, translate),
    isEnded: hasEnded(status),
    // The address of the console's page is not published.
    url: undefined,
    creator: creator === '' ? undefined : creator,
    createdAt: readTime(detail.create_time, offset),
    updatedAt: undefined,
    steps: hasEnded(status) ? [] : [readStep(status, translate)],
    operations: readOperations({ status, isScored: isScored(detail) }, translate),
    details: undefined,
    priority: severity === '' ? undefined : { name: severity, category: 'unknown' },
    unreadMessages: unread,
  };
}

/**
 * The whole ticket.
 * @param row as the list has it, for what the detail lacks (contract §8.2); `undefined`: it could not be read
 */
export function readWholeCase(
  detail: OsmDetail,
  row: OsmRow | undefined,
  unread: number | undefined,
  reader: Reader,
): Ticket {
  const ticket = readWatchedCase(detail, { status: detail.status, unread }, reader);
  return {
    ...ticket,
    steps: ticket.steps.map((step) => ({ ...step, fields: [] })),
    details: readDetails(detail, row, reader),
  };
}

/** A ticket is at one step, which is called as its status is. */
function readStep(status: number, translate: Reader['translate']): Step {
  const { code, name, category } = readStatus(status, translate);
  return {
    id: code,
    name,
    status: {
      code,
      name,
      // Somebody has to do something, at Huawei Cloud or here.
      category: category === 'suspended' ? 'suspended' : category === 'unknown' ? 'unknown' : 'active',
    },
    processors: [],
    waitsForMe: waitsForCustomer(status),
    operations: [],
    fields: undefined,
    cannotSubmit: undefined,
  };
}

export function isScored({
  judgement,
  incident_satisfaction: scores,
}: Pick<OsmDetail, 'judgement' | 'incident_satisfaction'>): boolean {
  return judgement !== '' || scores.some(({ satisfaction_value: value }) => value !== undefined && value > 0);
}

function readDetails(detail: OsmDetail, row: OsmRow | undefined, { translate }: Reader): readonly TicketDetail[] {
  const solution = translate(message('Solution'));
  const score = translate(message('Your score'));
  const contact = translate(message('Contact'));
  const line = (key: string, label: Message, text: string, group?: string): readonly TicketDetail[] =>
    text.trim() === '' ? [] : [{ key, label: translate(label), text: text.trim(), ...(group && { group }) }];
  const { ext_info: info, message_list: messages, incident_satisfaction: scores } = detail;
  const files = messages.filter(({ is_first_message: isFirst }) => isFirst).flatMap(readAttachments);
  const description = detail.simple_description;
  return [
    ...(description.trim() === ''
      ? []
      : [
          {
            key: 'description',
            label: translate(message('Description')),
            text: readPlain(description),
            content: readRichText(description),
            ...(files.length > 0 && { attachments: files }),
          },
        ]),
    ...line('category', message('Category'), detail.incident_type_name),
    ...line('product', message('Product'), row?.product_category_name ?? ''),
    ...line('problem', message('Problem type'), detail.business_type_name),
    ...line('severity', message('Severity'), detail.severity_name),
    ...line('region', message('Region'), detail.dc_name),
    ...line('source', message('Source'), detail.source_name),
    ...line('labels', message('Labels'), row?.label_list.map(({ name }) => name).join(', ') ?? ''),
    ...line('rootCause', message('Root cause'), row?.root_cause ?? '', solution),
    ...line('resolution', message('Resolution'), row?.resolution ?? '', solution),
    ...line('confirmed', message('Confirmed'), row?.confirmed_time ?? '', solution),
    ...scores.flatMap(({ satisfaction_id: id, satisfaction_name: name, satisfaction_value: value, value: most }) => {
      const text = value === undefined ? '' : most === undefined ? String(value) : `${value} / ${most}`;
      return text === '' ? [] : [{ key: `score-${id}`, label: name === '' ? id : name, text, group: score }];
    }),
    ...line('judgement', message('Your comment'), detail.judgement, score),
    ...line(
      'mobile',
      message('Phone number'),
      [info?.area_code, info?.remind_mobile].filter(Boolean).join(' '),
      contact,
    ),
    ...line('mail', message('Mailbox'), info?.remind_mail ?? '', contact),
    ...line('time', message('Time to be reached'), describeContactTime(info?.remind_time ?? '', translate), contact),
    ...line('cc', message('Copies to'), info?.cc_email ?? '', contact),
  ];
}

/** `0`: at any time (contract §1.5). */
export const anyTime = '0';

function describeContactTime(time: string, translate: Reader['translate']): string {
  return time === anyTime ? translate(message('At any time')) : time;
}
