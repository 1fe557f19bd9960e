import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { TicketErrorCode } from '../../src/domain/errors.ts';
import { inWorld, runOnTicket } from './huaweiOsmCase.ts';
import { samples } from './huaweiOsmWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

/** Reads, and writes, are refused with status 200 (contract §1.7). */
const table: readonly (readonly [code: string, read: TicketErrorCode, write: TicketErrorCode])[] = [
  ['OSM.01010001', 'rejected', 'rejected'],
  ['OSM.01010002', 'forbidden', 'forbidden'],
  ['OSM.01010003', 'rejected', 'rejected'],
  ['OSM.01010004', 'rejected', 'rejected'],
  ['OSM.01010005', 'rejected', 'rejected'],
  ['OSM.01010006', 'rejected', 'rejected'],
  ['OSM.01010007', 'forbidden', 'forbidden'],
  ['OSM.01010008', 'rejected', 'rejected'],
  ['OSM.01010009', 'forbidden', 'forbidden'],
  ['OSM.01010010', 'rejected', 'rejected'],
  ['OSM.01010011', 'forbidden', 'forbidden'],
  ['OSM.01010012', 'rejected', 'rejected'],
  ['OSM.01010013', 'rejected', 'rejected'],
  ['OSM.01010014', 'unavailable', 'outcomeUnknown'],
  ['OSM.01010015', 'notFound', 'notFound'],
  ['OSM.01010055', 'forbidden', 'forbidden'],
  ['OSM.01010056', 'forbidden', 'forbidden'],
  ['OSM.01010057', 'forbidden', 'forbidden'],
  ['OSM.01010033', 'rejected', 'rejected'],
];

describe('Huawei Cloud OSM: an error inside HTTP 200 is an error (contract §1.7)', () => {
  for (const [code, read, write] of table) {
    inWorld(`${code} is ${read} for a read and ${write} for a write`, async (world) => {
      const provider = world.connect();
      const refusal = { error_code: code, error_msg: 'As the service says.' };
      const mend = world.sandbox.inject({ kind: 'rewrite', endpoint: 'ShowCaseDetail', rewrite: () => refusal });
      const reading = await assertTicketError(provider.readTicket(samples.toProcess, never), read);
      assert.equal(reading.serverMessage, 'As the service says.');
      mend();
      world.sandbox.inject({ kind: 'rewrite', endpoint: 'UpdateCases', rewrite: () => refusal });
      await assertTicketError(runOnTicket(provider, samples.toProcess, 'press'), write);
      assert.equal(world.countWrites(), 1);
    });
  }

  for (const code of ['0', '', 'OSM.00000000', null]) {
    inWorld(`${JSON.stringify(code)} beside data is no error`, async (world) => {
      world.sandbox.inject({
        kind: 'rewrite',
        endpoint: 'ShowCaseDetail',
        rewrite: (data) => ({ ...(data as object), error_code: code, error_msg: null }),
      });
      await world.connect().readTicket(samples.toProcess, never);
    });
  }

  inWorld('a missing ticket is no empty ticket', async (world) => {
    await assertTicketError(world.connect().readTicket(world.unknownKey, never), 'notFound');
  });
});

describe('Huawei Cloud OSM: an old service refuses with a status of its own', () => {
  for (const [status, code, expected] of [
    [400, 'OSM.0001', 'rejected'],
    [401, 'OSM.0002', 'unauthorized'],
    [403, 'OSM.0003', 'forbidden'],
    [500, 'OSM.0004', 'unavailable'],
  ] as const) {
    inWorld(`${status} ${code} is ${expected}`, async (world) => {
      const body = JSON.stringify({ error_code: code, error_msg: 'No.' });
      world.sandbox.inject({ kind: 'status', endpoint: 'ShowCaseDetail', status, body });
      await assertTicketError(
        world.connect({ limits: { maxRetries: 0 } }).readTicket(samples.toProcess, never),
        expected,
      );
    });
  }
});

describe('Huawei Cloud OSM: the gateway in front (contract §3.3)', () => {
  for (const errorPrefix of ['APIGW', 'APIG'] as const) {
    inWorld(
      `an address without the interface is told as a wrong address: ${errorPrefix}`,
      async (world) => {
        const provider = world.connect();
        world.sandbox.inject({
          kind: 'status',
          endpoint: 'ListCases',
          status: 404,
          body: JSON.stringify({ error_code: `${errorPrefix}.0101`, error_msg: 'The API does not exist' }),
        });
        const error = await assertTicketError(provider.testCredentials(never), 'notFound');
        assert.match(error.hint?.text ?? '', /site and region/u);
      },
      { gateway: { errorPrefix } },
    );
  }

  inWorld('what is too large for it is refused, and said to be', async (world) => {
    const body = JSON.stringify({ error_code: 'APIGW.0201', error_msg: 'Request entity too large' });
    world.sandbox.inject({ kind: 'status', endpoint: 'CreateMessages', status: 413, body });
    const { conversation } = world.connect();
    const posting = conversation.post(samples.processing, { text: 'Hello.', attachmentIds: [] }, never);
    const error = await assertTicketError(posting, 'rejected');
    assert.match(error.hint?.text ?? '', /more than the server takes/u);
    assert.equal(world.countWrites(), 1);
  });

  for (const [name, fault] of [
    ['error_code, error_msg', { error_code: 'X.1', error_msg: 'No.' }],
    ['errorCode, errorMsg', { errorCode: 'X.1', errorMsg: 'No.' }],
    ['code, message', { code: 'X.1', message: 'No.' }],
    ['code, msg', { code: 'X.1', msg: 'No.' }],
    ['error, with a number', { error: { code: 400, message: 'No.', title: 'Bad Request' } }],
    [
      'encoded_authorization_message beside',
      { encoded_authorization_message: 'eyJ', error_code: 'X', error_msg: 'No.' },
    ],
  ] as const) {
    inWorld(`a fault is understood in each of its shapes: ${name}`, async (world) => {
      world.sandbox.inject({ kind: 'status', endpoint: 'ShowCaseDetail', status: 400, body: JSON.stringify(fault) });
      const error = await assertTicketError(world.connect().readTicket(samples.toProcess, never), 'rejected');
      assert.equal(error.serverMessage, 'No.');
    });
  }

  for (const throttleStatus of [429, 403, 401]) {
    inWorld(
      `too many requests are not the fault of the credentials, whatever the status: ${throttleStatus}`,
      async (world) => {
        const provider = world.connect();
        await provider.testCredentials(never);
        const error = await assertTicketError(provider.testCredentials(never), 'rateLimited');
        assert.equal(error.retryAfter, 5_000);
        assert.equal(world.countRequests(), 3, 'a read is repeated once, after a pause');
      },
      { gateway: { requestsPerMinute: 1, throttleStatus } },
    );
  }
});
