import { css, html, LitElement, type TemplateResult } from 'lit';
import { icon } from '../icon.ts';
import { baseStyles } from '../styles/baseStyles.ts';

const icons = { error: 'error', warning: 'warning', info: 'info', success: 'pass' } as const;

/** How bad a notice is. */
export type NoticeSeverity = keyof typeof icons;

/** A sentence about the form as a whole; its buttons go into the slot. */
export class ItsmNotice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .notice {
        --itsm-border: var(--vscode-inputValidation-infoBorder);
        --itsm-icon: var(--vscode-notificationsInfoIcon-foreground, var(--itsm-border));
        display: flex;
        gap: 8px;
        padding: 8px 12px;
        border: 1px solid var(--itsm-border);
        border-radius: 5px;
        background: color-mix(in srgb, var(--itsm-icon) 8%, transparent);
      }
      .error {
        --itsm-border: var(--vscode-inputValidation-errorBorder);
        --itsm-icon: var(--vscode-notificationsErrorIcon-foreground, var(--itsm-border));
      }
      .warning {
        --itsm-border: var(--vscode-inputValidation-warningBorder);
        --itsm-icon: var(--vscode-notificationsWarningIcon-foreground, var(--itsm-border));
      }
      .success {
        --itsm-border: var(--vscode-charts-green);
        --itsm-icon: var(--vscode-charts-green);
      }
      .codicon {
        margin-block-start: 1px;
        color: var(--itsm-icon);
      }
      .text {
        flex: 1;
        min-inline-size: 0;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        user-select: text;
      }
      .body {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        gap: 4px 12px;
        min-inline-size: 0;
      }
    `,
  ];
  static override properties = { severity: {}, text: {} };

  declare severity: NoticeSeverity;
  declare text: string;

  constructor() {
    super();
    this.severity = 'info';
    this.text = '';
  }

  protected override render(): TemplateResult {
    const isUrgent = this.severity === 'error' || this.severity === 'warning';
    return html`<div class="notice ${this.severity}" role=${isUrgent ? 'alert' : 'status'}>
      ${icon(icons[this.severity] ?? 'info')}
      <div class="body"><span class="text">${this.text}</span><slot></slot></div>
    </div>`;
  }
}

customElements.define('itsm-notice', ItsmNotice);
