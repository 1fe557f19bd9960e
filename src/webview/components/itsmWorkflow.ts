import { css, html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Workflow, WorkflowNodeState } from '../../domain/workflow.ts';
import type { SectionContent } from '../../protocol/stepPage.ts';
import { t } from '../l10n.ts';
import { layOut, type PlacedEdge, type PlacedNode } from '../workflowLayout.ts';
import { ItsmSection } from './itsmSection.ts';

type WorkflowContent = Extract<SectionContent, { workflow: unknown }>;

/** A drawing that runs across shows three steps at once in so many pixels. */
const narrowest = 520;

/** The way of the ticket as a drawing; for screen readers, as a list. */
export class ItsmWorkflow extends ItsmSection<WorkflowContent> {
  static override styles = [
    ItsmSection.styles,
    css`
      .canvas {
        position: relative;
        max-height: 420px;
        margin-block-start: 8px;
        overflow: auto;
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        border-radius: 5px;
      }
      .canvas:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      svg {
        display: block;
        margin-inline: auto;
      }
      .node {
        --itsm-tone: var(--vscode-descriptionForeground);
        fill: color-mix(in srgb, var(--itsm-tone) 8%, var(--vscode-editor-background));
        stroke: var(--vscode-contrastBorder, color-mix(in srgb, var(--itsm-tone) 55%, transparent));
      }
      .upcoming .node {
        fill: var(--vscode-editor-background);
        stroke-dasharray: 4 3;
      }
      .done .node {
        --itsm-tone: var(--vscode-charts-green);
      }
      .current .node {
        --itsm-tone: var(--vscode-focusBorder);
        fill: color-mix(in srgb, var(--itsm-tone) 16%, var(--vscode-editor-background));
        stroke: var(--itsm-tone);
        stroke-width: 2;
      }
      .failed .node {
        --itsm-tone: var(--vscode-charts-red);
        stroke: var(--itsm-tone);
        stroke-width: 2;
      }
      .edge {
        fill: none;
        stroke: var(--vscode-descriptionForeground);
      }
      .arrow {
        fill: var(--vscode-descriptionForeground);
      }
      .edge-name {
        fill: var(--vscode-descriptionForeground);
        stroke: var(--vscode-editor-background);
        stroke-width: 3;
        paint-order: stroke;
        font-size: 0.85em;
        text-anchor: middle;
      }
      .label {
        display: flex;
        align-items: center;
        justify-content: center;
        height: 100%;
        padding: 0 6px;
        font-size: 0.92em;
        line-height: 1.25;
        text-align: center;
      }
      .label span {
        display: -webkit-box;
        overflow: hidden;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .upcoming .label {
        color: var(--vscode-descriptionForeground);
      }
      .current .label {
        font-weight: 600;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin-block-start: 8px;
        color: var(--vscode-descriptionForeground);
      }
      .legend span {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .swatch {
        width: 18px;
        height: 12px;
      }
    `,
  ];

  static override properties = { isNarrow: { state: true } };

  /** There is no room for a drawing that runs across. */
  declare isNarrow: boolean;

