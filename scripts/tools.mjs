// The tools that are too large to be dependencies: real VS Code servers (from npm) and a browser.
// They are installed at first use into .tools/, each once and completely or not at all.
//
//   node scripts/tools.mjs    installs everything that `npm test` needs

import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { run } from './processes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools');

/** The versions of VS Code that are tested: today's and the oldest one that package.json admits. */
export const editors = {
  1.139: { codeServer: '4.139.1' },
  '1.110': { codeServer: '4.110.0', node: '22.23.3' },
};

/**
 * @param {string} version a key of `editors`
 * @returns {Promise<{ node: string, folder: string }>} the Node to run it with and the folder of VS Code's server
 */
export async function ensureEditor(version) {
  const editor = editors[version];
  if (!editor) throw new Error(`VS Code ${version} is not one of ${Object.keys(editors).join(', ')}.`);
  const codeServer = await ensurePackage('code-server', editor.codeServer, async (folder) => {
    await npm(['install', '--omit=dev'], join(folder, 'node_modules/code-server/lib/vscode'));
  });
  return {
    node: editor.node ? await ensureNode(editor.node) : process.execPath,
    folder: join(codeServer, 'node_modules/code-server/lib/vscode'),
  };
}

async function ensureNode(version) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = await ensurePackage(name, version, undefined, `node-${version}`);
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Installs one npm package into a folder of its own. The folder appears under its name only when it is complete. */
async function ensurePackage(name, version, finish, folderName = `${name}-${version}`) {
  const folder = join(tools, folderName);
  const stamp = join(folder, '.complete');
  const wanted = `${name}@${version}`;
  const isComplete = async () => existsSync(stamp) && (await readFile(stamp, 'utf8')).trim() === wanted;
  if (await isComplete()) return folder;
  await withLock(
    `${folder}.lock`,
    async () => {
      if (await isComplete()) return;
      const partial = `${folder}.partial`;
      await withProgress(`Installing ${wanted}`, async () => {
        await rm(partial, { recursive: true, force: true });
        await mkdir(partial, { recursive: true });
        await writeFile(join(partial, 'package.json'), JSON.stringify({ private: true }));
        await npm(['install', '--save-exact', wanted], partial);
        await finish?.(partial);
        await writeFile(join(partial, '.complete'), wanted);
        await rm(folder, { recursive: true, force: true });
        await rename(partial, folder);
      });
    },
    () => console.error(`Waiting for another installation of ${wanted} …`),
  );
  return folder;
}

/** npm's own settings (registry, proxy, cache) stay as the user has them; what `npm run` adds about this project does not apply. */
async function npm(args, cwd) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^npm_(package|lifecycle)_|^npm_config_local_prefix$|^INIT_CWD$/.test(key),
    ),
  );
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const command = cli ? [node ?? process.execPath, cli] : process.platform === 'win32' ? ['cmd', '/c', 'npm'] : ['npm'];
  const { ok, output } = await run(command[0], [...command.slice(1), ...args, ...quiet], {
    cwd,
    env,
    timeoutSeconds: 900,
  });
  if (!ok) throw new Error(`npm ${args.join(' ')} failed:\n${output.trim().split('\n').slice(-15).join('\n')}`);
}

/**
 * Finds a Chromium, and installs Debian's when there is none and that is possible.
 * @returns {Promise<string>} the path of its executable
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) {
    throw new Error(
      'A Chromium is needed for the tests: install chromium (Debian: apt-get install chromium fonts-noto-cjk) ' +
        'or name one with CHROMIUM_PATH.',
    );
  }
  await withLock(join(tools, 'chromium.lock'), async () => {
    if (findChromium() !== undefined) return;
    await withProgress('Installing Chromium (apt-get)', async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      for (const args of [
        ['update'],
        ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation', 'fonts-noto-cjk'],
      ]) {
        const { ok, output } = await run('apt-get', args, { env, timeoutSeconds: 900 });
        if (!ok) throw new Error(`apt-get ${args[0]} failed:\n${output.trim().split('\n').slice(-15).join('\n')}`);
      }
    });
  });
  const installed = findChromium();
  if (installed === undefined) throw new Error('apt-get installed chromium, but there is no /usr/bin/chromium.');
  return installed;
}

/** Flags for a browser that starts fast, talks to nobody and runs as root too. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function findChromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return candidates.find((path) => path && isExecutable(path));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function withProgress(what, work) {
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  console.error(`${what} …`);
  const ticking = setInterval(() => console.error(`${what} … ${elapsed()}`), 15_000);
  try {
    await work();
    console.error(`${what}: done in ${elapsed()}.`);
  } finally {
    clearInterval(ticking);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureChromium();
  for (const version of Object.keys(editors)) await ensureEditor(version);
}
