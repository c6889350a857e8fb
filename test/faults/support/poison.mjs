/** Preloaded into a server: its machine cannot apply an entry that holds the word, as if its memory ended there. */
import { isMainThread } from 'node:worker_threads';

const WORD = 'poison';

if (isMainThread) {
  const { Machine } = await import('../../../dist/machine/machine.js');
  const apply = Machine.prototype.apply;
  Machine.prototype.apply = function (index, data, local) {
    if (Buffer.from(data).includes(WORD)) throw new RangeError('Maximum call stack size exceeded');
    return apply.call(this, index, data, local);
  };
}
