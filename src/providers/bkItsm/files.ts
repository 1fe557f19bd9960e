import type { Attachment } from '../../domain/attachments.ts';
import type { BkField, BkOption } from './schema.ts';
import { asRecord, isNothing, readStructure } from './values.ts';

/**
 * The files in the value of a FILE: `{key: {name, path}}`, in JSON text.
 * @returns `undefined`: it holds something else
 */
export function readFiles(value: unknown): readonly Attachment[] | undefined {
  if (isNothing(value)) return [];
  const files = asRecord(readStructure(value));
  if (files === undefined) return undefined;
  return Object.entries(files).map(([id, file]) => {
    const name = asRecord(file)?.['name'];
    return { id, name: typeof name === 'string' && name !== '' ? name : id, size: undefined };
  });
}

/** What the designer of the form gave people to start from. */
export function readTemplates({ choice }: Pick<BkField, 'choice'>): readonly Attachment[] {
  return choice.map(({ key, name }: BkOption) => ({ id: key, name: name === '' ? key : name, size: undefined }));
}
