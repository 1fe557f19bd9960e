import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** One forbidden import for every border between two layers, and for every kind of package a layer may not use. */
const violations: readonly (readonly [file: string, imported: string])[] = [
  ['src/base/planted.ts', '../domain/ticket.ts'],
  ['src/base/planted.ts', 'node:fs'],
  ['src/base/planted.ts', 'vscode'],
  ['src/domain/planted.ts', '../application/watcher.ts'],
  ['src/domain/planted.ts', '../providers/http.ts'],
  ['src/domain/planted.ts', '../editor/names.ts'],
  ['src/domain/planted.ts', 'node:fs'],
  ['src/domain/planted.ts', 'zod'],
  ['src/application/planted.ts', '../providers/http.ts'],
  ['src/application/planted.ts', '../editor/names.ts'],
  ['src/application/planted.ts', '../protocol/stepPage.ts'],
  ['src/application/planted.ts', 'vscode'],
  ['src/application/planted.ts', 'node:fs'],
  ['src/providers/planted.ts', '../application/watcher.ts'],
  ['src/providers/planted.ts', '../sandbox/wire.ts'],
  ['src/providers/planted.ts', 'vscode'],
  ['src/providers/bkItsm/planted.ts', '../../editor/names.ts'],
  ['src/providers/bkItsm/planted.ts', '../huaweiOsm/index.ts'],
  ['src/providers/bkItsm/planted.ts', '../huaweiCloud/cloudHttp.ts'],
  ['src/providers/huaweiOsm/planted.ts', '../huaweiCoc/client.ts'],
  ['src/providers/huaweiCoc/planted.ts', '../bkItsm/client.ts'],
  ['src/providers/huaweiOsm/planted.ts', '../../editor/names.ts'],
  ['src/providers/huaweiCoc/planted.ts', 'vscode'],
  ['src/providers/huaweiCloud/planted.ts', '../huaweiOsm/client.ts'],
  ['src/sandbox/planted.ts', '../domain/ticket.ts'],
  ['src/sandbox/planted.ts', '../providers/http.ts'],
  ['src/sandbox/planted.ts', 'vscode'],
  ['src/sandbox/planted.ts', 'undici'],
  ['src/protocol/planted.ts', '../application/watcher.ts'],
  ['src/protocol/planted.ts', 'vscode'],
  ['src/protocol/planted.ts', 'node:fs'],
  ['src/editor/planted.ts', '../providers/http.ts'],
  ['src/editor/planted.ts', '../sandbox/wire.ts'],
  ['src/editor/planted.ts', '../webview/stepPage.ts'],
  ['src/editor/planted.ts', 'undici'],
  ['src/editor/planted.ts', 'zod'],
  ['src/editor/planted.ts', 'dompurify'],
  ['src/webview/planted.ts', '../application/watcher.ts'],
  ['src/webview/planted.ts', '../editor/names.ts'],
  ['src/webview/planted.ts', '../providers/http.ts'],
  ['src/webview/planted.ts', 'vscode'],
  ['src/webview/planted.ts', 'node:fs'],
  ['src/extension.ts', './webview/stepPage.ts'],
];

/** What each layer is for: the same rules must let these pass. */
const permitted: readonly (readonly [file: string, imported: string])[] = [
  ['src/domain/planted.ts', '../base/delay.ts'],
  ['src/application/planted.ts', '../domain/ticket.ts'],
  ['src/providers/planted.ts', 'undici'],
  ['src/providers/planted.ts', 'zod/mini'],
  ['src/providers/bkItsm/planted.ts', '../http.ts'],
  ['src/providers/bkItsm/planted.ts', '../httpRequest.ts'],
  ['src/providers/huaweiOsm/planted.ts', '../huaweiCloud/cloudHttp.ts'],
  ['src/providers/huaweiCoc/planted.ts', '../huaweiCloud/cloudHttp.ts'],
  ['src/sandbox/planted.ts', 'node:http'],
  ['src/sandbox/planted.ts', '../base/delay.ts'],
  ['src/editor/planted.ts', 'vscode'],
  ['src/editor/planted.ts', '../application/watcher.ts'],
  ['src/webview/planted.ts', 'lit'],
  ['src/webview/planted.ts', 'dompurify'],
  ['src/webview/planted.ts', 'prosemirror-state'],
  ['src/webview/planted.ts', '../domain/field.ts'],
  ['src/extension.ts', './editor/names.ts'],
];

describe('the layers', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'itsm-layers-'));
    await cp(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const [file, imported] of violations) {
    it(`an import of ${imported} in ${file} is refused`, async () => {
      assert.match(await lint(file, imported), /no-restricted-imports/);
    });
  }

  for (const [file, imported] of permitted) {
    it(`an import of ${imported} in ${file} is let through`, async () => {
      assert.doesNotMatch(await lint(file, imported), /no-restricted-imports/);
    });
  }

  // Not a rule of the linter: it refuses `* as z` together with the name.
  it('zod is imported as a whole: its name `z` drags in every locale', async () => {
    const named: string[] = [];
    let count = 0;
    for await (const file of glob('src/providers/**/*.ts', { cwd: root })) {
      const text = await readFile(join(root, file), 'utf8');
      if (text.includes("import * as z from 'zod/mini';")) count += 1;
      if (/import \{[^}]*\bz\b[^}]*\} from 'zod/u.test(text)) named.push(file);
    }
    assert.ok(count > 0);
    assert.deepEqual(named, []);
  });

  it('two files that import each other are refused', async () => {
    await plant('src/base/one.ts', "import { two } from './two.ts';\nexport const one = (): unknown => two;\n");
    await plant('src/base/two.ts', "import { one } from './one.ts';\nexport const two = (): unknown => one;\n");
    assert.match(oxlint('src/base/one.ts'), /no-cycle/);
  });

  async function lint(file: string, imported: string): Promise<string> {
    await plant(file, `import * as planted from '${imported}';\nexport const used = planted;\n`);
    const said = oxlint(file);
    await rm(join(folder, file));
    return said;
  }

  async function plant(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }

  function oxlint(file: string): string {
    const { stdout, stderr, error } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/oxlint/bin/oxlint'), '--format=unix', file],
      { cwd: folder, encoding: 'utf8' },
    );
    assert.equal(error, undefined);
    assert.equal(stderr, '');
    return stdout;
  }
});
