import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { stepPageHtml } from '../../src/editor/stepPageHtml.ts';
import type { HostMessage, PageMessage, PageState } from '../../src/protocol/stepPage.ts';
import { themes, themeSheet, type ThemeName } from './themes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const nonce = 'bm9uY2U';
const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ttf': 'font/ttf',
};

interface BuildModule {
  readonly buildWebview: (options: { outdir: string }) => Promise<unknown>;
}

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly language?: string;
  readonly bundle?: Readonly<Record<string, string>>;
  /** What the editor kept of the page while it was hidden. */
  readonly saved?: unknown;
  readonly state?: PageState;
  /** The state is there in the moment the page asks for it, as from a cache. */
  readonly answersAtOnce?: boolean;
  /** The page's clock stands still until it is told to run. */
  readonly stopsClock?: boolean;
}

/** The built page in a real browser, with a stub in the editor's place. */
export class Harness {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #outdir: string;
  readonly #origin: string;
  readonly #pages = new Map<string, string>();

  private constructor(browser: Browser, server: Server, outdir: string, origin: string) {
    this.#browser = browser;
    this.#server = server;
    this.#outdir = outdir;
    this.#origin = origin;
  }

  /** Builds the page and starts the browser and a server on the loopback address. */
  static async start(): Promise<Harness> {
    // Each process builds for itself: the files of another one are never read half written.
    const outdir = `.artifacts/webview-test/${process.pid}`;
    const build = (await import(new URL('../../esbuild.mjs', import.meta.url).href)) as BuildModule;
    await build.buildWebview({ outdir });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      timeout: 30_000,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const harness = new Harness(browser, server, outdir, `http://127.0.0.1:${address.port}`);
    server.on('request', (request, response) => {
      void harness.#serve(request.url ?? '/').then(({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type });
        response.end(body);
      });
    });
    return harness;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(`${root}${this.#outdir}`, { recursive: true, force: true });
  }

  async open({
    theme = 'dark',
    width = 900,
    height = 800,
    language = 'en',
    bundle = {},
    saved,
    state,
    answersAtOnce = false,
    stopsClock = false,
  }: OpenOptions = {}): Promise<PageUnderTest> {
    const path = `/${this.#pages.size}.html`;
    const place = { kind: 'ticket', ref: { connectionId: 'one', key: 'REQ20261120000042' } } as const;
    const answers =
      answersAtOnce && state !== undefined
        ? [
            { kind: 'init', language, bundle, place },
            { kind: 'state', state },
          ]
        : [];
    this.#pages.set(path, this.#html(theme, language, saved, answers));
    const context = await this.#browser.newContext({
      viewport: { width, height },
      timezoneId: 'Asia/Shanghai',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    if (stopsClock) await page.clock.install();
    await page.goto(`${this.#origin}${path}`);
    const opened = new PageUnderTest(page, complaints);
    await opened.waitForMessage('ready');
    if (answersAtOnce) return opened;
    await opened.tell({ kind: 'init', language, bundle, place });
    if (state !== undefined) await opened.show(state);
    return opened;
  }

  #html(theme: ThemeName, language: string, saved: unknown, answers: readonly unknown[]): string {
    const origin = this.#origin;
    const html = stepPageHtml({
      cspSource: origin,
      nonce,
      scriptUri: `${origin}/stepPage.js`,
      styleUri: `${origin}/media/stepPage.css`,
      codiconsUri: `${origin}/codicon.css`,
      language,
      title: 'REQ20261120000042',
    });
    // The stub stands before the page's own script, as the editor's does; under the same policy.
    const stub = `<script nonce="${nonce}">
      window.sent = [];
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations.push(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample));
      let saved = ${inScript(saved ?? null)} ?? undefined;
      const answers = ${inScript(answers)};
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => {
          window.sent.push({ ...message, at: performance.now() });
          if (message.kind !== 'ready') return;
          for (const data of answers) setTimeout(() => window.dispatchEvent(new MessageEvent('message', { data })));
        },
        getState: () => saved,
        setState: (state) => (saved = structuredClone(state)),
      });
    </script>`;
    return html
      .replace('<link rel=', `<link rel="stylesheet" href="${origin}/theme/${theme}.css">\n${stub}\n<link rel=`)
      .replace(
        '<body>',
        `<body class="${themes[theme].bodyClass}" data-vscode-theme-kind="${themes[theme].bodyClass}">`,
      );
  }

  async #serve(url: string): Promise<{ status: number; type: string; body: string | Buffer }> {
    const { pathname } = new URL(url, this.#origin);
    const page = this.#pages.get(pathname);
    if (page !== undefined) return { status: 200, type: 'text/html; charset=utf-8', body: page };
    if (pathname === '/favicon.ico') return { status: 204, type: 'image/x-icon', body: '' };
    const theme = /^\/theme\/(\w+)\.css$/u.exec(pathname)?.[1];
    if (theme !== undefined && theme in themes) {
      return { status: 200, type: 'text/css', body: themeSheet(theme as ThemeName) };
    }
    const file =
      pathname === '/media/stepPage.css'
        ? `${root}media/stepPage.css`
        : /^\/[\w.-]+$/u.test(pathname)
          ? `${root}${this.#outdir}${pathname}`
          : undefined;
    const type = contentTypes[extname(pathname)] ?? 'application/octet-stream';
    try {
      if (file !== undefined) return { status: 200, type, body: await readFile(file) };
    } catch {
      // Falls through: not a file of the build.
    }
    return { status: 404, type: 'text/plain', body: '' };
  }
}

