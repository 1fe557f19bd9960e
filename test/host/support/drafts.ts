import { join } from 'node:path';
import type { Draft } from '../../../src/application/draft.ts';
import { draftId } from '../../../src/application/draftPlace.ts';
import { joinRecords, parseRecord, toDraft, type DraftRecord } from '../../../src/application/draftRecord.ts';
import { DraftFiles } from '../../../src/editor/draftFiles.ts';

/** What the disk holds of what was typed, as a window would find it that is opened now. Throws when a part is damaged. */
export async function draftsOnDisk(userDataDir: string): Promise<readonly Draft[]> {
  const folder = join(userDataDir, 'User/globalStorage/itsm-tickets.itsm-tickets/drafts');
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const files = new DraftFiles(folder, silent);
  try {
    const records = new Map<string, DraftRecord>();
    for (const { name, text } of await files.readAll()) {
      const parsed = parseRecord(text);
      if (parsed.kind !== 'record') throw new Error(`${name} is ${parsed.kind}.`);
      const { record } = parsed;
      const id = draftId(record.place, record.account);
      const known = records.get(id);
      records.set(id, known === undefined ? record : joinRecords(known, record));
    }
    return [...records.values()].flatMap((record) => toDraft(record) ?? []);
  } finally {
    files.dispose();
  }
}

/** Their texts in one. */
export async function draftTextOnDisk(userDataDir: string): Promise<string> {
  return JSON.stringify(await draftsOnDisk(userDataDir));
}
