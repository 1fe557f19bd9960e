import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TicketError } from '../../../../src/domain/errors.ts';
import { CocClient } from '../../../../src/providers/huaweiCoc/client.ts';
import { createRelations } from '../../../../src/providers/huaweiCoc/relations.ts';
import { makeCloud } from './fakeCloud.ts';
import { makeReader, readFixture } from './readers.ts';

const key = 'ISU20250709150841010733591';
const never = new AbortController().signal;
const { data: sample } = readFixture('issue_ticket') as { readonly data: object }; // the fixture

function related(answers: Readonly<Record<string, unknown>>, wanted = key) {
  return createRelations(new CocClient(makeCloud(answers)), makeReader()).read(wanted, never);
}

function issue(change: object): Readonly<Record<string, unknown>> {
  return { [`/v1/issues_mgmt/tickets/${key}`]: { ...sample, ...change } };
}

describe('what belongs to a ticket of COC', () => {
  it("is the vendor's sample's alarm, which cannot be opened, and its sub-ticket", async () => {
    assert.deepEqual(
      (await related(issue({}))).map((each) => [each.key, each.number, each.title, each.relation]),
      [
        [undefined, 'al1701156119531X3VnkMNGQ', 'alarms', 'Source'],
        [undefined, `${key}001`, 'CTOPreProd-ServiceDistribution1', 'Sub-ticket'],
      ],
    );
  });

  it('are sub-tickets on every level, but for those that were deleted, and the parts of their changes', async () => {
    const part = (number: string, more: object = {}) => ({ real_ticket_id: number, target_type: 'regions', ...more });
    const answers = {
      ...issue({
        source_id: '',
        sub_tickets: [
          part('A', { change_ticket_id: 'CM1', sub_tickets: [part('B', { change_ticket_id: 'CM1' })] }),
          part('C', { is_deleted: true, change_ticket_id: 'CM2' }),
          { real_ticket_id: null },
        ],
      }),
      '/v1/change/tickets/CM1/list-sub-tickets': {
        tickets: [
          { id: 'p1', real_ticket_id: 'CM1001', name: 'ecs-1', region_id: 'cn-north-4', properties_json: '{junk' },
          { id: 'p2', real_ticket_id: 'CM1002', is_deleted: true },
        ],
      },
    };
    assert.deepEqual(
      (await related(answers)).map(({ number, title, relation }) => [number, title, relation]),
      [
        ['A', '', 'Sub-ticket'],
        ['B', '', 'Sub-ticket'],
        ['CM1', '', 'Change'],
        ['CM1001', 'ecs-1 · cn-north-4', 'Part of change CM1'],
      ],
    );
  });

  it('is told as far as the user may see it', async () => {
    const forbidden = new TicketError('forbidden');
    const room = { war_room_num: 'WR1', title: 'Down', war_room_status: { id: '1' }, change_num: 'CM1' };
    const answers = {
      '/v1/external/warrooms/list': { list: [room, 'junk'] },
      '/v1/issues_mgmt/list-tickets': forbidden,
    };
    assert.deepEqual(
      (await related(answers, 'IM20250709150841')).map((each) => [each.key, each.number, each.relation]),
      [
        ['WR1', 'WR1', 'War room'],
        [undefined, 'CM1', 'Change'],
      ],
    );
    const ofRoom = { '/v1/external/warrooms/list': { list: [{ ...room, incident: { incident_id: 'IM2025070915' } }] } };
    assert.deepEqual(
      (await related(ofRoom, 'WR1')).map((each) => [each.key, each.number, each.relation]),
      [
        ['IM2025070915', 'IM2025070915', 'Incident'],
        [undefined, 'CM1', 'Change'],
      ],
    );
  });

  it('cannot be told without a sign-in', async () => {
    const answers = { '/v1/external/warrooms/list': new TicketError('unauthorized') };
    await assert.rejects(related(answers, 'IM20250709150841'), (error: TicketError) => error.code === 'unauthorized');
  });
});
