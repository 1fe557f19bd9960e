import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { holdsAlways } from '../../fakes/holdsAlways.ts';
import { parsePageMessage } from '../../../src/editor/pageMessages.ts';
import type { PageMessage } from '../../../src/protocol/stepPage.ts';

const values = [
  ['title', 'text'],
  ['members', ['lisi']],
  ['cleared', ''],
  ['none', []],
] as const;

describe('parsePageMessage', () => {
  it('takes every message there is', () => {
    const messages: readonly PageMessage[] = [
      { kind: 'ready' },
      { kind: 'draft', draftId: 'id', values },
      { kind: 'submit', draftId: 'id', values: [] },
      { kind: 'runOperation', draftId: 'id', scope: 'ticket', operationKey: 'suspend' },
      { kind: 'runOperation', draftId: 'id', scope: 'step', operationKey: 'claim' },
      { kind: 'discardDraft', draftId: 'id' },
      { kind: 'reload' },
      { kind: 'openInBrowser' },
    ];
    for (const message of messages) assert.deepEqual(parsePageMessage(structuredClone(message)), message);
  });

  it('drops what does not belong to a message', () => {
    assert.deepEqual(parsePageMessage({ kind: 'ready', extra: 1 }), { kind: 'ready' });
    assert.deepEqual(parsePageMessage({ kind: 'submit', draftId: 'id', values: [], scope: 'step' }), {
      kind: 'submit',
      draftId: 'id',
      values: [],
    });
  });

  it('refuses what is no message', () => {
    for (const data of [undefined, null, 0, '', 'ready', [], ['ready'], {}, { kind: 'other' }, { kind: ['ready'] }]) {
      assert.equal(parsePageMessage(data), undefined);
    }
  });

  it('refuses a message with a part that is missing or of another shape', () => {
    // oxlint-disable-next-line no-sparse-arrays -- a page can send one
    const sparse = [['a', 'b'], ,];
    const wrong = [
      undefined,
      null,
      {},
      'ab',
      [null],
      ['ab'],
      [['a']],
      [['a', 'b', 'c']],
      [['a', null]],
      [['a', 3]],
      [[3, 'a']],
      [['a', [3]]],
      [['a', [['b']]]],
      [['a', { length: 0 }]],
      sparse,
      // oxlint-disable-next-line no-sparse-arrays -- as above
      [['a', [,]]],
      Array.from({ length: 5_001 }, () => ['a', 'b']),
    ];
    for (const kind of ['draft', 'submit']) {
      for (const each of wrong) assert.equal(parsePageMessage({ kind, draftId: 'id', values: each }), undefined);
      assert.equal(parsePageMessage({ kind, values }), undefined);
      assert.equal(parsePageMessage({ kind, draftId: 3, values }), undefined);
    }
    const operation = { kind: 'runOperation', draftId: 'id', scope: 'step', operationKey: 'claim' };
    assert.equal(parsePageMessage({ ...operation, scope: 'all' }), undefined);
    assert.equal(parsePageMessage({ ...operation, scope: undefined }), undefined);
    assert.equal(parsePageMessage({ ...operation, operationKey: 3 }), undefined);
  });

  it('never throws, and what it takes can be made a form of', () => {
    const kind = fc.constantFrom('ready', 'draft', 'submit', 'runOperation', 'discardDraft', 'reload', 'openInBrowser');
    const entry = fc.oneof(
      fc.tuple(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()), fc.anything())),
      fc.anything(),
    );
    const message = fc.record(
      {
        kind: fc.oneof(kind, fc.anything()),
        draftId: fc.oneof(fc.string(), fc.anything()),
        values: fc.oneof(fc.array(entry), fc.sparseArray(entry), fc.anything()),
        scope: fc.oneof(fc.constantFrom('ticket', 'step'), fc.anything()),
        operationKey: fc.oneof(fc.string(), fc.anything()),
      },
      { requiredKeys: [] },
    );
    holdsAlways(
      fc.property(fc.oneof(message, fc.anything({ withNullPrototype: true })), (data) => {
        const parsed = parsePageMessage(data);
        if (parsed?.kind !== 'draft' && parsed?.kind !== 'submit') return;
        for (const [key, value] of new Map(parsed.values)) {
          assert.equal(typeof key, 'string');
          assert.ok([value].flat().every((part) => typeof part === 'string'));
        }
      }),
    );
  });
});
