import type { Disposable } from '../base/disposable.ts';
import type { TicketAttachments, TicketImages } from './attachments.ts';
import type { TicketConversation } from './conversation.ts';
import type { TicketOperationForms } from './operationForms.ts';
import type { TicketRelations } from './relations.ts';
import type { TicketApprovals } from './approval.ts';
import type { Connection, Secrets } from './connection.ts';
import type { TicketCreation } from './creation.ts';
import type { TicketError } from './errors.ts';
import type { TicketFollowing } from './following.ts';
import type { TicketHistory } from './history.ts';
import type { TicketLists } from './lists.ts';
import type { Message } from './message.ts';
import type { Operation, OperationInput } from './operation.ts';
import type { TicketPeople } from './people.ts';
import type { TicketRating } from './rating.ts';
import type { TicketSigners } from './signers.ts';
import type { Ticket } from './ticket.ts';
import type { TicketWorkflow } from './workflow.ts';

/**
 * The port of one ticket system, bound to one connection.
 * Every method throws {@link TicketError} and nothing else, except the signal's reason after an abort.
 * Reads may be repeated by the provider itself; a write is sent at most once.
 */
export interface TicketProvider extends Disposable {
  /** Reads something cheap that needs the credentials. Resolves when they work. */
  testCredentials(signal: AbortSignal): Promise<void>;

  /** The whole ticket: steps with their fields and values, details. */
  readTicket(key: string, signal: AbortSignal): Promise<Ticket>;

  /**
   * Many tickets in as few requests as the system allows, for watching: without fields and details.
   * The map has every key: one bad ticket is an error in its place and does not hide the others.
   * @param onResult hears of each one as soon as it is there, as a slow one can hold up the whole
   * @throws TicketError only when no ticket could be read for a reason that is the connection's (credentials, network).
   */
  readTickets(
    keys: readonly string[],
    signal: AbortSignal,
    onResult?: (key: string, result: Ticket | TicketError) => void,
  ): Promise<ReadonlyMap<string, Ticket | TicketError>>;

  /**
   * Carries out an operation that a ticket or step of `readTicket` or `readTickets` offered.
   * Reads the ticket again before it writes, so it never acts on a step that has moved on.
   * Resolves when the server has accepted it; the workflow may still be moving then.
   * @param stepId the step; `undefined` for an operation of the ticket
   * @throws TicketError `conflict` when it is offered no more, `rejected` with field problems,
   * `outcomeUnknown` when the request was sent and no answer came
   */
  runOperation(request: OperationRequest, signal: AbortSignal): Promise<void>;

  /**
   * Ticket numbers in what a user typed or pasted: one number, or an address of the system's web page.
   * Empty when `text` is neither. May ask the server, as some addresses do not hold the number.
   */
  findTicketKeys(text: string, signal: AbortSignal): Promise<readonly string[]>;

  /** What not every system can do, or not on every connection: `undefined` where it cannot. */
  readonly lists: TicketLists | undefined;
  readonly history: TicketHistory | undefined;
  readonly workflow: TicketWorkflow | undefined;
  readonly signers: TicketSigners | undefined;
  readonly creation: TicketCreation | undefined;
  readonly people: TicketPeople | undefined;
  readonly approvals: TicketApprovals | undefined;
  readonly rating: TicketRating | undefined;
  readonly following: TicketFollowing | undefined;
  readonly conversation: TicketConversation | undefined;
  readonly attachments: TicketAttachments | undefined;
  readonly images: TicketImages | undefined;
  readonly relations: TicketRelations | undefined;
  /** There is one where an operation has `hasOwnForm`. */
  readonly operationForms: TicketOperationForms | undefined;
}

export interface OperationRequest {
  readonly key: string;
  readonly stepId: string | undefined;
  readonly operation: Operation;
  readonly input: OperationInput;
}

/** A setting or secret that a system needs; drives the "Add Connection" wizard. */
export interface ConnectionInput {
  /** Property name in the settings, or name of the secret. */
  readonly key: string;
  readonly label: Message;
  /** What it is and where to find it. */
  readonly help: Message;
  readonly placeholder: string;
  readonly isRequired: boolean;
  /** `undefined`: free text. */
  readonly choices: readonly ConnectionInputChoice[] | undefined;
  /** Used when nothing is given. */
  readonly defaultValue: string;
  /** Asked, and required, only where another setting has one of these values; `undefined`: always. */
  readonly onlyWhen?: { readonly setting: string; readonly values: readonly string[] } | undefined;
  /** Tells for whom the connection acts: what is typed for one person is not shown to another. For settings only. */
  readonly namesAccount?: boolean | undefined;
  /** Good for one sign-in only (a passcode): asked for, and never stored. */
  readonly isOneTime?: boolean | undefined;
  /**
   * Few need it: asked only by those who want to see everything, after an attempt with the default has failed; before it,
   * where it goes with an address that is offered and another one was entered.
   */
  readonly isAdvanced?: boolean;
}

export interface ConnectionInputChoice {
  readonly value: string;
  readonly label: Message;
  readonly detail: Message;
}

export interface BaseUrlPreset {
  readonly baseUrl: string;
  readonly label: Message;
  /** Settings that go with it ("iamUrl"). */
  readonly settings: Readonly<Record<string, string>>;
}

/** What one ticket system is: the list of them is `providers/index.ts`. */
export interface ProviderDefinition {
  /** As in the settings ("bk-itsm"). */
  readonly system: string;
  readonly label: Message;
  readonly baseUrlHelp: Message;
  readonly baseUrlPlaceholder: string;
  /** Addresses to choose from, by site and region; any other may be typed. Empty: each user has an address of their own. */
  readonly baseUrlPresets: readonly BaseUrlPreset[];
  readonly settings: readonly ConnectionInput[];
  readonly secrets: readonly ConnectionInput[];
  /**
   * Makes a provider, whose code is loaded with the first one; does not make a request. The caller disposes it, which
   * aborts what is under way.
   */
  create(connection: Connection, secrets: Secrets, environment: ProviderEnvironment): Promise<TicketProvider>;
}

/** What a provider gets from outside. */
export interface ProviderEnvironment {
  /** Called once per request that ended; `path` is without query. Holds no secret. */
  readonly onRequest: (record: RequestRecord) => void;
  /** Sent as the user agent where the system allows one ("itsm-tickets/0.1.0"). */
  readonly userAgent: string;
  /** The editor's display language, as BCP 47 in lower case ("zh-cn"): for systems that speak several. */
  readonly language: string;
  /** IANA name of the user's zone ("Asia/Shanghai"): for systems that give and take times in a zone asked for. */
  readonly timeZone: string;
  /** In the display language: for names that the system itself does not give. */
  readonly translate: (message: Message) => string;
  readonly session: SessionStore;
}

/**
 * What came of a sign-in (a token, or that it was refused), kept as secretly as a password and shared by all windows: each connection has its own.
 * Signing out empties it. It may be gone at any time: then the provider signs in again.
 */
export interface SessionStore {
  /** `undefined`: there is none. */
  read(): Promise<string | undefined>;
  /** @param value `undefined`: it is no longer good */
  write(value: string | undefined): Promise<void>;
}

export interface RequestRecord {
  readonly method: string;
  /** Address without query and user info. */
  readonly url: string;
  /** HTTP status; `undefined`: no answer. */
  readonly status: number | undefined;
  /** Milliseconds. */
  readonly duration: number;
  /** The error's code and detail; `undefined`: it went well. */
  readonly failure: string | undefined;
}
