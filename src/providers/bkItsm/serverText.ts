import { parsePythonRepr, type PythonValue } from './pythonRepr.ts';

/** A sentence of the server, and where in the request it found fault. */
export interface Complaint {
  readonly text: string;
  /** Names and list positions ("fields", "0", "value"); empty when it is about the whole. */
  readonly path: readonly string[];
}

/** Words of the system that say nothing to a user. */
const noise = /^(?:接口异常，请检查请求参数|参数验证失败|validation error)\s*[:：]\s*/iu;

/** In front of a sentence up to 2.6.1: the parameter or the list position it is about. */
const position =
  /^(\d{1,3}|fields|operator|state_id|sn|action_type|action_message|processors|processors_type|params_error|non_field_errors)\s*[:：]\s*/u;

/**
 * The sentences in a message of the server. From 2.6.2 on it wraps them in what Python prints for a list or a
 * dictionary of errors; before, it puts names and positions in front.
 */
export function readComplaints(message: string): readonly Complaint[] {
  const start = message.search(/[[{](?=\s*(?:ErrorDetail\(|'|"|[[{]))/u);
  const value = start === -1 ? undefined : parsePythonRepr(message.slice(start));
  if (value !== undefined && (start === 0 || isErrorTree(value, message.slice(start)))) {
    const complaints = flatten(value, []);
    if (complaints.length > 0) return complaints;
  }
  return [stripPrefixes(message)].filter((complaint) => complaint.text !== '');
}

/** "…，缺少参数：['key']" ends in a list, too; that one is part of its sentence. */
function isErrorTree(value: PythonValue, source: string): boolean {
  return value instanceof Map || source.includes('ErrorDetail(');
}

function flatten(value: PythonValue, path: readonly string[]): readonly Complaint[] {
  if (typeof value === 'string') {
    const complaint = stripPrefixes(value);
    return complaint.text === '' ? [] : [{ text: complaint.text, path: [...path, ...complaint.path] }];
  }
  if (Array.isArray(value)) {
    // A list of sentences is about one place; a list of dictionaries is about the entries of a list.
    return (value as readonly PythonValue[]).flatMap((entry, index) =>
      flatten(entry, entry instanceof Map ? [...path, String(index)] : path),
    );
  }
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, PythonValue>)].flatMap(([key, entry]) => flatten(entry, [...path, key]));
  }
  return [];
}

function stripPrefixes(message: string): Complaint {
  const path: string[] = [];
  let text = message.trim();
  for (;;) {
    const found = position.exec(text);
    if (found?.[1] !== undefined) path.push(found[1]);
    const rest = text.slice(found?.[0].length ?? 0).replace(noise, '');
    if (rest === text) return { text, path };
    text = rest;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#039;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&nbsp;': ' ',
};

/** Undoes what the system's HTML filter does to stored text. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:quot|lt|gt|amp|nbsp|#0?39|#x27);/gu, (entity) => entities[entity] ?? entity);
}

/** HTML as plain text with its line breaks. */
export function htmlToText(html: string): string {
  const text = html
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/giu, '\n')
    .replaceAll(/<img\b[^>]*>/giu, (picture) => `[${/\balt\s*=\s*"([^"]+)"/iu.exec(picture)?.[1] ?? '…'}]`)
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll(/\n{3,}/gu, '\n\n');
  return decodeEntities(text).trim();
}
