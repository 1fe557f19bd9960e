import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readWorkflow } from '../../../../src/providers/bkItsm/workflow.ts';
import { BkTicketInfo, BkTicketLogs, BkTicketStatus, BkWorkflow } from '../../../../src/providers/bkItsm/schema.ts';

interface Case {
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly current?: Readonly<Record<string, string>>;
  readonly logs?: readonly string[];
  readonly status?: string;
}

function typeOf(id: string): string {
  if (id === 'S') return 'START';
  if (id === 'E') return 'END';
  return id.startsWith('G') ? 'ROUTER-P' : 'NORMAL';
}

/** Nodes are named by their ids: `S` is the start, `E` the end, `G…` a gateway. */
function statesOf({ edges, current = {}, logs = [], status = 'RUNNING' }: Case): Record<string, string> {
  const ids = [...new Set(edges.flat())];
  const workflow = BkWorkflow.parse({
    name: 'W',
    states: ids.map((id) => ({ id, name: id, type: typeOf(id) })),
    transitions: edges.map(([from_state, to_state], id) => ({ id, from_state, to_state })),
  });
  const head = { sn: 'REQ1', title: 'T', current_status: status };
  const { nodes } = readWorkflow(
    workflow,
    BkTicketInfo.parse({ ...head, fields: [] }),
    BkTicketStatus.parse({
      ...head,
      operations: [],
      current_steps: Object.entries(current).map(([state_id, code]) => ({
        state_id,
        name: state_id,
        status: code,
        processors: '',
        operations: [],
      })),
    }),
    BkTicketLogs.parse({ logs: logs.map((id) => ({ message: `joe 处理【${id}】(提交).` })) }).logs,
  );
  return Object.fromEntries(nodes.map(({ id, state }) => [id, state]));
}

describe('the way of a ticket', () => {
  test('lies behind it where there is no other', () => {
    const edges = [
      ['S', 'a'],
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'E'],
    ] as const;
    assert.deepEqual(statesOf({ edges, current: { b: 'RUNNING' } }), {
      S: 'done',
      a: 'done',
      b: 'current',
      c: 'upcoming',
      E: 'upcoming',
    });
  });

  test('of two branches, that which the log names', () => {
    const edges = [
      ['S', 'a'],
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
      ['d', 'E'],
    ] as const;
    const states = statesOf({ edges, current: { d: 'RUNNING' }, logs: ['a', 'c'] });
    assert.deepEqual([states['b'], states['c']], ['upcoming', 'done']);
  });

  test('parts at a gateway and joins at another', () => {
    const edges = [
      ['S', 'G1'],
      ['G1', 'a'],
      ['G1', 'b'],
      ['a', 'G2'],
      ['b', 'G2'],
      ['G2', 'E'],
    ] as const;
    assert.deepEqual(statesOf({ edges, current: { b: 'RUNNING' }, logs: ['a'] }), {
      S: 'done',
      G1: 'done',
      a: 'done',
      b: 'current',
      G2: 'upcoming',
      E: 'upcoming',
    });
  });

  test('may go back: where a ticket is, it is again', () => {
    const edges = [
      ['S', 'a'],
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'E'],
    ] as const;
    const states = statesOf({ edges, current: { a: 'RUNNING' }, logs: ['a', 'b'] });
    assert.deepEqual([states['a'], states['b'], states['E']], ['current', 'done', 'upcoming']);
  });

  test('stops at a step that has failed', () => {
    const edges = [
      ['S', 'a'],
      ['a', 'E'],
    ] as const;
    assert.equal(statesOf({ edges, current: { a: 'FAILED' } })['a'], 'failed');
  });

  test('ends for a ticket that is finished, and breaks off for one that was stopped', () => {
    const edges = [
      ['S', 'a'],
      ['a', 'b'],
      ['b', 'E'],
    ] as const;
    assert.deepEqual(Object.values(statesOf({ edges, status: 'FINISHED' })), ['done', 'done', 'done', 'done']);
    assert.deepEqual(Object.values(statesOf({ edges, status: 'REVOKED', logs: ['a'] })), [
      'done',
      'done',
      'upcoming',
      'upcoming',
    ]);
  });

  test('comes as a list or by id', () => {
    const states = { 1: { id: 1, name: 'a', type: 'NORMAL', axis: { x: 5, y: 7 } } };
    const transitions = { 9: { id: 9, from_state: 1, to_state: 1 } };
    const workflow = BkWorkflow.parse({ name: 'W', states, transitions });
    assert.deepEqual(workflow.states[0]?.axis, { x: 5, y: 7 });
    assert.equal(workflow.transitions[0]?.from_state, '1');
  });
});
