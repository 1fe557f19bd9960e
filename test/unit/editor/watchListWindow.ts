// Another window, as a process of its own: adds tickets to the watch list and mutes them, one after the other.
//
//   node watchListWindow.ts FILE PREFIX COUNT

import { WatchList } from '../../../src/application/watchList.ts';
import { WatchListFile } from '../../../src/editor/watchListFile.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';

const [path = '', prefix = '', count = ''] = process.argv.slice(2);
const file = new WatchListFile(path, new RecordingLog());
const list = new WatchList(file, () => false);
await list.load();
for (let number = 1; number <= Number(count); number += 1) {
  const ref = { connectionId: 'one', key: `${prefix}${number}` };
  await list.add([ref]);
  await list.setMuted([ref], true);
}
list.dispose();
file.dispose();
