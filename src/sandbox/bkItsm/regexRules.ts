/**
 * The patterns behind the names of contract §4.3, with the server's oddities: matching is from the start only, and
 * misplaced alternatives make some looser or stricter than their name.
 */
const rules: Readonly<Record<string, { readonly pattern: RegExp; readonly name: string }>> = {
  NUM: { pattern: /^\d$/, name: '数字0-9' },
  NUMWITHOUTZERO: { pattern: /^(?:\+|-?[1-9]\d*$)/, name: '数字首位只能为1-9' },
  FLOAT: { pattern: /^-?\d+(?:\.\d+)?$/, name: '浮点数' },
  NON_NEGATIVE: { pattern: /^(?:[1-9]\d*\.|0\.\d*[1-9]|\d+$)/, name: '非负数（0，正数，正浮点数）' },
  NON_POSITIVE: { pattern: /^(?:-(?:[1-9]|0\.\d*[1-9])|0?\.0|0$)/, name: '非正数（0，负数，负浮点数）' },
  GTE_ZERO: { pattern: /^(?:[1-9]\d*\.|0\.\d*[1-9]|[1-9]\d*$)/, name: '大于零的数（包括正数和正浮点数）' },
  LTE_ZERO: { pattern: /^-(?:[1-9]\d*\.\d*|0\.\d*[1-9]\d*| [1-9]\d*)$/, name: '小于零的数（包括负数和负浮点数）' },
  LOWER_EN: { pattern: /^[a-z]*$/, name: '小写字母' },
  UPPER_EN: { pattern: /^[A-Z]*$/, name: '大写字母' },
  EN: { pattern: /^[A-Za-z]*$/, name: '英文' },
  CH: { pattern: /^[\u4E00-\u9FA5]*$/, name: '中文' },
  EN_NUM: { pattern: /^[A-Za-z\d]*$/, name: '仅能包含英文字符和数字' },
  EN_CH: { pattern: /^[\u4E00-\u9FA5_A-Za-z]*$/, name: '仅能包含中英文字符' },
  EN_CH_NUM: { pattern: /^[\u4E00-\u9FA5\w]*$/, name: '仅能包含中英文，数字，下划线' },
  START_EN: { pattern: /^[A-Za-z]/, name: '包含中英文，数字，以英文字符开头' },
  EMAIL: { pattern: /^\w{0,19}@[A-Za-z\d]{1,13}\.[comnet,]{1,3}$/, name: '邮箱' },
  PHONE_NUM: {
    pattern: /^(?:13\d|14[57|]|15[0-35-9|]|18[0-35-9|]|17[6-8|])\d{8}$/,
    name: '内地手机号码',
  },
  ID_CARD: { pattern: /^(?:\d{15}|\d{17}[\dXx])$/, name: '身份证' },
  QQ: { pattern: /^[1-9]\d{4,20}$/, name: '腾讯QQ号' },
  IP: {
    pattern: /^(?:(?:25[0-5]|2[0-4]\d|[01]?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d?\d)/,
    name: 'IP地址',
  },
};

const namesWithoutPattern = new Set([
  'EMPTY',
  'CUSTOM',
  'AFTER_DATE',
  'BEFORE_DATE',
  'AFTER_TIME',
  'BEFORE_TIME',
  'ASSOCIATED_FIELD_VALIDATION',
]);

export function isRuleName(name: string): boolean {
  return Object.hasOwn(rules, name) || namesWithoutPattern.has(name);
}

/** @returns the refusal's text, or undefined when the value fits or the name has no pattern */
export function describeMismatch(name: string, value: string): string | undefined {
  const rule = rules[name];
  if (rule === undefined || value === '' || rule.pattern.test(value)) return undefined;
  return `输入格式不正确：包含了指定字符【${rule.name}】以外的内容`;
}

/**
 * `re.match` of Python for the syntax that both languages share, plus named groups, `\A` and `\Z`.
 * @throws SyntaxError when JavaScript cannot read the pattern
 */
export function matchesPythonPattern(pattern: string, value: string): boolean {
  const translated = pattern
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?P=(\w+)\)/g, String.raw`\k<$1>`)
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(String.raw`\Z`, '$');
  return new RegExp(translated, 'y').test(value);
}
