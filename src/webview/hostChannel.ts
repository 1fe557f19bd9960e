import type { FieldValues, HostMessage, PageMessage } from '../protocol/stepPage.ts';

/** What the page keeps in the editor while it is hidden, so that nothing typed is lost with it. */
export interface SavedPage {
  readonly draftId: string;
  readonly values: FieldValues;
}

/** The page's only way to the host. */
export interface HostChannel {
  post(message: PageMessage): void;
  save(page: SavedPage): void;
  /** What was saved last. It comes from outside of this page's life: check each value before use. */
  saved(): SavedPage | undefined;
  /** Calls `listener` for each message of the host. */
  listen(listener: (message: HostMessage) => void, signal: AbortSignal): void;
}

/** Takes the editor's API; it can be taken once in a page's life. */
export function openHostChannel(): HostChannel {
  const editor = acquireVsCodeApi();
  return {
    // The editor's own function, not that of a window: it has no target origin.
    post: (message) => editor.postMessage(message),
    save: (page) => void editor.setState(page),
    saved() {
      const page: unknown = editor.getState();
      return isSavedPage(page) ? page : undefined;
    },
    listen(listener, signal) {
      const receive = (event: MessageEvent<unknown>): void => {
        if (isHostMessage(event.data)) listener(event.data);
      };
      window.addEventListener('message', receive, { signal });
    },
  };
}

function isSavedPage(value: unknown): value is SavedPage {
  return (
    isRecord(value) &&
    typeof value['draftId'] === 'string' &&
    Array.isArray(value['values']) &&
    value['values'].every((entry: unknown) => Array.isArray(entry) && typeof entry[0] === 'string')
  );
}

/** Other scripts' messages arrive at the same window; the host's own are trusted as typed. */
function isHostMessage(value: unknown): value is HostMessage {
  if (!isRecord(value)) return false;
  return (
    (value['kind'] === 'init' && isRecord(value['bundle'])) ||
    (value['kind'] === 'state' && isRecord(value['state'])) ||
    (value['kind'] === 'section' && isRecord(value['content']))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
