import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cases } from '../../../../src/providers/huaweiOsm/cases.ts';
import type { OsmClient } from '../../../../src/providers/huaweiOsm/client.ts';
import { OsmConversation } from '../../../../src/providers/huaweiOsm/conversation.ts';
import { createHistory } from '../../../../src/providers/huaweiOsm/history.ts';
import { readLabelFields } from '../../../../src/providers/huaweiOsm/labelEditing.ts';
import { OsmDetail, OsmLabels, OsmLogs, OsmMessages } from '../../../../src/providers/huaweiOsm/schema.ts';
import { never } from '../../../fakes/samples.ts';

const detail = OsmDetail.parse({ incident_id: 'TT1', status: 1 });
const cases = {
  groupOf: async () => undefined,
  showWith: async (_key: string, beside: (group: undefined) => unknown) => [{ detail }, await beside(undefined)],
} as unknown as Cases; // all that is asked of it here

/** The rows of a list in pages of three, the second of them unreadable, and where pages began that were asked for. */
function serve(rows: readonly object[]) {
  const all = [...rows.slice(0, 1), null, ...rows.slice(1)];
  const starts: number[] = [];
  return {
    starts,
    page: (offset: number, limit = 3) => {
      starts.push(offset);
      return { total_count: all.length, list: all.slice(offset, offset + limit) };
    },
  };
}

describe('a row that cannot be read', () => {
  it('shifts no page of the history: nothing comes twice', async () => {
    const { page, starts } = serve(['a', 'b', 'c', 'd', 'e'].map((text) => ({ operate_desc: text })));
    const client = {
      listLogs: async (_id: string, offset: number) => {
        const { list, ...rest } = page(offset);
        return OsmLogs.parse({ ...rest, incident_operate_log_list: list });
      },
    } as unknown as OsmClient; // all that is asked of it here
    const entries = await createHistory(client, cases, 0).read('TT1', never);
    assert.deepEqual(
      entries.map(({ text }) => text),
      ['a', 'b', 'c', 'd', 'e'],
    );
    assert.deepEqual(starts, [0, 3]);
  });

  it('shifts no page of labels, nor ends them', async () => {
    const { page, starts } = serve(['a', 'b', 'c', 'd', 'e'].map((name) => ({ label_id: name, name })));
    const client = {
      listLabels: async (offset: number) => {
        const { list, ...rest } = page(offset, offset === 0 ? 3 : 1);
        return OsmLabels.parse({ ...rest, label_list: list });
      },
      listCaseLabels: async () => [],
    } as unknown as OsmClient; // all that is asked of it here
    const [field] = await readLabelFields(client, 'TT1', undefined, ({ text }) => text, never);
    assert.deepEqual(field?.type === 'multiSelect' && field.options.map(({ key }) => key), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(starts, [0, 3, 4, 5]);
  });

  it('does not end a conversation before its first message', async () => {
    const time = (index: number): string => `2026-11-01 10:${String(59 - index).padStart(2, '0')}:00`;
    const messages = Array.from({ length: 59 }, (_, index) => ({ content: `m${index}`, create_time: time(index) }));
    const { page, starts } = serve(messages);
    const client = {
      listMessages: async (_id: string, { offset, limit }: { readonly offset: number; readonly limit: number }) => {
        const { list, ...rest } = page(offset, limit);
        return OsmMessages.parse({ ...rest, message_list: list });
      },
      countUnread: async () => [],
    } as unknown as OsmClient; // all that is asked of it here
    const conversation = new OsmConversation(client, cases, 0);
    const newest = await conversation.read('TT1', undefined, never);
    assert.ok(newest.older !== undefined);
    const { messages: before, older } = await conversation.read('TT1', newest.older, never);
    assert.equal(newest.messages.length + before.length, 59);
    assert.equal(older, undefined);
    assert.deepEqual(starts, [0, 50]);
  });
});
