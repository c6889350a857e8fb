import { expect } from 'chai';
import { campaign, commandsOfRun, seedOfRun } from './campaign.js';
import { interleaving, sequence } from './generate/scripts.js';
import { usePair } from './pair.js';
import type { CommandLine, Script, Step } from './script.js';

const COMMANDS_A_SCRIPT = 100;
const LISTENER = 8;

/** The script, with all that happens to keys told to a connection of its own. */
function heard(script: Script): Script {
  const steps: Step[] = [
    { do: 'send', on: LISTENER, commands: [['CONFIG', 'SET', 'notify-keyspace-events', 'KEAn']] },
    { do: 'send', on: LISTENER, commands: [['PSUBSCRIBE', '__key*__:*']] },
    ...script.steps.flatMap(apart),
  ];
  return { ...script, steps };
}

/** A step a command: which of them made an event is then part of the comparison. */
const apart = (step: Step): Step[] =>
  step.do === 'send'
    ? step.commands.flatMap(command =>
        [...makingConsumers(command), command].map(each => ({ ...step, commands: [each] })),
      )
    : [step];

/** Here a consumer is made by its first request, on redis-server 7.0 by the first that gives it an entry. */
function makingConsumers(command: CommandLine): CommandLine[] {
  const words = command.map(String);
  const name = words[0]?.toLowerCase() ?? '';
  if (name === 'xclaim' || name === 'xautoclaim') return [['XGROUP', 'CREATECONSUMER', ...words.slice(1, 4)]];
  if (name !== 'xreadgroup') return [];
  const keys = words.slice(words.findIndex(word => word.toLowerCase() === 'streams') + 1);
  return keys.map(key => ['XGROUP', 'CREATECONSUMER', key, ...words.slice(2, 4)]);
}

describe('keyspace events', () => {
  const pair = usePair();

  async function compare(suite: Mocha.Context, usual: number, make: (seed: number) => Script): Promise<void> {
    const commands = commandsOfRun(usual);
    suite.timeout(120_000 + commands * 20);
    console.log(`      SEED=${seedOfRun()} COMMANDS=${commands}`);
    const scripts = Math.ceil(commands / COMMANDS_A_SCRIPT);
    const failures = await campaign(pair, seedOfRun(), scripts, seed => heard(make(seed)));
    expect(failures, failures.join('\n\n')).to.be.empty;
  }

  it('are those of redis-server, in its order, command by command', async function () {
    await compare(this, 5000, seed => sequence(seed, COMMANDS_A_SCRIPT));
  });

  it('are those of redis-server where clients wait for keys', async function () {
    await compare(this, 3000, interleaving);
  });
});
