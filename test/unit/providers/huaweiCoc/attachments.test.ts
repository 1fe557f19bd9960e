import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DownloadedFile } from '../../../../src/domain/attachments.ts';
import { createAttachments } from '../../../../src/providers/huaweiCoc/attachments.ts';
import { CocClient } from '../../../../src/providers/huaweiCoc/client.ts';
import { CocUpload } from '../../../../src/providers/huaweiCoc/schema.ts';
import { makeCloud } from './fakeCloud.ts';
import { parse } from './readers.ts';

const never = new AbortController().signal;

async function download(text: string, more: Partial<DownloadedFile> = {}): Promise<string> {
  const file = { name: undefined, mediaType: 'application/json', bytes: Buffer.from(text), ...more };
  const attachments = createAttachments(new CocClient(makeCloud({}, file)));
  return Buffer.from((await attachments.download('ISU1', 'a', never)).bytes).toString();
}

describe('files of COC', () => {
  it('are taken out of an envelope, wherever in it they are', async () => {
    const content = Buffer.from('hello, world').toString('base64');
    assert.equal(await download(JSON.stringify({ error_code: '0', data: content })), 'hello, world');
    assert.equal(
      await download(JSON.stringify({ error_code: '0', data: { doc_id: 'a1b2c3d4', name: '<a>', file: content } })),
      'hello, world',
    );
  });

  it('are left as they are when they are no envelope, also if they are JSON themselves', async () => {
    for (const text of ['plain', '{"a":1}', '[]', '{"data":null}', '']) {
      assert.equal(await download(text), text);
    }
    const envelope = JSON.stringify({ data: Buffer.from('hello').toString('base64') });
    // A file says that it is one.
    assert.equal(await download(envelope, { name: 'a.json' }), envelope);
    assert.equal(await download(envelope, { mediaType: 'text/plain' }), envelope);
  });

  it('have their id in one of two places', () => {
    const answer = { code: '0', provider_code: 4, msg: '', name: 'b', id: 'b1' };
    assert.deepEqual(parse(CocUpload, { ...answer, data: { doc_id: 'a1', doc_name: 'a' } }), { id: 'a1', name: 'a' });
    assert.deepEqual(parse(CocUpload, { ...answer, data: null }), { id: 'b1', name: 'b' });
    assert.equal(CocUpload.safeParse({ code: '0' }).success, false);
    assert.equal(CocUpload.safeParse({ ...answer, code: 'COC.1' }).success, false);
  });
});
