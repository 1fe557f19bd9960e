import type { ConnectionStorage } from '../../src/application/ports.ts';
import { Emitter } from '../../src/base/emitter.ts';
import type { Connection } from '../../src/domain/connection.ts';

/** The settings of a user in memory; tells of own writes as the editor does. */
export class InMemoryConnections implements ConnectionStorage {
  readonly #onDidChange = new Emitter<void>();
  #connections: readonly Connection[];

  readonly onDidChange = this.#onDidChange.event;

  constructor(connections: readonly Connection[] = []) {
    this.#connections = connections;
  }

  read(): readonly Connection[] {
    return this.#connections;
  }

  async save(connection: Connection): Promise<void> {
    const index = this.#connections.findIndex(({ id }) => id === connection.id);
    this.set(index === -1 ? [...this.#connections, connection] : this.#connections.with(index, connection));
  }

  async remove(connectionId: string): Promise<void> {
    this.set(this.#connections.filter(({ id }) => id !== connectionId));
  }

  /** As if the user had edited the settings by hand. */
  set(connections: readonly Connection[]): void {
    this.#connections = connections;
    this.#onDidChange.fire();
  }
}
