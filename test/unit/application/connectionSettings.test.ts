import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { holdsAlways } from '../../fakes/holdsAlways.ts';
import {
  environmentName,
  isConnectionId,
  makeConnectionId,
  normalizeBaseUrl,
  parseConnections,
  toSettingsEntry,
} from '../../../src/application/connectionSettings.ts';
import { makeConnection } from '../../fakes/samples.ts';

const entry = { id: 'prod', system: 'bk-itsm', baseUrl: 'https://itsm.example.com' };

describe('parseConnections', () => {
  it('reads an entry and fills in what may be left out', () => {
    assert.deepEqual(parseConnections([entry]), {
      connections: [
        {
          id: 'prod',
          system: 'bk-itsm',
          label: 'prod',
          baseUrl: 'https://itsm.example.com',
          transport: 'vscode',
          caFile: undefined,
          settings: {},
        },
      ],
      problems: [],
    });
  });

  it('takes what it does not know as a setting of the system, numbers as text', () => {
    const [connection] = parseConnections([
      { ...entry, transport: 'direct', caFile: ' /ca.pem ', appCode: ' app ', port: 80, flag: true, list: [1] },
    ]).connections;
    assert.equal(connection?.transport, 'direct');
    assert.equal(connection.caFile, '/ca.pem');
    assert.deepEqual(connection.settings, { appCode: 'app', port: '80' });
  });

  it('takes the editor as the transport whatever else is written there', () => {
    for (const transport of ['vscode', '', 'x', 3, null]) {
      assert.equal(parseConnections([{ ...entry, transport }]).connections[0]?.transport, 'vscode');
    }
  });

  it('says what is wrong with an entry, by its place, and keeps the others', () => {
    const { connections, problems } = parseConnections([
      null,
      'x',
      { ...entry, id: 'a b' },
      { ...entry, system: ' ' },
      { ...entry, baseUrl: 'ftp://itsm.example.com' },
      entry,
    ]);
    assert.deepEqual(
      connections.map(({ id }) => id),
      ['prod'],
    );
    assert.deepEqual(
      problems.map(({ text, args }) => [text.replace(/^Connection \{0\}:? /u, '').split(' ')[0], args[0]]),
      [
        ['is', 1],
        ['is', 2],
        ['"id"', 3],
        ['"system"', 4],
        ['"baseUrl"', 5],
      ],
    );
  });

  it('refuses ids that would share their environment variables, and keeps the first', () => {
    const { connections, problems } = parseConnections([
      { ...entry, id: 'bk-prod' },
      { ...entry, id: 'BK_prod' },
      { ...entry, id: 'bk-prod' },
    ]);
    assert.equal(connections.length, 1);
    assert.equal(problems.length, 2);
  });

  it('never throws, and gives only connections that make sense', () => {
    const anyEntry = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          id: fc.oneof(fc.jsonValue(), fc.constantFrom('a', 'A', '__proto__', 'constructor', 'x'.repeat(65))),
          system: fc.oneof(fc.jsonValue(), fc.constant('bk-itsm')),
          baseUrl: fc.oneof(fc.jsonValue(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
          label: fc.jsonValue(),
          transport: fc.jsonValue(),
          caFile: fc.jsonValue(),
          __proto__: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    );
    holdsAlways(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything(), fc.array(anyEntry)), (value) => {
        const { connections, problems } = parseConnections(value);
        const count = Array.isArray(value) ? value.length : 0;
        assert.equal(connections.length + problems.length, count);
        for (const connection of connections) {
          assert.ok(isConnectionId(connection.id));
          assert.equal(normalizeBaseUrl(connection.baseUrl), connection.baseUrl);
          assert.notEqual(connection.label, '');
        }
        const names = connections.map(({ id }) => environmentName(id, 'token'));
        assert.equal(new Set(names).size, names.length);
      }),
    );
  });
});

describe('toSettingsEntry', () => {
  it('leaves out what goes without saying', () => {
    assert.deepEqual(toSettingsEntry(makeConnection('prod', { label: 'Prod', settings: { appCode: 'app' } })), {
      id: 'prod',
      system: 'memory',
      label: 'Prod',
      baseUrl: 'https://itsm.example.com',
      appCode: 'app',
    });
  });

  it('is read back as the same connection', () => {
    const word = fc.stringMatching(/^[!-~]([ -~]{0,8}[!-~])?$/);
    const own = ['id', 'system', 'label', 'baseUrl', 'transport', 'caFile'];
    const connection = fc.record({
      id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
      system: word,
      label: word,
      baseUrl: fc.webUrl().map((url) => normalizeBaseUrl(url) ?? ''),
      transport: fc.constantFrom('vscode' as const, 'direct' as const),
      caFile: fc.option(word, { nil: undefined }),
      settings: fc
        .dictionary(
          fc.string().filter((key) => !own.includes(key)),
          word,
        )
        .map((settings) => ({ ...settings })),
    });
    holdsAlways(
      fc.property(connection, (each) => {
        assert.deepEqual(parseConnections([toSettingsEntry(each)]), { connections: [{ ...each }], problems: [] });
      }),
    );
  });
});

