import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TicketErrorCode } from '../../../../src/domain/errors.ts';
import { readFault } from '../../../../src/providers/huaweiCloud/fault.ts';
import { maskSecrets } from '../../../../src/providers/huaweiCloud/maskSecrets.ts';
import { toTicketError } from '../../../../src/providers/huaweiCloud/refusal.ts';
import { assertTicketError, never } from '../../../contract/providerContract.ts';
import { gatewayFault, read, withCloud, write } from './fakeCloud.ts';

function answerOf(status: number, body: unknown) {
  return { status, body, headers: {}, retryAfter: undefined };
}

describe('faults of Huawei Cloud', () => {
  for (const [name, body] of [
    ['error_code', { error_code: 'A.1', error_msg: 'no' }],
    ['errorCode', { errorCode: 'A.1', errorMsg: 'no' }],
    ['code and message', { code: 'A.1', message: 'no' }],
    ['code and msg', { code: 'A.1', msg: 'no', provider_code: 'p' }],
    ['nested', { error: { error_code: 'A.1', error_msg: 'no' } }],
    ['nested under any name', { fault: { code: 'A.1', message: 'no' } }],
  ] as const) {
    test(`are found in the shape "${name}"`, () => {
      assert.deepEqual(readFault(answerOf(400, body)), { status: 400, code: 'A.1', text: 'no' });
    });
  }

  test('of IAM have a number for a code', () => {
    const body = { error: { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' } };
    assert.deepEqual(readFault(answerOf(401, body)), {
      status: 401,
      code: '401',
      text: 'The username or password is wrong.',
    });
  });

  test('are faults with status 200, too', () => {
    const body = { error_code: 'OSM.01010002', error_msg: 'No operation permission.' };
    assert.equal(readFault(answerOf(200, body))?.code, 'OSM.01010002');
  });

  for (const body of [
    {},
    { error_code: '', error_msg: '' },
    { error_code: null, error_msg: null },
    { error_code: '0', error_msg: 'success' },
    { error_code: 'OSM.00000000', error_msg: 'ok' },
    { error_code: 'GOM.00000000', error_msg: null, provider_code: 4 },
    { code: '0', msg: 'ok', data: {} },
    { data: { code: 'A', message: 'a value that looks like a fault' } },
    { code: 'A' },
    [],
    'text',
    null,
  ]) {
    test(`are not seen in ${JSON.stringify(body)}`, () => {
      assert.equal(readFault(answerOf(200, body)), undefined);
    });
  }

  for (const [status, code, kind, expected] of [
    [429, 'APIGW.0308', 'read', 'rateLimited'],
    [403, 'APIG.0308', 'write', 'rateLimited'],
    [404, 'APIGW.0101', 'read', 'notFound'],
    [400, 'APIGW.0201', 'write', 'rejected'],
    [413, 'APIG.0201', 'write', 'rejected'],
    [401, 'OSM.0002', 'read', 'unauthorized'],
    [401, 'APIGW.0303', 'read', 'unauthorized'],
    [403, 'OSM.0003', 'read', 'forbidden'],
    [404, 'X.1', 'read', 'notFound'],
    [409, 'X.1', 'write', 'conflict'],
    [429, 'X.1', 'read', 'rateLimited'],
    [500, 'X.1', 'read', 'unavailable'],
    [500, 'X.1', 'write', 'outcomeUnknown'],
    [400, 'X.1', 'write', 'rejected'],
    [200, 'X.1', 'read', 'rejected'],
  ] as const satisfies readonly (readonly [number, string, 'read' | 'write', TicketErrorCode])[]) {
    test(`${status} ${code} of a ${kind} is ${expected}`, () => {
      const fault = { status, code, text: 'no' };
      const error = toTicketError(fault, answerOf(status, {}), kind, () => undefined, []);
      assert.deepEqual([error.code, error.detail], [expected, `HTTP ${status}, code ${code}`]);
    });
  }

  test('the system judges its own codes first', () => {
    const fault = { status: 200, code: 'OSM.1', text: 'gone' };
    const judge = () => ({ code: 'notFound' }) as const;
    assert.equal(toTicketError(fault, answerOf(200, {}), 'read', judge, []).code, 'notFound');
  });

  test('a throttled read is repeated once, after the pause; a write is not', () =>
    withCloud(
      {
        answer: (_request, count) =>
          count === 2 ? {} : gatewayFault(429, 'APIGW.0308', 'The throttling threshold has been reached'),
      },
      async (cloud) => {
        const http = cloud.connect({ signIn: 'token' }, { token: 'T' });
        await http.send(read, never);
        assert.equal(cloud.service.length, 2);
        await assertTicketError(http.send(write, never), 'rateLimited');
        assert.equal(cloud.service.length, 3);
        const error = await assertTicketError(http.send(read, never), 'rateLimited');
        assert.deepEqual([error.retryAfter, cloud.service.length], [5_000, 5]);
      },
    ));

  test('a server that wants to be left alone for longer is not asked again', () => {
    const answer = { ...gatewayFault(429, 'APIGW.0308', 'slow down'), headers: { 'retry-after': '120' } };
    return withCloud({ answer: () => answer }, async (cloud) => {
      const error = await assertTicketError(
        cloud.connect({ signIn: 'token' }, { token: 'T' }).send(read, never),
        'rateLimited',
      );
      assert.deepEqual([error.retryAfter, cloud.service.length], [120_000, 1]);
    });
  });
});

describe('masking', () => {
  test('finds secrets as they are, in addresses and in JSON', () => {
    const secret = 'p"w /1';
    const text = `a ${secret} b ${encodeURIComponent(secret)} c ${JSON.stringify(secret)}`;
    assert.equal(maskSecrets(text, [secret, 'xy', '']), 'a *** b *** c "***"');
  });

  test('finds the longer of two secrets', () => {
    assert.equal(maskSecrets('token-abcdef', ['token-abc', 'token-abcdef']), '***');
  });

  test('finds what stands behind the names of credentials', () => {
    const text = 'X-Auth-Token: MIIabc, access denied; Access=AKX, Signature=ff00 x-security-token:zzz';
    assert.equal(
      maskSecrets(text, []),
      'X-Auth-Token: ***, access denied; Access=***, Signature=*** x-security-token:***',
    );
  });
});
