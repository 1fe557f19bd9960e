import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isHidden } from '../../../../src/sandbox/bkItsm/fieldExpressions.ts';
import { describeMismatch, isRuleName, matchesPythonPattern } from '../../../../src/sandbox/bkItsm/regexRules.ts';
import { escapeRemark, filterValue } from '../../../../src/sandbox/bkItsm/storedText.ts';
import { reprText } from '../../../../src/sandbox/bkItsm/pythonRepr.ts';
import { assertDone, assertFieldRefused, openSandbox } from './sandboxClient.ts';

describe('the named rules behave as the server’s do', () => {
  const rows: readonly [string, readonly string[], readonly string[]][] = [
    ['NUM', ['7'], ['12', 'a']],
    ['NUMWITHOUTZERO', ['12', '-5', '+x'], ['012', '0']],
    ['FLOAT', ['1', '1.5', '-2.0'], ['.5', '1.']],
    ['NON_NEGATIVE', ['0', '7', '1.2abc'], ['-1', 'a']],
    ['NON_POSITIVE', ['0', '-1', '-0.5'], ['1']],
    ['GTE_ZERO', ['1', '1.2abc'], ['0', '-1']],
    ['LTE_ZERO', ['-5.5'], ['-5', '0']],
    ['LOWER_EN', ['abc'], ['aB', 'a b']],
    ['UPPER_EN', ['ABC'], ['Ab']],
    ['EN', ['aB'], ['a1']],
    ['CH', ['中文'], ['中a']],
    ['EN_NUM', ['a1'], ['a 1', '中']],
    ['EN_CH', ['a中_'], ['a1']],
    ['EN_CH_NUM', ['a中_1'], ['a 1', 'a-1']],
    ['START_EN', ['a 1-中'], ['1a']],
    ['EMAIL', ['a@a.com', '@a.com', 'a_b@corp.net'], ['john.doe@a.com', 'a@a.b.com', 'a@a.org', 'a@a.io']],
    ['PHONE_NUM', ['13812345678'], ['12345678901', '1381234567']],
    ['ID_CARD', ['11010519491231002X'], ['1101']],
    ['QQ', ['10001'], ['1000', '01000']],
    ['IP', ['1.2.3.4', '1.2.3.4foo'], ['1.2.3', '999.1.1.1']],
  ];
  for (const [name, fits, fails] of rows) {
    test(name, () => {
      assert.ok(isRuleName(name));
      for (const value of fits) assert.equal(describeMismatch(name, value), undefined, value);
      for (const value of fails) assert.match(describeMismatch(name, value) ?? '', /输入格式不正确/, value);
    });
  }

  test('a name that is not in the list is known as such', () => {
    assert.deepEqual([isRuleName('EMPTY'), isRuleName('LETTERS'), isRuleName('toString')], [true, false, false]);
  });
});

test('a condition that holds hides the field', () => {
  const table = new Map<string, unknown>([
    ['size', 20],
    ['tags', ['web', 'db']],
    ['kind', 'x'],
  ]);
  const rows: readonly [string, string, string, string, boolean][] = [
    ['size', 'INT', '>', '5', true],
    ['size', 'INT', '<', '5', false],
    ['size', 'INT', '>=', '20', true],
    ['size', 'INT', '<=', '19', false],
    ['kind', 'STRING', '==', 'x', true],
    ['kind', 'STRING', '!=', 'x', false],
    ['kind', 'STRING', '~', 'x', false],
    ['tags', 'MULTISELECT', 'issuperset', 'web', true],
    ['tags', 'MULTISELECT', 'notissuperset', 'web', false],
    ['tags', 'MULTISELECT', 'in', 'web', false],
    ['kind', 'SELECT', 'notin', 'y,z', true],
    ['unknown', 'STRING', '==', '', false],
  ];
  for (const [key, type, condition, value, expected] of rows) {
    const expressions = [{ key, type, condition, value }];
    assert.equal(isHidden({ type: 'and', expressions }, table), expected, `${key} ${condition} ${value}`);
  }
  const both = rows.slice(0, 2).map(([key, type, condition, value]) => ({ key, type, condition, value }));
  assert.equal(isHidden({ type: 'and', expressions: both }, table), false);
  assert.equal(isHidden({ type: 'or', expressions: both }, table), true);
});

