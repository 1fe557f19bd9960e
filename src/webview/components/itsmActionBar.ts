import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Operation } from '../../domain/operation.ts';
import { planButtons } from '../buttonPlan.ts';
import { PageActionEvent, type PageAction } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import type { FormModel, FormStanding } from '../../protocol/pageForm.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { menuStyles } from '../styles/menuStyles.ts';

/** The buttons of a form, and beside them how it stands; or of the ticket as a whole. */
export class ItsmActionBar extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    menuStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      .status {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        margin-inline-start: auto;
        color: var(--vscode-descriptionForeground);
      }
      .status .busy {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .link.problem {
        color: var(--vscode-errorForeground);
      }
      @media (max-width: 480px) {
        .status {
          order: -1;
          width: 100%;
          margin-inline-start: 0;
        }
        .button.primary {
          flex: 1 1 auto;
        }
      }
    `,
  ];
  static override properties = {
    form: { attribute: false },
    operations: { attribute: false },
    canOpenInBrowser: { type: Boolean },
    isLocked: { type: Boolean },
    isBusy: { type: Boolean },
    canClose: { type: Boolean },
    phase: {},
    isDirty: { type: Boolean },
    canUndoDiscard: { type: Boolean },
    problemCount: { type: Number },
  };

  /** `undefined`: these operations are not about a form. */
  declare form: FormModel | undefined;
  /** Beside the form's own. */
  declare operations: readonly Operation[];
  declare canOpenInBrowser: boolean;
  declare isLocked: boolean;
  /** Something else on this ticket is being sent. */
  declare isBusy: boolean;
  /** The form can be put away. */
  declare canClose: boolean;
  declare phase: FormStanding['phase'];
  declare isDirty: boolean;
  declare canUndoDiscard: boolean;
  declare problemCount: number;

  constructor() {
    super();
    this.operations = [];
    this.canOpenInBrowser = false;
    this.isLocked = false;
    this.isBusy = false;
    this.canClose = false;
    this.phase = 'editing';
    this.isDirty = false;
    this.canUndoDiscard = false;
    this.problemCount = 0;
  }

  protected override render(): TemplateResult {
    const { primary, secondary, menu } = planButtons(this.form, this.operations);
    const isBrowserTheWay = this.form?.cannotSubmit !== undefined && this.canOpenInBrowser;
    return html`<div class="bar">
      ${primary === undefined ? nothing : this.#primary(primary)} ${isBrowserTheWay ? this.#browserButton() : nothing}
      ${secondary.map((operation) => this.#operationButton(operation, false))}
      ${menu.length === 0 ? nothing : this.#menu(menu)}
      ${
        this.isDirty && this.form?.submit !== undefined
          ? html`<button
              class="button secondary"
              type="button"
              aria-disabled=${this.isLocked}
              @click=${() => this.#edit({ kind: 'discard' })}
            >
              ${icon('discard')}${t('Discard Changes')}
            </button>`
          : nothing
      }
      ${
        this.canClose
          ? html`<button
              class="button secondary"
              type="button"
              aria-disabled=${this.isLocked}
              @click=${() => this.#edit({ kind: 'close' })}
            >
              ${t('Cancel')}
            </button>`
          : nothing
      }
      <span class="status" role="status">${this.#status()}</span>
    </div>`;
  }

  #status(): TemplateResult | typeof nothing {
    if (this.phase === 'working') {
      return html`<span class="busy">${spinner()}${t('The ticket system is working on it…')}</span>`;
    }
    if (this.phase === 'sending') return html`<span class="busy">${spinner()}${t('Sending…')}</span>`;
    if (this.problemCount > 0) {
      return html`<button class="link problem" type="button" @click=${() => this.#edit({ kind: 'showProblem' })}>
        ${icon('error')}${this.problemCount === 1 ? t('1 problem') : t('{0} problems', this.problemCount)}
      </button>`;
    }
    if (this.canUndoDiscard) {
      return html`<span>${t('Changes discarded.')}</span>
        <button class="link" type="button" @click=${() => this.#edit({ kind: 'undoDiscard' })}>${t('Undo')}</button>`;
    }
    return this.isDirty ? html`<span>${t('Kept as a draft, not sent yet')}</span>` : nothing;
  }

  #primary(operation: Operation): TemplateResult {
    const approval = operation === this.form?.submit ? operation.approval : undefined;
    if (approval === undefined) return this.#operationButton(operation, true);
    return html`<button
        class="button primary"
        type="button"
        aria-disabled=${this.#isShut}
        title=${t('The system calls it "{0}"', approval.approveName)}
        @click=${() => this.#act({ kind: 'decide', decision: 'approve' })}
      >
        ${icon('check')}${t('Approve')}
      </button>
      <button
        class="button secondary"
        type="button"
        aria-disabled=${this.#isShut}
        title=${t('The system calls it "{0}"', approval.rejectName)}
        @click=${() => this.#act({ kind: 'decide', decision: 'reject' })}
      >
        ${icon('close')}${t('Reject')}
      </button>`;
  }

  #operationButton(operation: Operation, isPrimary: boolean): TemplateResult {
    const isSubmit = operation === this.form?.submit;
    return html`<button
      class="button ${isPrimary ? 'primary' : 'secondary'}"
      type="button"
      aria-disabled=${this.#isShut}
      aria-keyshortcuts=${isSubmit ? 'Control+Enter' : nothing}
      title=${operationHint(operation, isSubmit)}
      @click=${() => this.#run(operation)}
    >
      ${operation.name}
    </button>`;
  }

  #browserButton(): TemplateResult {
    return html`<button
      class="button primary"
      type="button"
      @click=${() => this.dispatchEvent(new PageActionEvent({ kind: 'openInBrowser' }))}
    >
      ${icon('link-external')}${t('Open in Browser')}
    </button>`;
  }

  #menu(operations: readonly Operation[]): TemplateResult {
    return html`<button
        id="more"
        class="button secondary menu-button"
        type="button"
        popovertarget="menu"
        aria-haspopup="menu"
        aria-label=${t('More actions')}
        title=${t('More actions')}
      >
        ${icon('ellipsis')}
      </button>
      <div
        id="menu"
        class="menu"
        popover
        role="menu"
        aria-label=${t('More actions')}
        @toggle=${this.#onMenuToggle}
        @keydown=${this.#onMenuKey}
      >
        ${operations.map(
          (operation) =>
            html`<button
              role="menuitem"
              class="menu-item"
              type="button"
              tabindex="-1"
              aria-disabled=${this.#isShut}
              title=${operationHint(operation, false)}
              @click=${() => this.#runFromMenu(operation)}
            >
              ${operation.name}
            </button>`,
        )}
      </div>`;
  }

  get #menuItems(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.menu-item')];
  }

  readonly #onMenuToggle = (event: ToggleEvent): void => {
    if (event.newState === 'open') this.#menuItems[0]?.focus({ preventScroll: true });
  };

  readonly #onMenuKey = (event: KeyboardEvent): void => {
    const items = this.#menuItems;
    const index = items.findIndex((item) => item === this.shadowRoot?.activeElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      items[target]?.focus({ preventScroll: true });
    } else if (event.key === 'Tab') {
      this.renderRoot.querySelector<HTMLElement>('#menu')?.hidePopover();
    }
  };

  #runFromMenu(operation: Operation): void {
    this.renderRoot.querySelector<HTMLElement>('#menu')?.hidePopover();
    this.#run(operation);
  }

  #run(operation: Operation): void {
    if (operation === this.form?.submit) this.#act({ kind: 'submit' });
    else this.#act({ kind: 'runOperation', operation });
  }

  /** Nothing that is sent to the system. */
  #edit(action: PageAction): void {
    if (!this.isLocked) this.dispatchEvent(new PageActionEvent(action));
  }

  get #isShut(): boolean {
    return this.isLocked || this.isBusy;
  }

  #act(action: PageAction): void {
    if (!this.#isShut) this.dispatchEvent(new PageActionEvent(action));
  }
}

function operationHint(operation: Operation, isSubmit: boolean): string {
  if (isSubmit) return t('Sends the form (Ctrl+Enter)');
  return operation.scope === 'ticket' ? t('Acts on the whole ticket') : t('Acts on this step');
}

customElements.define('itsm-action-bar', ItsmActionBar);
