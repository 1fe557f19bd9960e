/** In characters; file systems take at most 255 bytes. */
const longestName = 80;

/**
 * A name of a server's file that is safe to write to the disk: without folders, signs that a system gives a meaning, or
 * marks that hide the ending. Never empty.
 */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/u).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_')
    // Windows drops dots and spaces at the end; a dot at the beginning hides the file.
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const ending = /\.[^.]{1,12}$/u.exec(clean)?.[0] ?? '';
  const stem = clean.slice(0, clean.length - ending.length);
  const short = `${stem.slice(0, longestName).toWellFormed()}${ending}`;
  return short === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu.test(short) ? `file_${short}` : short;
}
