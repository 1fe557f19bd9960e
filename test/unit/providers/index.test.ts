import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { providerDefinitions } from '../../../src/providers/index.ts';
import { makeEnvironment } from '../../fakes/environment.ts';

const folder = new URL('../../../src/providers/', import.meta.url);

test('every provider folder is registered', async () => {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  assert.equal(names.length, providerDefinitions.length);
  for (const name of names) {
    const exported = (await import(new URL(`${name}/index.ts`, folder).href)) as Record<string, unknown>;
    const isRegistered = Object.values(exported).some((value) => providerDefinitions.some((each) => each === value));
    assert.ok(isRegistered, name);
  }
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

    test(`${definition.system} makes a provider without making a request`, () => {
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
      definition.create(connection, {}, environment).dispose();
      assert.deepEqual(records, []);
    });
  }

  test('have names of their own', () => {
    assert.equal(new Set(providerDefinitions.map((definition) => definition.system)).size, providerDefinitions.length);
  });
});
