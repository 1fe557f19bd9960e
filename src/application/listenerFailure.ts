import type { Log } from './ports.ts';

/**
 * For an `Emitter`: a listener that throws is a mistake of ours and must leave a trace. Only the kind of error: its text
 * may quote what the change was about.
 */
export function logListenerFailure(log: Pick<Log, 'error'>, error: unknown): void {
  log.error(`Something failed to follow a change (${error instanceof Error ? error.name : typeof error})`);
}
