import { expect } from 'chai';
import { campaign, commandsOfRun, seedOfRun } from './campaign.js';
import { sequence } from './generate/scripts.js';
import { usePair } from './pair.js';

const COMMANDS_A_SCRIPT = 100;

describe('random sequences of commands', () => {
  const pair = usePair();

  it('answer as redis-server does, byte by byte', async function () {
    const commands = commandsOfRun(100_000);
    this.timeout(120_000 + commands * 20);
    console.log(`      SEED=${seedOfRun()} COMMANDS=${commands}`);
    const scripts = Math.ceil(commands / COMMANDS_A_SCRIPT);
    const failures = await campaign(pair, seedOfRun(), scripts, seed => sequence(seed, COMMANDS_A_SCRIPT));
    expect(failures, failures.join('\n\n')).to.be.empty;
  });
});
