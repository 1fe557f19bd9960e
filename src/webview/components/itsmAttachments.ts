import { css, html, type TemplateResult } from 'lit';
import type { Attachment } from '../../domain/attachments.ts';
import { t } from '../l10n.ts';
import './itsmAttachmentList.ts';
import { ItsmPanel } from './itsmPanel.ts';

/** All files of the ticket in one place, wherever they hang. */
export class ItsmAttachments extends ItsmPanel {
  static override styles = [
    ItsmPanel.styles,
    css`
      itsm-attachment-list {
        margin-block-start: 8px;
      }
    `,
  ];
  static override properties = { files: { attribute: false } };

  declare files: readonly Attachment[];

  constructor() {
    super();
    this.files = [];
  }

  protected readonly panel = 'attachments';

  protected get heading(): string {
    return t('Attachments');
  }

  protected get count(): number {
    return this.files.length;
  }

  protected body(): TemplateResult {
    return html`<itsm-attachment-list .files=${this.files} .label=${t('Attachments')}></itsm-attachment-list>`;
  }
}

customElements.define('itsm-attachments', ItsmAttachments);
