import { expect } from 'chai';
import { rowsOf } from '../../bench/plan.js';
import { measureAll } from '../../bench/rounds.js';
import { startAll } from '../../bench/stage.js';
import { ratioOf } from '../../bench/table.js';

/**
 * Of what is promised. Other work on the machine hits both servers of a row, but not alike; what makes Quorate twice as slow
 * is found all the same. `npm run bench` measures.
 */
const SHARE = 0.4;
const WORKLOADS = ['SET', 'GET'];

describe('commands a second beside redis-server', function () {
  this.timeout(240_000);

  it(`are not far below what is promised: ${WORKLOADS.join(', ')}`, async () => {
    const rows = rowsOf(WORKLOADS).filter(
      ({ atLeast, target }) => atLeast !== undefined && target !== 'follower',
    );
    const stage = await startAll(new Set(rows.flatMap(({ target, yardstick }) => [yardstick, target])));
    try {
      const measured = await measureAll(rows, 1, false, stage, () => undefined);
      const slow = measured
        .map(row => ({ ...row, ratio: ratioOf(row), bound: (row.atLeast ?? 0) * SHARE }))
        .filter(({ ratio, bound }) => ratio < bound)
        .map(({ test, pipeline, target, ratio }) => `${test} P=${pipeline} ${target}: ${ratio.toFixed(2)}`);
      expect(slow).to.deep.equal([]);
    } finally {
      await stage.stop();
    }
  });
});
