import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { answerWith, done, type Osm, type OsmCall } from './osm.ts';
import { osmRefusal } from './refusals.ts';

/** 0 an ordinary ticket, 1 one of an ISV, 2 an authorization (contract §1.3). */
const types = ['0', '1', '2'];

/** GET …/agreements/published-agreement. @throws Refusal */
export function showPublished(_osm: Osm, call: OsmCall): HuaweiAnswer {
  return answerWith({ case_agreement: viewAgreement(call) });
}

/** GET …/agreements/signed-latest: null when the newest has not been signed. @throws Refusal */
export function showSigned({ signedAgreements }: Osm, call: OsmCall): HuaweiAnswer {
  const agreement = viewAgreement(call);
  return answerWith({ case_agreement: signedAgreements.has(String(agreement['id'])) ? agreement : null });
}

/** @throws Refusal */
export function signAgreement(osm: Osm, { params }: OsmCall): HuaweiAnswer {
  const id = params['id'] ?? '';
  if (!types.some((type) => id === `agreement-${type}`)) throw osmRefusal('01010001', 'id');
  osm.signedAgreements.add(id);
  return done(osm);
}

function viewAgreement({ request, language }: OsmCall): JsonObject {
  const type = request.query.one('agreement_type') ?? '0';
  if (!types.includes(type)) throw osmRefusal('01010001', 'agreement_type');
  const name = language === 'zh' ? '工单服务协议' : 'Service Ticket Agreement';
  return {
    id: `agreement-${type}`,
    agreement_name: name,
    agreement_type: type,
    agreement_type_name: name,
    content:
      language === 'zh' ? '提交工单即表示同意工程师查看您提供的信息。' : 'Engineers will see what you write here.',
    version: 3,
  };
}
