import { window, type Uri, type WebviewPanel } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { once } from '../base/once.ts';
import type { Service } from '../domain/creation.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import type { CreationPage } from './creationPage.ts';
import type { MemoryFiles } from './memoryFiles.ts';
import { pageViewType } from './names.ts';
import type { PageSpot } from './pagePanel.ts';
import type { PagePlace } from '../protocol/stepPage.ts';
import type { Services } from './services.ts';
import type { PageTarget, TicketPage } from './ticketPage.ts';

/** The open pages, one for each ticket and one for each service that a ticket is made for. Their code is loaded with the first one. */
export class TicketPages implements Disposable {
  readonly #services: Services;
  readonly #extensionUri: Uri;
  readonly #pages = new Map<string, TicketPage>();
  readonly #creations = new Map<string, CreationPage>();
  readonly #serializer: Disposable;
  #memory: MemoryFiles | undefined;
  readonly #load = once(async () => {
    const [{ TicketPage }, { CreationPage }, { MemoryFiles }, { parsePagePlace }, forms] = await Promise.all([
      import('./ticketPage.ts'),
      import('./creationPage.ts'),
      import('./memoryFiles.ts'),
      import('./pageMessages.ts'),
      this.#services.loadForms(),
    ]);
    this.#memory ??= new MemoryFiles();
    const services = { ...this.#services, ...forms };
    return { TicketPage, CreationPage, memory: this.#memory, parsePagePlace, services };
  });

  constructor(services: Services, extensionUri: Uri) {
    this.#services = services;
    this.#extensionUri = extensionUri;
    this.#serializer = window.registerWebviewPanelSerializer(pageViewType, {
      deserializeWebviewPanel: (panel, state) => this.#restore(panel, state),
    });
  }

  /** Opens or reveals the page of a ticket. */
  async open(ref: TicketRef, target: PageTarget = {}): Promise<void> {
    await (await this.#page(ref, { isBeside: target.isBeside })).show(target);
  }

  /** Opens or reveals the page that makes a ticket; once it is made, that of the ticket. */
  async create(connectionId: string, service: Service): Promise<void> {
    await (await this.#creation(connectionId, service, {})).show();
  }

  dispose(): void {
    const pages = [...this.#pages.values(), ...this.#creations.values()];
    combineDisposables(this.#serializer, ...pages, ...(this.#memory === undefined ? [] : [this.#memory])).dispose();
  }

  /** A page that was open when the window was closed or loaded anew. */
  async #restore(restored: WebviewPanel, state: unknown): Promise<void> {
    const { parsePagePlace } = await this.#load();
    const place = parsePagePlace(state);
    if (place === undefined || this.#services.connections.find(connectionOf(place)) === undefined) {
      // Its connection is gone, or it was closed before it said what it is of.
      restored.dispose();
    } else if (place.kind === 'ticket') await (await this.#page(place.ref, { restored })).open();
    else await (await this.#creation(place.connectionId, place.service, { restored })).open();
  }

  async #page(ref: TicketRef, spot: PageSpot): Promise<TicketPage> {
    const { TicketPage, memory, services } = await this.#load();
    const id = ticketId(ref);
    const known = this.#pages.get(id);
    if (known !== undefined) {
      spot.restored?.dispose();
      return known;
    }
    const page = new TicketPage(
      {
        services,
        extensionUri: this.#extensionUri,
        memory,
        spot,
        openTicket: (other) => this.open(other),
        onDidClose: () => this.#pages.delete(id),
      },
      ref,
    );
    this.#pages.set(id, page);
    return page;
  }

  async #creation(connectionId: string, service: Service, spot: PageSpot): Promise<CreationPage> {
    const { CreationPage, memory, services } = await this.#load();
    const id = `${connectionId}/${service.id}`;
    const known = this.#creations.get(id);
    if (known !== undefined) {
      spot.restored?.dispose();
      return known;
    }
    const page = new CreationPage(
      {
        services,
        extensionUri: this.#extensionUri,
        memory,
        spot,
        onDidCreate: async (ref) => {
          const created = await this.#page(ref, {});
          // Its start takes a while; the other page closes now.
          void created.showCreated();
        },
        onDidClose: () => this.#creations.delete(id),
      },
      connectionId,
      service,
    );
    this.#creations.set(id, page);
    return page;
  }
}

function connectionOf(place: PagePlace): string {
  return place.kind === 'ticket' ? place.ref.connectionId : place.connectionId;
}
