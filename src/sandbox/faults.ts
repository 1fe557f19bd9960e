import type { ServerResponse } from 'node:http';
import { sendHuge, sendJson, sendText } from './answers.ts';
import type { HttpAnswer } from './httpMessages.ts';

/** What a fault can be limited to, by name; left out it means all. */
export type Where<Name extends string> = { readonly [Key in Name]?: string };

type Trouble =
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' }
  /** Carries a write out and never answers; concerns writes only. */
  | { readonly kind: 'silenceAfterWrite' }
  /** A login page instead of JSON; status 200 unless told. */
  | { readonly kind: 'html'; readonly status?: number }
  /** A streamed JSON answer of that many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** Another HTTP status; ends by itself after `times` answers. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly times?: number;
    }
  /** The server's own answer to too many calls; ends by itself after `times` answers. */
  | { readonly kind: 'rateLimit'; readonly times?: number }
  /** Destroys the socket. */
  | { readonly kind: 'reset' }
  /** Changes the data of a good answer. */
  | { readonly kind: 'rewrite'; readonly rewrite: (data: unknown) => unknown };

/** Trouble to be made. */
export type FaultAt<Name extends string> = Where<Name> & Trouble;

type InsteadOfAnswer = Exclude<Trouble, { kind: 'silenceAfterWrite' | 'rewrite' }>;

/** Where a request is going, by the same names; '' where it has none. */
type Place<Name extends string> = Readonly<Record<Name, string>>;

interface Active<Name extends string> {
  readonly fault: FaultAt<Name>;
  uses: number;
}

/** The faults that are switched on. */
export class FaultList<Name extends string> {
  readonly #active = new Set<Active<Name>>();
  readonly #names: readonly Name[];

  constructor(names: readonly Name[]) {
    this.#names = names;
  }

  add(fault: FaultAt<Name>): () => void {
    const active = { fault, uses: 0 };
    this.#active.add(active);
    return () => this.#active.delete(active);
  }

  /** The first fault that hits this request instead of an answer; counts as one use. */
  takeInstead(place: Place<Name>): InsteadOfAnswer | undefined {
    for (const active of this.#active) {
      const { fault } = active;
      if (fault.kind === 'silenceAfterWrite' || fault.kind === 'rewrite' || !this.#concerns(fault, place)) continue;
      active.uses += 1;
      if ('times' in fault && active.uses >= (fault.times ?? Infinity)) this.#active.delete(active);
      return fault;
    }
    return undefined;
  }

  isSilentAfterwards(place: Place<Name>): boolean {
    return [...this.#active].some(({ fault }) => fault.kind === 'silenceAfterWrite' && this.#concerns(fault, place));
  }

  rewrite(place: Place<Name>, data: unknown): unknown {
    let result = data;
    for (const { fault } of this.#active) {
      if (fault.kind === 'rewrite' && this.#concerns(fault, place)) result = fault.rewrite(result);
    }
    return result;
  }

  #concerns(fault: Where<Name>, place: Place<Name>): boolean {
    return this.#names.every((name) => fault[name] === undefined || fault[name] === place[name]);
  }
}

/** Does the fault instead of an answer. */
export async function misbehave(
  response: ServerResponse,
  fault: InsteadOfAnswer,
  server: { readonly rateLimited: () => HttpAnswer; readonly loginPage: string; readonly hugeStart: string },
): Promise<void> {
  switch (fault.kind) {
    case 'silence':
      return;
    case 'rateLimit':
      sendJson(response, server.rateLimited());
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'html':
      sendText(response, fault.status ?? 200, 'text/html', server.loginPage);
      return;
    case 'status':
      sendText(response, fault.status, 'application/json', fault.body ?? '', fault.headers);
      return;
    case 'huge':
      await sendHuge(response, server.hugeStart, fault.bytes);
  }
}
