import type { SecretStorage } from '../../src/application/ports.ts';
import { Emitter } from '../../src/base/emitter.ts';

/** A keyring in memory. Silent about own writes, like the real one. */
export class InMemorySecrets implements SecretStorage {
  /** By `connection/name`. */
  readonly values = new Map<string, string>();
  /** A keyring that takes secrets and gives none back. */
  isForgetful = false;
  readonly #onDidChange = new Emitter<{ readonly connectionId: string; readonly name: string }>();
  #gate: PromiseWithResolvers<void> | undefined;

  readonly onDidChange = this.#onDidChange.event;

  constructor(values: Readonly<Record<string, string>> = {}) {
    for (const [name, value] of Object.entries(values)) this.values.set(name, value);
  }

  /** Reads wait until the result is called; they give what there was when they began. */
  holdReads(): () => void {
    const gate = Promise.withResolvers<void>();
    this.#gate = gate;
    return () => {
      this.#gate = undefined;
      gate.resolve();
    };
  }

  async read(connectionId: string, name: string): Promise<string | undefined> {
    const value = this.values.get(`${connectionId}/${name}`);
    await this.#gate?.promise;
    return value;
  }

  async write(connectionId: string, name: string, value: string): Promise<boolean> {
    if (!this.isForgetful) this.values.set(`${connectionId}/${name}`, value);
    return !this.isForgetful;
  }

  async delete(connectionId: string, name: string): Promise<void> {
    this.values.delete(`${connectionId}/${name}`);
  }

  /** As if another window had signed in or, without a value, out. */
  changeElsewhere(connectionId: string, name: string, value: string | undefined): void {
    if (value === undefined) this.values.delete(`${connectionId}/${name}`);
    else this.values.set(`${connectionId}/${name}`, value);
    this.#onDidChange.fire({ connectionId, name });
  }
}
