import { expect } from 'chai';
import { queueTrial } from './support/queue-trial.js';

const [SEED, NODES, SECONDS] = [1, 3, 5];

describe('queues whose nodes are killed, paused, cut off and removed', function () {
  this.timeout(300_000);

  it(`deliver all, nothing behind its ACK, in order (npm run faults -- --queues --seed ${SEED} --seconds ${SECONDS})`, async () => {
    const report = await queueTrial(SEED, NODES, SECONDS);
    const { pushes, deliveries, acknowledged, dead, seconds } = report;
    console.log(
      `      ${pushes} pushed, ${deliveries} deliveries, ${acknowledged} acknowledged, ${dead} dead in ${seconds} s`,
    );
    expect(report.verdict, report.violation ?? '').to.equal('kept');
    expect(dead).to.be.greaterThan(0);
  });
});
