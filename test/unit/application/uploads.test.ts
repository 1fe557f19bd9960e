import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Uploads } from '../../../src/application/uploads.ts';
import type { Attachment, TicketAttachments, UploadRequest } from '../../../src/domain/attachments.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import { turn } from '../../fakes/turn.ts';

/** Takes files when the test says so. */
class SlowAttachments implements TicketAttachments {
  readonly waiting: { readonly request: UploadRequest; readonly signal: AbortSignal; end: (error?: Error) => void }[] =
    [];
  #progress: (sent: number) => void = () => {};

  async readLimits() {
    return { maxCount: undefined, maxBytes: undefined, extensions: undefined };
  }

  upload(request: UploadRequest, signal: AbortSignal, onProgress?: (sent: number) => void): Promise<Attachment> {
    this.#progress = onProgress ?? (() => {});
    return new Promise((resolve, reject) => {
      const end = (error?: Error): void =>
        error === undefined ? resolve({ id: `id ${request.name}`, name: request.name, size: 3 }) : reject(error);
      this.waiting.push({ request, signal, end });
      signal.addEventListener('abort', () => reject(signal.reason as Error)); // AbortSignal types its reason as any
    });
  }

  send(bytes: number): void {
    this.#progress(bytes);
  }

  async download(): Promise<never> {
    throw new TicketError('notFound');
  }
}

function openUploads() {
  const attachments = new SlowAttachments();
  const uploaded: Attachment[] = [];
  const told: number[] = [];
  const uploads = new Uploads({
    attachments: async () => attachments,
    onDidChange: (formId, fieldKey) => told.push(uploads.of(formId, fieldKey).length),
    onDidUpload: (_upload, attachment) => uploaded.push(attachment),
  });
  const request: UploadRequest = { name: 'a.png', bytes: new Uint8Array(3), purpose: 'ticket' };
  return { attachments, uploads, uploaded, told, request };
}

describe('an upload', () => {
  it('tells how far it is, and gives the file when it has ended', async () => {
    const { attachments, uploads, uploaded, request } = openUploads();
    const running = uploads.start('form', 'files', request);
    await turn();
    attachments.send(2);
    assert.deepEqual(uploads.of('form', 'files'), [
      { id: '1', formId: 'form', fieldKey: 'files', name: 'a.png', size: 3, sent: 2, error: undefined },
    ]);
    assert.deepEqual(uploads.of('form', 'others'), []);
    attachments.waiting[0]?.end();
    await running;
    assert.deepEqual(uploads.of('form', 'files'), []);
    assert.deepEqual(
      uploaded.map(({ id }) => id),
      ['id a.png'],
    );
  });

  it('that failed stays with its reason, and is sent again only when that is asked for', async () => {
    const { attachments, uploads, uploaded, request } = openUploads();
    const running = uploads.start('form', 'files', request);
    await turn();
    attachments.waiting[0]?.end(new TicketError('rejected'));
    await running;
    assert.equal(uploads.of('form', 'files')[0]?.error?.code, 'rejected');
    const again = uploads.retry('1');
    await turn();
    assert.equal(uploads.of('form', 'files')[0]?.error, undefined);
    await uploads.retry('1');
    assert.equal(attachments.waiting.length, 2, 'one that is under way is not sent twice');
    attachments.waiting[1]?.end();
    await again;
    assert.equal(uploaded.length, 1);
  });

  it('that is cancelled ends, and nothing comes of it', async () => {
    const { attachments, uploads, uploaded, told, request } = openUploads();
    const running = uploads.start('form', 'files', request);
    await turn();
    uploads.drop('1');
    await running;
    assert.equal(attachments.waiting[0]?.signal.aborted, true);
    assert.deepEqual(uploads.of('form', 'files'), []);
    assert.equal(told.at(-1), 0);
    assert.deepEqual(uploaded, []);
  });
});
