import type { Attachment } from '../domain/attachments.ts';
import type { DraftValues } from './draft.ts';

/** Where the names of a draft's files are kept beside them: no system has a field of this key. */
export const fileNamesKey = ':fileNames';

/** A draft and the files that were uploaded for it and do not hang anywhere yet. */
export interface DraftWithFiles {
  readonly values: DraftValues;
  readonly files: readonly Attachment[];
}

/** The values with the names of the files that they mention: a draft outlives the page that knows them. */
export function withFileNames({ values, files }: DraftWithFiles): DraftValues {
  const mentioned = new Set(values.flatMap(([, value]) => (typeof value === 'string' ? [] : value)));
  const names = files.filter(({ id }) => mentioned.has(id)).map(({ id, name }) => `${id}\n${name}`);
  return names.length === 0 ? values : [...values, [fileNamesKey, names]];
}

/** What `withFileNames` has put together. */
export function splitFileNames(kept: DraftValues): DraftWithFiles {
  const names = kept.find(([key]) => key === fileNamesKey)?.[1] ?? [];
  return {
    values: kept.filter(([key]) => key !== fileNamesKey),
    files: (typeof names === 'string' ? [] : names).map((entry) => {
      const [id = '', ...name] = entry.split('\n');
      return { id, name: name.join(' '), size: undefined };
    }),
  };
}