  readonly section = 'workflow';
  readonly #size = new ResizeObserver((entries) => {
    const isNarrow = (entries.at(-1)?.contentRect.width ?? 0) < narrowest;
    // Not here: another size within the same frame is an error of the page.
    requestAnimationFrame(() => {
      this.isNarrow = isNarrow;
    });
  });

  constructor() {
    super();
    this.isNarrow = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  protected get heading(): string {
    return t('Workflow');
  }

  protected summary(): string {
    return '';
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!changed.has('content') && !changed.has('isOpen') && !changed.has('isNarrow')) return;
    const canvas = this.renderRoot.querySelector('.canvas');
    const current = this.renderRoot.querySelector('.current');
    if (canvas === null || current === null) return;
    // Not scrollIntoView: that would move the page, too.
    const [outer, inner] = [canvas.getBoundingClientRect(), current.getBoundingClientRect()];
    canvas.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    canvas.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
  }

  protected body({ workflow }: WorkflowContent): TemplateResult {
    if (workflow === undefined || workflow.nodes.length === 0) {
      return html`<p class="muted">${t('The server does not tell the workflow of this ticket.')}</p>`;
    }
    const { width, height, nodes, edges } = layOut(workflow, this.isNarrow ? 'down' : 'across');
    const states = new Set(workflow.nodes.map(({ state }) => state));
    return html`
      <div class="canvas" role="group" aria-label=${t('Drawing of the workflow')} tabindex="0">
        <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path class="arrow" d="M 0 0 L 8 4 L 0 8 z"></path>
            </marker>
          </defs>
          ${edges.map(drawEdge)} ${nodes.map(drawNode)}
        </svg>
        ${listNodes(workflow)}
      </div>
      <div class="legend" aria-hidden="true">
        ${(['done', 'current', 'failed', 'upcoming'] as const)
          .filter((state) => states.has(state))
          .map(
            (state) =>
              html`<span
                ><svg class="swatch ${state}" viewBox="0 0 18 12">
                  <rect class="node" x="1" y="1" width="16" height="10" rx="2"></rect></svg
                >${stateText(state)}</span
              >`,
          )}
      </div>
    `;
  }
}

function drawEdge({ edge, path, x, y }: PlacedEdge): SVGTemplateResult {
  return svg`<path class="edge" d=${path} marker-end="url(#arrow)"></path>
    ${edge.name === '' ? nothing : svg`<text class="edge-name" x=${x} y=${y}>${shorten(edge.name, 12)}</text>`}`;
}

function drawNode({ node, x, y, width, height }: PlacedNode): SVGTemplateResult {
  const [left, top] = [x - width / 2, y - height / 2];
  const radius = node.kind === 'start' || node.kind === 'end' ? height / 2 : 5;
  const shape =
    node.kind === 'gateway'
      ? svg`<path class="node" d="M ${x} ${top} L ${left + width} ${y} L ${x} ${top + height} L ${left} ${y} z"></path>`
      : svg`<rect class="node" x=${left} y=${top} width=${width} height=${height} rx=${radius}></rect>`;
  const label =
    node.kind === 'gateway'
      ? nothing
      : svg`<foreignObject x=${left} y=${top} width=${width} height=${height}>
          ${html`<div class="label"><span>${nodeName(node)}</span></div>`}
        </foreignObject>`;
  return svg`<g class=${node.state}><title>${nodeText(node)}</title>${shape}${label}</g>`;
}

function listNodes({ nodes, edges }: Workflow): TemplateResult {
  const names = new Map(nodes.map((node) => [node.id, nodeName(node)]));
  return html`<ol class="screen-reader-only" aria-label=${t('Steps of the workflow')}>
    ${nodes.map((node) => {
      const next = edges.filter(({ from }) => from === node.id).map(({ to }) => names.get(to) ?? to);
      return html`<li>
        ${nodeText(node)}${next.length === 0 ? nothing : html`. ${t('Then: {0}', next.join(', '))}`}
      </li>`;
    })}
  </ol>`;
}

function nodeName({ name, kind }: PlacedNode['node']): string {
  if (name.trim() !== '') return name;
  if (kind === 'start') return t('Start');
  if (kind === 'end') return t('End');
  return kind === 'gateway' ? t('Branch') : '—';
}

function nodeText(node: PlacedNode['node']): string {
  return t('{0}: {1}', nodeName(node), stateText(node.state));
}

function stateText(state: WorkflowNodeState): string {
  switch (state) {
    case 'done':
      return t('done');
    case 'current':
      return t('is here now');
    case 'failed':
      return t('failed');
    case 'upcoming':
      return t('still to come');
  }
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

customElements.define('itsm-workflow', ItsmWorkflow);
