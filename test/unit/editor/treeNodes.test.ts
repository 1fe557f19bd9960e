import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asTreeNode, TreeNodes } from '../../../src/editor/treeNodes.ts';
import { refTo } from '../../fakes/samples.ts';

describe('asTreeNode', () => {
  it('knows every row that is made', () => {
    const nodes = new TreeNodes();
    const ref = refTo('REQ1');
    const rows = [
      nodes.connection('one'),
      nodes.problem('one'),
      nodes.empty('one'),
      nodes.ticket(ref),
      nodes.step(ref, 'a'),
      nodes.drafts(),
      nodes.draft({ kind: 'step', ref, stepId: 'a' }),
      nodes.draft({ kind: 'operation', ref, stepId: undefined, operationKey: 'x' }),
      nodes.draft({ kind: 'message', ref }),
      nodes.draft({ kind: 'newTicket', connectionId: 'one', serviceId: '1' }),
    ];
    for (const row of rows) assert.equal(asTreeNode(row), row);
  });

  it('refuses what a keybinding can pass instead', () => {
    const ref = refTo('REQ1');
    const garbage = [
      undefined,
      null,
      'ticket',
      ['ticket'],
      {},
      { kind: 'ticket' },
      { kind: 'ticket', id: '' },
      { kind: 'ticket', id: '', ref: null },
      { kind: 'ticket', id: '', ref: { connectionId: 'one' } },
      { kind: 'ticket', id: '', ref: { connectionId: 'one', key: 3 } },
      { kind: 'step', id: '', ref },
      { kind: 'step', id: '', ref, stepId: 3 },
      { kind: 'connection', id: '' },
      { kind: 'connection', id: '', connectionId: {} },
      { kind: 'draft', id: '' },
      { kind: 'draft', id: '', place: {} },
      { kind: 'draft', id: '', place: { kind: 'step', ref } },
      { kind: 'draft', id: '', place: { kind: 'message', ref: {} } },
      { kind: 'draft', id: '', place: { kind: 'newTicket', connectionId: 'one' } },
      { kind: 'other', id: '', connectionId: 'one', ref },
    ];
    for (const value of garbage) assert.equal(asTreeNode(value), undefined, JSON.stringify(value));
  });
});
