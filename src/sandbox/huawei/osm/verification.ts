import type { HuaweiAnswer } from '../httpMessages.ts';
import { answerWith, done, type Osm, type OsmCall } from './osm.ts';
import { readText } from './parameters.ts';
import { osmRefusal } from './refusals.ts';

/** GET …/verifycodes/need-verify. @throws Refusal */
export function needVerify(osm: Osm, { request }: OsmCall): HuaweiAnswer {
  const way = readWay(request.query.one('contact_way'));
  const isKnown = osm.contacts.find(way, request.query.one('contact_value') ?? '') !== undefined;
  return answerWith({ need_verify_code: isKnown ? 0 : 1, expire_time: null });
}

/** POST …/verifycodes/send. @throws Refusal */
export function sendCode(osm: Osm, { body }: OsmCall): HuaweiAnswer {
  readWay(body['contact_way']);
  osm.contacts.send(readText(body, 'contact_value', { longest: 128, isNeeded: true }));
  return done(osm);
}

/** POST …/verifycodes. @throws Refusal */
export function checkCode(osm: Osm, { body }: OsmCall): HuaweiAnswer {
  const way = readWay(body['contact_way']);
  const value = readText(body, 'contact_value', { longest: 128, isNeeded: true });
  const code = readText(body, 'verify_code', { longest: 16, isNeeded: true });
  if (osm.contacts.codeFor(value) !== code) throw osmRefusal('01010010');
  osm.contacts.add(way, value, readText(body, 'area_code', { longest: 16 }));
  return done(osm);
}

/** GET …/verifycodes/has-verified. */
export function listVerified(osm: Osm, { request }: OsmCall): HuaweiAnswer {
  const way = request.query.one('contact_way');
  const found = osm.contacts.list().filter((contact) => way === undefined || String(contact.way) === way);
  return answerWith({
    count: found.length,
    contact_list: found.map(({ id, way: contactWay, value, areaCode }) => {
      return { contact_way: contactWay, contact_value: value, area_code: areaCode, verified_id: id };
    }),
  });
}

function readWay(value: unknown): 0 | 1 {
  if (String(value) === '0') return 0;
  if (String(value) === '1') return 1;
  throw osmRefusal('01010001', 'contact_way');
}
