/** Which of its kinds of record a number of COC belongs to. */
export type TicketKind = 'issue' | 'incident' | 'warRoom';

const issueNumber = /^ISU\d{6,}$/u;
const incidentNumber = /^IM\d{6,}$/u;
/** Within an address. */
const anyNumber = /(?<![A-Za-z0-9])(?:ISU|IM)\d{6,}(?![A-Za-z0-9])/giu;

/**
 * Issues and incidents are told by their numbers (contract §2.2). How those of war rooms look is not published, so that
 * whatever else could be a number is taken for one.
 * @returns `undefined`: no number of COC
 */
export function kindOf(key: string): TicketKind | undefined {
  if (issueNumber.test(key)) return 'issue';
  if (incidentNumber.test(key)) return 'incident';
  return /^[A-Za-z0-9_-]{1,64}$/u.test(key) ? 'warRoom' : undefined;
}

/**
 * The numbers in what somebody has typed or pasted: nothing but numbers, or an address of the console.
 * @param baseUrl of the connection: addresses of its host are understood, too
 */
export function findTicketNumbers(text: string, baseUrl: string): readonly string[] {
  const words = text.split(/[\s,;，；、]+/u).filter((word) => word !== '');
  const typed = words.map((word) => word.toUpperCase());
  if (typed.every((word) => issueNumber.test(word) || incidentNumber.test(word))) return [...new Set(typed)];
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/u.test(url.protocol) || !isOfConsole(url.hostname, baseUrl)) return [];
  const found = Array.from(decode(`${url.pathname}${url.search}${url.hash}`).matchAll(anyNumber), ([number]) =>
    number.toUpperCase(),
  );
  return [...new Set(found)];
}

/** Consoles are at `console.huaweicloud.com`, `console-intl.huaweicloud.com`, `console.eu.huaweicloud.com` and the like. */
function isOfConsole(host: string, baseUrl: string): boolean {
  if (/(?:^|\.)(?:my)?huaweicloud\.(?:com|cn|eu)$/u.test(host)) return true;
  return URL.parse(baseUrl)?.hostname === host;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
