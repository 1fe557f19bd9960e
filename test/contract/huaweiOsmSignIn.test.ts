import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { makeEnvironment } from '../fakes/environment.ts';
import { inWorld, requestsTo, requestTo, runOnTicket } from './huaweiOsmCase.ts';
import { entrances, samples, type HuaweiOsmWorld } from './huaweiOsmWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

const { password, keys, token } = entrances;
const hour = 3_600_000;

function countSignIns(world: HuaweiOsmWorld): number {
  return requestsTo(world, 'KeystoneCreateUserTokenByPassword').length;
}

describe('Huawei Cloud OSM: signing in with a password (contract §3.1)', () => {
  inWorld(
    'windows share one token',
    async (world) => {
      const { session } = makeEnvironment();
      for (let window = 0; window < 3; window += 1) await world.connect({ session }).testCredentials(never);
      assert.equal(countSignIns(world), 1);
    },
    { entrance: password },
  );

  for (const how of ['expired', 'revoked'] as const) {
    inWorld(
      `a token that was ${how} is renewed once, and nobody notices`,
      async (world) => {
        const provider = world.connect();
        await provider.readTicket(samples.toProcess, never);
        world.sandbox.expireTokens(how);
        const ticket = await provider.readTicket(samples.toProcess, never);
        assert.equal(ticket.ref.key, samples.toProcess);
        assert.equal(countSignIns(world), 2);
      },
      { entrance: password },
    );
  }

  inWorld(
    'a token that ends soon is renewed before it does',
    async (world) => {
      const provider = world.connect();
      while (countSignIns(world) < 2) await provider.testCredentials(never);
      assert.ok(world.records.every(({ failure }) => failure === undefined));
    },
    { entrance: password, tokenLife: hour / 12 },
  );

  inWorld(
    'a project is a scope, too, by its name or its id',
    async (world) => {
      for (const projectId of [world.sandbox.projectName, world.sandbox.projectId]) {
        await world.connect({ settings: { scope: 'project', projectId } }).testCredentials(never);
      }
      assert.equal(countSignIns(world), 2);
    },
    { entrance: password },
  );

  inWorld(
    'a user with a virtual MFA device signs in with a passcode',
    async (world) => {
      const { userName, userId, password: secret, passcode } = world.sandbox.mfaUser;
      const settings = { userName, userId, mfa: 'totp' };
      const { session } = makeEnvironment();
      const secrets = { password: secret, totp: passcode() };
      await world.connect({ settings, secrets, session }).testCredentials(never);
      // The passcode is not kept: other windows live on the token.
      await world.connect({ settings, secrets: { password: secret }, session }).testCredentials(never);
      world.sandbox.expireTokens();
      const later = world.connect({ settings, secrets: { password: secret }, session });
      const error = await assertTicketError(later.testCredentials(never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /passcode/u);
      assert.equal(countSignIns(world), 1);
    },
    { entrance: password },
  );

  inWorld(
    'a wrong password is tried once, until somebody tries again: five would lock the user',
    async (world) => {
      const provider = world.connect({ badCredentials: true });
      for (let attempt = 0; attempt < 8; attempt += 1) {
        await assertTicketError(provider.readTickets(world.openKeys, never), 'unauthorized');
      }
      assert.equal(countSignIns(world), 1);
      await assertTicketError(provider.testCredentials(never), 'unauthorized');
      assert.equal(countSignIns(world), 2);
    },
    { entrance: password },
  );

  for (const [code, text] of [
    ['OSM.0002', 'Unauthorized.'],
    ['APIGW.0301', 'Incorrect IAM authentication information: x-auth-token not found'],
  ] as const) {
    inWorld(
      `a 401 that does not speak of the token ends it, and the next sign-in gets another: ${code}`,
      async (world) => {
        const { session } = makeEnvironment();
        const provider = world.connect({ session });
        await provider.testCredentials(never);
        const body = JSON.stringify({ error_code: code, error_msg: text });
        world.sandbox.inject({ kind: 'status', endpoint: 'ShowCaseDetail', status: 401, body, times: 1 });
        await assertTicketError(provider.readTicket(samples.toProcess, never), 'unauthorized');
        assert.equal(countSignIns(world), 1, 'nothing is tried again by itself');
        await world.connect({ session }).testCredentials(never);
        assert.equal(countSignIns(world), 2);
      },
      { entrance: password },
    );
  }

  inWorld(
    'a user who has been disabled is told so',
    async (world) => {
      const { userName, password: secret } = world.sandbox.disabledUser;
      const provider = world.connect({ settings: { userName }, secrets: { password: secret } });
      const error = await assertTicketError(provider.testCredentials(never), 'unauthorized');
      assert.match(error.serverMessage ?? '', /disabled/u);
    },
    { entrance: password },
  );
});

describe('Huawei Cloud OSM: signing with an access key (contract §3.2)', () => {
  inWorld(
    'reads, writes, lists in queries, Chinese text and bodies of a DELETE verify',
    async (world) => {
      const provider = world.connect();
      await provider.readTickets([samples.toProcess, samples.processing], never);
      await provider.lists.read({ listKey: 'all', filter: { text: '登录 !*\'()"' }, cursor: undefined }, never);
      await provider.conversation.post(samples.processing, { text: '好的，谢谢。', attachmentIds: [] }, never);
      await runOnTicket(provider, samples.processing, 'relations', { changes: new Map([['related', '']]) });
      assert.equal(requestTo(world, 'DeleteRelation').method, 'DELETE');
      await provider.attachments.upload({ name: '图.png', bytes: new Uint8Array(10), purpose: 'message' }, never);
      assert.ok(world.records.every(({ status }) => status === 200));
    },
    { entrance: keys },
  );

  inWorld(
    'a temporary key brings its security token',
    async (world) => {
      const { accessKey, secretKey, securityToken } = world.sandbox.temporaryKey;
      const provider = world.connect({ secrets: { accessKey, secretKey, securityToken } });
      await provider.testCredentials(never);
      assert.equal(requestTo(world, 'ListCases').headers['x-security-token'], securityToken);
    },
    { entrance: keys },
  );

  inWorld(
    'a project takes the place of the account',
    async (world) => {
      const settings = { scope: 'project', projectId: world.sandbox.projectId };
      await world.connect({ settings }).testCredentials(never);
      const { headers } = requestTo(world, 'ListCases');
      assert.deepEqual([headers['x-project-id'], headers['x-domain-id']], [world.sandbox.projectId, undefined]);
    },
    { entrance: keys },
  );

  for (const wrongSignature of ['0301', '0303'] as const) {
    inWorld(
      `a wrong secret comes nowhere near the lock, and nothing it is answered with is shown: ${wrongSignature}`,
      async (world) => {
        const { accessKey } = world.sandbox;
        const secrets = { accessKey, secretKey: 'a-secret-of-nobody' };
        const provider = world.connect({ secrets });
        for (let attempt = 0; attempt < 4; attempt += 1) {
          const error = await assertTicketError(provider.readTickets(world.openKeys, never), 'unauthorized');
          const shown = JSON.stringify([error, error.message]);
          for (const part of ['x-sdk-date', 'host:', accessKey]) assert.ok(!shown.includes(part), part);
        }
        assert.equal(world.countRequests(), 1);
        // The key itself is good still.
        await world.connect().testCredentials(never);
      },
      { entrance: keys, gateway: { wrongSignature } },
    );
  }

  inWorld(
    'a key that is locked is told so',
    async (world) => {
      const secrets = { accessKey: world.sandbox.accessKey, secretKey: 'a-secret-of-nobody' };
      const wrong = world.connect({ secrets });
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await assertTicketError(wrong.testCredentials(never), 'unauthorized');
      }
      const error = await assertTicketError(world.connect().testCredentials(never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /locked this access key/u);
    },
    { entrance: keys, failuresUntilLock: 2 },
  );

  inWorld(
    'windows that are restored with a wrong secret do not lock the key',
    async (world) => {
      const { session } = makeEnvironment();
      const secrets = { accessKey: world.sandbox.accessKey, secretKey: 'a-secret-of-nobody' };
      for (let window = 0; window < 5; window += 1) {
        const provider = world.connect({ secrets, session });
        await assertTicketError(provider.readTickets(world.openKeys, never), 'unauthorized');
      }
      assert.equal(world.countRequests(), 1);
      await world.connect({ session }).testCredentials(never);
    },
    { entrance: keys, failuresUntilLock: 2 },
  );

  inWorld(
    'clocks that disagree are named',
    async (world) => {
      const error = await assertTicketError(world.connect().testCredentials(never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /clock of this computer/u);
      assert.equal(world.countRequests(), 1);
    },
    { entrance: keys, now: () => Date.now() + hour },
  );
});

describe('Huawei Cloud OSM: a pasted token', () => {
  inWorld(
    'is told as ended when it has ended',
    async (world) => {
      const provider = world.connect();
      await provider.testCredentials(never);
      world.sandbox.expireTokens();
      const error = await assertTicketError(provider.readTicket(samples.toProcess, never), 'unauthorized');
      assert.match(error.hint?.text ?? '', /has ended/u);
      assert.equal(countSignIns(world), 0);
    },
    { entrance: token },
  );
});
