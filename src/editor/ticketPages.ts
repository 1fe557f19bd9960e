import type { Disposable } from '../base/disposable.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import type { Services } from './services.ts';
import type { TicketPage } from './ticketPage.ts';
import type { Uri } from 'vscode';

/** The open pages, one for each ticket. Their code is loaded with the first one. */
export class TicketPages implements Disposable {
  readonly #services: Services;
  readonly #extensionUri: Uri;
  readonly #pages = new Map<string, TicketPage>();

  constructor(services: Services, extensionUri: Uri) {
    this.#services = services;
    this.#extensionUri = extensionUri;
  }

  /** Opens or reveals the page of a ticket, at a step; without one, at the first that waits for me. */
  async open(ref: TicketRef, stepId: string | undefined): Promise<void> {
    const [{ TicketPage }, forms] = await Promise.all([import('./ticketPage.ts'), this.#services.loadForms()]);
    const id = ticketId(ref);
    const known = this.#pages.get(id);
    if (known !== undefined) {
      await known.show(stepId);
      return;
    }
    const page = new TicketPage({ ...this.#services, ...forms }, this.#extensionUri, ref, () => this.#pages.delete(id));
    this.#pages.set(id, page);
    await page.show(stepId);
  }

  dispose(): void {
    for (const page of this.#pages.values()) page.dispose();
  }
}
