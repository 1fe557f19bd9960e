// A real VS Code, as a server for the browser, with nothing of the user's in it. The demo and the host tests use it.

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run, startGroup } from './processes.mjs';
import { ensureEditor } from './tools.mjs';

/** Nothing that moves, asks, greets or calls home: the screen shows the editor and the extension. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.accounts.experimental.showEntitlements': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'window.commandCenter': false,
};

/**
 * @typedef {object} VscodeServer
 * @property {string} origin where it listens, `http://127.0.0.1:PORT`
 * @property {string} userDataDir holds `User/settings.json` and `User/globalStorage/<extension>`
 * @property {(query?: { folder?: string, payload?: readonly (readonly [string, string])[] }) => string} url of a window
 * @property {() => string} log what it said last
 * @property {Promise<unknown>} exited
 * @property {() => Promise<void>} dispose ends it and everything it started
 */

/**
 * @param {object} options
 * @param {string} options.dataDir everything it writes goes there; `HOME` too
 * @param {string} [options.version] '1.139' or '1.110'
 * @param {number} [options.port] default: a free one
 * @param {string} [options.vsix] an extension to install
 * @param {Record<string, unknown>} [options.settings] the user's settings.json, on top of the quiet ones
 * @param {Record<string, string>} [options.env] environment of the extension host, on top of ours
 * @param {string} [options.locale] display language, e.g. 'zh-cn'
 * @param {boolean} [options.runsTests] lets an address name tests to run inside; the window then shows no notifications
 * @param {number} [options.graceSeconds] how long it keeps the extension host of a window that is gone; default: hours
 * @param {number} [options.timeoutSeconds] until it answers
 * @returns {Promise<VscodeServer>}
 */
export async function startVscodeServer({
  dataDir,
  version = '1.139',
  port,
  vsix,
  settings = {},
  env = {},
  locale = 'en',
  runsTests = false,
  graceSeconds,
  timeoutSeconds = 60,
}) {
  const { node, folder } = await ensureEditor(version);
  const userDataDir = join(dataDir, 'data');
  const home = join(dataDir, 'home');
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await mkdir(home, { recursive: true });
  await writeFile(
    join(userDataDir, 'User/settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, undefined, 2),
  );
  await chooseLocale(userDataDir, locale);
  const serverEnv = {
    ...withoutNpmAndNode(process.env),
    HOME: home,
    USERPROFILE: home,
    EXTENSIONS_GALLERY: '{}',
    ...env,
  };
  const shared = ['--server-data-dir', dataDir, '--accept-server-license-terms', '--disable-telemetry'];
  if (vsix !== undefined) await install({ node, folder, env: serverEnv, shared, vsix });

  const listening = await freePort(port);
  const group = startGroup(
    node,
    [
      'out/server-main.js',
      '--host=127.0.0.1',
      `--port=${listening}`,
      '--without-connection-token',
      ...shared,
      ...(runsTests ? ['--enable-smoke-test-driver'] : []),
      ...(graceSeconds === undefined ? [] : [`--reconnection-grace-time=${graceSeconds}`]),
      '--disable-workspace-trust',
      '--disable-update-check',
      '--disable-getting-started-override',
      `--locale=${locale}`,
    ],
    { cwd: folder, env: serverEnv },
  );
  const lines = [];
  for (const stream of [group.stdout, group.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 400) lines.shift();
    });
  }
  const origin = `http://127.0.0.1:${listening}`;
  try {
    await answers(origin, group.exited, timeoutSeconds);
  } catch (error) {
    await group.stop();
    throw new Error(`VS Code's server did not start: ${error.message}\n${lines.slice(-15).map(short).join('\n')}`, {
      cause: error,
    });
  }
  return {
    origin,
    userDataDir,
    url({ folder: opened, payload } = {}) {
      const query = new URLSearchParams();
      if (opened === undefined) query.set('ew', 'true');
      else query.set('folder', opened);
      if (payload)
        query.set('payload', JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...payload]));
      return `${origin}/?${query}`;
    },
    log: () => lines.join('\n'),
    exited: group.exited,
    dispose: () => group.stop(),
  };
}

async function install({ node, folder, env, shared, vsix }) {
  const { ok, output } = await run(node, ['out/server-main.js', ...shared, '--install-extension', vsix, '--force'], {
    cwd: folder,
    env,
    timeoutSeconds: 60,
  });
  if (!ok || !/successfully installed/i.test(output)) {
    throw new Error(`VS Code did not install ${vsix}:\n${output.trim().split('\n').slice(-15).map(short).join('\n')}`);
  }
}

/** VS Code shows another language only when a language pack is there; an empty one makes it load an extension's translations. */
async function chooseLocale(userDataDir, locale) {
  const files = ['argv.json', 'User/argv.json', 'User/locale.json'].map((name) => join(userDataDir, name));
  const packs = join(userDataDir, 'languagepacks.json');
  if (locale === 'en') {
    for (const file of [...files, packs]) await rm(file, { force: true });
    return;
  }
  const translations = join(userDataDir, `${locale}.empty.json`);
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  await writeFile(
    packs,
    JSON.stringify({
      [locale]: {
        hash: 'empty',
        label: locale,
        extensions: [{ extensionIdentifier: { id: `empty.${locale}` }, version: '1.0.0' }],
        translations: { vscode: translations },
      },
    }),
  );
  for (const file of files) await writeFile(file, JSON.stringify({ locale }));
}

async function answers(origin, exited, timeoutSeconds) {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let gone;
  void exited.then(({ code, signal }) => (gone = `it ended (${code ?? signal})`));
  while (Date.now() < deadline) {
    if (gone !== undefined) throw new Error(gone);
    try {
      const response = await fetch(`${origin}/version`, { signal: AbortSignal.timeout(2000) });
      await response.text();
      if (response.ok) return;
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no answer within ${timeoutSeconds} s`);
}

/** An error of bundled code quotes all of it. */
const short = (line) => line.slice(0, 300);

/** The wanted port, or any, if nobody listens on it now. VS Code's server itself would wait for it without end. */
function freePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', ({ code }) =>
      reject(new Error(`Port ${wanted} cannot be used (${code}). Choose another one with --port.`)),
    );
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** What npm and Node's test runner put into the environment would reach the extension host. */
function withoutNpmAndNode(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([key]) => !/^(npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|NODE_CHANNEL_|VSCODE_|ELECTRON_)/i.test(key),
    ),
  );
}
