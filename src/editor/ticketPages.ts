import type { Uri } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import type { Service } from '../domain/creation.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import type { CreationPage } from './creationPage.ts';
import type { Services } from './services.ts';
import type { TicketPage } from './ticketPage.ts';

/** The open pages, one for each ticket and one for each service that a ticket is made for. Their code is loaded with the first one. */
export class TicketPages implements Disposable {
  readonly #services: Services;
  readonly #extensionUri: Uri;
  readonly #pages = new Map<string, TicketPage>();
  readonly #creations = new Map<string, CreationPage>();

  constructor(services: Services, extensionUri: Uri) {
    this.#services = services;
    this.#extensionUri = extensionUri;
  }

  /** Opens or reveals the page of a ticket, at a step; without one, at the first that waits for me. */
  async open(ref: TicketRef, stepId: string | undefined): Promise<void> {
    await (await this.#page(ref)).show(stepId);
  }

  /** Opens or reveals the page that makes a ticket; once it is made, that of the ticket. */
  async create(connectionId: string, service: Service): Promise<void> {
    const [{ CreationPage }, forms] = await Promise.all([import('./creationPage.ts'), this.#services.loadForms()]);
    const id = `${connectionId}/${service.id}`;
    const known = this.#creations.get(id);
    const page =
      known ??
      new CreationPage(
        { ...this.#services, ...forms },
        this.#extensionUri,
        { connectionId, service },
        async (ref) => {
          const created = await this.#page(ref);
          // Its start takes a while; the other page closes now.
          void created.showCreated();
        },
        () => this.#creations.delete(id),
      );
    this.#creations.set(id, page);
    await page.show();
  }

  async #page(ref: TicketRef): Promise<TicketPage> {
    const [{ TicketPage }, forms] = await Promise.all([import('./ticketPage.ts'), this.#services.loadForms()]);
    const id = ticketId(ref);
    const known = this.#pages.get(id);
    if (known !== undefined) return known;
    const page = new TicketPage({ ...this.#services, ...forms }, this.#extensionUri, ref, () => this.#pages.delete(id));
    this.#pages.set(id, page);
    return page;
  }

  dispose(): void {
    for (const page of [...this.#pages.values(), ...this.#creations.values()]) page.dispose();
  }
}
