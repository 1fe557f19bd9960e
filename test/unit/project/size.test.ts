import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const kB = 1000;

/** What esbuild writes down about a build; the part that is looked at here. */
interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
  readonly bytes: number;
  readonly entryPoint?: string;
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
}

/** The build script and the packager, which are JavaScript. */
interface Build {
  buildHost(options: { outdir: string }): Promise<{ entry: Metafile; lazy: Metafile }>;
  buildWebview(options: { outdir: string }): Promise<Metafile>;
}

interface Packager {
  ensurePackaged(): Promise<string>;
}

/** Of no system, or of this one. */
function isOf(system: string, entryPoint: string): boolean {
  const [, folder = system] = /src\/providers\/(\w+)\//.exec(entryPoint) ?? [];
  return folder === system || (folder === 'huaweiCloud' && system.startsWith('huawei'));
}

const load = async (path: string): Promise<unknown> => import(new URL(`../../../${path}`, import.meta.url).href);

describe('what activation and the pages load', () => {
  let outdir: string;
  let entry: Metafile;
  let lazy: Metafile;
  let webview: Metafile;

  before(async () => {
    outdir = await mkdtemp(join(tmpdir(), 'itsm-size-'));
    const build = (await load('esbuild.mjs')) as Build;
    [{ entry, lazy }, webview] = await Promise.all([
      build.buildHost({ outdir }),
      build.buildWebview({ outdir: join(outdir, 'webview') }),
    ]);
  });

  after(() => rm(outdir, { recursive: true, force: true }));

  it('activation reads one file of at most 40 kB', () => {
    const [file, ...others] = scripts(entry);
    assert.deepEqual(others, []);
    assert.ok(file !== undefined && file[1].bytes <= 40 * kB, `${file?.[1].bytes} bytes`);
    const loadedWithIt = file[1].imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path);
    const own = loadedWithIt.filter((path) => path !== 'vscode' && !path.startsWith('node:'));
    assert.deepEqual(own, []);
  });

  it('activation loads neither zod nor undici', () => {
    const large = Object.keys(entry.inputs).filter((path) => /node_modules\/(?:zod|undici)\//.test(path));
    assert.deepEqual(large, []);
  });

  // Nobody loads the code of a system that they have no connection to.
  for (const system of ['bkItsm', 'huaweiOsm', 'huaweiCoc']) {
    const isUsed = (entryPoint: string): boolean =>
      !/directTransport|sandbox/.test(entryPoint) && isOf(system, entryPoint);

    it(`what watches and shows tickets of ${system} is at most 300 kB`, () => {
      const bytes = bytesOf((entryPoint) => isUsed(entryPoint) && !entryPoint.endsWith('lazy:pages'));
      assert.ok(bytes <= 300 * kB, `${bytes} bytes`);
    });

    it(`all of the host for ${system} is at most 420 kB, direct transport and sandbox aside`, () => {
      const bytes = bytesOf(isUsed);
      assert.ok(bytes <= 420 * kB, `${bytes} bytes`);
    });
  }

  function bytesOf(isWanted: (entryPoint: string) => boolean): number {
    const entries = scripts(lazy).filter(([, { entryPoint }]) => entryPoint !== undefined && isWanted(entryPoint));
    assert.ok(entries.length > 2, 'nothing is loaded lazily');
    const files = new Set(entries.flatMap(([path]) => withStaticImports(lazy, path)));
    return [...files].reduce((sum, path) => sum + (lazy.outputs[path]?.bytes ?? 0), 0);
  }

  it('a page is at most 120 kB compressed before it shows something', async () => {
    const start = scripts(webview).find(([path]) => path.endsWith('/stepPage.js'));
    assert.ok(start);
    let bytes = 0;
    for (const path of withStaticImports(webview, start[0])) {
      bytes += gzipSync(await readFile(resolve(root, path))).byteLength;
    }
    assert.ok(bytes <= 120 * kB, `${bytes} bytes`);
  });
});

describe('the package', () => {
  let archive: Buffer;

  before(async () => {
    const packager = (await load('scripts/package.mjs')) as Packager;
    archive = await readFile(await packager.ensurePackaged());
  });

  it('is at most 1 MB in at most 60 files', () => {
    assert.ok(archive.byteLength <= 1000 * kB, `${archive.byteLength} bytes`);
    const files = filesOf(archive);
    assert.ok(files.length <= 60, files.join('\n'));
  });

  it('holds what runs and what is owed to others, and nothing else', () => {
    const files = filesOf(archive).map((file) => file.replace(/^extension\//, ''));
    for (const file of ['dist/extension.js', 'dist/ThirdPartyNotices.txt', 'LICENSE.txt', 'package.nls.zh-cn.json']) {
      assert.ok(files.includes(file), file);
    }
    const unwanted = files.filter((file) => /\.map$|\.ts$|^(?:src|test|scripts|node_modules|\.)/.test(file));
    assert.deepEqual(unwanted, []);
  });
});

function scripts(metafile: Metafile): [path: string, output: Output][] {
  return Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.js'));
}

function withStaticImports({ outputs }: Metafile, path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) withStaticImports({ inputs: {}, outputs }, imported, seen);
  }
  return [...seen];
}

/** The names in a zip archive, from the directory at its end. */
function filesOf(archive: Buffer): string[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = archive.readUInt16LE(end + 10);
  const names: string[] = [];
  for (let at = archive.readUInt32LE(end + 16); names.length < count;) {
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    names.push(archive.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}
