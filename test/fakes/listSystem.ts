import { makeEnvironment } from './environment.ts';
import { ConnectionService } from '../../src/application/connectionService.ts';
import { Emitter } from '../../src/base/emitter.ts';
import type { DecisionRequest, DecisionResult, TicketApprovals } from '../../src/domain/approval.ts';
import type { Connection } from '../../src/domain/connection.ts';
import { TicketError } from '../../src/domain/errors.ts';
import type { ListDefinition, ListedTicket, ListPage, ListQuery } from '../../src/domain/lists.ts';
import { message } from '../../src/domain/message.ts';
import type { ProviderDefinition, TicketProvider } from '../../src/domain/provider.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

/** A page is asked for; the test answers it. */
export interface AskedPage {
  readonly query: ListQuery;
  readonly signal: AbortSignal;
  readonly answer: (page: ListPage) => void;
  readonly fail: (error: TicketError) => void;
}

/** One connection, "one", to a system in memory that has lists and can decide. */
export class ListSystem {
  readonly asked: AskedPage[] = [];
  readonly decided: DecisionRequest[] = [];
  /** What a read of a ticket gives, by key; a missing one is `notFound`. */
  readonly tickets = new Map<string, Ticket | TicketError>();
  readonly reads: string[][] = [];
  /** What the server says to a decision; `undefined`: it accepts. Replaced by tests. */
  onDecision: (request: DecisionRequest) => TicketError | undefined = () => undefined;
  definitions: readonly ListDefinition[] = [makeDefinition('todo'), makeDefinition('all')];
  approvals: TicketApprovals | undefined = {
    decideMany: async (requests, signal, onResult) => {
      const results: DecisionResult[] = [];
      for (const request of requests) {
        await this.#decisionGate?.promise;
        signal.throwIfAborted();
        this.decided.push(request);
        const result = { request, error: this.onDecision(request) };
        results.push(result);
        onResult(result);
      }
      return results;
    },
  };
  made = 0;
  disposed = 0;
  #decisionGate: PromiseWithResolvers<void> | undefined;
  readonly #stored: Connection[] = [
    {
      id: 'one',
      system: 'lists',
      label: 'One',
      baseUrl: 'https://itsm.example.com',
      transport: 'vscode',
      caFile: undefined,
      settings: {},
    },
  ];
  readonly #onDidChangeStored = new Emitter<void>();
  readonly #onDidChangeSecret = new Emitter<{ readonly connectionId: string; readonly name: string }>();

  readonly connections = new ConnectionService({
    storage: {
      read: () => [...this.#stored],
      onDidChange: this.#onDidChangeStored.event,
      save: async () => {},
      remove: async () => {},
    },
    secrets: {
      read: async () => undefined,
      write: async () => true,
      delete: async () => {},
      onDidChange: this.#onDidChangeSecret.event,
    },
    loadProviders: async () => [this.#definition()],
    log: { debug() {}, info() {}, warn() {}, error() {} },
    environment: () => makeEnvironment({ userAgent: 'itsm-tickets/0.0.0' }),
  });

  /** Every decision from now on waits until the result is called. */
  holdDecisions(): () => void {
    const gate = Promise.withResolvers<void>();
    this.#decisionGate = gate;
    return () => {
      this.#decisionGate = undefined;
      gate.resolve();
    };
  }

  /** As if other credentials were stored: the provider is made anew. */
  signInAgain(): void {
    this.#onDidChangeSecret.fire({ connectionId: 'one', name: 'token' });
  }

  removeConnection(): void {
    this.#stored.length = 0;
    this.#onDidChangeStored.fire();
  }

  #definition(): ProviderDefinition {
    return {
      system: 'lists',
      label: message('Lists'),
      baseUrlHelp: message('Lists'),
      baseUrlPlaceholder: '',
      baseUrlPresets: [],
      settings: [],
      secrets: [],
      create: async () => this.#provider(),
    };
  }

  #provider(): TicketProvider {
    this.made += 1;
    const find = (key: string): Ticket | TicketError => this.tickets.get(key) ?? new TicketError('notFound');
    return {
      testCredentials: refuse,
      runOperation: refuse,
      findTicketKeys: refuse,
      readTicket: async (key) => {
        this.reads.push([key]);
        const found = find(key);
        if (found instanceof TicketError) throw found;
        return found;
      },
      readTickets: async (keys) => {
        this.reads.push([...keys]);
        return new Map(keys.map((key) => [key, find(key)]));
      },
      lists: {
        definitions: this.definitions,
        statuses: [{ code: 'OPEN', name: 'Open', category: 'inProgress' }],
        readServices: refuse,
        read: (query, signal) =>
          new Promise((resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error)); // AbortSignal types its reason as any
            this.asked.push({ query, signal, answer: resolve, fail: reject });
          }),
      },
      approvals: this.approvals,
      history: undefined,
      workflow: undefined,
      signers: undefined,
      creation: undefined,
      people: undefined,
      rating: undefined,
      following: undefined,
      conversation: undefined,
      attachments: undefined,
      images: undefined,
      relations: undefined,
      operationForms: undefined,
      dispose: () => {
        this.disposed += 1;
      },
    };
  }
}

async function refuse(): Promise<never> {
  throw new TicketError('unexpectedResponse', { detail: 'not part of this fake' });
}

export function makeDefinition(key: string, changes: Partial<ListDefinition> = {}): ListDefinition {
  return {
    key,
    kind: key === 'todo' ? 'toDo' : 'all',
    label: message('A list'),
    unavailable: undefined,
    filters: ['text', 'service', 'status', 'created'],
    ...changes,
  };
}

export function makeListed(key: string): ListedTicket {
  return {
    ref: { connectionId: 'one', key },
    title: `Ticket ${key}`,
    status: { code: 'OPEN', name: 'Open', category: 'inProgress' },
    isEnded: false,
    serviceName: undefined,
    creator: undefined,
    createdAt: undefined,
    currentSteps: undefined,
    waitsForMe: undefined,
    isFollowed: undefined,
    url: undefined,
  };
}

export function makePage(keys: readonly string[], changes: Partial<ListPage> = {}): ListPage {
  return { tickets: keys.map(makeListed), total: undefined, next: undefined, note: undefined, ...changes };
}

/** Lets everything run that waits for nothing but promises. */
export function passTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
