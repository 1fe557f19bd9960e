import type { HuaweiRequest } from './httpMessages.ts';

/** A part of a form. */
export interface FormPart {
  /** Undefined: not a file. */
  readonly fileName: string | undefined;
  readonly bytes: Buffer;
}

/** The parts of a multipart/form-data body by name. @returns undefined when it is none, or broken */
export function readForm({ headers, bytes }: HuaweiRequest): ReadonlyMap<string, FormPart> | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const parts = new Map<string, FormPart>();
  const mark = Buffer.from(`--${boundary}`);
  let start = bytes.indexOf(mark);
  while (start !== -1) {
    const end = bytes.indexOf(mark, start + mark.length);
    if (end === -1)
      return bytes
        .subarray(start + mark.length)
        .toString()
        .startsWith('--')
        ? parts
        : undefined;
    const headEnd = bytes.indexOf('\r\n\r\n', start);
    if (headEnd === -1 || headEnd > end) return undefined;
    const head = bytes.subarray(start + mark.length, headEnd).toString();
    const name = /;\s*name="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) return undefined;
    // A line break belongs to the mark that follows it.
    parts.set(name, { fileName: readFileName(head), bytes: bytes.subarray(headEnd + 4, end - 2) });
    start = end;
  }
  return undefined;
}

/** Browsers and libraries escape a quotation mark as %22; the newer form with a character set goes first. */
function readFileName(head: string): string | undefined {
  const extended = /;\s*filename\*=UTF-8''([^;\r\n]+)/i.exec(head)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  return /;\s*filename="([^"]*)"/i.exec(head)?.[1]?.replaceAll('%22', '"');
}
