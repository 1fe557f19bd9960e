import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { formatSigningDate, sign } from '../../../../src/providers/huaweiCloud/signer.ts';

/** Of the official client, which is CommonJS without an entry for this. */
interface OfficialSigner {
  sign(
    request: {
      readonly method: string;
      /** Address without query. */
      readonly endpoint: string;
      readonly queryParams: Readonly<Record<string, string | readonly string[]>>;
      readonly headers: Readonly<Record<string, string>>;
      readonly data?: unknown;
    },
    credential: { getAk(): string; getSk(): string },
  ): { readonly Authorization: string };
}

const { AKSKSigner } = createRequire(import.meta.url)('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner') as {
  readonly AKSKSigner: OfficialSigner;
};

/** The pair of the vendor's manual. */
const key = { accessKey: 'QTWAOYTTINDUT2QVKYUC', secretKey: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc' };
const date = '20191115T033655Z';

interface Case {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

function ours({ method, origin, path, query, headers, data }: Case): string {
  const url = new URL(`${origin}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value].flat()) url.searchParams.append(name, each);
  }
  const body = Buffer.from(data === undefined ? '' : JSON.stringify(data));
  return sign({ method, url, headers: { 'x-sdk-date': date, ...headers }, body }, key);
}

function theirs({ method, origin, path, query, headers, data }: Case): string {
  const request = {
    method,
    endpoint: `${origin}${path}`,
    // It sorts lists in place.
    queryParams: structuredClone(query),
    headers: { 'X-Sdk-Date': date, ...headers },
    ...(data === undefined ? {} : { data }),
  };
  return AKSKSigner.sign(request, { getAk: () => key.accessKey, getSk: () => key.secretKey }).Authorization;
}

// Left out is where the official signer is wrong by the vendor's own text (contract §4, defect 8): segments that are
// encoded or not ASCII, header names with `_`, values with blanks around, `undefined` in a query. It also orders the
// lines of headers by language and their names by character: letters only, so that both are the same.
const segment = fc.stringMatching(/^[A-Za-z0-9_.~-]{1,12}$/u).filter((text) => !/^\.{1,2}$/u.test(text));
const queryValue = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ maxLength: 12 }));
const requests: fc.Arbitrary<Case> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  origin: fc.constantFrom('https://osm.example.com', 'http://127.0.0.1:8080', 'https://osm.example.com:8443'),
  path: fc.tuple(fc.array(segment, { maxLength: 4 }), fc.boolean()).map(([segments, hasSlash]) => {
    const path = `/${segments.join('/')}`;
    return hasSlash && !path.endsWith('/') ? `${path}/` : path;
  }),
  query: fc.dictionary(
    fc.stringMatching(/^[A-Za-z_\u4e00-\u4e20]{1,8}$/u),
    fc.oneof(queryValue, fc.array(queryValue, { minLength: 1, maxLength: 3 })),
    { maxKeys: 4, noNullPrototype: true },
  ),
  headers: fc.dictionary(
    fc.stringMatching(/^x-[a-z]{1,8}$/u),
    fc.stringMatching(/^[A-Za-z0-9+/= ,;:]{0,20}$/u).map((value) => value.trim()),
    { maxKeys: 3, noNullPrototype: true },
  ),
  data: fc.option(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { noNullPrototype: true }), {
    nil: undefined,
  }),
});

describe('the signer', { timeout: 60_000 }, () => {
  test('makes the signature that the vendor has published', () => {
    const request = {
      method: 'GET',
      url: new URL(
        'https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
      ),
      headers: { 'content-type': 'application/json', 'x-sdk-date': date },
      body: new Uint8Array(),
    };
    assert.equal(
      sign(request, key),
      'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
    );
  });

  test('agrees with the official signer', () => {
    fc.assert(
      fc.property(requests, (request) => {
        assert.equal(ours(request), theirs(request));
      }),
      { numRuns: 500 },
    );
  });

  test('agrees with the official signer about a body that is not signed', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const own = ours({ ...request, headers: { ...request.headers, 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' } });
        const official = theirs({
          ...request,
          headers: { ...request.headers, 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' },
        });
        assert.equal(own, official);
      }),
      { numRuns: 100 },
    );
  });

  test('signs what an encoded or Chinese segment means, encoded once', () => {
    const of = (path: string): string =>
      ours({ method: 'GET', origin: 'https://osm.example.com', path, query: {}, headers: {}, data: undefined });
    assert.equal(of('/a/%E4%B8%AD'), of('/a/中'));
    assert.equal(of('/a%20b'), of('/a b'));
    assert.notEqual(of('/a/b'), of('/a%2Fb'));
    assert.equal(of('/a/'), of('/a'));
    assert.equal(of('/100%'), of('/100%'));
  });

  test('leaves out names with an underscore and blanks around values', () => {
    const of = (headers: Readonly<Record<string, string>>): string =>
      ours({ method: 'GET', origin: 'https://osm.example.com', path: '/a', query: {}, headers, data: undefined });
    assert.equal(of({ 'x-site': ' 1 ', x_odd: 'a' }), of({ 'x-site': '1' }));
  });

  test('writes the time as the gateway reads it', () => {
    assert.equal(formatSigningDate(Date.UTC(2019, 10, 15, 3, 36, 55, 999)), date);
  });
});
