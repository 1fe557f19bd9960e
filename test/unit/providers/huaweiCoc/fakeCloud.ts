import type { DownloadedFile } from '../../../../src/domain/attachments.ts';
import { TicketError } from '../../../../src/domain/errors.ts';
import type { CloudHttp, CloudRequest } from '../../../../src/providers/huaweiCloud/cloudHttp.ts';

interface Sent {
  readonly path: string;
  readonly body: unknown;
}

export interface FakeCloud extends CloudHttp {
  readonly sent: readonly Sent[];
}

/**
 * A cloud that knows a few answers by heart.
 * @param answers `data` by path; an error is thrown, and what is not there does not exist
 */
export function makeCloud(
  answers: Readonly<Record<string, unknown>>,
  file: DownloadedFile = { name: undefined, mediaType: undefined, bytes: new Uint8Array() },
): FakeCloud {
  const sent: Sent[] = [];
  return {
    sent,
    send: <T>({ path, body, schema }: CloudRequest<T>): Promise<T> => {
      sent.push({ path, body });
      const data = answers[path];
      if (data instanceof TicketError) return Promise.reject(data);
      if (data === undefined) return Promise.reject(new TicketError('notFound'));
      return Promise.resolve(schema.parse({ error_code: 'GOM.00000000', data }));
    },
    download: () => Promise.resolve(file),
    readUserId: () => Promise.resolve(undefined),
    tryAgain: () => {},
    dispose: () => {},
  };
}
