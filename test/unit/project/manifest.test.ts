import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

interface MenuEntry {
  readonly command?: string;
  readonly submenu?: string;
}

interface Setting {
  readonly scope?: string;
}

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus?: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly submenus?: readonly { readonly id: string }[];
    readonly keybindings?: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const readText = (path: string): Promise<string> => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readText(path)) as T; // checked by each test

describe('the manifest', () => {
  it('takes the title of every command from the translations', async () => {
    const { contributes } = await readJson<Manifest>('package.json');
    const untranslated = contributes.commands.filter(({ title }) => !/^%.+%$/.test(title));
    assert.deepEqual(untranslated, []);
  });

  it('has a translation in both languages for every key, and no other', async () => {
    const used = new Set(Array.from((await readText('package.json')).matchAll(/"%([^%"]+)%"/g), ([, key = '']) => key));
    for (const file of ['package.nls.json', 'package.nls.zh-cn.json']) {
      const translations = await readJson<Record<string, string>>(file);
      assert.deepEqual(Object.keys(translations).sort(), [...used].sort(), file);
    }
  });

  it('uses the same placeholders in both languages', async () => {
    const english = await readJson<Record<string, string>>('package.nls.json');
    const chinese = await readJson<Record<string, string>>('package.nls.zh-cn.json');
    for (const [key, text] of Object.entries(english)) {
      assert.deepEqual(placeholders(chinese[key] ?? ''), placeholders(text), key);
    }
  });

  it('puts only commands and submenus into menus that it declares', async () => {
    const { contributes } = await readJson<Manifest>('package.json');
    const commands = new Set(contributes.commands.map(({ command }) => command));
    const submenus = new Set(contributes.submenus?.map(({ id }) => id));
    for (const [menu, entries] of Object.entries(contributes.menus ?? {})) {
      for (const { command, submenu } of entries) {
        if (command !== undefined) assert.ok(commands.has(command), `${menu}: ${command}`);
        if (submenu !== undefined) assert.ok(submenus.has(submenu), `${menu}: ${submenu}`);
      }
    }
  });

  it('binds keys only to commands that it declares', async () => {
    const { contributes } = await readJson<Manifest>('package.json');
    const commands = new Set(contributes.commands.map(({ command }) => command));
    for (const { command } of contributes.keybindings ?? []) assert.ok(commands.has(command), command);
  });

  it('declares no command twice', async () => {
    const { contributes } = await readJson<Manifest>('package.json');
    const commands = contributes.commands.map(({ command }) => command);
    assert.deepEqual(commands, [...new Set(commands)]);
  });

  it('promises the oldest editor whose types it is compiled against', async () => {
    const { engines, devDependencies } = await readJson<Manifest>('package.json');
    assert.equal(engines.vscode, '^1.110.0');
    assert.equal(devDependencies['@types/vscode'], '1.110.0');
  });

  it('lets no workspace choose an address or a credential', async () => {
    const { contributes } = await readJson<Manifest>('package.json');
    const sensitive = Object.entries(contributes.configuration.properties).filter(([key]) =>
      /connection|url|endpoint|address|token|secret|password|credential|proxy|certificate|cafile/i.test(key),
    );
    assert.ok(sensitive.length > 0);
    for (const [key, { scope }] of sensitive) assert.equal(scope, 'application', key);
  });

  it('wants exact versions of everything it depends on', async () => {
    const { dependencies, devDependencies, optionalDependencies } = await readJson<Manifest>('package.json');
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
  });

  it('agrees with the lock file, which names no registry', async () => {
    const manifest = await readJson<Manifest>('package.json');
    const lock = await readJson<{
      packages: Record<string, Manifest & { version?: string; integrity?: string; resolved?: string }>;
    }>('package-lock.json');
    assert.deepEqual(lock.packages['']?.dependencies, manifest.dependencies);
    assert.deepEqual(lock.packages['']?.devDependencies, manifest.devDependencies);
    for (const [path, { version, integrity, resolved }] of Object.entries(lock.packages)) {
      if (path === '') continue;
      assert.match(version ?? '', /^\d+\.\d+\.\d+/, path);
      assert.ok(integrity, `${path} can be replaced unnoticed`);
      assert.equal(resolved, undefined, path);
    }
  });
});

function placeholders(text: string): string[] {
  return Array.from(text.matchAll(/\{\w+\}|\]\(command:[^)]*\)/g), ([found]) => found).sort();
}
