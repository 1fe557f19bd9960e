import { findUser } from '../identity/account.ts';
import { contentDisposition, contentTypeOf, extensionOf } from '../fileTypes.ts';
import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { readForm } from '../multipart.ts';
import { parseObject } from '../../httpMessages.ts';
import type { StoredAccessory } from './accessoryStore.ts';
import { mayTouch, groupOf } from './findCase.ts';
import { answerWith, done, type Osm, type OsmCall } from './osm.ts';
import { readList, readText, readTexts } from './parameters.ts';
import { osmRefusal } from './refusals.ts';
import { zipFiles } from './zip.ts';

const mostFiles = 5;
const longestFile = 8_000_000;
const longestDay = 40_000_000;
const allowedTypes = 'jpg,jpeg,png,bmp,gif,txt,log,zip,rar,doc,docx,xls,xlsx,pdf';
const day = 24 * 3_600_000;

/** All texts, the size in MB (contract §1.3). */
export function showLimits(): HuaweiAnswer {
  return answerWith({
    accessory_limit: {
      limit_count: String(mostFiles),
      limit_size: String(longestFile / 1_000_000),
      limit_file_type: allowedTypes,
    },
  });
}

/** POST …/accessorys/json-format-content: the file as base64. @throws Refusal */
export function uploadJson(osm: Osm, call: OsmCall): HuaweiAnswer {
  const { body } = call;
  const data = readText(body, 'accessory_data', { longest: 30_000_000, isNeeded: true });
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) throw osmRefusal('01010001', 'accessory_data');
  const { upload_type: uploadType = 0, accessory_name: name, accessory_from: from } = body;
  return upload(osm, call, { name, from, uploadType, bytes: Buffer.from(data, 'base64') });
}

/** POST …/accessorys: a form whose `form_data` is a JSON text with the rest (contract §1.3). @throws Refusal */
export function uploadForm(osm: Osm, call: OsmCall): HuaweiAnswer {
  const form = readForm(call.request);
  const file = form?.get('file');
  const data = parseObject(form?.get('form_data')?.bytes.toString() ?? '');
  if (file === undefined || data === undefined) throw osmRefusal('01010001', 'form_data');
  const { upload_type: uploadType = 0, accessory_from: from, accessory_name: name = file.fileName } = data;
  return upload(osm, call, { name, from, uploadType, bytes: file.bytes });
}

function upload(
  osm: Osm,
  { caller }: OsmCall,
  { name, from, uploadType, bytes }: Readonly<Record<'name' | 'from' | 'uploadType', unknown>> & { bytes: Buffer },
): HuaweiAnswer {
  if (typeof name !== 'string' || !/^[^/\\]{1,255}$/.test(name)) throw osmRefusal('01010001', 'accessory_name');
  if (from !== 'incident' && from !== 'message') throw osmRefusal('01010001', 'accessory_from');
  if (uploadType !== 0 && uploadType !== 1) throw osmRefusal('01010012');
  if (!allowedTypes.split(',').includes(extensionOf(name))) throw osmRefusal('01010001', 'limit_file_type');
  if (bytes.length === 0 || bytes.length > longestFile) throw osmRefusal('01010001', 'limit_size');
  const { id: ownerId } = caller.user;
  const today = osm.accessories.bytesSince(ownerId, osm.now() - day);
  if (today + bytes.length > longestDay) throw osmRefusal('01010005');
  return answerWith({ accessory_id: osm.accessories.add({ name, from, bytes, ownerId, at: osm.now() }).id });
}

/** The files that a new ticket or message takes along. @throws Refusal when one is not there or not the caller's */
export function attach(
  osm: Osm,
  { caller }: OsmCall,
  body: JsonObject,
  from: StoredAccessory['from'],
): readonly string[] {
  const ids = readTexts(body, 'accessory_ids');
  const files = ids.map((id) => osm.accessories.get(id));
  const isGood = files.every((file) => file?.ownerId === caller.user.id && file.from === from);
  if (!isGood || ids.length > mostFiles) throw osmRefusal('01010001', 'accessory_ids');
  return ids;
}

