// Builds what VS Code runs.
//
//   node esbuild.mjs [--development]
//
// - dist/extension.js: one file, everything that activation needs and nothing else
// - dist/lazy/background.js: one file, what begins with the first connection
// - dist/lazy/*.js: what is loaded at first use, with shared chunks
// - dist/webview/*: the pages, for the browser
//
// Why several builds for the host: with one split build, code that both sides use moves to a chunk of its own, and
// activation reads two files or more. Here each carries its own copy of that (small) code. Therefore nothing may depend
// on the identity of a class across the border; `TicketError` is told by a brand.
//
// The host's files are ES modules, but take the editor's API by `require` (vscodeByRequire says why).

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));

/** Loading undici must not replace the dispatcher that VS Code's own fetch uses in this process (docs: undici `lib/global.js`). */
const privateUndici = {
  name: 'private-undici-global',
  setup(build) {
    build.onLoad({ filter: /undici[\\/]lib[\\/]global\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll(
        "Symbol.for('undici.globalDispatcher",
        "Symbol('itsmTickets.undici.globalDispatcher",
      );
      if (contents === source)
        throw new Error('undici/lib/global.js has changed: its process-wide symbol was not found');
      return { loader: 'js', contents };
    });
  },
};

/**
 * proper-lockfile as it is, but without what its dependencies do to the whole process, which we share: graceful-fs puts
 * itself in the place of `fs.close`, signal-exit in that of `process.emit` and of the signals' handlers. A lock that
 * nobody releases grows old.
 */
const privateLockfile = {
  name: 'private-lockfile',
  setup(build) {
    const substitutes = {
      'graceful-fs': "module.exports = { ...require('node:fs') };",
      'signal-exit': 'module.exports = () => {};',
    };
    build.onResolve({ filter: /^(graceful-fs|signal-exit)$/ }, ({ path }) => ({ path, namespace: 'private-lockfile' }));
    build.onLoad({ filter: /.*/, namespace: 'private-lockfile' }, ({ path }) => ({ contents: substitutes[path] }));
  },
};

/**
 * Makes `require('vscode')` of each import from 'vscode'. For an import, the editor writes a module that reads and exports
 * every name of its API, and compiles it for each extension anew: 3 to 7 ms of the host's only thread, where `require`
 * takes a fraction of one (bench/README.md; VS Code 1.139, `NodeModuleESMInterceptor`). `require` is in the banner.
 */
const vscodeByRequire = {
  name: 'vscode-by-require',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll(/^import \{([^}]*)\} from 'vscode';/gm, (_, names) => {
        const values = names.split(',').filter((name) => name.trim() !== '' && !name.trim().startsWith('type '));
        return values.length === 0 ? '' : `const {${values.join(',').replaceAll(' as ', ': ')}} = require('vscode');`;
      });
      return { loader: 'ts', contents };
    });
    build.onEnd(({ metafile }) => {
      const isLeft = ({ path, kind }) => path === 'vscode' && kind !== 'require-call';
      for (const [path, { imports }] of Object.entries(metafile?.outputs ?? {})) {
        if (imports.some(isLeft)) throw new Error(`${path}: an import from 'vscode' was not made a require`);
      }
    });
  },
};

/**
 * The file of dist/lazy that a lazily imported module goes into. What is needed at the same time shares one: each further
 * file brings chunks of what it has in common with the others, and the editor reads and compiles every one.
 */
function lazyFileOf(name) {
  if (!name.startsWith('editor-')) return name;
  if (/Page$|commands$|memoryFiles$|pageMessages$/.test(name)) return 'pages';
  return ownFiles[name] ?? 'views';
}

const ownFiles = {
  'editor-backgroundWork': 'background',
  'editor-fileLock': 'fileLock',
};

/**
 * Turns each `import('…')` of our own code into a file of dist/lazy and remembers it in `found` (file → name → path).
 * @param {string} folder dist/lazy, as seen from where the output goes
 */
function lazyImports(found, folder) {
  return {
    name: 'lazy-imports',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const target = resolve(resolveDir, path);
        const name = relative(`${root}/src`, target).replace(/\.ts$/, '').split(sep).join('-');
        const file = lazyFileOf(name);
        if (!found.has(file)) found.set(file, new Map());
        found.get(file).set(name, target);
        return { path: `${folder}/${file}.js`, external: true };
      });
    },
  };
}

