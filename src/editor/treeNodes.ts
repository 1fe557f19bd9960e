import { connectionOfPlace, parsePlace, type DraftPlace } from '../application/draftPlace.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';

/** A row of the tree. The same row is the same object as long as it is shown, so that it can be refreshed and revealed. */
export type TreeNode =
  | { readonly kind: 'connection'; readonly id: string; readonly connectionId: string }
  /** Why the connection does not work, and what to do. */
  | { readonly kind: 'problem'; readonly id: string; readonly connectionId: string }
  /** Nothing is watched there, or nothing passes the filter. */
  | { readonly kind: 'empty'; readonly id: string; readonly connectionId: string }
  | { readonly kind: 'ticket'; readonly id: string; readonly ref: TicketRef }
  | { readonly kind: 'step'; readonly id: string; readonly ref: TicketRef; readonly stepId: string }
  | ListNode
  | ListedNode
  | ListInfoNode
  /** Above what was typed and not sent. */
  | { readonly kind: 'drafts'; readonly id: string }
  | DraftNode;

/** A list of a connection, a search or a saved query. */
export interface ListNode {
  readonly kind: 'list';
  readonly id: string;
  readonly connectionId: string;
}

/** A ticket in a list, watched or not. */
export interface ListedNode {
  readonly kind: 'listed';
  readonly id: string;
  readonly ref: TicketRef;
  readonly list: ListNode;
}

/** A row of a list that is no ticket. */
export interface ListInfoNode {
  readonly kind: 'listInfo';
  readonly id: string;
  readonly connectionId: string;
  readonly info: 'note' | 'problem' | 'more' | 'empty';
  readonly list: ListNode;
}

/** Something that was typed and not sent. */
export interface DraftNode {
  readonly kind: 'draft';
  readonly id: string;
  readonly place: DraftPlace;
}

/** Makes rows, each once. */
export class TreeNodes {
  readonly #nodes = new Map<string, TreeNode>();

  connection(connectionId: string): TreeNode {
    return this.#keep({ kind: 'connection', id: connectionId, connectionId });
  }

  problem(connectionId: string): TreeNode {
    return this.#keep({ kind: 'problem', id: `${connectionId}!`, connectionId });
  }

  empty(connectionId: string): TreeNode {
    return this.#keep({ kind: 'empty', id: `${connectionId}?`, connectionId });
  }

  ticket(ref: TicketRef): TreeNode {
    return this.#keep({ kind: 'ticket', id: ticketId(ref), ref });
  }

  step(ref: TicketRef, stepId: string): TreeNode {
    return this.#keep({ kind: 'step', id: `${ticketId(ref)}/${stepId}`, ref, stepId });
  }

  list(connectionId: string, id: string): ListNode {
    return this.#keep({ kind: 'list', id, connectionId });
  }

  // The ids of connections hold no colon.
  drafts(): TreeNode {
    return this.#keep({ kind: 'drafts', id: ':drafts' });
  }

  draft(place: DraftPlace): DraftNode {
    return this.#keep({ kind: 'draft', id: `:draft/${JSON.stringify(place)}`, place });
  }

  #keep<T extends TreeNode>(node: T): T {
    const known = this.#nodes.get(node.id);
    if (known !== undefined) return known as T; // the id says what kind of row it is
    this.#nodes.set(node.id, node);
    return node;
  }
}

/** `undefined`: the row belongs to no connection alone. */
export function connectionOfNode(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'ticket':
    case 'step':
    case 'listed':
      return node.ref.connectionId;
    case 'connection':
    case 'problem':
    case 'empty':
    case 'list':
    case 'listInfo':
      return node.connectionId;
    case 'drafts':
      return undefined;
    case 'draft':
      return connectionOfPlace(node.place);
  }
}

/** The row a command was called on; `undefined`: it came from elsewhere (a keybinding can pass anything). */
export function asTreeNode(value: unknown): TreeNode | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return undefined;
  const node = value as {
    readonly [part in 'kind' | 'id' | 'connectionId' | 'ref' | 'stepId' | 'list' | 'place']?: unknown;
  }; // checked below
  switch (node.kind) {
    case 'connection':
    case 'problem':
    case 'empty':
    case 'list':
      return typeof node.connectionId === 'string' ? (value as TreeNode) : undefined; // checked just now
    case 'step':
      return isTicketRef(node.ref) && typeof node.stepId === 'string' ? (value as TreeNode) : undefined; // as above
    case 'listInfo':
      return isListNode(node.list) ? (value as TreeNode) : undefined; // as above
    case 'listed':
      return isTicketRef(node.ref) && isListNode(node.list) ? (value as TreeNode) : undefined; // as above
    case 'ticket':
      return isTicketRef(node.ref) ? (value as TreeNode) : undefined; // as above
    case 'drafts':
      return value as TreeNode; // it has no more than that
    case 'draft':
      return parsePlace(node.place) === undefined ? undefined : (value as TreeNode); // as above
    default:
      return undefined;
  }
}

export function isTicketRef(value: unknown): value is TicketRef {
  if (typeof value !== 'object' || value === null || !('connectionId' in value) || !('key' in value)) return false;
  return typeof value.connectionId === 'string' && typeof value.key === 'string';
}

function isListNode(value: unknown): value is ListNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'list';
}
