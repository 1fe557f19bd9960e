import { l10n } from 'vscode';
import type { Field, FieldValue } from '../domain/field.ts';
import { isSecret } from '../domain/secretField.ts';
import type { FormMessage } from '../protocol/stepPage.ts';
import type { PageForm } from './pageForm.ts';
import { shortTitle } from './plainText.ts';
import type { FormServices } from './services.ts';

/** Shows what the server has and what the user has typed in the editor's own view of differences. */
export async function compareStale(
  { loadDocuments }: FormServices,
  form: PageForm | undefined,
  { fieldKey, mine }: Extract<FormMessage, { kind: 'compareStale' }>,
): Promise<void> {
  const stale = form?.stale?.find(({ key }) => key === fieldKey);
  if (stale?.theirs === undefined) return;
  const field = form?.fields.find(({ key }) => key === fieldKey);
  if (isSecret(field)) return;
  const name = `${shortTitle(stale.label).replaceAll(/[/\\?#]/gu, '_')}${field?.type === 'richText' ? '.html' : '.txt'}`;
  const texts = [textOf(field, stale.theirs), textOf(field, mine)] as const;
  await (await loadDocuments()).compareTexts(l10n.t('{0}: theirs ↔ mine', shortTitle(stale.label)), name, texts);
}

function textOf(field: Field | undefined, value: FieldValue): string {
  if (typeof value === 'string') return value;
  const labels =
    field?.type === 'multiSelect'
      ? new Map(field.options.map(({ key, label }) => [key, label]))
      : new Map<string, string>();
  return value.map((part) => labels.get(part) ?? part).join('\n');
}
