import { TicketError } from '../../src/domain/errors.ts';
import type { OperationRequest, TicketProvider } from '../../src/domain/provider.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

export type ProviderMethod = 'testCredentials' | 'readTicket' | 'readTickets' | 'runOperation' | 'findTicketKeys';

export interface ProviderCall {
  readonly method: ProviderMethod;
  readonly keys: readonly string[];
}

/** A ticket system in memory: holds tickets, fails as told, and can be made to wait before it answers. */
export class InMemoryProvider implements TicketProvider {
  /** What a read gives, by key; a missing one is `notFound`. */
  readonly tickets = new Map<string, Ticket | TicketError>();
  readonly lists: TicketProvider['lists'] = undefined;
  /** Abilities that a test gives it. */
  history: TicketProvider['history'] = undefined;
  workflow: TicketProvider['workflow'] = undefined;
  signers: TicketProvider['signers'] = undefined;
  creation: TicketProvider['creation'];
  readonly people: TicketProvider['people'] = undefined;
  readonly approvals: TicketProvider['approvals'] = undefined;
  readonly rating: TicketProvider['rating'] = undefined;
  readonly following: TicketProvider['following'] = undefined;
  conversation: TicketProvider['conversation'] = undefined;
  attachments: TicketProvider['attachments'] = undefined;
  images: TicketProvider['images'] = undefined;
  relations: TicketProvider['relations'] = undefined;
  operationForms: TicketProvider['operationForms'] = undefined;
  readonly calls: ProviderCall[] = [];
  readonly operations: OperationRequest[] = [];
  /** Thrown by every method but `runOperation`; anything but a `TicketError` breaks the contract on purpose. */
  failure: unknown;
  /** What the server does with an operation; throws to refuse. */
  onOperation: (request: OperationRequest) => void = () => {};
  isDisposed = false;
  #gate: PromiseWithResolvers<void> | undefined;
  #underWay = 0;
  #mostUnderWay = 0;

  constructor(tickets: readonly Ticket[] = []) {
    this.put(...tickets);
  }

  /** How many reads were under way at the same time, at most. */
  get mostUnderWay(): number {
    return this.#mostUnderWay;
  }

  put(...tickets: readonly Ticket[]): void {
    for (const ticket of tickets) this.tickets.set(ticket.ref.key, ticket);
  }

  count(method: ProviderMethod): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  /** Every request from now on waits until the result is called. What it gives was decided when it began. */
  holdAnswers(): () => void {
    const gate = Promise.withResolvers<void>();
    this.#gate = gate;
    return () => {
      if (this.#gate === gate) this.#gate = undefined;
      gate.resolve();
    };
  }

  testCredentials(signal: AbortSignal): Promise<void> {
    return this.#answer('testCredentials', [], signal, () => {});
  }

  readTicket(key: string, signal: AbortSignal): Promise<Ticket> {
    return this.#answer('readTicket', [key], signal, () => {
      const ticket = this.#find(key);
      if (ticket instanceof TicketError) throw ticket;
      return ticket;
    });
  }

  /** These are told of at the end only: they are slow. */
  readonly slowKeys = new Set<string>();

  readTickets(
    keys: readonly string[],
    signal: AbortSignal,
    onResult?: (key: string, result: Ticket | TicketError) => void,
  ): Promise<ReadonlyMap<string, Ticket | TicketError>> {
    for (const key of keys.filter((each) => !this.slowKeys.has(each))) onResult?.(key, this.#find(key));
    return this.#answer('readTickets', keys, signal, () => new Map(keys.map((key) => [key, this.#find(key)])));
  }

  async runOperation(request: OperationRequest, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.calls.push({ method: 'runOperation', keys: [request.key] });
    this.operations.push(request);
    this.onOperation(request);
    await this.#gate?.promise;
  }

  findTicketKeys(text: string, signal: AbortSignal): Promise<readonly string[]> {
    return this.#answer('findTicketKeys', [text], signal, () => (this.tickets.has(text) ? [text] : []));
  }

  dispose(): void {
    this.isDisposed = true;
  }

  #find(key: string): Ticket | TicketError {
    return this.tickets.get(key) ?? new TicketError('notFound');
  }

  async #answer<T>(method: ProviderMethod, keys: readonly string[], signal: AbortSignal, decide: () => T): Promise<T> {
    signal.throwIfAborted();
    this.calls.push({ method, keys });
    this.#underWay += 1;
    this.#mostUnderWay = Math.max(this.#mostUnderWay, this.#underWay);
    try {
      const answer = attempt(() => {
        if (this.failure !== undefined) throw this.failure;
        if (this.isDisposed) throw new TicketError('unavailable', { detail: 'disposed' });
        return decide();
      });
      await abortable(this.#gate?.promise ?? Promise.resolve(), signal);
      return answer();
    } finally {
      this.#underWay -= 1;
    }
  }
}

/** Carries out now, and gives the result or the error when it is called. */
function attempt<T>(work: () => T): () => T {
  try {
    const result = work();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function abortable(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error); // AbortSignal types its reason as any
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
