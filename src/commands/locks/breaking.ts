import type { WriteCommand } from '../spec.js';
import { changed, lockState, tell, writes } from './values.js';
import type { Lock } from '../../machine/values/lock/lock.js';
import { WRONG_TYPE } from '../../resp/reply.js';

export const breakLock: WriteCommand = {
  ...writes,
  name: 'break',
  arity: 3,
  flags: ['write', 'admin'],
  categories: ['lock', 'dangerous'],
  summary: 'Takes a lock away from its holders, who are told; the next in its line gets it',
  complexity: 'O(N) with N the number of holders',
  syntax: 'key',
  apply: (context, argv) => {
    const name = argv[2]!;
    const state = lockState(context.db, name);
    // A string may be anything: who knows that it is a lock can delete it.
    if (state === 'string') throw WRONG_TYPE;
    if (state === undefined) return 0;
    const lock = context.db.edit(name) as Lock;
    const holds = [...lock.holds()];
    for (const hold of holds) {
      lock.release(hold.token);
      tell(context, 'broken', name, hold);
    }
    lock.delay(0);
    changed(context, name, lock);
    return holds.length;
  },
};
