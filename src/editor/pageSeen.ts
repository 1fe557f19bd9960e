import { changesSince, seenActivity, type SeenTicket, type TicketPart } from '../application/seenChanges.ts';
import { viewTicket, type TicketView } from '../application/ticketView.ts';
import type { Ticket, TicketRef } from '../domain/ticket.ts';
import type { SeenSummary } from '../protocol/stepPage.ts';
import type { PageTimeline } from './pageTimeline.ts';
import type { FormServices } from './services.ts';

/** What the user of a page saw of its ticket when they looked at it last. */
export class PageSeen {
  readonly #services: FormServices;
  readonly #ref: TicketRef;
  readonly #timeline: PageTimeline;
  #seen: SeenTicket | undefined;
  /** The last look is being written down. */
  #leaving: Promise<void> = Promise.resolve();
  #viewed: { readonly ticket: Ticket; readonly view: TicketView } | undefined;

  constructor(services: FormServices, ref: TicketRef, timeline: PageTimeline) {
    this.#services = services;
    this.#ref = ref;
    this.#timeline = timeline;
  }

  /** The page is about to be looked at. */
  async begin(): Promise<void> {
    await this.#leaving;
    this.#seen = await this.#services.lastSeen.read(this.#ref);
  }

  /** What has changed since. `undefined`: they look for the first time. */
  summary(ticket: Ticket): SeenSummary | undefined {
    if (this.#seen === undefined) return undefined;
    // The ticket is the same for many looks.
    if (this.#viewed?.ticket !== ticket) this.#viewed = { ticket, view: viewTicket(ticket) };
    const changed = changesSince(this.#seen, this.#viewed.view, this.#activity());
    return { at: this.#seen.seenAt, changed: changed.map(({ part }) => partName(part)) };
  }

  /** Their eyes are elsewhere now. */
  async leave(ticket: Ticket): Promise<void> {
    this.#leaving = this.#services.lastSeen.write(ticket, this.#activity());
    await this.#leaving;
  }

  async compare(ticket: Ticket): Promise<void> {
    if (this.#seen !== undefined) await (await this.#services.loadDocuments()).compare(this.#seen, ticket);
  }

  #activity() {
    return seenActivity(this.#timeline.messages, this.#timeline.history);
  }
}

/** As {@link SeenSummary} names it. */
function partName(part: TicketPart): string {
  switch (part.kind) {
    case 'title':
    case 'status':
    case 'priority':
    case 'people':
    case 'conversation':
    case 'history':
      return part.kind;
    case 'step':
      return `step/${part.stepId}`;
    case 'field':
      return `field/${part.stepId}/${part.key}`;
    case 'detail':
      return `detail/${part.key}`;
  }
}
