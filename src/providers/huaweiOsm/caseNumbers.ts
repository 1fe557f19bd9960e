/** The shape that is known (contract §1.4: `TT201801010000`); an id may be any text of up to 64 characters. */
const numberPattern = /\b[A-Z]{2}\d{10,30}\b/giu;

/** Console addresses, of all sites. */
const consoleHost = /(?:^|\.)huaweicloud\.(?:com|cn|eu)$/u;

/** Numbers of tickets in what was typed or pasted, in its order. */
export function findCaseNumbers(text: string): readonly string[] {
  const trimmed = text.trim();
  if (/^https?:/iu.test(trimmed)) {
    const isConsole = URL.canParse(trimmed) && consoleHost.test(new URL(trimmed).hostname);
    return isConsole ? distinctNumbers(trimmed) : [];
  }
  return distinctNumbers(trimmed);
}

function distinctNumbers(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(numberPattern), ([number]) => number.toUpperCase()))];
}
