import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js';
import {
  AuthScope,
  AuthScopeDomain,
  AuthScopeProject,
  IamClient,
  KeystoneCreateUserTokenByPasswordAndMfaRequest,
  KeystoneCreateUserTokenByPasswordAndMfaRequestBody,
  KeystoneCreateUserTokenByPasswordRequest,
  KeystoneCreateUserTokenByPasswordRequestBody,
  MfaAuth,
  MfaIdentity,
  MfaTotp,
  MfaTotpUser,
  PwdAuth,
  PwdIdentity,
  PwdPassword,
  PwdPasswordUser,
  PwdPasswordUserDomain,
} from '@huaweicloud/huaweicloud-sdk-iam/v3/public-api.js';
import { validate } from 'uuid';
import { openCloud, type Json } from './huaweiClient.ts';
import { quietClient } from './officialClient.ts';

// The vendor's builder writes into the home folder (contract §4).
const home = await mkdtemp(join(tmpdir(), 'itsm-iam-'));
process.env['HOME'] = home;
process.env['USERPROFILE'] = home;
after(() => rm(home, { recursive: true }));

const { sandbox, osm } = await openCloud();
const { account, projectId, userName, password, mfaUser } = sandbox;
const credential = new GlobalCredentials({ ak: sandbox.accessKey, sk: sandbox.secretKey, domainId: sandbox.domainId });

const domain = new AuthScope().withDomain(new AuthScopeDomain().withName(account));
const project = new AuthScope().withProject(new AuthScopeProject().withId(projectId));

function passwordOf(name: string, given: string): PwdPassword {
  return new PwdPassword(new PwdPasswordUser(new PwdPasswordUserDomain(account), name, given));
}

function byPassword(given: string, scope: AuthScope): KeystoneCreateUserTokenByPasswordRequest {
  const identity = new PwdIdentity(['password'], passwordOf(userName, given));
  const body = new KeystoneCreateUserTokenByPasswordRequestBody(new PwdAuth(identity, scope));
  return new KeystoneCreateUserTokenByPasswordRequest().withNocatalog('true').withBody(body);
}

/** The token that the vendor's client puts among the fields of the body. */
function tokenOf(response: object): string {
  return String((response as Json)['X-Subject-Token']);
}

test("the vendor's IAM client signs in with a password, for the domain and for a project", async () => {
  const iam = IamClient.newBuilder().withCredential(credential).withEndpoint(sandbox.iamUrl).build();
  for (const scope of [domain, project]) {
    const response = await iam.keystoneCreateUserTokenByPassword(byPassword(password, scope));
    assert.equal(response.httpStatusCode, 201);
    assert.match(response.token?.['expires_at'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal(response.token?.user?.name, userName);
    await osm('GET cases', { token: tokenOf(response) });
  }
  assert.ok(validate(await readFile(join(home, '.huaweicloud/application_id'), 'utf8')));
});

test("the vendor's IAM client signs in with a second factor", async () => {
  const totp = new MfaTotp(new MfaTotpUser(mfaUser.userId, mfaUser.passcode()));
  const both = passwordOf(mfaUser.userName, mfaUser.password);
  const auth = new MfaAuth(new MfaIdentity(['password', 'totp'], both, totp), domain);
  const request = new KeystoneCreateUserTokenByPasswordAndMfaRequest().withBody(
    new KeystoneCreateUserTokenByPasswordAndMfaRequestBody(auth),
  );
  const response = await new IamClient(quietClient(sandbox)).keystoneCreateUserTokenByPasswordAndMfa(request);
  await osm('GET cases', { token: tokenOf(response) });
});

test("the vendor's IAM client reads a refusal, whose code is a number one level down", async () => {
  const iam = new IamClient(quietClient(sandbox));
  await assert.rejects(iam.keystoneCreateUserTokenByPassword(byPassword('wrong', domain)), {
    httpStatusCode: 401,
    errorCode: 401,
    errorMsg: 'The username or password is wrong.',
  });
});
