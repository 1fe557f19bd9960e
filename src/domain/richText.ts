/**
 * A text of people, as its system keeps it. `html` and `markdown` are not trusted: what shows them sanitises them, and
 * loads nothing that they point to.
 */
export interface RichText {
  readonly format: 'plain' | 'html' | 'markdown';
  readonly text: string;
}
