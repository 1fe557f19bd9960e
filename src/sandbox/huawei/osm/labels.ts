import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { findCase } from './findCase.ts';
import type { StoredLabel } from './labelStore.ts';
import { answerWith, done, type Osm, type OsmCall } from './osm.ts';
import { pageOf, readList, readText } from './parameters.ts';
import { osmRefusal } from './refusals.ts';

/** GET …/labels; `name` is looked for anywhere in the name. @throws Refusal */
export function listLabels({ labels }: Osm, call: OsmCall): HuaweiAnswer {
  const name = call.request.query.one('name') ?? '';
  const id = call.request.query.one('label_id') ?? '';
  const found = labels.list().filter((label) => label.name.includes(name) && (id === '' || String(label.id) === id));
  return answerWith({
    total_count: found.length,
    label_list: pageOf(call, found).flatMap((label) => labels.view(label.id)),
  });
}

/** @throws Refusal */
export function createLabel(osm: Osm, { body }: OsmCall): HuaweiAnswer {
  const { name, color } = readLabel(body);
  osm.labels.add(name, color);
  return done(osm);
}

/** @throws Refusal */
export function updateLabel(osm: Osm, call: OsmCall): HuaweiAnswer {
  const label = findLabel(osm, call.params['label_id'] ?? '');
  Object.assign(label, readLabel(call.body));
  return done(osm);
}

/** @throws Refusal */
export function deleteLabel(osm: Osm, call: OsmCall): HuaweiAnswer {
  osm.labels.delete(findLabel(osm, call.params['label_id'] ?? '').id);
  return done(osm);
}

/** @throws Refusal */
export function listCaseLabels(osm: Osm, call: OsmCall): HuaweiAnswer {
  return answerWith({ case_label_list: findCase(osm, call).labelIds.flatMap((id) => osm.labels.view(id)) });
}

/** The ids are in the query; there is no body (contract §1.3). @throws Refusal */
export function addCaseLabels(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const added = readLabelIds(osm, call);
  const all = [...new Set([...ticket.labelIds, ...added])];
  if (all.length > 5) throw osmRefusal('01010001', 'label_ids');
  ticket.labelIds = all;
  return done(osm);
}

/** @throws Refusal */
export function removeCaseLabels(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const removed = readLabelIds(osm, call);
  ticket.labelIds = ticket.labelIds.filter((id) => !removed.includes(id));
  return done(osm);
}

function readLabelIds(osm: Osm, call: OsmCall): readonly number[] {
  const ids = readList(osm, call, 'label_ids');
  if (ids.length === 0) throw osmRefusal('01010001', 'label_ids');
  return ids.map((id) => findLabel(osm, id).id);
}

function findLabel({ labels }: Osm, id: string): StoredLabel {
  const label = labels.get(Number(id));
  if (label === undefined) throw osmRefusal('01010001', 'label_id');
  return label;
}

function readLabel(body: JsonObject): { readonly name: string; readonly color: string } {
  const name = readText(body, 'name', { longest: 64, isNeeded: true });
  const color = readText(body, 'color', { longest: 7, isNeeded: true });
  if (!/^#[0-9A-Fa-f]{6}$/.test(color)) throw osmRefusal('01010001', 'color');
  return { name, color };
}
