import { expect } from 'chai';
import { campaign, seedOfRun } from './campaign.js';
import { interleaving } from './generate/scripts.js';
import { usePair } from './pair.js';

describe('scripts of interleaved connections, blocked ones among them', () => {
  const pair = usePair();

  it('send every connection the same bytes at every step', async function () {
    const scripts = Number(process.env['SCRIPTS'] ?? 300);
    this.timeout(120_000 + scripts * 1000);
    console.log(`      SEED=${seedOfRun()} SCRIPTS=${scripts}`);
    const failures = await campaign(pair, seedOfRun(), scripts, interleaving);
    expect(failures, failures.join('\n\n')).to.be.empty;
  });
});
