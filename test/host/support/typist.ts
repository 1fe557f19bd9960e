import type { CrashingBrowser } from './crashingBrowser.ts';
import type { DevToolsTarget } from './devtools.ts';

/** What stood in the field after a keystroke, and when: milliseconds since 1970 UTC, by the page's own clock. */
export interface Typed {
  readonly at: number;
  readonly text: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const patience = 30_000;

/** Opens one form by the mouse and types into one field of it by the keyboard, in a browser that may end at any time. */
export class Typist {
  readonly #browser: CrashingBrowser;
  readonly #row: string;
  readonly #label: string;
  readonly #typed: Typed[] = [];
  #pressed = '';
  #webview: DevToolsTarget | undefined;

  /**
   * @param row what the accessible name of the tree's row begins with
   * @param label of the field
   */
  constructor(browser: CrashingBrowser, row: string, label: string) {
    this.#browser = browser;
    this.#row = row;
    this.#label = label;
  }

  /** Of the form that was opened last. */
  get webview(): DevToolsTarget {
    if (this.#webview === undefined) throw new Error('No form is open.');
    return this.#webview;
  }

  /** Since the form was opened, as far as the page has lived to tell. */
  get typed(): readonly Typed[] {
    return this.#typed;
  }

  /** What would stand in the field if every key had come through. */
  get pressed(): string {
    return this.#pressed;
  }

  /**
   * Opens the form, goes to the end of the field and listens.
   * @returns what stands in the field
   */
  async open(): Promise<string> {
    this.#typed.length = 0;
    await this.#click(() => this.#find(this.#browser.window, rowPoint(this.#row)));
    const text = await until('the field is there', async () => {
      this.#webview = this.#browser.webviews.at(-1);
      return this.#webview === undefined ? undefined : this.#read(this.#webview);
    });
    await this.#listen(this.webview);
    await this.#click(() => this.#fieldPoint());
    await until('the field has the focus', async () =>
      (await this.#evaluate(this.webview, `${fieldNamed(this.#label)}?.matches(':focus') === true`)) === true
        ? true
        : undefined,
    );
    await this.#key({ key: 'End', code: 'End', windowsVirtualKeyCode: 35, modifiers: 2 });
    this.#pressed = text;
    return text;
  }

  /** Presses the key of one character. */
  async type(character: string): Promise<void> {
    this.#pressed += character;
    await this.#key({ key: character, text: character, windowsVirtualKeyCode: character.toUpperCase().charCodeAt(0) });
  }

  /** Closes the tab of a form, also of one whose process is gone. */
  async close(): Promise<void> {
    // The middle button closes it.
    await this.#click(() => this.#find(this.#browser.window, tabPoint), 'middle');
    await until('the tab is closed', async () =>
      (await this.#find(this.#browser.window, tabPoint)) === undefined ? true : undefined,
    );
  }

  async #listen(webview: DevToolsTarget): Promise<void> {
    const { tools } = this.#browser;
    tools.onEvent((method, { name, payload }, sessionId) => {
      if (method !== 'Runtime.bindingCalled' || name !== 'itsmTyped' || sessionId !== webview.sessionId) return;
      this.#typed.push(JSON.parse(String(payload)) as Typed); // from the listener below
    });
    await tools.send('Runtime.enable', {}, webview.sessionId);
    await tools.send('Runtime.addBinding', { name: 'itsmTyped' }, webview.sessionId);
    // Before the page itself hears of the keystroke.
    await this.#evaluate(
      webview,
      `${pageWindow}.addEventListener('input', (event) => {
        const { value } = event.composedPath()[0];
        ${pageWindow}.itsmTyped(JSON.stringify({ at: Date.now(), text: value }));
      }, true)`,
    );
  }

  /** `undefined`: the field is not there yet. */
  async #read(webview: DevToolsTarget): Promise<string | undefined> {
    const text = await this.#evaluate(webview, `${fieldNamed(this.#label)}?.value`);
    return typeof text === 'string' ? text : undefined;
  }

  async #fieldPoint(): Promise<Point | undefined> {
    const frame = await this.#find(this.#browser.window, framePoint);
    const field = await this.#find(
      this.webview,
      `(() => {
        const field = ${fieldNamed(this.#label)};
        field?.scrollIntoView({ block: 'center', behavior: 'instant' });
        return ${pointOf('field')};
      })()`,
    );
    return frame === undefined || field === undefined ? undefined : { x: frame.x + field.x, y: frame.y + field.y };
  }

  async #find(target: DevToolsTarget, expression: string): Promise<Point | undefined> {
    return (await this.#evaluate(target, expression)) as Point | undefined; // as the expressions below say
  }

  /** `undefined` also when the target has not begun, or is gone. */
  async #evaluate(target: DevToolsTarget, expression: string): Promise<unknown> {
    return this.#browser.tools.evaluate(expression, target).catch(() => undefined);
  }

  async #click(find: () => Promise<Point | undefined>, button: 'left' | 'middle' = 'left'): Promise<void> {
    const point = await until('there is something to click', find);
    for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) {
      const click = type === 'mouseMoved' ? {} : { button, clickCount: 1 };
      await this.#browser.tools.send(
        'Input.dispatchMouseEvent',
        { type, ...point, ...click },
        this.#browser.window.sessionId,
      );
    }
  }

  async #key(key: Readonly<Record<string, unknown>>): Promise<void> {
    const { tools, window } = this.#browser;
    const down = 'text' in key ? 'keyDown' : 'rawKeyDown';
    await tools.send('Input.dispatchKeyEvent', { type: down, ...key }, window.sessionId);
    await tools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, text: undefined }, window.sessionId);
  }
}

const pageWindow = `document.querySelector('iframe#active-frame').contentWindow`;

/** The control of the label, through all shadow roots. */
function fieldNamed(label: string): string {
  return `((find) => find(document.querySelector('iframe#active-frame')?.contentDocument, find))((root, find) => {
    for (const element of root?.querySelectorAll('*') ?? []) {
      if (element.localName === 'label' && element.textContent.includes(${JSON.stringify(label)}) && element.control) return element.control;
      const found = element.shadowRoot ? find(element.shadowRoot, find) : undefined;
      if (found) return found;
    }
  })`;
}

function pointOf(element: string): string {
  return `((rect) => rect && rect.width > 0 ? { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 } : undefined)(${element}?.getBoundingClientRect())`;
}

function rowPoint(name: string): string {
  return pointOf(
    `document.querySelector('[role="treeitem"][aria-label^=' + ${JSON.stringify(JSON.stringify(name))} + ']')`,
  );
}

/** A tab can be wider than the window: not its middle, and not its button. */
const tabPoint = `((rect) => rect && { x: rect.x + 20, y: rect.y + rect.height / 2 })(document.querySelector('.part.editor .tab')?.getBoundingClientRect())`;

/** Where the webview begins. */
const framePoint = `((rect) => rect && rect.width > 0 ? { x: rect.x, y: rect.y } : undefined)(document.querySelector('iframe.webview.ready')?.getBoundingClientRect())`;

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${patience / 1000} s in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
