import { samplePicture } from '../../samplePicture.ts';
import type { Osm } from '../osm.ts';
import { caseSamples, sampleLabels } from './cases.ts';

const logText = Buffer.from(
  'Nov 24 14:20:11 sshd[811]: Connection closed by 10.0.0.8 port 51422 [preauth]\n'.repeat(20),
);

/** Fills an empty service. */
export function addSamples({ account, store, labels, accessories, contacts, now }: Osm): void {
  for (const { mobile, mail } of account.users) {
    contacts.add(0, mobile, '0086');
    contacts.add(1, mail, '');
  }
  const labelIds = new Map(sampleLabels.map(({ name, color }) => [name as string, labels.add(name, color).id]));
  for (const { files = [], lastFiles = [], labels: names = [], messages = [], ...design } of caseSamples) {
    const at = now() - design.hoursAgo * 3_600_000;
    const add = (name: string, from: 'incident' | 'message'): string => {
      const bytes = name.endsWith('.png') ? samplePicture() : logText;
      return accessories.add({ name, bytes, from, at, ownerId: design.ownerId }).id;
    };
    store.add({
      ...design,
      labelIds: names.flatMap((name) => labelIds.get(name) ?? []),
      accessoryIds: files.map((name) => add(name, 'incident')),
      messages: messages.map((message, index) => {
        const isLast = index === messages.length - 1;
        return isLast ? { ...message, accessoryIds: lastFiles.map((name) => add(name, 'message')) } : message;
      }),
    });
  }
}
