import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SecretStorage as EditorSecrets } from 'vscode';
import { Emitter } from '../../../src/base/emitter.ts';
import { Keyring } from '../../../src/editor/keyring.ts';
import { turn } from '../../fakes/turn.ts';

/** The editor's storage in memory: tells of each write as often as `echoes` says. */
function open(environment: Record<string, string> = {}) {
  const values = new Map<string, string>();
  const onDidChange = new Emitter<{ readonly key: string }>();
  const tell = (key: string, times: number): void => {
    for (let count = 0; count < times; count += 1) onDidChange.fire({ key });
  };
  const options = { echoes: 1, isForgetful: false };
  const secrets: EditorSecrets = {
    get: async (key) => values.get(key),
    keys: async () => [...values.keys()],
    store: async (key, value) => {
      if (!options.isForgetful) values.set(key, value);
      tell(key, options.echoes);
    },
    delete: async (key) => {
      values.delete(key);
      tell(key, options.echoes);
    },
    onDidChange: (listener) => onDidChange.event((event) => void listener(event)),
  };
  const keyring = new Keyring(secrets, environment);
  const told: string[] = [];
  keyring.onDidChange(({ connectionId }) => told.push(connectionId));
  const changeElsewhere = async (key: string, value: string): Promise<void> => {
    values.set(key, value);
    tell(key, 2);
    await turn();
  };
  return { keyring, values, told, options, changeElsewhere };
}

describe('the keyring', () => {
  it('keeps secrets by connection and name', async () => {
    const { keyring, values } = open();
    assert.equal(await keyring.write('one', 'token', 'a'), true);
    assert.equal(await keyring.read('one', 'token'), 'a');
    assert.equal(await keyring.read('two', 'token'), undefined);
    assert.deepEqual([...values.keys()], ['itsmTickets/one/token']);
    await keyring.delete('one', 'token');
    assert.equal(await keyring.read('one', 'token'), undefined);
  });

  it('falls back to the environment, which what was stored wins over', async () => {
    const { keyring } = open({ ITSM_TICKETS_ONE_APP_SECRET: 'from outside' });
    assert.equal(keyring.isFromEnvironment('one', 'appSecret'), true);
    assert.equal(keyring.isFromEnvironment('one', 'token'), false);
    assert.equal(await keyring.read('one', 'appSecret'), 'from outside');
    await keyring.write('one', 'appSecret', 'stored');
    assert.equal(await keyring.read('one', 'appSecret'), 'stored');
    await keyring.delete('one', 'appSecret');
    assert.equal(await keyring.read('one', 'appSecret'), 'from outside');
  });

  it('says when a secret cannot be read back, and has it as long as the window lives', async () => {
    const { keyring, options, told } = open();
    options.isForgetful = true;
    assert.equal(await keyring.write('one', 'token', 'a'), false);
    assert.equal(await keyring.read('one', 'token'), 'a');
    await turn();
    assert.deepEqual(told, []);
    await keyring.delete('one', 'token');
    assert.equal(await keyring.read('one', 'token'), undefined);
  });

  it('is silent about what this window wrote, however often the editor tells of it', async () => {
    for (const echoes of [0, 1, 2]) {
      const { keyring, told, options } = open();
      options.echoes = echoes;
      await keyring.write('one', 'token', 'a');
      await keyring.delete('one', 'token');
      await turn();
      assert.deepEqual(told, []);
    }
  });

  it('tells of what another window wrote, and of nothing that is not ours', async () => {
    const { keyring, told, changeElsewhere } = open();
    await keyring.write('one', 'token', 'a');
    await changeElsewhere('other/one/token', 'x');
    await changeElsewhere('itsmTickets/one', 'x');
    assert.deepEqual(told, []);
    await changeElsewhere('itsmTickets/one/token', 'b');
    assert.ok(told.length > 0);
    assert.deepEqual([...new Set(told)], ['one']);
  });

  it('tells nothing after its end', async () => {
    const { keyring, told, changeElsewhere } = open();
    keyring.dispose();
    await changeElsewhere('itsmTickets/one/token', 'b');
    assert.deepEqual(told, []);
  });
});
