import type { PatternRule } from '../../domain/field.ts';
import { message, type Message } from '../../domain/message.ts';
import type { BkField } from './schema.ts';

/**
 * What the server really accepts under each name, which is not always what the name says (contract §4.3). Rules that
 * compare with now, or with other fields, are left to the server.
 */
const namedRules: Readonly<Record<string, readonly [pattern: string, message: Message]>> = {
  NUM: ['^[0-9]$', message('The server accepts a single digit here.')],
  NUMWITHOUTZERO: ['^(?:\\+|-?[1-9][0-9]*$)', message('Enter a whole number that does not begin with 0.')],
  FLOAT: ['^-?[0-9]+(?:\\.[0-9]+)?$', message('Enter a number, like 5 or -2.5.')],
  NON_NEGATIVE: ['^[0-9]', message('Enter a number that is 0 or more.')],
  NON_POSITIVE: ['^(?:-|0+(?:\\.0*)?$)', message('Enter a number that is 0 or less.')],
  GTE_ZERO: ['^(?!0+(?:\\.0*)?$)[0-9]', message('Enter a number that is more than 0.')],
  LTE_ZERO: [
    '^-[0-9]+\\.[0-9]',
    message('Enter a number that is less than 0, with a decimal point, like -5.0: the server refuses it without one.'),
  ],
  LOWER_EN: ['^[a-z]+$', message('Only the letters a to z are accepted.')],
  UPPER_EN: ['^[A-Z]+$', message('Only the letters A to Z are accepted.')],
  EN: ['^[A-Za-z]+$', message('Only Latin letters are accepted.')],
  CH: ['^[\\u4e00-\\u9fa5]+$', message('Only Chinese characters are accepted.')],
  EN_NUM: ['^[A-Za-z0-9]+$', message('Only Latin letters and digits are accepted.')],
  EN_CH: ['^[A-Za-z_\\u4e00-\\u9fa5]+$', message('Only Latin letters, Chinese characters and _ are accepted.')],
  EN_CH_NUM: [
    '^[A-Za-z0-9_\\u4e00-\\u9fa5]+$',
    message('Only Latin letters, digits, Chinese characters and _ are accepted.'),
  ],
  START_EN: ['^[A-Za-z]', message('It must begin with a Latin letter.')],
  EMAIL: [
    '^[0-9A-Za-z_]{0,19}@[0-9A-Za-z]{1,13}\\.[comnet,]{1,3}$',
    message(
      'The server accepts short addresses only, like name@example.com: no dot in front, .com or .net at the end.',
    ),
  ],
  PHONE_NUM: ['^1[0-9]{10}$', message('Enter a mobile number of 11 digits.')],
  ID_CARD: ['^(?:[0-9]{15}|[0-9]{17}[0-9Xx])$', message('Enter an identity card number of 15 or 18 characters.')],
  QQ: ['^[1-9][0-9]{4,}$', message('Enter a QQ number of 5 digits or more.')],
  IP: [
    '^(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])',
    message('Enter an IPv4 address.'),
  ],
};

/** The rules that can be checked here, as the server applies them. */
export function readRules(field: BkField): readonly PatternRule[] {
  if (field.type !== 'INT' && field.type !== 'STRING' && field.type !== 'TEXT') return [];
  const rules: PatternRule[] = [];
  const named = Object.hasOwn(namedRules, field.regex) ? namedRules[field.regex] : undefined;
  if (named !== undefined) {
    const [pattern, text] = named;
    rules.push({ pattern, appliesTo: field.type === 'TEXT' ? 'piece' : 'value', message: text });
  }
  const custom = field.type === 'TEXT' ? undefined : readCustomPattern(field.custom_regex);
  if (custom !== undefined) {
    rules.push({
      pattern: custom,
      appliesTo: 'value',
      message: message('The value does not match the pattern that is set for this field: {0}', field.custom_regex),
    });
  }
  return rules;
}

/** A Python pattern as a JavaScript one; `undefined` when the two might not agree: the server checks anyway. */
function readCustomPattern(python: string): string | undefined {
  // In Python, \w and \b know all scripts.
  if (python === '' || /\\[wWbBAZ]|\(\?[P#(]/u.test(python)) return undefined;
  // A repeated group that repeats or chooses within itself can take for ever, and it is the server that writes it.
  if (python.length > 500 || /\([^)]*[+*{|][^)]*\)[+*{]/u.test(python)) return undefined;
  const pattern = `^(?:${python})`;
  try {
    void new RegExp(pattern, 'u');
    return pattern;
  } catch {
    return undefined;
  }
}
