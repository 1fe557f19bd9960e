import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  type FrameLocator,
  type Locator,
  type Page,
  chromium,
} from 'playwright-core';
import { ensurePackaged } from '../../../scripts/package.mjs';
import { chromiumFlags, ensureChromium } from '../../../scripts/tools.mjs';
import { type VscodeServer, startVscodeServer } from '../../../scripts/vscodeServer.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const patience = 20_000;

const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export interface EditorOptions {
  /** Default: the VSIX of this project, packaged now unless nothing changed. */
  readonly vsixPath?: string;
  /** Default: `ITSM_HOST_VERSION`, else today's. */
  readonly version?: string;
  /** The user's settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the extension host: where secrets go. */
  readonly env?: Readonly<Record<string, string>>;
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly theme?: keyof typeof themes;
  /** Files that are there before the editor starts, by path below the user's data folder (`User/globalStorage/…`). */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Notification {
  readonly text: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly buttons: readonly string[];
}

/**
 * Opens VS Code with the packaged extension installed and nothing else of anybody's in it.
 * Everything it started ends with `dispose()`.
 */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const { server, version, remove } = await startServer(options);
  let browser: Browser | undefined;
  const dispose = async (): Promise<void> => {
    await browser?.close();
    await remove();
  };
  try {
    browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...chromiumFlags] });
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 900 } });
    const editor = new Editor(await context.newPage(), { version, server, context, dispose });
    await editor.load();
    return editor;
  } catch (error) {
    const log = server.log();
    await dispose();
    throw new Error(`The editor did not open.\n${log}`, { cause: error });
  }
}

export interface StartedServer {
  readonly server: VscodeServer;
  readonly version: string;
  /** Ends it, and deletes everything it wrote. */
  readonly remove: () => Promise<void>;
}

/** VS Code as a server, with the packaged extension installed; nobody looks at it yet. */
export async function startServer(options: EditorOptions & { readonly graceSeconds?: number }): Promise<StartedServer> {
  const version = options.version ?? process.env['ITSM_HOST_VERSION'] ?? '1.139';
  const vsix = options.vsixPath ?? process.env['ITSM_HOST_VSIX'] ?? (await ensurePackaged());
  const dataDir = await mkdtemp(join(tmpdir(), 'itsm-editor-'));
  const removeData = (): Promise<void> => rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  try {
    for (const [path, text] of Object.entries(options.files ?? {})) {
      const file = join(dataDir, 'data', path);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, text);
    }
    const server = await startVscodeServer({
      dataDir,
      version,
      vsix,
      settings: {
        'workbench.colorTheme': themes[options.theme ?? 'light'],
        // A tooltip under a resting pointer lies over the next row.
        'workbench.hover.delay': 60_000,
        ...options.settings,
      },
      env: { ...options.env },
      locale: options.locale ?? 'en',
      ...(options.graceSeconds === undefined ? {} : { graceSeconds: options.graceSeconds }),
    });
    const remove = async (): Promise<void> => {
      await server.dispose();
      await removeData();
    };
    return { server, version, remove };
  } catch (error) {
    await removeData();
    throw error;
  }
}

export interface EditorParts {
  readonly version: string;
  readonly server: VscodeServer;
  readonly context: BrowserContext;
  readonly dispose: () => Promise<void>;
}

/** One window of VS Code, used the way a person does: by what is on the screen. */
export class Editor implements AsyncDisposable {
  readonly page: Page;
  readonly version: string;
  /** Holds `User/settings.json` and `User/globalStorage/itsm-tickets.itsm-tickets/`. */
  readonly userDataDir: string;
  /** What the page reported as an uncaught error. */
  readonly pageErrors: string[] = [];
  readonly #parts: EditorParts;

