import { expect } from 'chai';
import { formatFailovers, measureFailovers } from '../../bench/failover.js';

/** Few, and wide bounds: `npm run bench -- failover` measures 50 of each on a quiet machine. Milliseconds. */
const RUNS = 5;
const BOUNDS = { 'kill -9': 1_500, SIGTERM: 1_000, 'RAFT TRANSFER': 1_000 };

describe('a leader that goes', function () {
  this.timeout(240_000);

  it(`is followed by another within moments, ${RUNS} times each way`, async () => {
    const results = await measureFailovers(RUNS);
    console.log(formatFailovers(results));
    for (const { way, p50 } of results) expect(p50, way).to.be.below(BOUNDS[way]);
  });
});
