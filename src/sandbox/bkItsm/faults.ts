import { isWriteName } from './endpoints.ts';

/** Trouble to be made; `endpoint` is a name such as `get_ticket_status`, left out it means all. */
export type Fault =
  /** Takes the request and never answers. */
  | { readonly kind: 'silence'; readonly endpoint?: string; readonly sn?: string }
  /** Carries a write out and never answers; without `endpoint` it concerns writes only. */
  | { readonly kind: 'silenceAfterWrite'; readonly endpoint?: string }
  /** A login page instead of JSON; status 200 unless told. */
  | { readonly kind: 'html'; readonly status?: number; readonly endpoint?: string; readonly sn?: string }
  /** A streamed JSON answer of that many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number; readonly endpoint?: string; readonly sn?: string }
  /** Another HTTP status; ends by itself after `times` answers. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly times?: number;
      readonly endpoint?: string;
      readonly sn?: string;
    }
  /** The door's own answer to too many calls: 1306429, or HTTP 429; ends by itself after `times` answers. */
  | { readonly kind: 'rateLimit'; readonly times?: number; readonly endpoint?: string; readonly sn?: string }
  /** Destroys the socket. */
  | { readonly kind: 'reset'; readonly endpoint?: string }
  /** Changes `data` of a good answer. */
  | {
      readonly kind: 'rewrite';
      readonly endpoint?: string;
      readonly sn?: string;
      readonly rewrite: (data: unknown) => unknown;
    };

interface Active {
  readonly fault: Fault;
  uses: number;
}

/** The faults that are switched on. */
export class FaultList {
  readonly #active = new Set<Active>();

  add(fault: Fault): () => void {
    const active = { fault, uses: 0 };
    this.#active.add(active);
    return () => this.#active.delete(active);
  }

  /** The first fault that hits this request instead of an answer; counts as one use. */
  takeInstead(endpoint: string, sn: string): Exclude<Fault, { kind: 'silenceAfterWrite' | 'rewrite' }> | undefined {
    for (const active of this.#active) {
      const { fault } = active;
      if (fault.kind === 'silenceAfterWrite' || fault.kind === 'rewrite' || !concerns(fault, endpoint, sn)) continue;
      active.uses += 1;
      if ('times' in fault && active.uses >= (fault.times ?? Infinity)) this.#active.delete(active);
      return fault;
    }
    return undefined;
  }

  isSilentAfterwards(endpoint: string): boolean {
    return [...this.#active].some(({ fault }) => {
      return fault.kind === 'silenceAfterWrite' && (fault.endpoint ?? endpoint) === endpoint && isWriteName(endpoint);
    });
  }

  rewrite(endpoint: string, sn: string, data: unknown): unknown {
    let result = data;
    for (const { fault } of this.#active) {
      if (fault.kind === 'rewrite' && concerns(fault, endpoint, sn)) result = fault.rewrite(result);
    }
    return result;
  }
}

function concerns(fault: Fault, endpoint: string, sn: string): boolean {
  if (fault.endpoint !== undefined && fault.endpoint !== endpoint) return false;
  return !('sn' in fault) || fault.sn === undefined || fault.sn === sn;
}
