import type { Attachment } from '../domain/attachments.ts';
import type { DraftValues } from './draft.ts';

/** Where the names of a draft's files are kept beside them: no system has a field of this key. */
export const fileNamesKey = ':fileNames';

/** As `fileNamesKey`, of the time at which it was sent. */
export const sentAtKey = ':sentAt';

/** A draft, and what has to outlive the page that knows it. */
export interface DraftWithExtras {
  readonly values: DraftValues;
  /** Those that were uploaded for it and do not hang anywhere yet. */
  readonly files: readonly Attachment[];
  /** When it was sent, milliseconds since 1970 UTC, and no answer has been seen; `undefined`: it was not, or was refused. */
  readonly sentAt: number | undefined;
}

/** The values with the names of the files that they mention, and the time at which they were sent. */
export function withExtras({ values, files, sentAt }: DraftWithExtras): DraftValues {
  const mentioned = new Set(values.flatMap(([, value]) => (typeof value === 'string' ? [] : value)));
  const names = files.filter(({ id }) => mentioned.has(id)).map(({ id, name }) => `${id}\n${name}`);
  return [
    ...values,
    ...(names.length === 0 ? [] : [[fileNamesKey, names] as const]),
    ...(values.length === 0 || sentAt === undefined ? [] : [[sentAtKey, new Date(sentAt).toISOString()] as const]),
  ];
}

/** What `withExtras` has put together. */
export function splitExtras(kept: DraftValues): DraftWithExtras {
  const valueOf = (key: string) => kept.find(([each]) => each === key)?.[1];
  const names = valueOf(fileNamesKey) ?? [];
  const sentAt = Date.parse(String(valueOf(sentAtKey)));
  return {
    values: kept.filter(([key]) => key !== fileNamesKey && key !== sentAtKey),
    files: (typeof names === 'string' ? [] : names).map((entry) => {
      const [id = '', ...name] = entry.split('\n');
      return { id, name: name.join(' '), size: undefined };
    }),
    sentAt: Number.isNaN(sentAt) ? undefined : sentAt,
  };
}