/** GET …/accessorys/{id[,id…]}: several files come as one archive. @throws Refusal */
export function download(osm: Osm, call: OsmCall): HuaweiAnswer {
  const [first, ...others] = (call.params['accessory_id'] ?? '').split(',').map((id) => findFile(osm, call, id));
  if (first === undefined) throw osmRefusal('01010001', 'accessory_id');
  return others.length === 0
    ? sendFile(first.name, first.bytes)
    : sendFile('accessories.zip', zipFiles([first, ...others]));
}

/** GET …/accessorys/{id}/image. @throws Refusal */
export function showImage(osm: Osm, call: OsmCall): HuaweiAnswer {
  const { name, bytes } = findFile(osm, call, call.params['accessory_id'] ?? '');
  const type = contentTypeOf(name);
  if (!type.startsWith('image/')) throw osmRefusal('01010001', 'accessory_id');
  return { status: 200, type, bytes };
}

/** GET …/accessorys/access-urls. @throws Refusal */
export function listAccessUrls(osm: Osm, call: OsmCall): HuaweiAnswer {
  const { accessUrlNames } = osm.quirks;
  const ids = readList(osm, call, 'accessory_ids');
  if (ids.length === 0) throw osmRefusal('01010001', 'accessory_ids');
  return answerWith({
    accessory_urls: ids.map((id) => {
      const file = findFile(osm, call, id);
      const url = linkTo(osm, file);
      return {
        accessory_id: id,
        ...(accessUrlNames === 'pages' ? {} : { accessory_name: file.name, accessory_url: url }),
        ...(accessUrlNames === 'sdk' ? {} : { name: file.name, url }),
      };
    }),
  });
}

const relationTypes = ['DEFAULT', 'NO_RELATION', 'NOTIFICATION', 'INCIDENT', 'MESSAGE', 'INSPECTION', 'CONNECT'];

/** GET …/accessorys/{id}/access-url. @throws Refusal */
export function showAccessUrl(osm: Osm, call: OsmCall): HuaweiAnswer {
  const type = call.request.query.one('relation_type') ?? '';
  if (!relationTypes.includes(type)) throw osmRefusal('01010001', 'relation_type');
  return answerWith({ accessory_url: linkTo(osm, findFile(osm, call, call.params['accessory_id'] ?? '')) });
}

/** One's own only. @throws Refusal */
export function deleteAccessory(osm: Osm, call: OsmCall): HuaweiAnswer {
  const file = osm.accessories.get(call.params['accessory_id'] ?? '');
  if (file === undefined) throw osmRefusal('01010001', 'accessory_id');
  if (file.ownerId !== call.caller.user.id) throw osmRefusal('01010002');
  osm.accessories.delete(file.id);
  return done(osm);
}

/** Where links to files lead; no gateway stands before it. */
export const fileLinkPrefix = '/osm-files/';

/** @returns undefined when the link is none of ours */
export function openLink({ accessories }: Osm, path: string): HuaweiAnswer | undefined {
  const [id = '', key] = path.slice(fileLinkPrefix.length).split('/');
  const file = accessories.get(id);
  return file !== undefined && file.linkKey === key ? sendFile(file.name, file.bytes) : undefined;
}

function linkTo({ origin }: Osm, { id, linkKey }: StoredAccessory): string {
  return `${origin()}${fileLinkPrefix}${id}/${linkKey}`;
}

/** Its owner's, or with `group_id` a colleague's. */
function findFile({ accessories, account }: Osm, call: OsmCall, id: string): StoredAccessory {
  const file = accessories.get(id);
  if (file === undefined) throw osmRefusal('01010001', 'accessory_id');
  const owner = findUser(account, file.ownerId);
  if (owner === undefined || !mayTouch(call.caller.user, owner, groupOf(call))) throw osmRefusal('01010002');
  return file;
}

function sendFile(name: string, bytes: Buffer): HuaweiAnswer {
  return {
    status: 200,
    type: 'application/octet-stream',
    headers: { 'Content-Disposition': contentDisposition(name) },
    bytes,
  };
}
