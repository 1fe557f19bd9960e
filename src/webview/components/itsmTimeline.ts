import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TicketMessage } from '../../domain/conversation.ts';
import type { HistoryEntry, HistorySource } from '../../domain/history.ts';
import type { TimelineModel } from '../../protocol/pageTimeline.ts';
import type { SectionContent } from '../../protocol/stepPage.ts';
import { PageActionEvent, PageMessageEvent } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { timelineStyles } from '../styles/timelineStyles.ts';
import { countEntries, timelineEntries, type TimelineEntry, type TimelineFilter } from '../timelineEntries.ts';
import { clockText, dateTimeText, dayText, exactTimeText } from '../timeText.ts';
import './itsmAttachmentList.ts';
import './itsmDetailValue.ts';
import './itsmRichText.ts';
import { ItsmSection } from './itsmSection.ts';

type TimelineContent = Extract<SectionContent, { timeline: unknown }>;

/** More entries are shown when they are asked for. */
const fewest = 30;

/** What was said about the ticket and what has happened to it, the oldest first; the next message goes into the slot. */
export class ItsmTimeline extends ItsmSection<TimelineContent> {
  static override styles = [ItsmSection.styles, timelineStyles];
  static override properties = {
    filter: {},
    hasConversation: { type: Boolean },
    most: { state: true },
    arrived: { state: true },
    isReadingOlder: { state: true },
  };

  declare filter: TimelineFilter;
  declare hasConversation: boolean;
  /** How many entries are shown. */
  declare most: number;
  /** How many messages came while the end was out of sight. */
  declare arrived: number;
  declare isReadingOlder: boolean;

  readonly section = 'timeline';
  readonly #end = new IntersectionObserver((entries) => this.#onEnd(entries.at(-1)?.isIntersecting === true));
  #isEndSeen = false;
  #lastId: string | undefined;
  #reportedId: string | undefined;
  #lifetime = new AbortController();

