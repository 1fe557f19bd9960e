/**
 * Words of others (a ticket's title, a server's answer) as the editor must show them: in notifications and questions it
 * makes `[text](command:…)` a link that runs any command. An invisible character between the brackets keeps it a text.
 */
export function plainText(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}

/** A title as part of a sentence: one line, not endless, and without marks that turn what follows it around. */
export function shortTitle(title: string): string {
  const line = title
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  // A character of two halves is not cut.
  return line.length > 160
    ? `${line
        .slice(0, 159)
        .toWellFormed()
        .replace(/\uFFFD$/u, '')}…`
    : line;
}
