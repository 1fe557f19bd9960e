import type { Decision } from '../domain/approval.ts';
import type { FieldValue } from '../domain/field.ts';
import type { Operation } from '../domain/operation.ts';
import type { TicketSection } from '../protocol/stepPage.ts';

/** A field's value changed by the user's hand. */
export class FieldEditEvent extends Event {
  static readonly type = 'itsm-edit';
  readonly fieldKey: string;
  readonly value: FieldValue;
  /** The control holds something half typed that it does not report as a value. */
  readonly isIncomplete: boolean;
  /** A choice or another deed that is complete in itself, unlike a keystroke. */
  readonly isCommitted: boolean;

  constructor(
    fieldKey: string,
    value: FieldValue,
    { isIncomplete = false, isCommitted = false }: { isIncomplete?: boolean; isCommitted?: boolean } = {},
  ) {
    super(FieldEditEvent.type, { bubbles: true, composed: true });
    this.fieldKey = fieldKey;
    this.value = value;
    this.isIncomplete = isIncomplete;
    this.isCommitted = isCommitted;
  }
}

/** The focus left a field. */
export class FieldLeaveEvent extends Event {
  static readonly type = 'itsm-leave';
  readonly fieldKey: string;

  constructor(fieldKey: string) {
    super(FieldLeaveEvent.type, { bubbles: true, composed: true });
    this.fieldKey = fieldKey;
  }
}

/** What the buttons of the page ask for. */
export type PageAction =
  | { readonly kind: 'decide'; readonly decision: Decision }
  | { readonly kind: 'openLink'; readonly url: string }
  | { readonly kind: 'read'; readonly section: TicketSection }
  | { readonly kind: 'submit' | 'discard' | 'undoDiscard' | 'reload' | 'openInBrowser' | 'showProblem' }
  | { readonly kind: 'runOperation'; readonly operation: Operation }
  | { readonly kind: 'announce'; readonly text: string };

/** A button of the page was used. */
export class PageActionEvent extends Event {
  static readonly type = 'itsm-action';
  readonly action: PageAction;

  constructor(action: PageAction) {
    super(PageActionEvent.type, { bubbles: true, composed: true });
    this.action = action;
  }
}

/** A part of a field's control, such as the chips of a member field, has a new value. */
export class ControlChangeEvent extends Event {
  static readonly type = 'itsm-control-change';
  readonly value: FieldValue;

  constructor(value: FieldValue) {
    super(ControlChangeEvent.type, { bubbles: true });
    this.value = value;
  }
}
