import type { LogOutputChannel } from 'vscode';
import type { Log } from '../application/ports.ts';
import type { Disposable } from '../base/disposable.ts';

/** The log of this extension in the output panel, made with the first line or when somebody wants to see it. */
export class LogChannel implements Log, Disposable {
  readonly #make: () => LogOutputChannel;
  #channel: LogOutputChannel | undefined;
  #isDisposed = false;

  constructor(make: () => LogOutputChannel) {
    this.#make = make;
  }

  debug(text: string): void {
    this.#open()?.debug(text);
  }

  info(text: string): void {
    this.#open()?.info(text);
  }

  warn(text: string): void {
    this.#open()?.warn(text);
  }

  error(text: string): void {
    this.#open()?.error(text);
  }

  show(): void {
    this.#open()?.show();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#channel?.dispose();
    this.#channel = undefined;
  }

  /** `undefined`: what ends may still have something to say, and nobody listens any more. */
  #open(): LogOutputChannel | undefined {
    if (!this.#isDisposed) this.#channel ??= this.#make();
    return this.#channel;
  }
}
