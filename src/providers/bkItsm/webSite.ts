import { TicketError } from '../../domain/errors.ts';
import type { BkItsmClient } from './client.ts';
import { readWebUrl } from './mapper.ts';

/** The web page of the system. Nothing but the addresses of tickets tells where it is. */
export class WebSite {
  readonly #client: BkItsmClient;
  /** In front of the hash; `undefined`: not asked for yet, or no ticket has told. */
  #address: string | undefined;

  constructor(client: BkItsmClient) {
    this.#client = client;
  }

  /** Where a ticket of a service is made; `undefined`: not known. */
  async findServicePage(serviceId: string, signal: AbortSignal): Promise<string | undefined> {
    this.#address ??= await this.#read(signal);
    return this.#address === undefined
      ? undefined
      : `${this.#address}#/ticket/create?service_id=${encodeURIComponent(serviceId)}`;
  }

  async #read(signal: AbortSignal): Promise<string | undefined> {
    try {
      const { items } = await this.#client.getTickets({ page: 1, page_size: 1 }, signal);
      return readWebUrl(items[0]?.ticket_url)?.split('#', 1)[0];
    } catch (error) {
      // A form can do without.
      if (!(error instanceof TicketError)) throw error;
      return undefined;
    }
  }
}
