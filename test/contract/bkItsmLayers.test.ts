import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { TicketErrorCode } from '../../src/domain/errors.ts';
import { readRefusal } from '../../src/providers/bkItsm/refusal.ts';
import { call, esb, gateway, inWorld, refusalOf, samples } from './bkItsmCase.ts';
import { assertTicketError, findOperation, never } from './providerContract.ts';

const quick = { maxRetries: 0 };

describe('BK-ITSM: the layers in front', () => {
  const onTheBus: readonly (readonly [code: number, message: string, means: TicketErrorCode, hasHint: boolean])[] = [
    ...[
      'User authentication failed, please check if the bk_token is valid',
      'User authentication failed, please provide a valid user identity, such as bk_token, bk_username',
      'APP Code [bk_app_code] cannot be empty',
      'APP Secret [bk_app_secret] cannot be empty',
      'Signature [bk_signature] and APP Secret [bk_app_secret] cannot be empty at the same time',
      'Invalid APP Code [bk_app_code=x], please check if the app exists',
      'APP Secret verification failed, please check if the APP Code and APP Secret are correct',
    ].map((text) => [1306000, text, 'unauthorized', true] as const),
    [1306000, 'System error, please contact the component developer to handle it', 'unavailable', false],
    [1306401, 'Interface operator is required', 'unauthorized', true],
    [1306402, 'User permission error', 'forbidden', true],
    [1306403, 'APP has no permission to access the component', 'forbidden', true],
    [1306404, 'Not found, component class not found', 'notFound', true],
    [1306405, 'The channel has been closed', 'unavailable', false],
    [1306406, 'Argument error, request header X-Bkapi-Authorization is not a valid JSON', 'rejected', false],
    [1306408, 'API Gateway JWT verification failed', 'forbidden', true],
    [1306429, 'API rate limit exceeded', 'rateLimited', false],
    [1306201, 'Third-party system interface error', 'unavailable', false],
    [1306201, 'Third-party system interface response time exceeds 30 seconds', 'unavailable', false],
    [1306203, 'SSL error', 'unavailable', false],
    [1306206, 'Third-party system host is not configured', 'unavailable', false],
    [1306208, 'Third-party system interface result cannot be parsed', 'unavailable', false],
    [1306209, 'Method not allowed', 'notFound', true],
  ];
  for (const [code, text, means, hasHint] of onTheBus) {
    inWorld(`the bus says ${code} "${text}"`, async (world) => {
      world.sandbox.inject(refusalOf('get_ticket_status', code, text));
      const error = await assertTicketError(world.connect({ limits: quick }).readTicket(samples.dba, never), means);
      assert.equal(error.hint !== undefined, hasHint);
      assert.equal(error.serverMessage, text);
    });
  }

  for (const code of [1306201, 1306208]) {
    inWorld(`the bus says ${code} to a write: it may have been carried out`, async (world) => {
      const provider = world.connect({ limits: quick });
      const { operations } = await provider.readTicket(samples.incident, never);
      world.sandbox.inject(
        refusalOf('operate_ticket', code, 'Third-party system interface response time exceeds 30 seconds'),
      );
      const operation = findOperation(operations, 'suspend');
      const request = { key: samples.incident, stepId: undefined, operation, input: { remark: 'x' } };
      await assertTicketError(provider.runOperation(request, never), 'outcomeUnknown');
      assert.equal(world.countWrites(), 1);
    });
  }

  const onTheGateway: readonly (readonly [status: number, code: number, reason: string, means: TicketErrorCode])[] = [
    [400, 1640001, 'Parameters error [reason="app code cannot be empty"]', 'unauthorized'],
    [400, 1640001, 'Parameters error [reason="bk_app_code or bk_app_secret is incorrect"]', 'unauthorized'],
    [400, 1640001, 'Parameters error [reason="app not found"]', 'unauthorized'],
    [400, 1640001, 'Parameters error [reason="bk_token is not valid"]', 'unauthorized'],
    [400, 1640001, 'Parameters error [reason="the user indicated by bk_username is not verified"]', 'unauthorized'],
    [401, 1640100, 'App authentication failed', 'unauthorized'],
    [401, 1640101, 'User authentication failed', 'unauthorized'],
    [401, 1640102, 'Bk_token is invalid', 'unauthorized'],
    [403, 1640301, 'App has no permission to the resource', 'forbidden'],
    [403, 1640302, 'Request rejected by ip restriction', 'forbidden'],
    [403, 1640303, 'Request rejected by user restriction', 'forbidden'],
    [403, 1640304, 'Request rejected by tenant', 'forbidden'],
    [404, 1640401, 'API not found', 'notFound'],
    [413, 1641301, 'Request body size too large', 'rejected'],
    [429, 1642901, 'Request rate limit restriction', 'rateLimited'],
    [429, 1642902, 'Request rate limit restriction', 'rateLimited'],
    [502, 1650201, 'Bad gateway', 'unavailable'],
    [504, 1650401, 'Gateway timeout', 'unavailable'],
    [500, 1650000, 'Internal Server Error', 'unavailable'],
  ];
  for (const [status, code, reason, means] of onTheGateway) {
    inWorld(
      `the gateway says ${code} "${reason}", with its status and rewritten to 200`,
      async (world) => {
        for (const each of [status, 200]) {
          const stop = world.sandbox.inject(refusalOf('get_ticket_status', code, reason, each));
          const reading = world.connect({ limits: quick }).readTicket(samples.dba, never);
          assert.equal((await assertTicketError(reading, means)).detail, `code ${code}`);
          stop();
        }
      },
      gateway,
    );
  }

  inWorld('the system itself refuses without JSON where the bus has no right to ask', async (world) => {
    world.sandbox.inject({ kind: 'status', endpoint: 'get_ticket_status', status: 403, body: 'Forbidden' });
    await assertTicketError(world.connect({ limits: quick }).readTicket(samples.dba, never), 'forbidden');
  });

  for (const [status, body, means] of [
    [403, { result: false, code: 'UNAUTHORIZED', detail: 'not logged in' }, 'unauthorized'],
    [403, { result: false, code: 'PERMISSION_DENIED', message: 'no permission' }, 'forbidden'],
    [499, { result: false, code: 3900499, message: 'IAM: no permission' }, 'forbidden'],
    [200, { result: false, code: 'VALIDATE_ERROR', message: 'x', messages: ['x'] }, 'rejected'],
    [200, { result: false, code: 'METHOD_NOT_ALLOWED', message: 'x' }, 'notFound'],
    [200, { result: false, code: 'OBJECT_NOT_EXIST', message: 'x' }, 'notFound'],
    [200, { result: false, code: 'SERVER_500_ERROR', message: 'x' }, 'unavailable'],
    [200, { result: false, code: 'SOME_NEW_WORD', message: 'x' }, 'rejected'],
  ] as const) {
    inWorld(`the system says ${body.code} with HTTP ${status}`, async (world) => {
      const fault = { kind: 'status', endpoint: 'get_ticket_status', status, body: JSON.stringify(body) } as const;
      world.sandbox.inject(fault);
      const error = await assertTicketError(world.connect({ limits: quick }).readTicket(samples.dba, never), means);
      assert.ok(error.serverMessage !== undefined);
    });
  }

  inWorld('every failed sign-in on the bus has one number, and only its words tell', async (world) => {
    const error = await assertTicketError(
      world.connect({ badCredentials: true }).readTicket(samples.dba, never),
      'unauthorized',
    );
    assert.equal(error.detail, 'code 1306000');
  });

  inWorld(
    'on the gateway it is a bad argument, with HTTP 400',
    async (world) => {
      const error = await assertTicketError(
        world.connect({ badCredentials: true }).readTicket(samples.dba, never),
        'unauthorized',
      );
      assert.equal(error.detail, 'code 1640001');
      assert.equal(world.records.at(-1)?.status, 400);
    },
    gateway,
  );

  for (const door of [esb, gateway]) {
    inWorld(
      `a wrong address says that the address is wrong (${door.name})`,
      async (world) => {
        const other = door === esb ? 'gateway' : 'esb';
        const error = await assertTicketError(
          world.connect({ settings: { door: other } }).readTicket(samples.dba, never),
          'notFound',
        );
        assert.ok(error.hint !== undefined);
      },
      door,
    );

    inWorld(
      `too many requests ask for patience (${door.name})`,
      async (world) => {
        world.sandbox.inject({ kind: 'rateLimit', times: 10 });
        await assertTicketError(
          world.connect({ limits: { maxRetries: 0 } }).readTicket(samples.dba, never),
          'rateLimited',
        );
      },
      door,
    );
  }

  inWorld('the bus that cannot reach the system leaves a write open, and a read undone', async (world) => {
    world.sandbox.inject({
      kind: 'status',
      status: 200,
      body: JSON.stringify({ result: false, code: 1306201, message: 'Third-party system interface', data: null }),
    });
    const provider = world.connect({ limits: { maxRetries: 0 } });
    await assertTicketError(provider.readTicket(samples.dba, never), 'unavailable');
    assert.ok(provider.rating !== undefined);
    await assertTicketError(provider.rating.rate(world.endedKey, 3, '', never), 'outcomeUnknown');
  });

  inWorld('a code that is a word is understood', async (world) => {
    const answer = await call(world, 'POST', 'get_tickets', { create_at__gte: 'yesterday' });
    assert.equal(typeof answer.code, 'string');
    assert.equal(
      readRefusal({ status: 200, body: answer, retryAfter: undefined, headers: {} }, { kind: 'read' })?.code,
      'unavailable',
    );
  });
});
