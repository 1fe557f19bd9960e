import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { providerDefinitions } from '../../../src/providers/index.ts';
import { makeEnvironment } from '../../fakes/environment.ts';

const folder = new URL('../../../src/providers/', import.meta.url);

/** A folder without an `index.ts` is what the systems of one family share: no system of its own. */
function listSystems(): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && existsSync(new URL(`${entry.name}/index.ts`, folder)) ? [entry.name] : [],
  );
}

test('every provider folder is registered, and a folder that is none says what it shares', async () => {
  const names = listSystems();
  const others = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !names.includes(entry.name),
  );
  assert.deepEqual(
    others.map(({ name }) => name),
    ['huaweiCloud'],
  );
  assert.equal(names.length, providerDefinitions.length);
  for (const name of names) {
    const exported = (await import(new URL(`${name}/index.ts`, folder).href)) as Record<string, unknown>;
    const isRegistered = Object.values(exported).some((value) => providerDefinitions.some((each) => each === value));
    assert.ok(isRegistered, name);
  }
});

/** What a connection may be in the settings. */
interface ConnectionSchema {
  readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

async function readConnectionSchema(): Promise<ConnectionSchema> {
  const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    contributes: { configuration: { properties: Record<string, { items: ConnectionSchema }> } };
  };
  const connections = manifest.contributes.configuration.properties['itsmTickets.connections'];
  assert.ok(connections !== undefined);
  return connections.items;
}

test('the settings know every system, what each of them asks for, and nothing that none does', async () => {
  const { properties } = await readConnectionSchema();
  assert.deepEqual(
    properties['system']?.enum,
    providerDefinitions.map(({ system }) => system),
  );
  const inputs = providerDefinitions.flatMap(({ settings }) => settings);
  for (const { key, choices } of inputs) {
    assert.ok(properties[key] !== undefined, key);
    assert.deepEqual(
      properties[key].enum,
      choices?.map(({ value }) => value),
      key,
    );
  }
  const common = ['id', 'system', 'label', 'baseUrl', 'transport', 'caFile'];
  const known = new Set([...common, ...inputs.map(({ key }) => key)]);
  assert.deepEqual(
    Object.keys(properties).filter((key) => !known.has(key)),
    [],
  );
});

describe('definitions', () => {
  for (const definition of providerDefinitions) {
    test(`${definition.system} can be asked for by a wizard`, () => {
      const inputs = [...definition.settings, ...definition.secrets];
      assert.equal(new Set(inputs.map((input) => input.key)).size, inputs.length);
      for (const input of inputs) {
        assert.match(input.key, /^[a-zA-Z][a-zA-Z0-9]*$/u);
        assert.ok(input.label.text !== '' && input.help.text !== '');
        if (input.choices !== undefined && input.choices.length > 0) {
          assert.ok(input.choices.some((choice) => choice.value === input.defaultValue));
        }
      }
      for (const secret of definition.secrets) {
        assert.equal(secret.defaultValue, '');
        // It would be written down beside what is typed.
        assert.notEqual(secret.namesAccount, true);
      }
    });

    test(`${definition.system} makes a provider without making a request`, async () => {
      const records: unknown[] = [];
      const connection = {
        id: 'a',
        system: definition.system,
        label: 'A',
        baseUrl: 'http://127.0.0.1:9',
        transport: 'vscode' as const,
        caFile: undefined,
        settings: {},
      };
      const environment = makeEnvironment({ onRequest: (record) => void records.push(record) });
      (await definition.create(connection, {}, environment)).dispose();
      assert.deepEqual(records, []);
    });
  }

  test('have names of their own', () => {
    assert.equal(new Set(providerDefinitions.map((definition) => definition.system)).size, providerDefinitions.length);
  });
});