describe('normalizeBaseUrl', () => {
  it('keeps scheme, host, port and path, and nothing else', () => {
    const cases: readonly (readonly [string, string | undefined])[] = [
      ['https://itsm.example.com', 'https://itsm.example.com'],
      ['  https://itsm.example.com/  ', 'https://itsm.example.com'],
      ['HTTPS://ITSM.Example.COM', 'https://itsm.example.com'],
      ['http://itsm.example.com:8080/', 'http://itsm.example.com:8080'],
      ['https://itsm.example.com:443', 'https://itsm.example.com'],
      ['https://itsm.example.com/o/bk_itsm/', 'https://itsm.example.com/o/bk_itsm'],
      ['https://itsm.example.com/o///', 'https://itsm.example.com/o'],
      ['https://user:password@itsm.example.com/a', 'https://itsm.example.com/a'],
      ['https://itsm.example.com/a?token=secret', 'https://itsm.example.com/a'],
      ['https://itsm.example.com/a/#/ticket/1', 'https://itsm.example.com/a'],
      ['http://[::1]:3000', 'http://[::1]:3000'],
      ['http://中文.example', 'http://xn--fiq228c.example'],
      ['itsm.example.com', undefined],
      ['ftp://itsm.example.com', undefined],
      ['javascript:alert(1)', undefined],
      ['file:///etc/passwd', undefined],
      ['https://', undefined],
      ['', undefined],
    ];
    for (const [given, expected] of cases) assert.equal(normalizeBaseUrl(given), expected, given);
  });

  it('changes nothing when it is applied again', () => {
    holdsAlways(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })), (text) => {
        const once = normalizeBaseUrl(text);
        if (once === undefined) return;
        assert.equal(normalizeBaseUrl(once), once);
        assert.doesNotMatch(once, /[?#]|\/$|^\w+:\/\/[^/]*@/u);
      }),
    );
  });
});

describe('ids', () => {
  it('consist of letters, digits, "-" and "_" and begin with one of the former', () => {
    for (const id of ['a', '0', 'bk-prod', 'BK_prod', 'x'.repeat(64)]) assert.ok(isConnectionId(id), id);
    for (const id of ['', '-a', '_a', 'a b', 'a/b', 'é', 'a\n', 'x'.repeat(65)]) assert.ok(!isConnectionId(id), id);
  });

  it('are made from a label, from the system where the label has nothing, and numbered when taken', () => {
    assert.equal(makeConnectionId('BK 生产 prod', 'bk-itsm', new Set()), 'bk-prod');
    assert.equal(makeConnectionId('生产', 'bk-itsm', new Set()), 'bk-itsm');
    assert.equal(makeConnectionId('Prod', 'bk-itsm', new Set(['prod'])), 'prod-2');
    assert.equal(makeConnectionId('Prod', 'bk-itsm', new Set(['PROD', 'prod_2'])), 'prod-3');
    assert.equal(makeConnectionId(`${'a'.repeat(39)} b`, 'bk-itsm', new Set()), 'a'.repeat(39));
  });

  it('that are made can always be used', () => {
    holdsAlways(
      fc.property(fc.string(), fc.array(fc.constantFrom('a', 'a-2', 'bk-itsm')), (label, taken) => {
        const id = makeConnectionId(label, 'bk-itsm', new Set(taken));
        assert.ok(isConnectionId(id));
        assert.equal(
          parseConnections([...new Set(taken), id].map((each) => ({ ...entry, id: each }))).problems.length,
          0,
        );
      }),
    );
  });
});

describe('environmentName', () => {
  it('is made of the id and the words of the secret', () => {
    assert.equal(environmentName('bk-prod', 'appSecret'), 'ITSM_TICKETS_BK_PROD_APP_SECRET');
    assert.equal(environmentName('a1', 'bkToken2'), 'ITSM_TICKETS_A1_BK_TOKEN2');
  });

  it('is a name that every shell takes', () => {
    holdsAlways(
      fc.property(fc.string(), fc.string(), (id, name) => {
        assert.match(environmentName(id, name), /^[A-Z_][A-Z0-9_]*$/u);
      }),
    );
  });
});
