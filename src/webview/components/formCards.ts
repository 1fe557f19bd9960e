import { ItsmFormCard } from './itsmFormCard.ts';

/** All forms below a node, through the shadow roots between. */
export function formCardsIn(root: ParentNode): readonly ItsmFormCard[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    if (element instanceof ItsmFormCard) return [element];
    // Nothing else holds forms, and fields are many.
    return element.shadowRoot !== null && holders.has(element.localName) ? formCardsIn(element.shadowRoot) : [];
  });
}

const holders: ReadonlySet<string> = new Set(['itsm-ticket-view', 'itsm-step-card', 'itsm-operation-card']);
