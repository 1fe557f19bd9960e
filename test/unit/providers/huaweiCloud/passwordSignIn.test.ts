import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CloudHttp } from '../../../../src/providers/huaweiCloud/cloudHttp.ts';
import { assertTicketError, never } from '../../../contract/providerContract.ts';
import { gatewayFault, giveToken, read, sharedSession, tokenAnswer, withCloud, write } from './fakeCloud.ts';

const settings = { signIn: 'password', account: 'acme', userName: 'li' };
const secrets = { password: 'pass-word-1' };
const wrongPassword = {
  status: 401,
  body: { error: { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' } },
};
const hour = 3_600_000;

/** Asks until the answer comes with that token; the time-out of the test ends it. */
async function untilToken(http: CloudHttp, token: string): Promise<void> {
  for (let now = ''; now !== token;) now = (await http.send(read, never)).token;
}

describe('signing in with a password', { timeout: 20_000 }, () => {
  test('asks IAM as the official client does', () =>
    withCloud({}, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      assert.deepEqual(await http.send(read, never), { token: 'T1' });
      const [request] = cloud.iam;
      assert.equal(request?.path, '/iam/v3/auth/tokens?nocatalog=true');
      assert.deepEqual(JSON.parse(request.body), {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { domain: { name: 'acme' }, name: 'li', password: 'pass-word-1' } },
          },
          scope: { domain: { name: 'acme' } },
        },
      });
    }));

  for (const [projectId, project] of [
    ['cn-south-1', { name: 'cn-south-1' }],
    ['77b6a44cba5143ab91d13ab9a8ff44fd', { id: '77b6a44cba5143ab91d13ab9a8ff44fd' }],
  ] as const) {
    test(`asks for the project ${projectId} where that is the scope`, () =>
      withCloud({}, async (cloud) => {
        await cloud.connect({ ...settings, scope: 'project', projectId }, secrets).send(read, never);
        const body = JSON.parse(cloud.iam[0]?.body ?? '') as { auth: { scope: unknown } };
        assert.deepEqual(body.auth.scope, { project });
      }));
  }

  test('a passcode goes with the password, once', () =>
    withCloud({ signIn: () => tokenAnswer('T', hour / 60) }, async (cloud) => {
      const http = cloud.connect({ ...settings, mfa: 'totp', userId: 'u1' }, { ...secrets, totp: '123456' });
      await http.send(read, never);
      const { auth } = JSON.parse(cloud.iam[0]?.body ?? '') as { auth: { identity: Record<string, unknown> } };
      assert.deepEqual(auth.identity['methods'], ['password', 'totp']);
      assert.deepEqual(auth.identity['totp'], { user: { id: 'u1', passcode: '123456' } });
      // The token is about to end, but good still: nobody is asked for a passcode before it has ended.
      await http.send(read, never);
      assert.equal(cloud.iam.length, 1);
    }));

  for (const [what, answer] of [
    ['a gateway that is down', { status: 502, body: '<html>' }],
    ['a page that is no answer', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
  ] as const) {
    test(`a passcode is sent once, whatever comes of it: ${what}`, () =>
      withCloud({ signIn: () => answer }, async (cloud) => {
        const http = cloud.connect({ ...settings, mfa: 'totp', userId: 'u1' }, { ...secrets, totp: '123456' });
        const error = await assertTicketError(http.send(read, never), 'unavailable');
        assert.match(error.hint?.text ?? '', /one attempt only/u);
        assert.equal(cloud.iam.length, 1);
        await assertTicketError(http.send(read, never), 'unauthorized');
        assert.equal(cloud.iam.length, 1);
      }));
  }

  test('without a passcode, a sign-in that gets no answer is repeated', () =>
    withCloud(
      { signIn: (request, count) => (count === 1 ? { status: 502, body: '<html>' } : giveToken(request, count)) },
      async (cloud) => {
        assert.deepEqual(await cloud.connect(settings, secrets).send(read, never), { token: 'T2' });
      },
    ));

  test('without a passcode where one is needed, IAM is not asked', () =>
    withCloud({}, async (cloud) => {
      const http = cloud.connect({ ...settings, mfa: 'totp', userId: 'u1' }, secrets);
      const error = await assertTicketError(http.send(read, never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /passcode/u);
      assert.deepEqual([cloud.iam.length, cloud.service.length], [0, 0]);
    }));

  test('requests that come together wait for one sign-in', () =>
    withCloud({}, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      const paths = ['/a', '/b', '/c', '/d', '/e', '/f', '/g'];
      await Promise.all(paths.map((path) => http.send({ ...read, path }, never)));
      assert.deepEqual([cloud.iam.length, cloud.service.length], [1, 7]);
    }));

  test('one that gives up during the sign-in does not take the others along', () =>
    withCloud({}, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      const stop = new AbortController();
      const reason = new Error('enough');
      const first = assert.rejects(http.send(read, stop.signal), reason);
      const second = http.send({ ...read, path: '/other' }, never);
      stop.abort(reason);
      await first;
      assert.deepEqual(await second, { token: 'T1' });
      assert.equal(cloud.iam.length, 1);
    }));

  test('all windows use one token, and only those with the same credentials', () =>
    withCloud({}, async (cloud) => {
      const session = sharedSession();
      await cloud.connect(settings, secrets, session).send(read, never);
      assert.deepEqual(await cloud.connect(settings, secrets, session).send(read, never), { token: 'T1' });
      assert.equal(cloud.iam.length, 1);
      const other = cloud.connect({ ...settings, userName: 'wang' }, secrets, session);
      assert.deepEqual(await other.send(read, never), { token: 'T2' });
      const changed = cloud.connect({ ...settings, userName: 'wang' }, { password: 'pass-word-2' }, session);
      assert.deepEqual(await changed.send(read, never), { token: 'T3' });
      assert.ok(!session.value()?.includes('pass-word'));
    }));

  test('a store that fails costs a sign-in, nothing more', () =>
    withCloud({}, async (cloud) => {
      const broken = {
        read: () => Promise.reject(new Error('no keyring')),
        write: () => Promise.reject(new Error('no keyring')),
      };
      const http = cloud.connect(settings, secrets, broken);
      assert.deepEqual(await http.send(read, never), { token: 'T1' });
      assert.deepEqual(await http.send(read, never), { token: 'T1' });
    }));

  test('a token is renewed some minutes before it ends, and nobody waits for the next one', () => {
    const next = Promise.withResolvers<void>();
    const signIn = async (_request: unknown, count: number) => {
      if (count === 2) await next.promise;
      return tokenAnswer(`T${count}`, count === 1 ? hour / 12 : hour);
    };
    return withCloud({ signIn }, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      assert.deepEqual(await http.send(read, never), { token: 'T1' });
      assert.deepEqual(await http.send(read, never), { token: 'T1' });
      next.resolve();
      await untilToken(http, 'T2');
      assert.equal(cloud.iam.length, 2);
    });
  });

  test('when a token ends is read by the clock of the server', () => {
    const ahead = 2 * hour;
    const signIn = (_request: unknown, count: number) => {
      const { headers, ...answer } = tokenAnswer(`T${count}`, ahead + hour / 12);
      return { ...answer, headers: { ...headers, date: new Date(Date.now() + ahead).toUTCString() } };
    };
    return withCloud({ signIn }, async (cloud) => {
      await untilToken(cloud.connect(settings, secrets), 'T2');
    });
  });

  test('a token that is good still is used when it cannot be renewed, which is not tried with each request', () =>
    withCloud(
      { signIn: (_request, count) => (count === 1 ? tokenAnswer('T1', hour / 12) : { status: 500, body: {} }) },
      async (cloud) => {
        const http = cloud.connect(settings, secrets);
        await http.send(read, never);
        await http.send(read, never);
        while (cloud.iam.length < 2) await new Promise((resolve) => setImmediate(resolve));
        for (let count = 0; count < 5; count += 1) assert.deepEqual(await http.send(read, never), { token: 'T1' });
        assert.equal(cloud.iam.length, 2);
      },
    ));

  test('one that has ended is waited for', () =>
    withCloud({ signIn: (_request, count) => tokenAnswer(`T${count}`, count === 1 ? 5_000 : hour) }, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      await http.send(read, never);
      assert.deepEqual(await http.send(read, never), { token: 'T2' });
    }));

  for (const [code, text] of [
    ['APIGW.0301', 'Incorrect IAM authentication information: token expires, expires_at:2026-11-23T05:46:07.000000Z'],
    ['APIG.0301', 'Incorrect IAM authentication information: decrypt token fail'],
    ['APIGW.0307', 'The token must be updated.'],
  ] as const) {
    test(`a token that has ended is renewed once: ${code}, ${text.slice(-20)}`, () =>
      withCloud(
        {
          answer: ({ headers }, count) =>
            count === 2 ? gatewayFault(401, code, text) : { body: { token: headers['x-auth-token'] } },
        },
        async (cloud) => {
          const http = cloud.connect(settings, secrets);
          await http.send(read, never);
          assert.deepEqual(await http.send(read, never), { token: 'T2' });
          assert.deepEqual([cloud.iam.length, cloud.service.length], [2, 3]);
        },
      ));
  }

  test('requests that meet the end of a token together renew it once', () =>
    withCloud(
      {
        answer: ({ headers, path }) =>
          headers['x-auth-token'] === 'T1' && path !== '/first'
            ? gatewayFault(401, 'APIGW.0307', 'The token must be updated.')
            : { body: { token: headers['x-auth-token'] } },
      },
      async (cloud) => {
        const http = cloud.connect(settings, secrets);
        await http.send({ ...read, path: '/first' }, never);
        const answers = await Promise.all(['/a', '/b', '/c'].map((path) => http.send({ ...read, path }, never)));
        assert.deepEqual(answers, [{ token: 'T2' }, { token: 'T2' }, { token: 'T2' }]);
        assert.equal(cloud.iam.length, 2);
      },
    ));

  test('a token that another window still keeps is not taken again when it was refused', () =>
    withCloud(
      {
        answer: ({ headers }) =>
          headers['x-auth-token'] === 'T1'
            ? gatewayFault(401, 'APIGW.0307', 'The token must be updated.')
            : { body: { token: headers['x-auth-token'] } },
      },
      async (cloud) => {
        const session = sharedSession();
        const signIn = cloud.connect(settings, secrets, session);
        await assertTicketError(signIn.send(read, never), 'unauthorized');
        assert.deepEqual(await cloud.connect(settings, secrets, session).send(read, never), { token: 'T2' });
        assert.match(session.value() ?? '', /"T2"/u);
      },
    ));

  test('a new token that is refused, too, is the end: it is for another region, say', () =>
    withCloud({ answer: () => gatewayFault(401, 'APIGW.0307', 'The token must be updated.') }, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      const error = await assertTicketError(http.send(read, never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /another site, region or scope/u);
      assert.deepEqual([cloud.iam.length, cloud.service.length], [1, 1]);
    }));

  test('a 401 that does not speak of the token is not answered with a new one', () =>
    withCloud(
      {
        answer: () =>
          gatewayFault(401, 'APIGW.0301', 'Incorrect IAM authentication information: x-auth-token not found'),
      },
      async (cloud) => {
        await assertTicketError(cloud.connect(settings, secrets).send(read, never), 'unauthorized');
        assert.deepEqual([cloud.iam.length, cloud.service.length], [1, 1]);
      },
    ));

  test('whoever signs in again after a refusal gets another token, whatever the reason of the refusal was', () =>
    withCloud(
      {
        answer: ({ headers }) =>
          headers['x-auth-token'] === 'T1'
            ? gatewayFault(401, 'OSM.0002', 'Unauthorized.')
            : { body: { token: headers['x-auth-token'] } },
      },
      async (cloud) => {
        const session = sharedSession();
        const http = cloud.connect(settings, secrets, session);
        await assertTicketError(http.send(read, never), 'unauthorized');
        // With the same password, as a test of it does.
        const again = cloud.connect(settings, secrets, session);
        again.tryAgain();
        assert.deepEqual(await again.send(read, never), { token: 'T2' });
        // And where nothing was made anew.
        await assertTicketError(http.send(read, never), 'unauthorized');
        http.tryAgain();
        assert.deepEqual(await http.send(read, never), { token: 'T2' });
        assert.match(session.value() ?? '', /"T2"/u);
        assert.equal(cloud.iam.length, 2);
      },
    ));

  test('a write that meets the end of a token is not sent again by itself, and the next one has a new token', () =>
    withCloud(
      {
        answer: ({ headers }, count) =>
          count === 2
            ? gatewayFault(401, 'APIGW.0307', 'The token must be updated.')
            : { body: { token: headers['x-auth-token'] } },
      },
      async (cloud) => {
        const http = cloud.connect(settings, secrets);
        await http.send(write, never);
        const error = await assertTicketError(http.send(write, never), 'unavailable');
        assert.match(error.hint?.text ?? '', /send it again/u);
        assert.equal(cloud.service.length, 2);
        assert.deepEqual(await http.send(write, never), { token: 'T2' });
      },
    ));

  test('refused credentials are not tried again before somebody wants it', () =>
    withCloud(
      { signIn: (request, count) => (count < 3 ? wrongPassword : giveToken(request, count)) },
      async (cloud) => {
        const http = cloud.connect(settings, secrets);
        const results = await Promise.allSettled(['/a', '/b'].map((path) => http.send({ ...read, path }, never)));
        assert.ok(results.every(({ status }) => status === 'rejected'));
        const error = await assertTicketError(http.send(read, never), 'unauthorized');
        assert.match(error.hint?.text ?? '', /HUAWEI ID/u);
        assert.equal(error.serverMessage, 'The username or password is wrong.');
        assert.deepEqual([cloud.iam.length, cloud.service.length], [1, 0]);
        http.tryAgain();
        await assertTicketError(http.send(read, never), 'unauthorized');
        http.tryAgain();
        assert.deepEqual(await http.send(read, never), { token: 'T3' });
        assert.equal(cloud.iam.length, 3);
      },
    ));

  test('credentials that one window was refused with are tried by no other, until somebody wants it', () =>
    withCloud(
      { signIn: (request, count) => (count < 3 ? wrongPassword : giveToken(request, count)) },
      async (cloud) => {
        const session = sharedSession();
        await assertTicketError(cloud.connect(settings, secrets, session).send(read, never), 'unauthorized');
        assert.ok(!session.value()?.includes('pass-word'));
        const other = cloud.connect(settings, secrets, session);
        const error = await assertTicketError(other.send(read, never), 'unauthorized');
        assert.match(error.hint?.text ?? '', /HUAWEI ID/u);
        assert.equal(cloud.iam.length, 1);
        // Once for each time that somebody wants it.
        other.tryAgain();
        for (let attempt = 0; attempt < 2; attempt += 1) {
          await assertTicketError(other.send(read, never), 'unauthorized');
        }
        await assertTicketError(cloud.connect(settings, secrets, session).send(read, never), 'unauthorized');
        assert.equal(cloud.iam.length, 2);
        // Others are tried at once.
        const changed = cloud.connect(settings, { password: 'pass-word-2' }, session);
        assert.deepEqual(await changed.send(read, never), { token: 'T3' });
      },
    ));

  test('a refusal in another window leaves a token good that is', () =>
    withCloud(
      { signIn: (_request, count) => (count === 1 ? tokenAnswer('T1', hour / 12) : wrongPassword) },
      async (cloud) => {
        const session = sharedSession();
        const http = cloud.connect(settings, secrets, session);
        // It ends soon: the next request has it renewed, which is refused.
        for (let attempt = 0; attempt < 2; attempt += 1) await http.send(read, never);
        while (!(session.value() ?? '').includes('refused')) await new Promise((resolve) => setImmediate(resolve));
        assert.deepEqual(await http.send(read, never), { token: 'T1' });
        assert.match(session.value() ?? '', /"T1"/u);
      },
    ));

  test('what is kept in a way that nobody knows is nothing', () =>
    withCloud({}, async (cloud) => {
      for (const junk of ['{', 'null', '7', '{"refused":{"fingerprint":7}}', '{"token":"T"}']) {
        const session = sharedSession();
        await session.write(junk);
        await cloud.connect(settings, secrets, session).send(read, never);
      }
      assert.equal(cloud.iam.length, 5);
    }));

  test('IAM that is down is no refusal: the next request tries again', () =>
    withCloud(
      { signIn: (request, count) => (count === 1 ? { status: 500, body: {} } : giveToken(request, count)) },
      async (cloud) => {
        const http = cloud.connect(settings, secrets);
        await assertTicketError(http.send(read, never), 'unavailable');
        assert.deepEqual(await http.send(read, never), { token: 'T2' });
      },
    ));

  test('an answer of IAM without a token is told so', () =>
    withCloud({ signIn: () => ({ status: 201, body: { token: { expires_at: '' } } }) }, async (cloud) => {
      const error = await assertTicketError(cloud.connect(settings, secrets).send(read, never), 'unexpectedResponse');
      assert.equal(error.detail, 'no X-Subject-Token');
    }));

  test('what IAM repeats of a password is not shown', () =>
    withCloud(
      { signIn: () => ({ status: 400, body: { error_code: 'IAM.0001', error_msg: 'bad body: "pass-word-1"' } }) },
      async (cloud) => {
        const error = await assertTicketError(cloud.connect(settings, secrets).send(read, never), 'rejected');
        assert.equal(error.serverMessage, 'bad body: "***"');
      },
    ));

  test('giving up the connection ends a sign-in', () =>
    withCloud({ signIn: () => new Promise(() => {}) }, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      const outcome = assertTicketError(http.send(read, never), 'unavailable');
      await new Promise((resolve) => setImmediate(resolve));
      http.dispose();
      await outcome;
      await assertTicketError(http.send(read, never), 'unavailable');
    }));
});
