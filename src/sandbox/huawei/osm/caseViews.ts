import { findUser } from '../identity/account.ts';
import type { JsonObject } from '../httpMessages.ts';
import type { StoredCase, StoredLog, StoredMessage } from './caseModel.ts';
import { dimensions, findProblem, regions, severities } from './catalog.ts';
import type { Osm, OsmCall } from './osm.ts';
import { formatTime } from './times.ts';

/** A time as text in the caller's zone; null for none. */
function timeText({ quirks }: Osm, { zone }: OsmCall, milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : formatTime(milliseconds, zone, quirks.timeLayout);
}

/** What a list row and the detail both have (contract §1.4, §8). */
function viewShared(osm: Osm, call: OsmCall, ticket: StoredCase): JsonObject {
  const { language } = call;
  const problem = findProblem(ticket.businessTypeId);
  return {
    incident_id: ticket.id,
    status: ticket.status,
    simple_description: ticket.description,
    business_type_name: problem?.businessType.name[language] ?? '',
    incident_type_name: problem?.subType.name[language] ?? '',
    customer_id: osm.account.domainId,
    dc_name: regions.find(({ id }) => id === ticket.regionId)?.name[language] ?? null,
    xcustomer_id: ticket.ownerId,
    xcustomer_name: findUser(osm.account, ticket.ownerId)?.name ?? '', // the parameter has one underscore more
    create_time: timeText(osm, call, ticket.createdAt),
  };
}

/** A row of the list. */
export function viewRow(osm: Osm, call: OsmCall, ticket: StoredCase): JsonObject {
  const problem = findProblem(ticket.businessTypeId);
  return {
    ...viewShared(osm, call, ticket),
    product_category_name: problem?.category.name[call.language] ?? '',
    incident_service_type: problem?.businessType.caseType ?? '',
    root_cause: ticket.rootCause,
    resolution: ticket.resolution,
    confirmed_time: timeText(osm, call, ticket.confirmedAt),
    label_list: ticket.labelIds.flatMap((id) => osm.labels.view(id)),
  };
}

/** The detail does not extend the row: product, solution, confirmation and labels are missing (contract §8). */
export function viewDetail(osm: Osm, call: OsmCall, ticket: StoredCase): JsonObject {
  const { contact } = ticket;
  return {
    ...viewShared(osm, call, ticket),
    judgement: ticket.judgement,
    source_name: call.language === 'zh' ? '接口提单' : 'API',
    message_list: ticket.messages.map((message) => ({
      message_id: message.id,
      ...viewMessageShared(osm, call, message),
    })),
    incident_satisfaction: ticket.scores.flatMap(({ dimensionId, score }) => {
      const dimension = dimensions.find(({ id }) => id === dimensionId);
      if (dimension === undefined) return [];
      return {
        satisfaction_id: dimension.id,
        satisfaction_name: dimension.name[call.language],
        satisfaction_value: score,
        value: dimension.total,
        per_value: dimension.perStep,
        sat_category_id: dimension.categoryId,
        sat_category_name: dimension.name[call.language],
      };
    }),
    severity_name: severities.find(({ id }) => id === ticket.severityId)?.name[call.language] ?? null,
    business_ownership: 0,
    resolve_time: ticket.resolveTime ?? null,
    ext_info: {
      area_code: contact.areaCode,
      remind_mobile: contact.mobile,
      remind_mail: contact.mail,
      contact_type: '0',
      remind_time: contact.time,
      cc_email: ticket.ccEmail,
      commodity_id: '',
    },
  };
}

/** A message as everything but the detail has it: without an id, so it cannot be withdrawn from here (contract §1.4). */
export function viewMessage(osm: Osm, call: OsmCall, message: StoredMessage): JsonObject {
  const { replierType } = message;
  return {
    ...viewMessageShared(osm, call, message),
    replier_type: replierType,
    iam_user_type: replierType === 0 ? 1 : 0,
  };
}

function viewMessageShared(osm: Osm, call: OsmCall, message: StoredMessage): JsonObject {
  return {
    type: message.replierType === 0 ? 0 : 1,
    replier: message.replierId,
    replier_name: message.replierName,
    content: message.content,
    create_time: timeText(osm, call, message.at),
    is_first_message: message.isFirst ? 1 : 0,
    accessory_list: message.accessoryIds.flatMap((id) => osm.accessories.view(id)),
  };
}

export function viewLog(osm: Osm, call: OsmCall, ticket: StoredCase, log: StoredLog): JsonObject {
  return {
    incident_log_id: log.id,
    incident_id: ticket.id,
    operate_type: log.operateType,
    operator_type: log.operatorType,
    operator_id: log.operatorId,
    operator_name: log.operatorName,
    operate_desc: log.description,
    operate_time: timeText(osm, call, log.at),
    timestamp_operate_time: timeText(osm, call, log.at),
  };
}
