import { randomBytes } from 'node:crypto';
import { env, l10n, ThemeIcon, Uri, ViewColumn, window, type WebviewPanel } from 'vscode';
import type { Log } from '../application/ports.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { HostMessage, PageMessage, PagePlace } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import { parsePageMessage } from './pageMessages.ts';
import { isAbort, showFailure } from './runCommand.ts';
import { pageViewType } from './names.ts';
import { stepPageHtml } from './stepPageHtml.ts';

/** Where a page is shown. */
export interface PageSpot {
  /** One that the editor brings back after its window was loaded anew; `undefined`: a new one. */
  readonly restored?: WebviewPanel | undefined;
  /** Beside what is being looked at. */
  readonly isBeside?: boolean | undefined;
}

export interface PagePanelOptions {
  readonly extensionUri: Uri;
  readonly log: Log;
  readonly spot: PageSpot;
  /** What the page keeps for {@link PageSpot.restored}. */
  readonly place: PagePlace;
  readonly title: string;
  /** A codicon. */
  readonly icon: string;
  /** Called with each message but `ready` and those that the panel answers itself. */
  readonly receive: (message: PageMessage) => Promise<void>;
  /** The page is there, or there again after it was hidden: it needs the state. */
  readonly onReady: () => Promise<void>;
  /** It went behind another one. */
  readonly onDidHide?: (() => void) | undefined;
  readonly onDidClose: () => void;
}

/** A webview that shows our page: its HTML, its messages, its end. */
export class PagePanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #options: PagePanelOptions;
  readonly #subscriptions: Disposable;
  readonly #closed = new AbortController();
  #isPageReady = false;

  constructor(options: PagePanelOptions) {
    this.#options = options;
    const { extensionUri, title, icon, log, spot } = options;
    const scripts = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'webview'), Uri.joinPath(extensionUri, 'media')],
    };
    if (spot.restored === undefined) {
      const column = spot.isBeside === true ? ViewColumn.Beside : ViewColumn.Active;
      this.#panel = window.createWebviewPanel(pageViewType, title, column, { ...scripts, enableFindWidget: true });
    } else {
      this.#panel = spot.restored;
      this.#panel.webview.options = scripts;
    }
    this.#panel.iconPath = new ThemeIcon(icon);
    this.#subscriptions = combineDisposables(
      this.#panel.webview.onDidReceiveMessage((data: unknown) => {
        const message = parsePageMessage(data);
        if (message === undefined) log.warn('A message of the page was not understood and left aside');
        else void this.#receive(message);
      }),
      this.#panel.onDidChangeViewState(() => {
        if (this.#panel.visible) return;
        // Its page ends with it, and another one asks for everything when it is shown again.
        this.#isPageReady = false;
        options.onDidHide?.();
      }),
      this.#panel.onDidDispose(() => {
        this.#closed.abort();
        this.#subscriptions.dispose();
        options.onDidClose();
      }),
    );
    this.#panel.webview.html = this.#html();
  }

  /** Aborted when the page is closed: ends reads and waiting, never a write. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** The page is there and has asked for everything. */
  get isReady(): boolean {
    return this.#isPageReady;
  }

  set title(title: string) {
    this.#panel.title = title;
  }

  /** @param isBeside moves it beside what is being looked at; else it stays in its column */
  reveal(isBeside = false): void {
    this.#panel.reveal(isBeside && !this.#panel.active ? ViewColumn.Beside : undefined);
  }

  /** Nothing happens while there is no page: it asks for everything with `ready`. */
  post(message: HostMessage): void {
    if (this.#isPageReady && !this.#closed.signal.aborted) void this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: PageMessage): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      if (isAbort(error)) return;
      this.#options.log.error(`${message.kind} failed: ${error instanceof Error ? error.name : typeof error}`);
      await showFailure(describeError(error));
    }
  }

  async #handle(message: PageMessage): Promise<void> {
    if (message.kind === 'ready') {
      this.#isPageReady = true;
      this.post({ kind: 'init', language: env.language, bundle: l10n.bundle ?? {}, place: this.#options.place });
      await this.#options.onReady();
    } else if (message.kind === 'openLink') await openLink(message.url);
    else await this.#options.receive(message);
  }

  #html(): string {
    const { webview } = this.#panel;
    const { extensionUri, title } = this.#options;
    const file = (name: string): string =>
      webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
    return stepPageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      scriptUri: file('stepPage.js'),
      styleUri: webview.asWebviewUri(Uri.joinPath(extensionUri, 'media', 'stepPage.css')).toString(),
      codiconsUri: file('codicon.css'),
      language: env.language,
      title,
    });
  }
}

/** Opens an address that somebody has written into a ticket: web pages only, and the editor asks about strange ones. */
async function openLink(text: string): Promise<void> {
  if (!URL.canParse(text)) return;
  const { protocol, href } = new URL(text);
  if (protocol === 'https:' || protocol === 'http:') await env.openExternal(Uri.parse(href, true));
}
