import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { TicketSummary } from '../../protocol/stepPage.ts';
import { priorityLook, statusLook } from '../categoryLook.ts';
import { PageActionEvent, PageMessageEvent } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { newsDot } from '../newsDot.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { newsStyles } from '../styles/newsStyles.ts';
import { pillStyles } from '../styles/pillStyles.ts';
import { dateTimeText, exactTimeText, shortTimeText } from '../timeText.ts';
import './itsmActionBar.ts';
import './itsmShortcuts.ts';

/** Which ticket this is, in what state, how fresh the page is, and what can be done to the ticket as a whole. */
export class ItsmTicketHeader extends LitElement {
  static override styles = [baseStyles, buttonStyles, pillStyles, newsStyles, headerStyles()];
  static override properties = {
    ticket: { attribute: false },
    readAt: { type: Number },
    isReading: { type: Boolean },
    isBusy: { type: Boolean },
    news: { attribute: false },
  };

  declare ticket: TicketSummary;
  declare readAt: number;
  /** It is being read. */
  declare isReading: boolean;
  /** An operation on it is under way. */
  declare isBusy: boolean;
  /** What has changed since the user looked last, as `SeenSummary` names it. */
  declare news: ReadonlySet<string>;

  constructor() {
    super();
    this.isReading = false;
    this.isBusy = false;
    this.news = new Set();
  }

  protected override render(): TemplateResult {
    const { key, title, operations } = this.ticket;
    return html`
      <div class="top">
        <span class="key"> ${key} ${this.#iconButton('copy', t('Copy number'), () => void this.#copy())} </span>
        <div class="tools">
          <span class="freshness" title=${exactTimeText(this.readAt)}>
            ${t('As of {0}', shortTimeText(this.readAt, Date.now()))}
          </span>
          <button
            class="icon-button"
            type="button"
            title=${t('Reload')}
            aria-label=${t('Reload')}
            aria-disabled=${this.isReading}
            @click=${this.#reload}
          >
            ${this.isReading ? spinner() : icon('refresh')}
          </button>
          ${this.#star()}
          ${
            this.ticket.canOpenInBrowser
              ? this.#iconButton('link-external', t('Open in Browser'), () => this.#act({ kind: 'openInBrowser' }))
              : nothing
          }
          <itsm-shortcuts></itsm-shortcuts>
        </div>
      </div>
      <h1 dir="auto">${title.trim() === '' ? key : title}${newsDot(this.news.has('title'))}</h1>
      <div class="facts">${this.#facts()}</div>
      ${
        operations.length === 0
          ? nothing
          : html`<itsm-action-bar
              class="operations"
              .operations=${operations}
              .isBusy=${this.isBusy}
            ></itsm-action-bar>`
      }
    `;
  }

  #facts(): TemplateResult {
    const { statusName, statusCategory, priority, connectionLabel, creator, people, createdAt, updatedAt } =
      this.ticket;
    const look = statusLook(statusCategory);
    return html`
      <span class="pill ${look.tone}"
        >${icon(look.icon)}<span>${statusName}</span>${newsDot(this.news.has('status'))}</span
      >
      ${priority === undefined ? nothing : this.#priority(priority)}
      ${this.#fact('plug', t('Connection:'), connectionLabel)}
      ${creator === undefined ? nothing : this.#fact('account', t('Created by:'), creator)}
      ${people.map(({ role, name }) => this.#person(role, name))}
      ${createdAt === undefined ? nothing : this.#time('calendar', t('Created:'), createdAt)}
      ${updatedAt === undefined || updatedAt === createdAt ? nothing : this.#time('history', t('Updated:'), updatedAt)}
    `;
  }

  #priority({ name, category }: NonNullable<TicketSummary['priority']>): TemplateResult {
    const look = priorityLook(category);
    return html`<span class="pill ${look.tone}" title=${t('Priority')}
      >${icon(look.icon)}<span class="screen-reader-only">${t('Priority:')}</span
      ><span>${name}</span>${newsDot(this.news.has('priority'))}</span
    >`;
  }

  #fact(name: string, label: string, text: string): TemplateResult {
    return html`<span class="fact" title=${label.replace(/[:：]$/u, '')}
      >${icon(name)}<span class="screen-reader-only">${label}</span>${text}</span
    >`;
  }

  #person(role: string, name: string): TemplateResult {
    return html`<span class="fact">${icon('person')}<span>${t('{0}: {1}', role, name)}</span></span>`;
  }

  /** In the user's zone; with the zone and the seconds in the tooltip. */
  #time(name: string, label: string, at: number): TemplateResult {
    return html`<span class="fact" title=${t('{0}: {1}', label.replace(/[:：]$/u, ''), exactTimeText(at))}
      >${icon(name)}<span class="screen-reader-only">${label}</span>${dateTimeText(at)}</span
    >`;
  }

  #star(): TemplateResult | typeof nothing {
    const { canFollow, isFollowed = false } = this.ticket;
    if (!canFollow) return nothing;
    return html`<button
      class="icon-button"
      type="button"
      aria-pressed=${isFollowed}
      title=${isFollowed ? t('Unfollow in the system') : t('Follow in the system')}
      aria-label=${t('Follow in the system')}
      @click=${() => this.dispatchEvent(new PageMessageEvent({ kind: 'follow', isFollowing: !isFollowed }))}
    >
      ${icon(isFollowed ? 'star-full' : 'star-empty')}
    </button>`;
  }

  #iconButton(name: string, label: string, onClick: () => void): TemplateResult {
    return html`<button class="icon-button" type="button" title=${label} aria-label=${label} @click=${onClick}>
      ${icon(name)}
    </button>`;
  }

  async #copy(): Promise<void> {
    const { key } = this.ticket;
    try {
      await navigator.clipboard.writeText(key);
      this.#act({ kind: 'announce', text: t('Copied {0}', key) });
    } catch {
      this.#act({
        kind: 'announce',
        text: t('The number could not be copied; select it and copy it by hand.'),
      });
    }
  }

  readonly #reload = (): void => {
    if (!this.isReading) this.#act({ kind: 'reload' });
  };

  #act(action: PageActionEvent['action']): void {
    this.dispatchEvent(new PageActionEvent(action));
  }
}

function headerStyles() {
  return css`
    .top,
    .tools,
    .facts,
    .fact {
      display: flex;
      align-items: center;
      min-inline-size: 0;
    }
    .top {
      flex-wrap: wrap;
      gap: 2px 8px;
      min-height: 24px;
    }
    .key {
      display: inline-flex;
      align-items: center;
      gap: 2px;
      color: var(--vscode-descriptionForeground);
      font-variant-numeric: tabular-nums;
      user-select: text;
      overflow-wrap: anywhere;
    }
    .tools {
      flex-wrap: wrap;
      gap: 2px 4px;
      margin-inline-start: auto;
    }
    .freshness {
      color: var(--vscode-descriptionForeground);
    }
    h1 {
      margin-block: 2px 8px;
      font-size: 1.55em;
      font-weight: 600;
      line-height: 1.3;
      overflow-wrap: anywhere;
      user-select: text;
    }
    .facts {
      flex-wrap: wrap;
      gap: 6px 16px;
    }
    .fact {
      gap: 5px;
      color: var(--vscode-descriptionForeground);
      overflow-wrap: anywhere;
      user-select: text;
    }
    .operations {
      margin-block-start: 12px;
    }
  `;
}

customElements.define('itsm-ticket-header', ItsmTicketHeader);
