import { commands, env, l10n, Uri, workspace, type TextDocumentContentProvider } from 'vscode';
import type { SeenTicket } from '../application/seenChanges.ts';
import { ticketText } from '../application/ticketText.ts';
import { viewTicket, type TicketView } from '../application/ticketView.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { Ticket } from '../domain/ticket.ts';
import { ageText } from './ageText.ts';
import { documentScheme } from './names.ts';
import { translate } from './translate.ts';

/** Read-only texts of tickets, for as long as somebody shows them. */
export class TicketDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: Disposable;
  #number = 0;

  constructor() {
    this.#subscriptions = combineDisposables(
      workspace.registerTextDocumentContentProvider(documentScheme, this),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === documentScheme) this.#texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows in a diff editor what has changed since the user looked. */
  async compare(seen: SeenTicket, ticket: Ticket): Promise<void> {
    const now = viewTicket(ticket);
    const { key } = ticket.ref;
    const age = ageText(Date.now() - seen.seenAt, env.language);
    await commands.executeCommand(
      'vscode.diff',
      this.#add(seen.view, 'seen'),
      this.#add(now, 'now'),
      l10n.t('{0}: last seen ({1}) ↔ now', key, age),
    );
  }

  /**
   * Shows the differences of two texts.
   * @param name of both; decides by its ending how they are shown
   */
  async compareTexts(title: string, name: string, [left, right]: readonly [string, string]): Promise<void> {
    await commands.executeCommand('vscode.diff', this.#keep(name, left), this.#keep(name, right), title);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#texts.clear();
  }

  #add(view: TicketView, what: string): Uri {
    return this.#keep(`${view.key}.${what}.md`, ticketText(view, { translate, formatTime }));
  }

  #keep(name: string, text: string): Uri {
    this.#number += 1;
    // The name tells the editor the language; the number keeps two comparisons apart.
    const uri = Uri.from({ scheme: documentScheme, path: `/${this.#number}/${name}` });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}

/** In the user's zone and language, the day always with it. */
function formatTime(milliseconds: number): string {
  return new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
}
