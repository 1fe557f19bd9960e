import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium } from 'playwright-core';
import { startGroup } from '../../../scripts/processes.mjs';
import { chromiumFlags, ensureChromium } from '../../../scripts/tools.mjs';
import { DevTools, type DevToolsTarget } from './devtools.ts';
import { Editor, type StartedServer } from './editor.ts';

type Group = ReturnType<typeof startGroup>;

/**
 * A browser that a test ends in the middle of everything: one page of ours in it, or all of it. Its profile outlives it,
 * as a person's does.
 *
 * Each webview has a process of its own here, as it has in the desktop. The window is set up with Playwright, which
 * lets go of it before anything crashes: it would give up the whole window with one frame.
 */
export class CrashingBrowser implements AsyncDisposable {
  readonly #started: StartedServer;
  readonly #profile: string;
  #browser: Group | undefined;
  #tools: DevTools | undefined;

  private constructor(started: StartedServer, profile: string) {
    this.#started = started;
    this.#profile = profile;
  }

  /** @param setUp brings the window to where the test begins; also after `endAll` */
  static async open(started: StartedServer, setUp: (editor: Editor) => Promise<void>): Promise<CrashingBrowser> {
    const browser = new CrashingBrowser(started, await mkdtemp(join(tmpdir(), 'itsm-browser-')));
    try {
      await browser.start(setUp);
      return browser;
    } catch (error) {
      await browser[Symbol.asyncDispose]();
      throw error;
    }
  }

  async start(setUp: (editor: Editor) => Promise<void>): Promise<void> {
    const { server, version } = this.#started;
    this.#browser = startGroup(await ensureChromium(), [
      '--headless=new',
      ...chromiumFlags,
      '--site-per-process',
      // What a test serves in place of the server does not count as local.
      '--disable-features=LocalNetworkAccessChecks',
      '--window-size=1280,900',
      '--hide-crash-restore-bubble',
      `--user-data-dir=${this.#profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ]);
    const url = await devToolsUrl(this.#browser);
    const connection = await chromium.connectOverCDP(url);
    const [context] = connection.contexts();
    if (context === undefined) throw new Error('The browser has no window.');
    await serveWebviewsApart(context, server.origin);
    const page = context.pages()[0] ?? (await context.newPage());
    const editor = new Editor(page, { version, server, context, dispose: () => connection.close() });
    await editor.load();
    await setUp(editor);
    await editor.dispose();
    this.#tools = await DevTools.connect(url);
  }

  get tools(): DevTools {
    if (this.#tools === undefined) throw new Error('The browser is not running.');
    return this.#tools;
  }

  /** The window of the editor. */
  get window(): DevToolsTarget {
    const found = this.tools.targets.find(
      ({ type, url }) => type === 'page' && url.startsWith(this.#started.server.origin),
    );
    if (found === undefined) throw new Error('There is no window.');
    return found;
  }

  /** The webviews that are open. */
  get webviews(): readonly DevToolsTarget[] {
    return this.tools.targets.filter(({ type, url }) => type === 'iframe' && /^http:\/\/[^/]*\.localhost:/.test(url));
  }

  /** Ends the process of a webview at once. Resolves when it is gone. */
  async endWebview(webview: DevToolsTarget): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.tools.onEvent((method, _params, sessionId) => {
      if (method === 'Inspector.targetCrashed' && sessionId === webview.sessionId) resolve();
    });
    await this.tools.send('Inspector.enable', {}, webview.sessionId);
    // Nobody is left to answer.
    this.tools.send('Page.crash', {}, webview.sessionId).catch(() => {});
    await promise;
    this.tools.forget(webview);
  }

  /** Ends every process of the browser at once. Resolves when they are gone. */
  async endAll(): Promise<void> {
    const browser = this.#browser;
    if (browser?.pid === undefined) return;
    process.kill(-browser.pid, 'SIGKILL');
    await browser.exited;
    this.#browser = undefined;
    this.#tools = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#tools?.close();
    await this.#browser?.stop();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function devToolsUrl({ stderr, exited }: Group): Promise<string> {
  const ended = exited.then(() => {
    throw new Error('The browser ended before it listened.');
  });
  const found = (async () => {
    for await (const line of createInterface({ input: stderr })) {
      const url = /DevTools listening on (?<url>ws:\S+)/.exec(line)?.groups?.['url'];
      if (url !== undefined) return url;
    }
    throw new Error('The browser does not listen.');
  })();
  return Promise.race([found, ended]);
}

/** Lets each webview have an address of its own below `localhost`, as it has at its usual host. */
async function serveWebviewsApart(context: BrowserContext, origin: string): Promise<void> {
  const { port } = new URL(origin);
  const isWindow = (url: URL): boolean => url.origin === origin && url.pathname === '/';
  await context.route(isWindow, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const body = html.replace(
      /(webviewEndpoint&quot;:&quot;)([^&]*)/,
      (_whole, name: string, path: string) => `${name}http://{{uuid}}.localhost:${port}/${path}`,
    );
    if (body === html) throw new Error('The window does not say where its webviews come from.');
    const policy = response.headers()['content-security-policy'] ?? '';
    const headers = {
      ...response.headers(),
      'content-security-policy': policy.replace('frame-src', `frame-src http://*.localhost:${port}`),
    };
    await route.fulfill({ response, body, headers });
  });
}