  constructor(page: Page, parts: EditorParts) {
    this.page = page;
    this.version = parts.version;
    this.userDataDir = parts.server.userDataDir;
    this.#parts = parts;
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => this.pageErrors.push(String(error)));
  }

  /** Loads the window, again if it is loaded. */
  async load(): Promise<void> {
    await this.page.goto(this.#parts.server.url());
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .activitybar').waitFor();
  }

  /**
   * Loads the window again once it has written down which editors are open: it does so some seconds after a change, and
   * knows nothing of them without it.
   * @param text part of what is kept about an editor: its title
   */
  async reload(text: string): Promise<void> {
    await this.until('the window has kept its editors', () => this.page.evaluate(isKept, text));
    await this.load();
  }

  /** Opens another window on the same server: same settings, same storage, an extension host of its own. */
  async openWindow(): Promise<Editor> {
    const editor = new Editor(await this.#parts.context.newPage(), this.#parts);
    await editor.load();
    return editor;
  }

  /** Saves what the window shows to .artifacts/screenshots/<version>/<name>.png. */
  async screenshot(name: string): Promise<string> {
    const path = join(root, '.artifacts/screenshots', this.version, `${name}.png`);
    await mkdir(join(path, '..'), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }

  // Commands and the quick input

  /**
   * Runs a command from the palette.
   * @param title as the palette shows it, category included: `ITSM Tickets: Refresh`
   */
  async runCommand(title: string): Promise<void> {
    const row = this.quickItem(title);
    // The commands of an extension come into the list some time after the window.
    await this.until(`the palette offers "${title}"`, async () => {
      await this.openCommandPalette();
      // It closes when something else takes the focus, as a row that a command before this one reveals.
      if (!(await this.#typeQuickly(`>${title}`)) || !(await appears(row.first(), 1500))) return false;
      return succeeds(row.first().click({ timeout: 2000 }));
    });
  }

  async openCommandPalette(): Promise<void> {
    if (await this.quickInput.isVisible()) await this.dismissQuickInput();
    // A key that comes while the window is busy with something else is lost.
    await this.until('the palette opens', async () => {
      await this.page.keyboard.press('F1');
      return appears(this.quickInput, 3000);
    });
  }

  /** The box that drops from the top: palette, quick pick, input box. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** One row of the quick input by its label. */
  quickItem(label: string): Locator {
    const exact = new RegExp(`^\\s*${escape(label)}\\s*$`);
    return this.quickInput.locator('.monaco-list-row').filter({
      has: this.page
        .locator('.quick-input-list-label .label-name, .quick-input-list-entry .label-name')
        .filter({ hasText: exact }),
    });
  }

  /** The labels of the rows that the quick input shows now. */
  async quickItems(): Promise<string[]> {
    const labels = await this.quickInput
      .locator('.monaco-list-row .quick-input-list-row:first-child .label-name')
      .allTextContents();
    return labels.map((label) => label.trim());
  }

  /** Waits for the quick input to ask for something; `text` is part of its title, placeholder or prompt. */
  async waitForQuickInput(text?: string): Promise<void> {
    await this.quickInput.waitFor();
    if (text === undefined) return;
    await this.until(`the quick input says "${text}"`, async () => {
      // Between one question and the next there is none.
      const box = this.#quickInputBox;
      const placeholder = await box.getAttribute('placeholder', { timeout: 1000 }).catch(() => null);
      const said = await this.quickInput.innerText({ timeout: 1000 }).catch(() => '');
      return `${placeholder ?? ''}\n${said}`.includes(text);
    });
  }

  get #quickInputBox(): Locator {
    return this.quickInput.locator('.quick-input-box input');
  }

  #typeQuickly(text: string): Promise<boolean> {
    return succeeds(this.#quickInputBox.fill(text, { timeout: 2000 }));
  }

  async typeIntoQuickInput(text: string): Promise<void> {
    await this.#quickInputBox.fill(text);
  }

  /** Confirms the quick input; with a text it is typed before. */
  async acceptQuickInput(text?: string): Promise<void> {
    await this.quickInput.waitFor();
    if (text !== undefined) await this.typeIntoQuickInput(text);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses one row of a quick pick. */
  async pickQuickItem(label: string): Promise<void> {
    await this.quickItem(label).first().click();
  }

  async dismissQuickInput(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  // Notifications

  get #toasts(): Locator {
    return this.page.locator('.notifications-toasts .notification-toast');
  }

  /** The notifications on the screen now. */
  async notifications(): Promise<Notification[]> {
    const found: Notification[] = [];
    for (const toast of await this.#toasts.all()) {
      const text = await toast.locator('.notification-list-item-message').innerText();
      const icon = (await toast.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
      const severity = icon.includes('codicon-error') ? 'error' : icon.includes('codicon-warning') ? 'warning' : 'info';
      const buttons = await toast.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
      found.push({ text: text.trim(), severity, buttons: buttons.map((label) => label.trim()).filter(Boolean) });
    }
    return found;
  }

  /** Waits for a notification whose text contains `text`. */
  async waitForNotification(text: string): Promise<Locator> {
    const toast = this.#toasts.filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  async clickNotificationButton(text: string, button: string): Promise<void> {
    const toast = await this.waitForNotification(text);
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  /** Closes all notifications and says what they were. */
  async dismissNotifications(): Promise<Notification[]> {
    const found = await this.notifications();
    for (let left = await this.#toasts.count(); left > 0; left = await this.#toasts.count()) {
      const toast = this.#toasts.first();
      await toast.hover();
      await toast.locator('.codicon-notifications-clear').click();
      await this.until('the notification is gone', async () => (await this.#toasts.count()) < left);
    }
    return found;
  }

  // Side bar, status bar, tabs

  /** Opens a view container by its name in the activity bar. */
  async openView(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar .action-item').filter({
      has: this.page.locator(`.action-label[aria-label^=${JSON.stringify(name)}]`),
    });
    await tab.first().waitFor();
    if (!((await tab.first().getAttribute('class')) ?? '').includes('checked')) await tab.first().click();
  }

  /** The side bar with everything in it. */
  get sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** A row of a tree view by its accessible name: the whole of it, or a pattern. */
  treeRow(name: string | RegExp): Locator {
    return this.sideBar.getByRole('treeitem', { name, exact: typeof name === 'string' });
  }

  /** The accessible names of the rows on the screen. */
  async treeRows(): Promise<string[]> {
    const rows = await this.sideBar.getByRole('treeitem').all();
    return Promise.all(rows.map(async (row) => (await row.getAttribute('aria-label')) ?? ''));
  }

  /** Clicks a row, so that it is opened. */
  async clickRow(row: string | RegExp | Locator): Promise<void> {
    const target = typeof row === 'string' || row instanceof RegExp ? this.treeRow(row) : row;
    await this.until('the row takes the click', async () => (await this.#press(target.first())) !== undefined);
  }

  /** Clicks an action that shows in a row when the pointer is over it. */
  async clickRowAction(row: Locator, action: string): Promise<void> {
    const button = row.getByRole('button', { name: action });
    await this.until(`${action} takes the click`, async () => {
      await row.hover();
      // A row that is drawn anew under the pointer shows it only once the pointer moves.
      return (await this.appears(button)) && (await this.#press(button)) !== undefined;
    });
  }

  /** Chooses an entry of a row's context menu. */
  async chooseFromContextMenu(row: Locator, entry: string): Promise<void> {
    const item = this.page.getByRole('menuitem', { name: entry }).first();
    const leaves = { state: 'hidden', timeout: 1000 } as const;
    // It goes when something else takes the focus, as a page that was opened just before.
    await this.until(`the menu of the row takes "${entry}"`, async () => {
      const name = await row.getAttribute('aria-label', { timeout: 2000 }).catch(() => null);
      if ((await this.#press(row, 'right')) !== name || !(await this.appears(item))) {
        await this.page.keyboard.press('Escape');
        return false;
      }
      // It takes no click in its first moment, so that the one that opened it does not choose.
      for (;;) {
        if (!(await succeeds(item.click({ timeout: 1000 })))) return false;
        if (await succeeds(item.waitFor(leaves))) return true;
      }
    });
  }

  /**
   * Presses a button of the mouse at the place of a row, or of something in it. The editor gives its elements to other
   * rows whenever it draws some anew: what was found a moment ago can be another row now, though each stays in its place.
   * @returns the name of the row that took it; `undefined`: none did, as it moved or was drawn anew just then
   */
  async #press(target: Locator, button: 'left' | 'right' = 'left'): Promise<string | undefined> {
    const look = () => target.boundingBox({ timeout: 2000 }).catch(() => null);
    const before = await look();
    await this.page.waitForTimeout(50);
    const box = await look();
    if (box === null || JSON.stringify(box) !== JSON.stringify(before)) return undefined;
    type Press = { rowPressed?: string | undefined };
    await this.page.evaluate(
      (event) => {
        const seen = globalThis as Press;
        seen.rowPressed = undefined;
        const note = ({ target: at }: Event): void => {
          const row = at instanceof Element ? at.closest('[role="treeitem"]') : null;
          seen.rowPressed = row?.getAttribute('aria-label') ?? undefined;
        };
        addEventListener(event, note, { capture: true, once: true });
      },
      button === 'left' ? 'click' : 'contextmenu',
    );
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button });
    return this.page.evaluate(() => (globalThis as Press).rowPressed);
  }

  /** The item in the status bar whose accessible name or text is or contains `name`. */
  statusBarItem(name: string | RegExp): Locator {
    const byName = this.page.locator('.part.statusbar').getByRole('button', { name });
    return byName.or(this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: name })).first();
  }

  /** The tab of an editor or a panel by its title. */
  tab(title: string | RegExp): Locator {
    return this.page.locator('.part.editor').getByRole('tab', { name: title });
  }

  /**
   * The page inside the webview that the active group of editors shows.
   * @param title the title of its tab, which is chosen
   */
  async webview(title?: string | RegExp): Promise<FrameLocator> {
    if (title !== undefined) {
      await this.tab(title).first().waitFor();
      await this.tab(title).first().click();
    }
    const inner = (await this.#webviewFrame()).contentFrame().locator('iframe#active-frame');
    await inner.waitFor();
    return inner.contentFrame();
  }

  async #webviewFrame(): Promise<Locator> {
    const visible = 'iframe.webview.ready:visible';
    // Looked for anew each time that it is used: the page before may be there for another moment.
    if ((await this.page.locator('.editor-group-container').count()) < 2) return this.page.locator(visible).last();
    // It does not stand in its group, but lies over a place that is held there and names it.
    const place = this.page
      .locator('.editor-group-container.active [id^="webview-editor-element-"][aria-flowto]')
      .first();
    let frame = this.page.locator(visible);
    await this.until('the page is shown', async () => {
      await place.waitFor({ state: 'attached' });
      const id = (await place.getAttribute('aria-flowto')) ?? '';
      frame = this.page.locator(`[id=${JSON.stringify(id)}] ${visible}`);
      return frame.isVisible();
    });
    return frame;
  }

  /** What the server of VS Code said last; for messages of failing tests. */
  serverLog(): string {
    return this.#parts.server.log();
  }

  /** Ends the server, the browser and every window. */
  async dispose(): Promise<void> {
    await this.#parts.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  /** Whether something comes, or goes, within two seconds: for steps that a person would try again. */
  appears(target: Locator, state: 'visible' | 'hidden' = 'visible'): Promise<boolean> {
    return succeeds(target.first().waitFor({ state, timeout: 2000 }));
  }

  /** Waits until `holds` says so; `what` completes the sentence of the failure. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + patience;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`Waited ${patience / 1000} s in vain until ${what}.`);
      await this.page.waitForTimeout(100);
    }
  }
}

/** Runs in the window: whether one of its databases holds this text. */
async function isKept(text: string): Promise<boolean> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('The database did not answer')));
    });
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('vscode-web-state-db-') !== true) continue;
    const database = await done(indexedDB.open(name));
    try {
      if (!database.objectStoreNames.contains('ItemTable')) continue;
      const values: readonly unknown[] = await done(
        database.transaction('ItemTable').objectStore('ItemTable').getAll(),
      );
      if (values.some((value) => typeof value === 'string' && value.includes(text))) return true;
    } finally {
      database.close();
    }
  }
  return false;
}

function appears(locator: Locator, timeout: number): Promise<boolean> {
  return succeeds(locator.waitFor({ timeout }));
}

function succeeds(deed: Promise<unknown>): Promise<boolean> {
  return deed.then(
    () => true,
    () => false,
  );
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
