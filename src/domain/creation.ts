import type { Field } from './field.ts';
import type { FormValues } from './form.ts';
import type { Message } from './message.ts';

/** A node of the tree that services are arranged in. */
export interface ServiceCatalog {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly children: readonly ServiceCatalog[];
}

/** Something tickets can be made for. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface CreationForm {
  readonly service: Service;
  /** In order, with the defaults as values; whether one is in the form now is told by `isVisible`. */
  readonly fields: readonly Field[];
  /** Why a ticket cannot be made from here; `undefined`: it can. */
  readonly cannotCreate: Message | undefined;
  /** Where a browser makes such a ticket, as `Ticket.url`; `undefined`: not known. */
  readonly url?: string | undefined;
}

/** Making tickets. */
export interface TicketCreation {
  /** The roots of the tree; only what leads to services where the system can tell. */
  readCatalogs(signal: AbortSignal): Promise<readonly ServiceCatalog[]>;
  /** @param catalogId `undefined`: all services; none where a system tells them catalog by catalog only */
  readServices(catalogId: string | undefined, signal: AbortSignal): Promise<readonly Service[]>;
  readForm(serviceId: string, signal: AbortSignal): Promise<CreationForm>;
  /**
   * Makes a ticket. Reads the form again before; fields that are not in `values` get their defaults, those that are
   * not visible none.
   * @returns the key of the ticket; its first step may still be on its way
   * @throws TicketError `rejected` with field problems, `outcomeUnknown` when it was sent and no answer came
   */
  create(serviceId: string, values: FormValues, signal: AbortSignal): Promise<string>;
}
