import * as z from 'zod/mini';
import type { SessionStore } from '../../domain/provider.ts';
import type { CloudToken } from './iam.ts';
import { signInTroubles, type SignInTrouble } from './signInTrouble.ts';

// Under a name of its own: oxlint takes `z.catch(…)` for that of a promise.
const orElse = z.catch;

const KeptToken = z.object({
  fingerprint: z.string(),
  token: z.string(),
  endsAt: z.number(),
  userId: z.optional(z.string()),
});

const KeptRefusal = z.object({
  fingerprint: z.string(),
  trouble: orElse(z.enum(signInTroubles), 'credentials'),
  /** Milliseconds since 1970 UTC. */
  refusedAt: orElse(z.number(), 0),
});

/** Milliseconds after which a key is no longer locked (contract §3.2), and a clock may have been set. */
const passingTime = 10 * 60_000;

/** Side by side in one record, each with the credentials that it is about. */
const Refusals = z.object({ refused: KeptRefusal });

interface Kept {
  readonly token: z.infer<typeof KeptToken> | undefined;
  readonly refused: z.infer<typeof KeptRefusal> | undefined;
}

/**
 * What the windows share of a sign-in: its token, and that it was refused. That these cannot be kept or found costs
 * another sign-in, nothing more, so nothing here fails. One thing is done after the other, in the order of the calls.
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
      const { token } = await this.#read();
      return token?.fingerprint === this.#fingerprint ? token : undefined;
    });
  }

  keepToken(token: CloudToken): Promise<void> {
    return this.#queue(() => this.#write({ token: { fingerprint: this.#fingerprint, ...token }, refused: undefined }));
  }

  /** It was refused: no window and no later sign-in shall take it for a good one. */
  forgetToken(token: string): Promise<void> {
    return this.#queue(async () => {
      const kept = await this.#read();
      // Another window may have a newer one already.
      if (kept.token?.token === token) await this.#write({ ...kept, token: undefined });
    });
  }

  /** Why these credentials were refused, in whatever window; `undefined`: they were not. */
  readRefusal(): Promise<SignInTrouble | undefined> {
    return this.#queue(async () => {
      const { refused } = await this.#read();
      return refused?.fingerprint === this.#fingerprint && !hasPassed(refused) ? refused.trouble : undefined;
    });
  }

  /** No window shall try these credentials by itself any more: some failures lock a key or a user. */
  keepRefusal(trouble: SignInTrouble): Promise<void> {
    return this.#queue(async () => {
      const { token } = await this.#read();
      await this.#write({ token, refused: { fingerprint: this.#fingerprint, trouble, refusedAt: Date.now() } });
    });
  }

  forgetRefusal(): Promise<void> {
    return this.#queue(async () => {
      const { token, refused } = await this.#read();
      if (refused !== undefined) await this.#write({ token, refused: undefined });
    });
  }

  #queue<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task);
    this.#last = done;
    return done;
  }

  async #read(): Promise<Kept> {
    try {
      const kept: unknown = JSON.parse((await this.#store.read()) ?? '{}');
      return { token: KeptToken.safeParse(kept).data, refused: Refusals.safeParse(kept).data?.refused };
    } catch {
      return { token: undefined, refused: undefined };
    }
  }

  async #write({ token, refused }: Kept): Promise<void> {
    try {
      const isEmpty = token === undefined && refused === undefined;
      await this.#store.write(isEmpty ? undefined : JSON.stringify({ ...token, refused }));
    } catch {
      // See above.
    }
  }
}

/** The credentials themselves may be good: then nobody has to type again what is shown only once. */
function hasPassed({ trouble, refusedAt }: z.infer<typeof KeptRefusal>): boolean {
  // After a clock was set, the refusal may lie ahead.
  return (trouble === 'locked' || trouble === 'clockSkew') && Math.abs(Date.now() - refusedAt) > passingTime;
}
