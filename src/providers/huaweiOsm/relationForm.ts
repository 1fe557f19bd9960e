import { TicketError } from '../../domain/errors.ts';
import type { Field } from '../../domain/field.ts';
import { currentValue, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import type { Group, OsmClient } from './client.ts';
import { textField } from './forms.ts';

const relatedKey = 'related';
/** Contract §1.3. */
const mostRelations = 3;

export async function readRelationFields(
  client: OsmClient,
  id: string,
  group: Group,
  translate: (text: Message) => string,
  signal: AbortSignal,
): Promise<readonly Field[]> {
  const relations = await client.listRelations(id, group, signal);
  return [
    textField({
      key: relatedKey,
      label: translate(message('Numbers of related tickets')),
      description: translate(message('Three at most, with commas between.')),
      value: relations.map((relation) => relation.case_id).join(', '),
      rules: [
        {
          pattern: '^\\s*[A-Za-z0-9_-]{1,64}(?:[\\s,;，；]+[A-Za-z0-9_-]{1,64})*[\\s,;，；]*$',
          appliesTo: 'value',
          message: message('Enter numbers of tickets, with commas between.'),
        },
      ],
    }),
  ];
}

/** Removes before it adds, as there is room for three only. */
export async function saveRelations(
  client: OsmClient,
  id: string,
  group: Group,
  fields: readonly Field[],
  values: FormValues,
  signal: AbortSignal,
): Promise<void> {
  const field = fields.find(({ key }) => key === relatedKey);
  if (field === undefined) return;
  const before = readNumbers(field.value);
  const after = readNumbers(currentValue(field, values));
  if (after.length > mostRelations) {
    const problem = message('At most {0} tickets can be related.', mostRelations);
    throw new TicketError('rejected', {
      detail: 'too many relations',
      fieldProblems: [{ fieldKey: relatedKey, message: problem }],
    });
  }
  for (const removed of before.filter((number) => !after.includes(number))) {
    await client.removeRelation(id, removed, group, signal);
  }
  const added = after.filter((number) => !before.includes(number));
  if (added.length > 0) await client.addRelations(id, added, group, signal);
}

function readNumbers(value: string | readonly string[]): readonly string[] {
  const numbers = [value]
    .flat()
    .flatMap((text) => text.split(/[\s,;，；]+/u))
    .filter((number) => number !== '');
  return [...new Set(numbers)];
}