test('a Python pattern matches from the start only and may go on behind', () => {
  assert.equal(matchesPythonPattern('ab', 'abc'), true);
  assert.equal(matchesPythonPattern('b', 'abc'), false);
  assert.equal(matchesPythonPattern(String.raw`(?P<a>x)(?P=a)\Z`, 'xx'), true);
  assert.throws(() => matchesPythonPattern('(', 'x'), SyntaxError);
});

test('stored values lose tags outside the white list and have entities for quotes, FILE and TEXT excepted', () => {
  assert.equal(filterValue(`a "b" 'c' &amp; & <x>`, 'STRING'), 'a &quot;b&quot; &#039;c&#039; & & ');
  assert.equal(filterValue('<p>1 < 2<script>x</script></p>', 'RICHTEXT'), '<p>1 &lt; 2x</p>');
  assert.equal(filterValue('<a href="https://a" onclick="b()">c</a>', 'RICHTEXT'), '<a href="https://a">c</a>');
  assert.equal(filterValue(`"<x>'`, 'TEXT'), `"<x>'`);
  assert.equal(filterValue(`{"a":{}}`, 'FILE'), `{"a":{}}`);
});

test('remarks are escaped, blanks too', () => {
  assert.equal(escapeRemark(`a <b> & "c"`), 'a&nbsp;&lt;b&gt;&nbsp;&amp;&nbsp;&quot;c&quot;');
});

test('texts are shown as Python shows them', () => {
  assert.deepEqual(['a', "it's", `it's "x"`, 'a\nb\\'].map(reprText), [
    "'a'",
    `"it's"`,
    String.raw`'it\'s "x"'`,
    String.raw`'a\nb\\'`,
  ]);
});

describe('a form with rules', async () => {
  const now = Date.parse('2026-09-01T12:00:00+08:00');
  const { transition, sandbox, info } = await openSandbox({ now: () => now });
  const sn = 'REQ20260901000015';
  const good = {
    domain: 'pay.example.com',
    address: '10.0.0.1',
    contact: 'ops@corp.com',
    retries: '3',
    record_name: 'pay',
    phone: '',
    aliases: 'pay1\npay2;pay3',
    effective_on: '2026-09-02',
    start_at: '2026-09-02 10:00:00',
    end_at_planned: '2026-09-02 11:00:00',
  };
  const rows: readonly [string, string, string][] = [
    ['address', '10.0.0', '【IP 地址】输入格式不正确：包含了指定字符【IP地址】以外的内容'],
    ['contact', 'john.doe@corp.com', '【联系邮箱】输入格式不正确：包含了指定字符【邮箱】以外的内容'],
    ['retries', '12', '【重试次数】输入格式不正确：包含了指定字符【数字0-9】以外的内容'],
    [
      'aliases',
      'pay1\npay-2',
      '【别名（每行一个）】输入格式不正确：包含了指定字符【仅能包含英文字符和数字】以外的内容',
    ],
    ['effective_on', '2026-09-01', '【生效日期】2026-09-01 不在当前日期之后'],
    ['effective_on', '01.09.2026', '【生效日期】01.09.2026 不匹配日期格式%Y-%m-%d'],
    ['end_at_planned', '2026-09-02 10:00:00', '字段[结束时间]关联规则不满足条件，请检查'],
  ];
  for (const [key, value, text] of rows) {
    test(`refuses ${key} = ${JSON.stringify(value)}`, async () => {
      assertFieldRefused(await transition(sn, 2, { ...good, [key]: value }), text);
    });
  }

  test('refuses what does not match the pattern of the designer', async () => {
    const { code, message } = await transition(sn, 2, { ...good, domain: 'Pay' });
    const expected = /自定义正则出现异常， error = .*用户输入的值不符合自定义正则规则/;
    assert.deepEqual([code, expected.test(message)], [3900004, true]);
  });

  test('takes what fits', async () => {
    assertDone(await transition(sn, 2, good));
    sandbox.runEngine();
    assert.equal((await info(sn)).current_status, 'FINISHED');
  });
});
