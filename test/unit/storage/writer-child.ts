/** Appends to the log in the folder that it is given, one entry a write, and prints each index that is acknowledged. */
import { openLogStore } from '../../../src/storage/log-store.js';
import { run, write } from './log-store.conformance.js';

const { store } = await openLogStore(process.argv[2]!, { acceptTornTail: false });
const { lastIndex, hardState } = store.initial;
for (let index = lastIndex + 1; ; index++) {
  const term = hardState.term + 1;
  await write(store, run(index, index, term, 'k'.repeat((index * 37) % 3000)), {
    hardState: { term, vote: 'n1', commit: index - 1 },
  });
  process.stdout.write(`${index}\n`);
}
