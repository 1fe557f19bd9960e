import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { holdsAlways } from '../../fakes/holdsAlways.ts';
import { parsePageMessage, parsePagePlace } from '../../../src/editor/pageMessages.ts';
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
      { kind: 'submit', draftId: 'id', values, decision: 'reject' },
      { kind: 'settleStale', draftId: 'id', values },
      { kind: 'compareStale', draftId: 'id', fieldKey: 'title', mine: 'text' },
      { kind: 'discardDraft', draftId: 'id' },
      { kind: 'rescueDraft', draftId: 'id' },
      { kind: 'runOperation', stepId: undefined, operationKey: 'suspend' },
      { kind: 'runOperation', stepId: '17', operationKey: 'claim' },
      { kind: 'closeOperation', formId: 'operation/17/close' },
      { kind: 'reload' },
      { kind: 'read', section: 'timeline' },
      { kind: 'read', section: 'workflow' },
      { kind: 'read', section: 'relations' },
      { kind: 'readOlder' },
      { kind: 'markRead' },
      { kind: 'withdrawMessage', messageId: 'm1' },
      { kind: 'follow', isFollowing: true },
      { kind: 'openTicket', key: 'REQ1' },
      { kind: 'openLink', url: 'https://example.com' },
      { kind: 'openInBrowser' },
      { kind: 'compareSeen' },
      { kind: 'pickFiles', formId: 'message', fieldKey: 'files' },
      { kind: 'uploadFile', formId: 'message', fieldKey: 'files', name: 'a.png', bytes: new Uint8Array([1, 2]) },
      { kind: 'uploadAction', uploadId: '1', action: 'retry' },
      { kind: 'tookFile', attachmentId: 'f1' },
      { kind: 'download', attachment: { id: 'f1', name: 'a.png', size: undefined }, how: 'open' },
      { kind: 'readImage', requestId: 1, from: { source: '/a.png' } },
      { kind: 'readImage', requestId: 2, from: { attachmentId: 'f1' } },
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
    for (const data of [
      { kind: 'submit', draftId: 'id', values, decision: 'maybe' },
      { kind: 'runOperation', stepId: 3, operationKey: 'claim' },
      { kind: 'runOperation', stepId: 'a', operationKey: 3 },
      { kind: 'compareStale', draftId: 'id', fieldKey: 'title', mine: 3 },
      { kind: 'read', section: 'everything' },
      { kind: 'follow', isFollowing: 'yes' },
      { kind: 'uploadFile', formId: 'f', fieldKey: 'k', name: 'a', bytes: 'text' },
      { kind: 'uploadFile', formId: 'f', fieldKey: 'k', name: 'a', bytes: [1, 2] },
      { kind: 'uploadAction', uploadId: '1', action: 'send' },
      { kind: 'download', attachment: { id: 'f1' }, how: 'open' },
      { kind: 'download', attachment: { id: 'f1', name: 'a' }, how: 'run' },
      { kind: 'readImage', requestId: '1', from: { source: 'a' } },
      { kind: 'readImage', requestId: 1, from: {} },
    ]) {
      assert.equal(parsePageMessage(data), undefined, JSON.stringify(data));
    }
  });

  it('takes the bytes of a file also as the buffer below them', () => {
    const { buffer } = new Uint8Array([1, 2]);
    const parsed = parsePageMessage({ kind: 'uploadFile', formId: 'f', fieldKey: 'k', name: 'a', bytes: buffer });
    assert.deepEqual(parsed?.kind === 'uploadFile' && parsed.bytes, new Uint8Array([1, 2]));
  });

  it('never throws, and what it takes can be made a form of', () => {
    const kind = fc.constantFrom('ready', 'draft', 'submit', 'settleStale', 'runOperation', 'download', 'readImage');
    const entry = fc.oneof(
      fc.tuple(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()), fc.anything())),
      fc.anything(),
    );
    const message = fc.record(
      {
        kind: fc.oneof(kind, fc.anything()),
        draftId: fc.oneof(fc.string(), fc.anything()),
        values: fc.oneof(fc.array(entry), fc.sparseArray(entry), fc.anything()),
        stepId: fc.oneof(fc.string(), fc.anything()),
        attachment: fc.anything(),
        from: fc.anything(),
        operationKey: fc.oneof(fc.string(), fc.anything()),
      },
      { requiredKeys: [] },
    );
    holdsAlways(
      fc.property(fc.oneof(message, fc.anything({ withNullPrototype: true })), (data) => {
        const parsed = parsePageMessage(data);
        if (parsed?.kind !== 'draft' && parsed?.kind !== 'submit' && parsed?.kind !== 'settleStale') return;
        for (const [key, value] of new Map(parsed.values)) {
          assert.equal(typeof key, 'string');
          assert.ok([value].flat().every((part) => typeof part === 'string'));
        }
      }),
    );
  });
});

describe('parsePagePlace', () => {
  it('takes what a page has kept about itself, and nothing else of it', () => {
    const ticket = { kind: 'ticket', ref: { connectionId: 'one', key: 'REQ1' } } as const;
    const service = { id: '7', name: 'VM', description: '' };
    const newTicket = { kind: 'newTicket', connectionId: 'one', service } as const;
    assert.deepEqual(parsePagePlace({ place: { ...ticket, extra: 1 }, scroll: 300 }), ticket);
    assert.deepEqual(parsePagePlace({ place: newTicket }), newTicket);
  });

  it('gives up on what is no place', () => {
    for (const state of [
      undefined,
      null,
      'text',
      {},
      { place: 'text' },
      { place: { kind: 'ticket', ref: { key: 'REQ1' } } },
      { place: { kind: 'newTicket', connectionId: 'one', service: { id: 7 } } },
      { place: { kind: 'other' } },
    ]) {
      assert.equal(parsePagePlace(state), undefined);
    }
  });
});
