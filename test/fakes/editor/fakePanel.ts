import { Emitter } from '../../../src/base/emitter.ts';
import type { HostMessage, PageMessage } from '../../../src/protocol/stepPage.ts';

/** A webview panel without a page: the test speaks in the page's place. */
export class FakePanel {
  title: string;
  iconPath: unknown;
  visible = true;
  active = true;
  reveals = 0;
  readonly posted: HostMessage[] = [];
  readonly #onDidReceive = new Emitter<unknown>();
  readonly #onDidDispose = new Emitter<void>();
  readonly #onDidChangeViewState = new Emitter<void>();
  readonly onDidDispose = this.#onDidDispose.event;
  readonly onDidChangeViewState = this.#onDidChangeViewState.event;
  readonly webview = {
    html: '',
    options: {},
    cspSource: 'https://page.test',
    asWebviewUri: (uri: { toString(): string }) => uri,
    onDidReceiveMessage: this.#onDidReceive.event,
    postMessage: async (message: HostMessage) => {
      // As the border does: what is posted later does not change what was posted.
      this.posted.push(structuredClone(message));
      return true;
    },
  };

  constructor(title: string) {
    this.title = title;
  }

  reveal(): void {
    this.reveals += 1;
  }

  dispose(): void {
    this.#onDidDispose.fire();
  }

  /** The page says something. */
  send(message: PageMessage): void {
    this.#onDidReceive.fire(structuredClone(message));
  }

  /** The user looks at something else. */
  hide(): void {
    this.visible = false;
    this.#onDidChangeViewState.fire();
  }
}
