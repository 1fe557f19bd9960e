import { message, type Message } from '../../domain/message.ts';
import type { TicketRelations } from '../../domain/relations.ts';
import { readTitle } from './caseText.ts';
import type { Cases } from './cases.ts';
import type { OsmClient } from './client.ts';

export function createRelations(
  client: OsmClient,
  cases: Cases,
  translate: (text: Message) => string,
): TicketRelations {
  return {
    async read(key, signal) {
      const relations = await client.listRelations(key, await cases.groupOf(key, signal), signal);
      return relations.map(({ case_id: id, simple_description: description }) => ({
        key: id,
        number: id,
        title: readTitle(description, id),
        relation: translate(message('Related ticket')),
        statusName: '',
        url: undefined,
      }));
    },
  };
}
