import type { HostMessage, SectionContent, TicketSection } from '../protocol/stepPage.ts';
import type { TicketRef } from '../domain/ticket.ts';
import { describeError } from './describeError.ts';
import type { PageTimeline } from './pageTimeline.ts';
import type { Services } from './services.ts';

/** The parts of a page that are read when they are looked at. What was read is there at once for a page that comes back. */
export class PageSections {
  readonly #services: Services;
  readonly #ref: TicketRef;
  readonly #closed: AbortSignal;
  readonly #timeline: PageTimeline;
  readonly #post: (message: HostMessage) => void;
  readonly #contents = new Map<TicketSection, SectionContent>();
  readonly #reading = new Map<TicketSection, Promise<void>>();
  /** Being read, and something has changed since that began. */
  readonly #outdated = new Set<TicketSection>();

  constructor(
    services: Services,
    page: { readonly ref: TicketRef; readonly closed: AbortSignal },
    timeline: PageTimeline,
    post: (message: HostMessage) => void,
  ) {
    this.#services = services;
    this.#ref = page.ref;
    this.#closed = page.closed;
    this.#timeline = timeline;
    this.#post = post;
  }

  /** Reads a section; twice at the same time is once. */
  read(section: TicketSection): Promise<void> {
    const known = this.#reading.get(section);
    if (known !== undefined) return known;
    const reading = this.#readUntilNew(section).finally(() => this.#reading.delete(section));
    this.#reading.set(section, reading);
    return reading;
  }

  /** As `read`, for what has changed just now: a read that began before does not do. */
  readAnew(section: TicketSection): Promise<void> {
    if (this.#reading.has(section)) this.#outdated.add(section);
    return this.read(section);
  }

  /** Reads again what was read before. */
  renew(): void {
    for (const section of this.#contents.keys()) void this.readAnew(section);
  }

  /** There is something new in a section that was read. */
  show(content: SectionContent): void {
    this.#contents.set(content.section, content);
    this.#post({ kind: 'section', ticketKey: this.#ref.key, content });
  }

  /** For a page that is there anew. */
  repost(): void {
    for (const content of this.#contents.values()) this.#post({ kind: 'section', ticketKey: this.#ref.key, content });
  }

  async #readUntilNew(section: TicketSection): Promise<void> {
    do {
      this.#outdated.delete(section);
      await this.#read(section);
    } while (this.#outdated.has(section) && !this.#closed.aborted);
  }

  async #read(section: TicketSection): Promise<void> {
    try {
      this.show(await this.#content(section));
    } catch (error) {
      if (!this.#closed.aborted) this.show({ section, failure: describeError(error) });
    }
  }

  async #content(section: TicketSection): Promise<SectionContent> {
    const { key, connectionId } = this.#ref;
    switch (section) {
      case 'timeline':
        await this.#timeline.refresh();
        return this.#timeline.content();
      case 'workflow': {
        const { workflow } = await this.#services.connections.provider(connectionId);
        return { section, workflow: await workflow?.read(key, this.#closed) };
      }
      case 'relations': {
        const { relations } = await this.#services.connections.provider(connectionId);
        return { section, tickets: (await relations?.read(key, this.#closed)) ?? [] };
      }
    }
  }
}
