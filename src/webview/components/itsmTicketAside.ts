import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Attachment } from '../../domain/attachments.ts';
import type { SectionContent, TicketSection, TicketSummary } from '../../protocol/stepPage.ts';
import type { PageMemory } from '../pageMemory.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { cardStyles } from '../styles/cardStyles.ts';
import './itsmAttachments.ts';
import './itsmDetails.ts';
import './itsmRelations.ts';
import './itsmWorkflow.ts';

/** What the ticket holds beside its steps and what was said: its fields, files, related tickets and its way. */
export class ItsmTicketAside extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 16px;
      }
    `,
  ];
  static override properties = {
    ticket: { attribute: false },
    files: { attribute: false },
    sections: { attribute: false },
    reading: { attribute: false },
    memory: { attribute: false },
    parts: { type: Number },
    news: { attribute: false },
  };

  declare ticket: TicketSummary;
  declare files: readonly Attachment[];
  declare sections: ReadonlyMap<TicketSection, SectionContent>;
  declare reading: ReadonlySet<TicketSection>;
  declare memory: PageMemory;
  /** Grows when a part is opened or closed. */
  declare parts: number;
  /** What has changed since the user looked last, as `SeenSummary` names it. */
  declare news: ReadonlySet<string>;

  protected override render(): TemplateResult {
    const { details, sections } = this.ticket;
    return html`
      ${
        details.length === 0
          ? nothing
          : html`<itsm-details
              class="card section"
              .details=${details}
              .news=${this.news}
              .isOpen=${this.#isOpen('details')}
            ></itsm-details>`
      }
      ${
        this.files.length === 0
          ? nothing
          : html`<itsm-attachments
              class="card section"
              .files=${this.files}
              .isOpen=${this.#isOpen('attachments')}
            ></itsm-attachments>`
      }
      ${
        sections.includes('relations')
          ? html`<itsm-relations
              class="card section"
              .content=${this.sections.get('relations')}
              .isReading=${this.reading.has('relations')}
              .isOpen=${this.#isOpen('relations')}
            ></itsm-relations>`
          : nothing
      }
      ${
        sections.includes('workflow')
          ? html`<itsm-workflow
              class="card section"
              .content=${this.sections.get('workflow')}
              .isReading=${this.reading.has('workflow')}
              .isOpen=${this.#isOpen('workflow')}
            ></itsm-workflow>`
          : nothing
      }
    `;
  }

  #isOpen(part: string): boolean {
    return this.memory.isOpen(part) ?? true;
  }
}

/** There is something to show beside the steps. */
export function hasAside({ details, sections }: TicketSummary, files: readonly Attachment[]): boolean {
  return details.length > 0 || files.length > 0 || sections.some((section) => section !== 'timeline');
}

customElements.define('itsm-ticket-aside', ItsmTicketAside);
