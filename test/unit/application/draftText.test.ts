import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Draft } from '../../../src/application/draft.ts';
import { draftText, titleOf } from '../../../src/application/draftText.ts';
import { refTo } from '../../fakes/samples.ts';

const draft: Draft = {
  place: { kind: 'step', ref: refTo('REQ1'), stepId: 'a' },
  title: 'Disk full\non web-03',
  partName: 'Handle it',
  savedAt: 1_000,
  fields: [
    { key: 'plan', label: 'Rollback plan', value: 'helm rollback\n\nthen tell **everybody**', base: '' },
    { key: 'members', label: 'On call', value: ['lisi', 'wangwu'], base: [] },
  ],
};

describe('the text of a draft', () => {
  it('says where it belongs and holds every field as it was typed', () => {
    assert.equal(
      draftText(draft),
      '# Disk full on web-03\n\nREQ1 · Handle it\n\n## Rollback plan\n\nhelm rollback\n\nthen tell **everybody**\n\n## On call\n\n- lisi\n- wangwu\n',
    );
  });

  it('is a message without a heading for each part', () => {
    const fields = [{ key: 'text', label: 'text', value: 'hello', base: undefined }];
    const message: Draft = { ...draft, place: { kind: 'message', ref: refTo('REQ1') }, partName: '', fields };
    assert.equal(draftText(message), '# Disk full on web-03\n\nREQ1\n\nhello\n');
  });

  it('has a heading also where no title is known', () => {
    assert.equal(titleOf({ ...draft, title: '' }), 'REQ1');
    const place = { kind: 'newTicket', connectionId: 'one', serviceId: '17' } as const;
    assert.match(draftText({ ...draft, title: '', partName: '', place }), /^# 17\n\n## Rollback plan\n/);
  });
});
