import { LitElement } from 'lit';
import { PartFailureEvent } from '../events.ts';

/**
 * A part of a field's control. It renders into its parent's tree, so that `<label for>` and `aria-describedby` of the
 * field reach what is in it. What it cannot draw, its field shows raw.
 */
export abstract class FieldPart extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override performUpdate(): void {
    try {
      super.performUpdate();
    } catch {
      this.dispatchEvent(new PartFailureEvent());
    }
  }
}
