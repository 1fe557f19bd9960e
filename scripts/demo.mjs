// npm run demo [-- --port N --locale zh-cn --no-open]: VS Code in the browser with the extension installed, connected to
// a ticket server of its own. Ctrl+C ends all of it.

import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root } from './build.mjs';
import { tryLock } from './lock.mjs';
import { ensurePackaged } from './package.mjs';
import { askedToEnd, startGroup } from './processes.mjs';
import { startVscodeServer } from './vscodeServer.mjs';

const dataDir = join(root, '.tools/demo');
const userFolder = join(dataDir, 'data/User');

/** Somebody asked the demo to end: not a failure. */
class Ended extends Error {}

try {
  await demo(options());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
// A browser that was opened, or a standard input, must not keep us.
process.exit();

function options() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      locale: { type: 'string', default: 'en' },
      open: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new Error(`--port ${values.port} is not a port; choose a number from 1024 to 65535.`);
  }
  return { ...values, port };
}

async function demo({ port, locale, open }) {
  const release = tryLock(`${dataDir}.lock`);
  if (release === undefined) throw new Error('A demo is running already; end it first with Ctrl+C.');
  const ended = askedToEnd();
  const started = [];
  // What is asked for while something is still starting is done when that has started.
  const orEnded = (work) => Promise.race([work, ended.then((reason) => Promise.reject(new Ended(reason)))]);
  try {
    const sandbox = startGroup(process.execPath, ['src/sandbox/main.ts'], { cwd: root });
    started.push(() => sandbox.stop());
    const [vsix, { esbUrl, appCode, appSecret, token, operator, samples, huawei }] = await orEnded(
      Promise.all([ensurePackaged(), firstAnswer(sandbox)]),
    );
    const { account, userName, password, accessKey, secretKey, domainId, iamUrl, osmUrl, cocUrl } = huawei;
    await seedWatchList({
      sandbox: samples.map(({ sn }) => sn),
      osm: huawei.samples.cases.map(({ key }) => key),
      coc: [...huawei.samples.issues.slice(0, 4), ...huawei.samples.incidents.slice(0, 4)].map(({ key }) => key),
    });
    const opening = startVscodeServer({
      dataDir,
      port,
      locale,
      vsix,
      settings: {
        ...(await keptSettings()),
        'itsmTickets.connections': [
          { id: 'sandbox', system: 'bk-itsm', label: 'BlueKing ITSM', baseUrl: esbUrl, door: 'esb', appCode, operator },
          {
            id: 'osm',
            system: 'huawei-osm',
            label: 'Huawei Cloud Service Tickets',
            baseUrl: osmUrl,
            signIn: 'password',
            account,
            userName,
            iamUrl,
          },
          {
            id: 'coc',
            system: 'huawei-coc',
            label: 'Huawei Cloud COC',
            baseUrl: cocUrl,
            signIn: 'keys',
            domainId,
            ownId: huawei.userId,
          },
        ],
      },
      env: {
        ITSM_TICKETS_SANDBOX_APP_SECRET: appSecret,
        ITSM_TICKETS_SANDBOX_TOKEN: token,
        ITSM_TICKETS_OSM_PASSWORD: password,
        ITSM_TICKETS_COC_ACCESS_KEY: accessKey,
        ITSM_TICKETS_COC_SECRET_KEY: secretKey,
      },
    });
    started.push(async () => (await opening.catch(() => undefined))?.dispose());
    const server = await orEnded(opening);

    console.log(`\nITSM Tickets is at  ${server.url()}`);
    console.log('Its icon is in the bar on the left; the tickets are made up. Ctrl+C ends the demo.\n');
    if (open) openBrowser(server.url());
    await orEnded(
      Promise.race([
        server.exited.then(() => Promise.reject(new Error(`VS Code's server ended by itself.\n${server.log()}`))),
        sandbox.exited.then(() => Promise.reject(new Error('The ticket server ended by itself.'))),
      ]),
    );
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  } finally {
    // What is still being installed cannot be waited for; it ends with this process.
    await Promise.race([
      Promise.all(started.map((stop) => stop())),
      new Promise((resolve) => setTimeout(resolve, 6000)),
    ]);
    release();
  }
}

/** The ticket server says in one line of JSON where it is and what it lets in. */
async function firstAnswer(sandbox) {
  const errors = [];
  createInterface({ input: sandbox.stderr }).on('line', (line) => errors.push(line));
  const lines = createInterface({ input: sandbox.stdout });
  const line = await Promise.race([
    new Promise((resolve) => lines.once('line', resolve)),
    sandbox.exited.then(() => undefined),
    new Promise((resolve) => setTimeout(resolve, 20_000).unref()),
  ]);
  if (line === undefined) throw new Error(`The ticket server did not start.\n${errors.slice(-15).join('\n')}`);
  return JSON.parse(line);
}

/** So that the first look at the tree is not an empty one. */
async function seedWatchList(keys) {
  const tickets = Object.fromEntries(Object.entries(keys).map(([id, all]) => [id, all.slice(0, 8)]));
  const folder = join(userFolder, 'globalStorage/itsm-tickets.itsm-tickets');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'watchList.json'), JSON.stringify({ version: 1, tickets, muted: {} }));
}

/** What was changed in the settings during an earlier demo. */
async function keptSettings() {
  try {
    return JSON.parse(await readFile(join(userFolder, 'settings.json'), 'utf8'));
  } catch {
    return {};
  }
}

function openBrowser(url) {
  const { platform, env } = process;
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', url]
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '', url.replaceAll('&', '^&')]
        : ['xdg-open', url];
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
