import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { TicketError } from '../../../../src/domain/errors.ts';
import { readRefusal } from '../../../../src/providers/bkItsm/refusal.ts';
import { BkTicketStatusWithForms, inEnvelope } from '../../../../src/providers/bkItsm/schema.ts';
import { parsePythonRepr } from '../../../../src/providers/bkItsm/pythonRepr.ts';
import { decodeEntities, htmlToText, readComplaints } from '../../../../src/providers/bkItsm/serverText.ts';
import { readFixture } from './fixture.ts';

interface RecordedRefusal {
  readonly about: string;
  readonly kind?: 'write';
  readonly status: number;
  readonly body: unknown;
  readonly code: string;
  readonly serverMessage?: string;
  readonly fieldKeys?: readonly string[];
  readonly hint?: boolean;
}

const form = inEnvelope(BkTicketStatusWithForms).parse(readFixture('get_ticket_status')).current_steps[0]?.fields ?? [];

function read(body: unknown): TicketError | undefined {
  return readRefusal({ status: 200, body, retryAfter: undefined, headers: {} }, { kind: 'read' });
}

describe('refusals of BK-ITSM', () => {
  for (const recorded of readFixture('refusals') as RecordedRefusal[]) {
    test(recorded.about, () => {
      const error = readRefusal(
        { status: recorded.status, body: recorded.body, retryAfter: undefined, headers: {} },
        { kind: recorded.kind ?? 'read', form },
      );
      assert.equal(error?.code, recorded.code);
      if (recorded.serverMessage !== undefined) assert.equal(error.serverMessage, recorded.serverMessage);
      assert.deepEqual(
        error.fieldProblems.map((problem) => problem.fieldKey),
        recorded.fieldKeys ?? [],
      );
      if (recorded.hint === true) assert.ok(error.hint !== undefined);
    });
  }

  test('success is no refusal, and neither is what is not an envelope', () => {
    assert.equal(read({ result: true, code: 0, message: 'success', data: [] }), undefined);
    assert.equal(read({ result: true, code: '0', data: [] }), undefined);
    assert.equal(read([1]), undefined);
    assert.equal(read('x'), undefined);
    assert.equal(read({ result: true, code: 3900004, message: 'x' })?.code, 'rejected');
    assert.equal(read({ result: false, code: 0, message: 'x' })?.code, 'rejected');
  });
});

function print(text: string): string {
  return `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", String.raw`\'`)
    .replaceAll('\n', String.raw`\n`)}'`;
}

describe('what Python prints', () => {
  test('strings with quotes and escapes', () => {
    assert.equal(parsePythonRepr(String.raw`'it\'s'`), "it's");
    assert.equal(parsePythonRepr(`"it's"`), "it's");
    assert.equal(parsePythonRepr(String.raw`u'\u6b20\x41\n\\'`), '欠A\n\\');
    assert.equal(parsePythonRepr(String.raw`'\U0001f511'`), '🔑');
    assert.equal(parsePythonRepr(String.raw`'\Uffffffff'`), '\ufffd');
  });

  test('nested lists, dictionaries and error details', () => {
    const value = parsePythonRepr("{'a': [ErrorDetail(string='x', code='y'), None, True], 'b': (1, -2.5)}");
    assert.deepEqual(
      value,
      new Map<string, unknown>([
        ['a', ['x', null, true]],
        ['b', [1, -2.5]],
      ]),
    );
  });

  test('anything else is nothing', () => {
    for (const text of ['', '[', "['a'", "{'a' 1}", 'abc', "'", String.raw`'\ `.trim(), '['.repeat(1000)]) {
      assert.equal(parsePythonRepr(text), undefined, text);
    }
  });

  test('no text makes the reader throw', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      "'",
      '"',
      '\\',
      ',',
      ':',
      'ErrorDetail(',
      'string=',
      'x',
      '1',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
        ),
        (text) => {
          parsePythonRepr(text);
          readComplaints(text);
        },
      ),
    );
  });

  test('a string survives being printed and read', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => parsePythonRepr(print(text)) === text));
  });
});

test('several complaints are told apart', () => {
  assert.deepEqual(
    readComplaints(
      "x: {'fields': [{}, {'value': [ErrorDetail(string='a', code='i')]}], 'sn': [ErrorDetail(string='b', code='i')]}",
    ),
    [
      { text: 'a', path: ['fields', '1', 'value'] },
      { text: 'b', path: ['sn'] },
    ],
  );
});

test('entities are undone once', () => {
  assert.equal(
    decodeEntities('&quot;a&quot; &#039;b&#039; &lt;c&gt; &amp;lt; &nbsp;&unknown;'),
    `"a" 'b' <c> &lt;  &unknown;`,
  );
  assert.equal(htmlToText('<p>One <b>two</b></p><p>three<br/>four &amp; five</p>'), 'One two\nthree\nfour & five');
});
