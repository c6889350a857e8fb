import { expect } from 'chai';
import { trial } from './support/trial.js';

const SECONDS = 6;

describe('what clients see of a cluster under faults', function () {
  this.timeout(SECONDS * 1000 + 180_000);

  for (const [seed, nodes] of [
    [1, 3],
    [2, 5],
  ] as const) {
    it(`is linearizable (npm run faults -- --seed ${seed} --nodes ${nodes} --seconds ${SECONDS})`, async () => {
      const report = await trial(seed, nodes, SECONDS);
      const { commands, unknownShare, faultsInFlight, keys } = report;
      console.log(
        `      ${commands} commands on ${keys} keys, ${faultsInFlight} faults hit commands in flight, ${(unknownShare * 100).toFixed(2)} % unknown`,
      );
      expect(report.verdict, report.violation.join('\n')).to.equal('linearizable');
    });
  }
});
