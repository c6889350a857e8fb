import { expect } from 'chai';
import { startCluster, startQuorate } from '../support/server-process.js';
import { campaign, seedOfRun } from './campaign.js';
import { interleaving, sequence } from './generate/scripts.js';
import { usePair } from './pair.js';
import type { Script } from './script.js';

const scriptsOfRun = Number(process.env['SCRIPTS'] ?? 300);

const SUITES: readonly [string, Parameters<typeof usePair>[0], (seed: number) => Script, number][] = [
  ['connections to one node', startQuorate, interleaving, scriptsOfRun],
  ['connections to three nodes, in turn', startCluster, interleaving, Math.ceil(scriptsOfRun / 5)],
  [
    'one connection to one of three nodes',
    startCluster,
    seed => sequence(seed, 100),
    Math.ceil(scriptsOfRun / 20),
  ],
];

for (const [what, start, make, scripts] of SUITES) {
  describe(`scripts over ${what}`, () => {
    const pair = usePair(start);

    it('send every connection the same bytes at every step', async function () {
      this.timeout(120_000 + scripts * 1000);
      console.log(`      SEED=${seedOfRun()} SCRIPTS=${scriptsOfRun}`);
      const failures = await campaign(pair, seedOfRun(), scripts, make);
      expect(failures, failures.join('\n\n')).to.be.empty;
    });
  });
}
