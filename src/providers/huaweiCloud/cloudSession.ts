// oxlint-disable-next-line no-restricted-imports -- oxlint takes `* as z` for the name `z`, which the rule is about
import * as z from 'zod/mini';
import type { SessionStore } from '../../domain/provider.ts';
import type { CloudToken } from './iam.ts';

const Kept = z.object({
  fingerprint: z.string(),
  token: z.string(),
  endsAt: z.number(),
  userId: z.optional(z.string()),
});

type Kept = z.infer<typeof Kept>;

/**
 * What the windows share of a sign-in: its token. That it cannot be kept or found costs another sign-in, nothing more, so
 * nothing here fails. One thing is done after the other, in the order of the calls.
 */
export class CloudSession {
  readonly #store: SessionStore;
  readonly #fingerprint: string;
  #last: Promise<unknown> = Promise.resolve();

  /** @param fingerprint of the credentials: what is kept is good for no others */
  constructor(store: SessionStore, fingerprint: string) {
    this.#store = store;
    this.#fingerprint = fingerprint;
  }

  readToken(): Promise<CloudToken | undefined> {
    return this.#queue(async () => {
      const kept = await this.#read();
      return kept?.fingerprint === this.#fingerprint ? kept : undefined;
    });
  }

  keepToken(token: CloudToken): Promise<void> {
    return this.#queue(() => this.#write({ fingerprint: this.#fingerprint, ...token }));
  }

  /** It was refused: no window and no later sign-in shall take it for a good one. */
  forgetToken(token: string): Promise<void> {
    return this.#queue(async () => {
      const kept = await this.#read();
      // Another window may have a newer one already.
      if (kept?.token === token) await this.#write(undefined);
    });
  }

  #queue<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task);
    this.#last = done;
    return done;
  }

  async #read(): Promise<Kept | undefined> {
    try {
      return Kept.parse(JSON.parse((await this.#store.read()) ?? ''));
    } catch {
      return undefined;
    }
  }

  async #write(kept: Kept | undefined): Promise<void> {
    try {
      await this.#store.write(kept === undefined ? undefined : JSON.stringify(kept));
    } catch {
      // See above.
    }
  }
}
