import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, mock, test } from 'node:test';
import { assertTicketError, never } from '../../../contract/providerContract.ts';
import { writeForm } from '../../../../src/providers/multipart.ts';
import {
  gatewayFault,
  read,
  sharedSession,
  withCloud,
  write,
  type CloudAnswer,
  type ReceivedRequest,
} from './fakeCloud.ts';

const settings = { signIn: 'keys', domainId: 'd1' };
const secrets = { accessKey: 'AK-OF-ACME', secretKey: 'SK-OF-ACME' };
const wrongSignature = gatewayFault(
  401,
  'APIGW.0301',
  'Incorrect IAM authentication information: verify aksk signature fail',
);

/** The official signer: what it makes of the same request must be what was sent. */
const { AKSKSigner } = createRequire(import.meta.url)('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner') as {
  readonly AKSKSigner: {
    sign(request: object, credential: object): { readonly Authorization: string };
  };
};

function expectedAuthorization({ method, path, headers, body }: ReceivedRequest): string {
  const signed = /SignedHeaders=([^,]+)/u.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const url = new URL(path, `http://${headers.host}`);
  // It knows these two by their names as its own client writes them.
  const nameOf = (name: string): string =>
    name === 'x-sdk-date' ? 'X-Sdk-Date' : name === 'x-sdk-content-sha256' ? 'X-Sdk-Content-Sha256' : name;
  const request = {
    method,
    endpoint: `${url.origin}${url.pathname}`,
    queryParams: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(signed.map((name) => [nameOf(name), headers[name]])),
    ...(body === '' || signed.includes('x-sdk-content-sha256') ? {} : { data: JSON.parse(body) as unknown }),
  };
  return AKSKSigner.sign(request, { getAk: () => secrets.accessKey, getSk: () => secrets.secretKey }).Authorization;
}

