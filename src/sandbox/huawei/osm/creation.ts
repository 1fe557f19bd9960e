import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { attach } from './accessories.ts';
import { beyondSupportPlan, findProblem, regions, severities, type Problem } from './catalog.ts';
import { findCase } from './findCase.ts';
import { answerWith, done, type Osm, type OsmCall } from './osm.ts';
import { readObject, readText } from './parameters.ts';
import { osmRefusal } from './refusals.ts';

/** A fixed one, documented as such (contract §1.5). */
const sourceId = '83aeb0f2834c4df49826c781d32a963e';

const anyTime = '0';

/** POST …/cases. @throws Refusal */
export function createCase(osm: Osm, call: OsmCall): HuaweiAnswer {
  const { body, caller } = call;
  const businessTypeId = readText(body, 'business_type_id', { longest: 64, isNeeded: true });
  const description = readText(body, 'simple_description', { longest: 2000, isNeeded: true });
  const problem = findProblem(businessTypeId);
  if (problem === undefined) throw osmRefusal('01010001', 'business_type_id');
  if (body['source_id'] !== sourceId) throw osmRefusal('01010001', 'source_id');
  if (businessTypeId === beyondSupportPlan) throw osmRefusal('01010009');
  checkBelonging(body, problem);
  const isFault = problem.businessType.caseType === '5';
  const regionId = optional(readText(body, 'region_id', { longest: 64, isNeeded: isFault }));
  if (regionId !== undefined && !regions.some(({ id }) => id === regionId)) throw osmRefusal('01010001', 'region_id');
  const severityId = optional(readText(body, 'severity_id', { longest: 64 }));
  if (severityId !== undefined && !severities.some(({ id }) => id === severityId)) throw osmRefusal('01010006');
  const extendsMap = readObject(body, 'extends_map');
  for (const { key, isRequired } of problem.businessType.extendsParams ?? []) {
    if (isRequired && (extendsMap[key] ?? '') === '') throw osmRefusal('01010001', key);
  }
  const ticket = osm.store.add({
    ownerId: caller.user.id,
    businessTypeId,
    regionId,
    severityId,
    description,
    hoursAgo: 0,
    extendsMap,
    ccEmail: readCcEmail(body),
    contact: readContact(osm, call),
    accessoryIds: attach(osm, call, body, 'incident'),
  });
  return answerWith({ incident_id: ticket.id });
}

/** A type and a product that are given must be those of the problem. */
function checkBelonging(body: JsonObject, { subType, category }: Problem): void {
  const given = readText(body, 'incident_sub_type_id', { longest: 64 });
  if (given !== '' && given !== subType.id) throw osmRefusal('01010001', 'incident_sub_type_id');
  const product = readText(body, 'product_category_id', { longest: 64 });
  if (product !== '' && product !== category.id) throw osmRefusal('01010001', 'product_category_id');
}

/** What has not been verified before brings the proof in a header (contract §1.3). */
function readContact(
  { contacts }: Osm,
  { body, request, caller }: OsmCall,
): { areaCode: string; mobile: string; mail: string; time: string } {
  const mobile = readText(body, 'remind_mobile', { longest: 32 });
  const mail = readText(body, 'remind_mail', { longest: 128 });
  const { 'x-phone-verifiedid': phoneProof, 'x-email-verifiedid': mailProof } = request.headers;
  for (const [way, value, proof] of [
    [0, mobile, phoneProof],
    [1, mail, mailProof],
  ] as const) {
    if (value === '') continue;
    const known = contacts.find(way, value);
    if (known === undefined || (proof !== undefined && proof !== known.id)) throw osmRefusal('01010010');
  }
  return {
    areaCode: optional(readText(body, 'area_code', { longest: 16 })) ?? '0086',
    mobile: mobile === '' ? caller.user.mobile : mobile,
    mail: mail === '' ? caller.user.mail : mail,
    time: readTimes(body),
  };
}

function readCcEmail(body: JsonObject): string {
  const cc = readObject(body, 'extension_map')['cc_email'] ?? '';
  if (typeof cc !== 'string' || !cc.split(',').every((mail) => mail === '' || /^[^@\s]+@[^@\s]+$/.test(mail))) {
    throw osmRefusal('01010008');
  }
  return cc;
}

function readTimes(body: JsonObject): string {
  const time = readText(body, 'remind_time', { longest: 16 });
  if (time === '' || time === anyTime) return anyTime;
  if (!/^\d\d:\d\d-\d\d:\d\d$/.test(time)) throw osmRefusal('01010001', 'remind_time');
  return time;
}

/** PUT …/contact-info: what is left out stays. @throws Refusal */
export function updateContact(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const { body } = call;
  const areaCode = readText(body, 'area_code', { longest: 16 });
  const mobile = readText(body, 'remind_mobile', { longest: 32 });
  const mail = readText(body, 'remind_mail', { longest: 128 });
  if (mail !== '' && !/^[^@\s]+@[^@\s]+$/.test(mail)) throw osmRefusal('01010001', 'remind_mail');
  const { contact } = ticket;
  if (body['remind_time'] !== undefined) contact.time = readTimes(body);
  if (areaCode !== '') contact.areaCode = areaCode;
  if (mobile !== '') contact.mobile = mobile;
  if (mail !== '') contact.mail = mail;
  osm.store.log(ticket, call.caller.user.id, 'Changed the contact information.');
  return done(osm);
}

/** GET …/extends-param; what it answers is not published (contract §1.3). @throws Refusal */
export function showExtendsParam(osm: Osm, call: OsmCall): HuaweiAnswer {
  return answerWith({ extends_map: findCase(osm, call).extendsMap });
}

/** POST …/extends-param: adds to what is there. @throws Refusal */
export function addExtendsParam(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  ticket.extendsMap = { ...ticket.extendsMap, ...readObject(call.body, 'extends_map') };
  return done(osm);
}

function optional(text: string): string | undefined {
  return text === '' ? undefined : text;
}
