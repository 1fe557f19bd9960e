import type { Field } from '../../domain/field.ts';
import { currentValue, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import type { Group, OsmClient } from './client.ts';
import { multiSelectField } from './forms.ts';
import type { OsmLabel } from './schema.ts';

const labelsKey = 'labels';

export async function readLabelFields(
  client: OsmClient,
  id: string,
  group: Group,
  translate: (text: Message) => string,
  signal: AbortSignal,
): Promise<readonly Field[]> {
  const [all, own] = await Promise.all([readAllLabels(client, signal), client.listCaseLabels(id, group, signal)]);
  const known = new Map([...all, ...own].map((label) => [label.label_id, label]));
  return [
    multiSelectField({
      key: labelsKey,
      label: translate(message('Labels')),
      value: own.map(({ label_id: labelId }) => labelId),
      options: [...known].map(([key, { name }]) => ({ key, label: name === '' ? key : name })),
      display: 'checkbox',
    }),
  ];
}

/** Adds before it removes: what fails in between has lost nothing. */
export async function saveLabels(
  client: OsmClient,
  id: string,
  group: Group,
  fields: readonly Field[],
  values: FormValues,
  signal: AbortSignal,
): Promise<void> {
  const field = fields.find(({ key }) => key === labelsKey);
  if (field === undefined) return;
  const [before, after] = [field.value, currentValue(field, values)].map((value) => new Set([value].flat()));
  const added = [...(after ?? [])].filter((label) => before?.has(label) !== true);
  const removed = [...(before ?? [])].filter((label) => after?.has(label) !== true);
  if (added.length > 0) await client.changeLabels(id, 'add', added, group, signal);
  if (removed.length > 0) await client.changeLabels(id, 'remove', removed, group, signal);
}

async function readAllLabels(client: OsmClient, signal: AbortSignal): Promise<readonly OsmLabel[]> {
  const labels: OsmLabel[] = [];
  for (let start = 0; ;) {
    const { items, rowCount, total = 0 } = await client.listLabels(start, signal);
    labels.push(...items);
    start += rowCount;
    if (rowCount === 0 || start >= total) return labels;
  }
}