describe('signing with an access key', { timeout: 20_000 }, () => {
  test('each request has a signature that the official signer would have made', () =>
    withCloud({}, async (cloud) => {
      const http = cloud.connect(settings, { ...secrets, securityToken: 'temporary' });
      await http.send({ ...read, query: { q: 'a b' }, headers: { 'x-language': 'zh-cn' } }, never);
      await http.send({ ...write, body: { 名: '值' } }, never);
      await http.send({ ...write, body: undefined, content: writeForm([{ name: 'a', text: 'b' }]) }, never);
      for (const request of cloud.service) {
        assert.equal(request.headers.authorization, expectedAuthorization(request));
        assert.equal(request.headers['x-domain-id'], 'd1');
        assert.equal(request.headers['x-security-token'], 'temporary');
      }
      assert.equal(cloud.service[2]?.headers['x-sdk-content-sha256'], 'UNSIGNED-PAYLOAD');
      assert.deepEqual(
        cloud.service.map(({ headers }) => /SignedHeaders=([^,]+)/u.exec(headers.authorization ?? '')?.[1]),
        [
          'host;x-domain-id;x-language;x-sdk-date;x-security-token',
          'content-type;host;x-domain-id;x-sdk-date;x-security-token',
          'host;x-domain-id;x-sdk-content-sha256;x-sdk-date;x-security-token',
        ],
      );
    }));

  test('a project takes the place of the account where that is the scope', () =>
    withCloud({}, async (cloud) => {
      const projectId = '77b6a44cba5143ab91d13ab9a8ff44fd';
      await cloud.connect({ ...settings, scope: 'project', projectId }, secrets).send(read, never);
      const headers = cloud.service[0]?.headers;
      assert.deepEqual([headers?.['x-project-id'], headers?.['x-domain-id']], [projectId, undefined]);
    }));

  test('until the key has proved good, one request is on its way', () => {
    let now = 0;
    let mostBefore = 0;
    let isProved = false;
    return withCloud(
      {
        answer: async () => {
          now += 1;
          if (!isProved) mostBefore = Math.max(mostBefore, now);
          await new Promise((resolve) => setImmediate(resolve));
          now -= 1;
          isProved = true;
          return {};
        },
      },
      async (cloud) => {
        const http = cloud.connect(settings, secrets);
        await Promise.all(['/a', '/b', '/c', '/d'].map((path) => http.send({ ...read, path }, never)));
        assert.deepEqual([mostBefore, cloud.service.length], [1, 4]);
      },
    );
  });

  test('one that gives up does not keep the others from trying', () => {
    const gate = Promise.withResolvers<CloudAnswer>();
    return withCloud({ answer: (_request, count) => (count === 1 ? gate.promise : {}) }, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      const stop = new AbortController();
      const reason = new Error('enough');
      const first = assert.rejects(http.send(read, stop.signal), reason);
      const second = http.send({ ...read, path: '/b' }, never);
      while (cloud.service.length === 0) await new Promise((resolve) => setImmediate(resolve));
      stop.abort(reason);
      await first;
      await second;
      gate.resolve({});
    });
  });

  test('a refused signature is the only one: nothing is sent before somebody wants it', () =>
    withCloud({ answer: (_request, count) => (count < 3 ? wrongSignature : {}) }, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      const together = await Promise.allSettled(['/a', '/b', '/c'].map((path) => http.send({ ...read, path }, never)));
      assert.ok(together.every(({ status }) => status === 'rejected'));
      const error = await assertTicketError(http.send(write, never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /not tried again by itself/u);
      assert.equal(cloud.service.length, 1);
      http.tryAgain();
      await assertTicketError(http.send(read, never), 'unauthorized');
      http.tryAgain();
      await http.send(read, never);
      assert.equal(cloud.service.length, 3);
    }));

  test('a key that was refused in one window is tried by no other, until somebody wants it', () =>
    withCloud({ answer: (_request, count) => (count < 3 ? wrongSignature : {}) }, async (cloud) => {
      const session = sharedSession();
      await assertTicketError(cloud.connect(settings, secrets, session).send(read, never), 'unauthorized');
      for (const secret of Object.values(secrets)) assert.ok(!session.value()?.includes(secret));
      const other = cloud.connect(settings, secrets, session);
      for (let window = 0; window < 5; window += 1) {
        const error = await assertTicketError(
          cloud.connect(settings, secrets, session).send(write, never),
          'unauthorized',
        );
        assert.match(error.hint?.text ?? '', /not tried again by itself/u);
      }
      assert.equal(cloud.service.length, 1);
      // Once for each time that somebody wants it.
      other.tryAgain();
      for (let attempt = 0; attempt < 2; attempt += 1) await assertTicketError(other.send(read, never), 'unauthorized');
      assert.equal(cloud.service.length, 2);
      other.tryAgain();
      await other.send(read, never);
      await cloud.connect(settings, secrets, session).send(read, never);
      assert.deepEqual([cloud.service.length, session.value()], [4, undefined]);
    }));

  for (const [what, text, minutes] of [
    ['a lock', 'AK access failed to reach the limit,forbidden', 11],
    ['a clock that was slow', 'calc ak sk signature fail:signature expired', 47],
    ['a clock that was fast', 'calc ak sk signature fail:signature expired', -47],
  ] as const) {
    test(`a window that begins later tries the key again, as its credentials may be good: ${what}`, () =>
      withCloud(
        { answer: (_request, count) => (count === 1 ? gatewayFault(401, 'APIGW.0301', text) : {}) },
        async (cloud) => {
          const session = sharedSession();
          await assertTicketError(cloud.connect(settings, secrets, session).send(read, never), 'unauthorized');
          const other = cloud.connect(settings, secrets, session);
          await assertTicketError(other.send(read, never), 'unauthorized');
          assert.equal(cloud.service.length, 1);
          const later = Date.now() + minutes * 60_000;
          const clock = mock.method(Date, 'now', () => later);
          try {
            await cloud.connect(settings, secrets, session).send(read, never);
          } finally {
            clock.mock.restore();
          }
        },
      ));
  }

  test('another secret is tried although the last one was refused', () =>
    withCloud({ answer: (_request, count) => (count === 1 ? wrongSignature : {}) }, async (cloud) => {
      const session = sharedSession();
      await assertTicketError(cloud.connect(settings, secrets, session).send(read, never), 'unauthorized');
      await cloud.connect(settings, { ...secrets, secretKey: 'SK-OF-TODAY' }, session).send(read, never);
    }));

  for (const [minutes, direction] of [
    [-20, 'behind'],
    [47, 'ahead'],
  ] as const) {
    test(`a clock that is ${direction} is named, and how far`, () => {
      const text = 'Incorrect IAM authentication information: calc ak sk signature fail:signature expired';
      const date = new Date(Date.now() - minutes * 60_000).toUTCString();
      const answer = { ...gatewayFault(401, 'APIGW.0301', text), headers: { date } };
      return withCloud({ answer: () => answer }, async (cloud) => {
        const error = await assertTicketError(cloud.connect(settings, secrets).send(read, never), 'unauthorized');
        assert.match(error.hint?.text ?? '', new RegExp(direction, 'u'));
        assert.deepEqual(error.hint?.args, [Math.abs(minutes)]);
        assert.equal(cloud.service.length, 1);
      });
    });
  }

  test('an old signature with clocks that agree is told without a number', () => {
    const answer = gatewayFault(401, 'APIGW.0301', 'calc ak sk signature fail:signature expired');
    return withCloud({ answer: () => answer }, async (cloud) => {
      const error = await assertTicketError(cloud.connect(settings, secrets).send(read, never), 'unauthorized');
      assert.deepEqual([error.hint?.args, /more than 15 minutes/u.test(error.hint?.text ?? '')], [[], true]);
    });
  });

  test('a locked key is told so', () => {
    const answer = gatewayFault(401, 'APIG.0301', 'AK access failed to reach the limit,forbidden');
    return withCloud({ answer: () => answer }, async (cloud) => {
      const error = await assertTicketError(cloud.connect(settings, secrets).send(read, never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /locked/u);
    });
  });

  const canonical = 'GET\n/v2/thing/\n\nhost:osm\nx-security-token:temporary\n\nhost;x-security-token\ne3b0';
  for (const text of [
    `verify aksk signature fail, canonical request: ${canonical}`,
    `verify aksk signature fail\n${canonical}`,
    `verify aksk signature fail for AK-OF-ACME, x-security-token: temporary, Signature=abc`,
  ]) {
    test(`what a refusal repeats of the request is not shown: ${JSON.stringify(text.slice(0, 40))}`, () =>
      withCloud({ answer: () => gatewayFault(401, 'APIGW.0301', text) }, async (cloud) => {
        const http = cloud.connect(settings, { ...secrets, securityToken: 'temporary' });
        const error = await assertTicketError(http.send(read, never), 'unauthorized');
        const shown = JSON.stringify([error, error.message, error.stack]);
        for (const secret of ['temporary', 'OF-ACME', 'host:osm', 'abc']) assert.ok(!shown.includes(secret), secret);
        assert.match(error.serverMessage ?? '', /^verify aksk signature fail/u);
      }));
  }

  test('each attempt of a read has a time of its own', () =>
    withCloud({ answer: (_request, count) => (count === 1 ? { status: 503, body: {} } : {}) }, async (cloud) => {
      const http = cloud.connect(settings, secrets);
      let now = Date.UTC(2026, 10, 22);
      const clock = mock.method(Date, 'now', () => (now += 1000));
      try {
        await http.send(read, never);
      } finally {
        clock.mock.restore();
      }
      const [first, second] = cloud.service.map(({ headers }) => headers['x-sdk-date']);
      assert.ok(first !== undefined && second !== undefined && first < second);
    }));
});

describe('a token that was pasted', { timeout: 20_000 }, () => {
  test('is used as it is, and not renewed', () =>
    withCloud(
      {
        answer: ({ headers }, count) =>
          count === 1
            ? { body: { token: headers['x-auth-token'] } }
            : gatewayFault(401, 'APIGW.0307', 'The token must be updated.'),
      },
      async (cloud) => {
        const http = cloud.connect({ signIn: 'token' }, { token: 'PASTED' });
        assert.deepEqual(await http.send(read, never), { token: 'PASTED' });
        const error = await assertTicketError(http.send(read, never), 'unauthorized');
        assert.match(error.hint?.text ?? '', /has ended/u);
        assert.deepEqual([cloud.iam.length, cloud.service.length], [0, 2]);
      },
    ));
});
