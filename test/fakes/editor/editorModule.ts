// What `import … from 'vscode'` gives in tests that run code of the editor in plain node: only what that code uses, as a
// recording. `useFakeEditor.ts` puts it in the editor's place.
import { Emitter } from '../../../src/base/emitter.ts';
import { FakePanel } from './fakePanel.ts';

/** What was shown, and what the user answers. */
export const fakeEditor = {
  panels: [] as FakePanel[],
  /** Texts of notifications and questions, in order. */
  said: [] as string[],
  /** Answers to questions by a part of their text; the label of the button. */
  answers: new Map<string, string>(),
  commands: [] as (readonly unknown[])[],
  documents: [] as string[],
  opened: [] as string[],
  /** The window has the focus. */
  isFocused: true,
  /** Moves the focus into the window, or away from it. */
  focus(isFocused: boolean): void {
    this.isFocused = isFocused;
    onDidChangeWindowState.fire({ focused: isFocused });
  },
  reset(): void {
    this.panels.length = 0;
    this.said.length = 0;
    this.answers.clear();
    this.commands.length = 0;
    this.documents.length = 0;
    this.opened.length = 0;
    this.isFocused = true;
  },
};

const onDidChangeWindowState = new Emitter<{ readonly focused: boolean }>();

function say(text: string): Promise<string | undefined> {
  fakeEditor.said.push(text);
  const found = [...fakeEditor.answers].find(([part]) => text.includes(part));
  return Promise.resolve(found?.[1]);
}

export const l10n = {
  bundle: undefined,
  t: (text: string, ...args: readonly unknown[]): string =>
    text.replaceAll(/\{(\d+)\}/gu, (_, index: string) => String(args[Number(index)])),
};

export const env = {
  language: 'en',
  openExternal: async (uri: Uri) => {
    fakeEditor.opened.push(uri.toString());
    return true;
  },
};

export const window = {
  get state() {
    return { focused: fakeEditor.isFocused };
  },
  onDidChangeWindowState: onDidChangeWindowState.event,
  createWebviewPanel(_viewType: string, title: string): FakePanel {
    const panel = new FakePanel(title);
    fakeEditor.panels.push(panel);
    return panel;
  },
  showInformationMessage: say,
  showWarningMessage: say,
  showErrorMessage: say,
  showInputBox: async () => undefined,
  showQuickPick: async () => undefined,
  showTextDocument: async () => undefined,
  withProgress: async (_options: unknown, work: (progress: unknown, token: unknown) => Promise<unknown>) =>
    work({}, { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) }),
};

export const commands = {
  executeCommand: async (...args: readonly unknown[]) => {
    fakeEditor.commands.push(args);
    return undefined;
  },
};

export const workspace = {
  getConfiguration: () => ({ get: () => undefined }),
  workspaceFolders: undefined,
  openTextDocument: async ({ content }: { content: string }) => {
    fakeEditor.documents.push(content);
    return {};
  },
  registerTextDocumentContentProvider: () => ({ dispose: () => {} }),
  onDidCloseTextDocument: () => ({ dispose: () => {} }),
  registerFileSystemProvider: () => ({ dispose: () => {} }),
};

export const ConfigurationTarget = { Global: 1 };

export class Uri {
  readonly scheme: string;
  readonly path: string;

  private constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }

  static parse(text: string): Uri {
    const { protocol, href } = new URL(text);
    return new Uri(protocol.slice(0, -1), href.slice(protocol.length));
  }

  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path);
  }

  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    return new Uri(base.scheme, [base.path, ...parts].join('/'));
  }

  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

export class ThemeIcon {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeColor extends ThemeIcon {}

export class EventEmitter<T> extends Emitter<T> {}

export class TreeItem {
  id: string | undefined;
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const ViewColumn = { Active: -1, Beside: -2, One: 1 };
export const ProgressLocation = { Notification: 15, Window: 10 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const FilePermission = { Readonly: 1 };
export const FileType = { File: 1 };
export const FileSystemError = { NoPermissions: Error, FileNotFound: Error };
