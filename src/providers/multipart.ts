import { randomBytes } from 'node:crypto';
import type { RequestContent } from './httpRequest.ts';

/** One part of a form: a text, or a file. */
export type FormPart =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly fileName: string; readonly mediaType: string; readonly bytes: Uint8Array };

/** A form as browsers send it (`multipart/form-data`, RFC 7578), file names in UTF-8. */
export function writeForm(parts: readonly FormPart[], onSent?: RequestContent['onSent']): RequestContent {
  const boundary = `----ITSM${randomBytes(16).toString('hex')}`;
  const pieces = parts.flatMap((part) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(part.name)}"`;
    return 'text' in part
      ? [Buffer.from(`${head}\r\n\r\n${part.text}\r\n`)]
      : [
          Buffer.from(`${head}; filename="${escapeName(part.fileName)}"\r\ncontent-type: ${part.mediaType}\r\n\r\n`),
          part.bytes,
          Buffer.from('\r\n'),
        ];
  });
  const bytes = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { mediaType: `multipart/form-data; boundary=${boundary}`, bytes, onSent };
}

/** As browsers do it: only what would end the name is replaced. */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
