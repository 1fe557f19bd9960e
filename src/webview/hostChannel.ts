import { isRecord } from '../base/record.ts';
import type { HostMessage, PageMessage } from '../protocol/stepPage.ts';
import type { SavedPage } from './pageMemory.ts';

/** The page's only way to the host. */
export interface HostChannel {
  post(message: PageMessage): void;
  save(page: SavedPage): void;
  /** What was saved last. It comes from outside of this page's life: check it before use. */
  saved(): unknown;
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
    saved: () => editor.getState(),
    listen(listener, signal) {
      const receive = (event: MessageEvent<unknown>): void => {
        if (isHostMessage(event.data)) listener(event.data);
      };
      window.addEventListener('message', receive, { signal });
    },
  };
}

/** Other scripts' messages arrive at the same window; the host's own are trusted as typed. */
function isHostMessage(value: unknown): value is HostMessage {
  if (!isRecord(value)) return false;
  switch (value['kind']) {
    case 'init':
      return isRecord(value['bundle']) && isRecord(value['place']);
    case 'state':
      return isRecord(value['state']);
    case 'section':
      return isRecord(value['content']);
    case 'files':
      return isRecord(value['files']);
    case 'uploaded':
      return isRecord(value['attachment']);
    case 'reveal':
    case 'image':
      return true;
    default:
      return false;
  }
}
