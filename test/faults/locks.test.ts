import { expect } from 'chai';
import { lockTrial } from './support/lock-trial.js';

const [SEED, NODES, SECONDS] = [1, 3, 1];

describe('locks whose nodes are killed, paused, cut off, removed and restarted', function () {
  this.timeout(300_000);

  it(`are held by one at a time, and no stale write is accepted (npm run faults -- --locks --seed ${SEED} --seconds ${SECONDS})`, async () => {
    const report = await lockTrial(SEED, NODES, SECONDS);
    const { grants, written, fenced, late, seconds } = report;
    console.log(
      `      ${grants} grants, ${written} writes, ${fenced} refused, ${late} holders late in ${seconds} s`,
    );
    expect(report.verdict, report.violation ?? '').to.equal('kept');
    expect(report.staleWrites).to.equal(0);
  });
});