/** A value as a script can hold it, whatever texts are in it. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

interface StubbedWindow {
  readonly sent: readonly (PageMessage & { readonly at: number })[];
  readonly violations: readonly string[];
}

/** One opened page: what it sent, what it complained about, and the host's side of the conversation. */
export class PageUnderTest {
  readonly page: Page;
  readonly #complaints: readonly string[];

  constructor(page: Page, complaints: readonly string[]) {
    this.page = page;
    this.#complaints = complaints;
  }

  /** Sends as the host does, and waits until the page has drawn it. */
  async tell(message: HostMessage): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.dispatchEvent(new MessageEvent('message', { data }));
      const settle = async (element: Element): Promise<void> => {
        if ('updateComplete' in element) await element.updateComplete;
        const within = [...element.children, ...(element.shadowRoot?.children ?? [])];
        for (const child of within) await settle(child);
      };
      const page = document.querySelector('itsm-step-page');
      if (page !== null) await settle(page);
    }, message);
  }

  async show(state: PageState): Promise<void> {
    await this.tell({ kind: 'state', state });
  }

  async sent(): Promise<readonly (PageMessage & { readonly at: number })[]> {
    return this.page.evaluate(() => (window as unknown as StubbedWindow).sent);
  }

  async sentOf<K extends PageMessage['kind']>(kind: K): Promise<readonly Extract<PageMessage, { kind: K }>[]> {
    const all: readonly PageMessage[] = await this.sent();
    return all.filter((message): message is Extract<PageMessage, { kind: K }> => message.kind === kind);
  }

  /** The `count`th message of a kind. */
  async waitForMessage<K extends PageMessage['kind']>(kind: K, count = 1): Promise<Extract<PageMessage, { kind: K }>> {
    await this.page.waitForFunction(
      ([wanted, least]) =>
        (window as unknown as StubbedWindow).sent.filter((message) => message.kind === wanted).length >= least,
      [kind, count] as const,
    );
    const message = (await this.sentOf(kind))[count - 1];
    if (message === undefined) throw new Error(`no ${kind}`);
    return message;
  }

  /** What the page told the editor to keep. */
  async saved(): Promise<unknown> {
    return this.page.evaluate(() =>
      (window as unknown as { acquireVsCodeApi: () => { getState: () => unknown } }).acquireVsCodeApi().getState(),
    );
  }

  /** Violations of the page's own policy, errors and warnings. */
  async complaints(): Promise<readonly string[]> {
    const violations = await this.page.evaluate(() => (window as unknown as StubbedWindow).violations);
    return [...violations, ...this.#complaints];
  }

  /** What axe finds, one line each. */
  async accessibilityFindings(): Promise<readonly string[]> {
    await this.page.evaluate(axeSource);
    const results = await this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run: () => Promise<AxeResults> } };
      return axe.run();
    });
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`),
    );
  }

  async screenshot(name: string, { fullPage = false } = {}): Promise<void> {
    await this.page.evaluate(async () => document.fonts.ready);
    await this.page.screenshot({ path: `${root}.artifacts/screenshots/webview/${name}.png`, fullPage });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
