import type { BkItsmClient } from './client.ts';
import type { BkTicketItem } from './schema.ts';

/** "REQ20240501000001", "NO2019110816441094"; other prefixes exist where services were added. */
const numberPattern = /(?<![A-Za-z0-9])[A-Za-z]{2,4}\d{8,}(?![A-Za-z0-9])/gu;

/** `text` is one ticket number and nothing else. */
export function isTicketNumber(text: string): boolean {
  return /^[A-Za-z]{2,4}\d{8,}$/u.test(text);
}

/** An address is not looked through for longer than this: a busy server moves its pages meanwhile. */
const maxPagesRead = 24;
const pageSize = 100;

/**
 * Ticket numbers in what somebody typed or pasted.
 * The addresses of the web page hold no number but an id that no interface takes: it is searched in the list of tickets.
 */
export async function findTicketNumbers(
  text: string,
  client: BkItsmClient,
  baseUrl: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // What ends a sentence or a bracket is no part of an address.
  const addresses = text.match(/https?:\/\/[^\s，；、。（）"'<>]*[^\s，；、。（）"'<>.,;:!?)\]}]/giu) ?? [];
  const rest = addresses.reduce((left, address) => left.replace(address, ' '), text);
  const found = new Set((rest.match(numberPattern) ?? []).map((number) => number.toUpperCase()));
  const search = new TicketSearch(client, signal);
  for (const address of addresses) {
    if (!URL.canParse(address)) continue;
    const { id, number } = readAddress(new URL(address));
    if (id === undefined && number === undefined) continue;
    if (!(await search.isOwnHost(new URL(address).host, baseUrl))) continue;
    const known = number ?? (id === undefined ? undefined : await search.findNumber(id));
    if (known !== undefined) found.add(known);
  }
  return [...found];
}

/** Pages of tickets, by the end of their path: of today's web page, of its predecessors, and of what is printed. */
const ticketPage = /\/(?:ticket\/(?:detail|detail-iframe|approval-iframe|attention-iframe)|commonInfo|printOrder)\/?$/u;
/** What notices link to: `…/#/ticket/6/?token=…&step_id=…`. */
const noticePage = /\/ticket\/(\d{1,15})\/?$/u;

/**
 * `…/o/bk_itsm/#/ticket/detail?id=6`: path and parameters are behind the hash, or in front of it. Other pages have ids of
 * other things.
 */
function readAddress({ hash, pathname, searchParams }: URL): {
  readonly id: number | undefined;
  readonly number: string | undefined;
} {
  const [hashPath = '', hashQuery = ''] = hash.slice(1).split('?', 2);
  const ways = [
    { path: hashPath, parameters: new URLSearchParams(hashQuery) },
    { path: pathname, parameters: searchParams },
  ];
  for (const { path, parameters } of ways) {
    const number = parameters.get('sn')?.match(numberPattern)?.[0]?.toUpperCase();
    if (number !== undefined) return { id: undefined, number };
    const isTicket = ticketPage.test(path);
    const id = noticePage.exec(path)?.[1] ?? (isTicket ? (parameters.get('id') ?? parameters.get('ticket_id')) : null);
    if (id !== null && /^\d{1,15}$/u.test(id)) return { id: Number(id), number: undefined };
  }
  return { id: undefined, number: undefined };
}

interface ListedTicket {
  readonly id: number;
  readonly number: string;
}

/** Looks through the list of all tickets, newest id first. */
class TicketSearch {
  readonly #client: BkItsmClient;
  readonly #signal: AbortSignal;
  #first: { readonly tickets: readonly ListedTicket[]; readonly hosts: readonly string[] } | undefined;
  #pageCount = 1;

  constructor(client: BkItsmClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  /** The web page can have another host than the interfaces: then it is the one that tickets name. */
  async isOwnHost(host: string, baseUrl: string): Promise<boolean> {
    if (URL.canParse(baseUrl) && new URL(baseUrl).host === host) return true;
    const { hosts } = await this.#readFirst();
    return hosts.includes(host);
  }

  async findNumber(id: number): Promise<string | undefined> {
    const first = (await this.#readFirst()).tickets;
    const pages = new Map([[1, first]]);
    const readPage = async (page: number): Promise<readonly ListedTicket[]> => {
      const tickets = page === 1 ? first : toTickets((await this.#read(page)).items);
      pages.set(page, tickets);
      return tickets;
    };
    let low = 1;
    let high = this.#pageCount;
    let page = 1;
    while (low <= high && pages.size <= maxPagesRead) {
      const tickets = await readPage(page);
      const hit = tickets.find((ticket) => ticket.id === id);
      if (hit !== undefined) return hit.number;
      const newest = tickets[0]?.id;
      // An empty page: the list has become shorter.
      if (newest === undefined || id > newest) high = page - 1;
      else if (id < (tickets.at(-1)?.id ?? newest)) low = page + 1;
      else return undefined;
      page = Math.floor((low + high) / 2);
    }
    // New tickets push the others to later pages while we look: it may have slipped over the border.
    for (const border of [low, low + 1, low - 1]) {
      if (border < 1 || border > this.#pageCount) continue;
      const hit = toTickets((await this.#read(border)).items).find((ticket) => ticket.id === id);
      if (hit !== undefined) return hit.number;
    }
    return undefined;
  }

  async #readFirst(): Promise<{ readonly tickets: readonly ListedTicket[]; readonly hosts: readonly string[] }> {
    if (this.#first === undefined) {
      const { items, pageCount } = await this.#read(1);
      this.#pageCount = pageCount;
      const hosts = items.flatMap((item) => {
        const address = item?.ticket_url;
        return address !== undefined && URL.canParse(address) ? [new URL(address).host] : [];
      });
      this.#first = { tickets: toTickets(items), hosts };
    }
    return this.#first;
  }

  #read(page: number): ReturnType<BkItsmClient['getTickets']> {
    return this.#client.getTickets({ page, page_size: pageSize }, this.#signal);
  }
}

function toTickets(items: readonly (BkTicketItem | undefined)[]): readonly ListedTicket[] {
  return items.flatMap((item) => {
    const id = Number(item?.id);
    return item !== undefined && Number.isSafeInteger(id) ? [{ id, number: item.sn }] : [];
  });
}