  constructor() {
    super();
    this.filter = 'all';
    this.hasConversation = false;
    this.most = fewest;
    this.arrived = 0;
    this.isReadingOlder = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    const look = (): void => this.#markRead();
    window.addEventListener('focus', look, { signal });
    document.addEventListener('visibilitychange', look, { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lifetime.abort();
    this.#end.disconnect();
  }

  protected get heading(): string {
    return this.hasConversation ? t('Conversation and history') : t('History');
  }

  protected summary({ timeline }: TimelineContent): string {
    return `${countEntries(timeline, 'all')}`;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('content')) this.#noteArrivals();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const end = this.renderRoot.querySelector('.end');
    this.#end.disconnect();
    if (end !== null) this.#end.observe(end);
  }

  protected body({ timeline }: TimelineContent): TemplateResult {
    const filter = timeline.messages === undefined ? 'changes' : this.filter;
    const entries = timelineEntries(timeline, filter, this.most);
    const count = countEntries(timeline, filter);
    return html`
      ${timeline.failures.map((text) => html`<itsm-notice severity="error" .text=${text}>${this.#again()}</itsm-notice>`)}
      ${timeline.messages === undefined || timeline.history === undefined ? nothing : this.#filters()}
      ${this.#earlier(timeline, count, filter)}
      ${
        entries.length === 0
          ? html`<p class="muted">
              ${filter === 'changes' ? t('Nothing has happened yet.') : t('Nothing was said yet.')}
            </p>`
          : html`<ol class="entries" aria-label=${this.heading}>
              ${repeat(
                entries,
                ({ id }) => id,
                (entry) => this.#entry(entry, timeline),
              )}
            </ol>`
      }
      <div class="end"></div>
      <slot></slot>
      ${
        this.arrived === 0
          ? nothing
          : html`<button class="button pill-button" type="button" @click=${this.#showEnd}>
              ${this.arrived === 1 ? t('1 new message') : t('{0} new messages', this.arrived)}${icon('arrow-down')}
            </button>`
      }
    `;
  }

  #again(): TemplateResult {
    return html`<button class="link" type="button" @click=${() => this.read()}>${t('Try Again')}</button>`;
  }

  #filters(): TemplateResult {
    const texts: Readonly<Record<TimelineFilter, string>> = {
      all: t('Everything'),
      messages: t('Messages'),
      changes: t('Changes'),
    };
    return html`<div class="filters" role="group" aria-label=${t('Show')}>
      ${(['all', 'messages', 'changes'] as const).map(
        (filter) =>
          html`<button
            class="filter"
            type="button"
            aria-pressed=${this.filter === filter}
            @click=${() => this.dispatchEvent(new PageActionEvent({ kind: 'filter', filter }))}
          >
            ${texts[filter]}
          </button>`,
      )}
    </div>`;
  }

  #earlier({ hasOlder }: TimelineModel, count: number, filter: TimelineFilter): TemplateResult | typeof nothing {
    const isHidden = count > this.most;
    if (!isHidden && (!hasOlder || filter === 'changes')) return nothing;
    return html`<div class="earlier">
      <button
        class="button secondary"
        type="button"
        aria-disabled=${this.isReadingOlder}
        @click=${() => this.#showEarlier(isHidden)}
      >
        ${this.isReadingOlder ? spinner() : icon('arrow-up')}${t('Show Earlier')}
      </button>
    </div>`;
  }

  #showEarlier(isHidden: boolean): void {
    if (this.isReadingOlder) return;
    this.most += fewest;
    if (isHidden) return;
    this.isReadingOlder = true;
    this.dispatchEvent(new PageMessageEvent({ kind: 'readOlder' }));
  }

  #entry(entry: TimelineEntry, timeline: TimelineModel): TemplateResult {
    switch (entry.kind) {
      case 'day':
        return html`<li class="line">${dayText(entry.at)}</li>`;
      case 'unread':
        return html`<li class="line unread">
          ${entry.count === 1 ? t('1 new message') : t('{0} new messages', entry.count)}
        </li>`;
      case 'message':
        return this.#message(entry.message, entry.isUnread, timeline.withdrawing.includes(entry.message.id));
      case 'change':
        return this.#change(entry.entry);
    }
  }

  #message(message: TicketMessage, isUnread: boolean, isGoing: boolean): TemplateResult {
    const { author, side, content, attachments, canWithdraw, id } = message;
    return html`<li class="message ${side}">
      <div class="head">
        ${isUnread ? html`<span class="dot" title=${t('New')}><span class="screen-reader-only">${t('New')}</span></span>` : nothing}
        <span class="author">${author ?? (side === 'system' ? t('System') : t('Unknown'))}</span>
        ${side === 'mine' ? html`<span>${t('your side')}</span>` : nothing} ${timeElement(message)}
        ${
          canWithdraw
            ? html`<button
                class="icon-button"
                type="button"
                title=${t('Take back')}
                aria-label=${t('Take back')}
                aria-disabled=${isGoing}
                @click=${() => this.#withdraw(id, isGoing)}
              >
                ${isGoing ? spinner() : icon('trash')}
              </button>`
            : nothing
        }
      </div>
      <div class="content"><itsm-rich-text .content=${content}></itsm-rich-text></div>
      ${
        attachments.length === 0
          ? nothing
          : html`<itsm-attachment-list
              .files=${attachments}
              .label=${t('Files of this message')}
            ></itsm-attachment-list>`
      }
    </li>`;
  }

  #withdraw(messageId: string, isGoing: boolean): void {
    if (!isGoing) this.dispatchEvent(new PageMessageEvent({ kind: 'withdrawMessage', messageId }));
  }

  #change(entry: HistoryEntry): TemplateResult {
    const { author, text, source, values } = entry;
    const through = sourceText(source);
    return html`<li class="change">
      <div class="head">
        <span class="author">${author ?? t('System')}</span>${timeElement(entry)}
        ${through === '' ? nothing : html`<span>${through}</span>`}
      </div>
      <div class="what" dir="auto">${text}</div>
      ${
        values.length === 0
          ? nothing
          : html`<details>
              <summary>
                ${values.length === 1 ? t('1 value given then') : t('{0} values given then', values.length)}
              </summary>
              <dl>
                ${values.map(
                  (detail) =>
                    html`<dt>${detail.label}</dt>
                      <dd><itsm-detail-value .detail=${detail}></itsm-detail-value></dd>`,
                )}
              </dl>
            </details>`
      }
    </li>`;
  }

  /** What came since the last look is counted only while its place is out of sight; nothing is moved. */
  #noteArrivals(): void {
    this.isReadingOlder = false;
    const messages =
      this.content !== undefined && 'timeline' in this.content ? this.content.timeline.messages : undefined;
    const last = messages?.at(-1)?.id;
    const before = this.#lastId;
    this.#lastId = last ?? before;
    if (messages === undefined || before === undefined || last === before) return;
    const fresh = messages.slice(messages.findIndex(({ id }) => id === before) + 1);
    const count = fresh.filter(({ side }) => side !== 'mine').length;
    // What was shown does not go because something came.
    this.most += fresh.length;
    if (count === 0) return;
    this.#announce(count === 1 ? t('1 new message') : t('{0} new messages', count));
    if (!this.#isEndSeen) this.arrived += count;
  }

  #announce(text: string): void {
    this.dispatchEvent(new PageActionEvent({ kind: 'announce', text }));
  }

  readonly #showEnd = (): void => {
    this.arrived = 0;
    const target = this.renderRoot.querySelector('.line.unread') ?? this.renderRoot.querySelector('.end');
    target?.scrollIntoView({ block: target.classList.contains('end') ? 'end' : 'start', behavior: 'instant' });
  };

  #onEnd(isSeen: boolean): void {
    this.#isEndSeen = isSeen;
    if (!isSeen) return;
    this.arrived = 0;
    this.#markRead();
  }

  /** Seen is what is on the screen of somebody who looks at it. */
  #markRead(): void {
    const { content } = this;
    if (!this.#isEndSeen || !document.hasFocus() || document.visibilityState !== 'visible') return;
    if (content === undefined || !('timeline' in content) || content.timeline.unread.length === 0) return;
    const last = content.timeline.unread.at(-1);
    if (last === this.#reportedId) return;
    this.#reportedId = last;
    this.dispatchEvent(new PageMessageEvent({ kind: 'markRead' }));
  }
}

function timeElement({ at, timeText }: Pick<HistoryEntry, 'at' | 'timeText'>): TemplateResult {
  if (at === undefined) return html`<time>${timeText}</time>`;
  const original = timeText === '' ? '' : `\n${t('The system wrote: {0}', timeText)}`;
  return html`<time datetime=${isoText(at)} title=${exactTimeText(at) + original}>
    <span aria-hidden="true">${clockText(at)}</span><span class="screen-reader-only">${dateTimeText(at)}</span>
  </time>`;
}

function isoText(at: number): string | typeof nothing {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? nothing : date.toISOString();
}

/** Through what it was done, where that is worth a word. */
function sourceText(source: HistorySource): string {
  switch (source) {
    case 'mobile':
      return t('on a phone');
    case 'interface':
      return t('through the interface');
    case 'web':
    case 'system':
    case 'unknown':
      return '';
  }
}

customElements.define('itsm-timeline', ItsmTimeline);
