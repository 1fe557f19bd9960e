import type { Log } from '../../src/application/ports.ts';

/** A log that can be read. */
export class RecordingLog implements Log {
  readonly lines: string[] = [];

  debug(text: string): void {
    this.lines.push(`debug ${text}`);
  }

  info(text: string): void {
    this.lines.push(`info ${text}`);
  }

  warn(text: string): void {
    this.lines.push(`warn ${text}`);
  }

  error(text: string): void {
    this.lines.push(`error ${text}`);
  }
}
