import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { html, type TemplateResult } from 'lit';

/** A codicon beside a text; it says nothing to screen readers. */
export function icon(name: string): TemplateResult {
  return html`<vscode-icon name=${name} aria-hidden="true"></vscode-icon>`;
}

/** A turning codicon; it stands still for those who asked for less motion. */
export function spinner(): TemplateResult {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return html`<vscode-icon name="loading" ?spin=${!isStill} aria-hidden="true"></vscode-icon>`;
}