/** The modules of one lazy file, as one module. */
function lazyFiles(found) {
  return {
    name: 'lazy-files',
    setup(build) {
      build.onResolve({ filter: /^lazy:/ }, ({ path }) => ({ path: path.slice('lazy:'.length), namespace: 'lazy' }));
      build.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path: file }) => {
        const paths = [...found.get(file).values()];
        await refuseEqualExports(file, paths);
        return {
          contents: paths.map((path) => `export * from ${JSON.stringify(path)};`).join('\n'),
          resolveDir: root,
        };
      });
    },
  };
}

/** `export *` drops a name that two modules export, without a word. */
async function refuseEqualExports(file, paths) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: paths,
    bundle: false,
    write: false,
    metafile: true,
    outdir: 'dist',
    format: 'esm',
    logLevel: 'warning',
  });
  const names = Object.values(metafile.outputs).flatMap(({ exports }) => exports);
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  if (twice.length > 0) throw new Error(`dist/lazy/${file}.js: two modules export ${twice.join(', ')}`);
}

const common = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  format: 'esm',
  sourcemap: 'linked',
  legalComments: 'none',
  // Chinese and typographic signs as they are: escaped they take twice the room.
  charset: 'utf8',
  logLevel: 'warning',
};

const host = {
  ...common,
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  banner: {
    // The editor looks up who asks for its API each time: once a file will do. In few letters, as it is in every file.
    js: "import{createRequire as itsmC}from'node:module';let itsmV;const itsmR=itsmC(import.meta.url),require=n=>n==='vscode'?itsmV??=itsmR(n):itsmR(n);",
  },
};

/**
 * Builds the extension host's side.
 * @returns esbuild's metafiles: `entry` of dist/extension.js and `lazy` of the rest
 */
export async function buildHost({ outdir = 'dist', minify = true } = {}) {
  const found = new Map();
  const entry = await esbuild.build({
    ...host,
    minify,
    outdir,
    entryPoints: { extension: 'src/extension.ts' },
    plugins: [vscodeByRequire, lazyImports(found, './lazy')],
  });
  // Whoever has a connection needs this as soon as activation is over: one file, too, without chunks to read beside it.
  const [backgroundWork] = found.get('background').values();
  found.delete('background');
  const background = await esbuild.build({
    ...host,
    minify,
    outdir: `${outdir}/lazy`,
    entryPoints: { background: backgroundWork },
    plugins: [vscodeByRequire, lazyImports(found, '.')],
  });
  const lazy = await esbuild.build({
    ...host,
    minify,
    outdir: `${outdir}/lazy`,
    entryPoints: Object.fromEntries([...found.keys()].map((file) => [file, `lazy:${file}`])),
    splitting: true,
    chunkNames: 'chunk-[hash]',
    plugins: [lazyFiles(found), vscodeByRequire, privateUndici, privateLockfile],
  });
  return {
    entry: entry.metafile,
    lazy: {
      inputs: { ...background.metafile.inputs, ...lazy.metafile.inputs },
      outputs: { ...background.metafile.outputs, ...lazy.metafile.outputs },
    },
  };
}

/**
 * Builds the pages and copies what they link to.
 * @returns esbuild's metafile
 */
export async function buildWebview({ outdir = 'dist/webview', minify = true } = {}) {
  const { metafile } = await esbuild.build({
    ...common,
    minify,
    outdir,
    target: 'chrome140',
    tsconfig: 'src/webview/tsconfig.json',
    entryPoints: { stepPage: 'src/webview/stepPage.ts' },
    splitting: true,
    chunkNames: 'chunk-[hash]',
  });
  await mkdir(resolve(root, outdir), { recursive: true });
  const codicons = resolve(root, 'node_modules/@vscode/codicons/dist');
  await cp(resolve(codicons, 'codicon.ttf'), resolve(root, outdir, 'codicon.ttf'));
  // A page draws the glyphs itself (src/webview/icon.ts): of the stylesheet it needs the font alone.
  const [font] = /@font-face\s*\{[^}]*\}/u.exec(await readFile(resolve(codicons, 'codicon.css'), 'utf8')) ?? [];
  if (font === undefined) throw new Error('The stylesheet of the codicons has no font.');
  await writeFile(resolve(root, outdir, 'codicon.css'), `${font}\n`);
  return metafile;
}

if (process.argv[1] !== undefined && basename(process.argv[1]) === 'esbuild.mjs') {
  const minify = !process.argv.includes('--development');
  await rm(resolve(root, 'dist'), { recursive: true, force: true });
  const [hostFiles, webview] = await Promise.all([buildHost({ minify }), buildWebview({ minify })]);
  await writeFile(resolve(root, 'dist/meta.json'), JSON.stringify({ ...hostFiles, webview }));
}
