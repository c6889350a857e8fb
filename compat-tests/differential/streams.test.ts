import { expect } from 'chai';
import { Dice } from '../support/dice.js';
import { usePair } from './pair.js';
import { formatFailure, runScript } from './runner.js';
import type { CommandLine, Script, Step } from './script.js';

const send = (on: number, ...commands: CommandLine[]): Step => ({ do: 'send', on, commands });

const INFO: CommandLine = ['XINFO', 'STREAM', 's'];

/** Entries of all shapes, deletions, and trims of whole nodes: how many go shows where each node begins and ends. */
function nodes(seed: number): Script {
  const dice = new Dice(seed);
  const settings: readonly string[][] = dice.percent(40)
    ? []
    : [
        ['CONFIG', 'SET', 'stream-node-max-entries', dice.pick(['0', '1', '3', '127', '200'])],
        ['CONFIG', 'SET', 'stream-node-max-bytes', dice.pick(['0', '200', '1000', '4096'])],
      ];
  const steps = [send(0, ...settings, ['DEL', 's'])];
  for (let added = 0; added < 600; ) {
    const count = dice.between(1, 120);
    steps.push(send(0, ...Array.from({ length: count }, () => add(dice, added++))));
    for (let deletions = dice.below(20); deletions > 0; deletions--)
      steps.push(send(0, ['XDEL', 's', `${dice.below(added + 1)}-0`]));
    const to = dice.percent(50) ? ['MAXLEN', '~', String(dice.below(added))] : minId(dice, added);
    const limit = dice.percent(30) ? ['LIMIT', String(dice.between(0, 250))] : [];
    if (dice.percent(60)) steps.push(send(0, ['XTRIM', 's', ...to, ...limit], INFO));
    if (dice.percent(25)) steps.push(send(0, ['XTRIM', 's', 'MAXLEN', String(dice.below(300))], INFO));
  }
  steps.push(send(0, ['XRANGE', 's', '-', '+']), send(0, ...defaults));
  return { seed, protocol: 2, steps };
}

const defaults: readonly CommandLine[] = [
  ['CONFIG', 'SET', 'stream-node-max-entries', '100'],
  ['CONFIG', 'SET', 'stream-node-max-bytes', '4096'],
];

const minId = (dice: Dice, added: number): string[] => ['MINID', '~', `${dice.below(added)}-0`];

function add(dice: Dice, number: number): string[] {
  const names = dice.pick([['f'], ['f'], ['f', 'g'], ['1', '-70000', '123456789'], ['f'.repeat(70)]]);
  const value = (): string =>
    dice.pick([
      () => 'v',
      () => String(dice.between(-70_000, 5_000_000)),
      () => 'x'.repeat(dice.between(0, 140)),
      () => (dice.percent(10) ? 'y'.repeat(dice.between(4000, 5000)) : ''),
    ])();
  return [
    'XADD',
    's',
    `${number + 1}-${dice.pick(['0', '0', '70000'])}`,
    ...names.flatMap(name => [name, value()]),
  ];
}

/** Scripts that random ones meet rarely, or that clients have stumbled over. */
const SCRIPTS: readonly [string, readonly Step[]][] = [
  [
    'ids of the clock, behind one that is far ahead of it',
    [
      send(0, ['XADD', 's', '99999999999999-5', 'f', 'v']),
      send(0, ['XADD', 's', '*', 'f', 'v'], ['XADD', 's', 'MAXLEN', '~', '10', '*', 'f', 'v']),
      send(
        0,
        ['XADD', 's', 'NOMKSTREAM', 'MINID', '99999999999999-7', '*', 'f', 'v'],
        ['XRANGE', 's', '-', '+'],
      ),
      send(0, ['XADD', 's', '18446744073709551615-18446744073709551614', 'f', 'v']),
      send(0, ['XADD', 's', '*', 'f', 'v'], ['XADD', 's', '*', 'f', 'v'], INFO),
    ],
  ],
  [
    'one XADD for all who read, and for one of those who share a group',
    [
      send(0, ['XGROUP', 'CREATE', 's', 'g', '$', 'MKSTREAM']),
      send(1, ['XREAD', 'BLOCK', '0', 'STREAMS', 's', '$']),
      send(2, ['XREADGROUP', 'GROUP', 'g', 'a', 'BLOCK', '0', 'STREAMS', 's', '>']),
      send(3, ['XREAD', 'COUNT', '1', 'BLOCK', '0', 'STREAMS', 't', 's', '0', '0']),
      send(4, ['XREADGROUP', 'GROUP', 'g', 'b', 'BLOCK', '0', 'STREAMS', 's', '>']),
      send(0, ['XADD', 's', '5-1', 'f', 'v']),
      send(0, ['XADD', 's', '5-2', 'f', 'v']),
      send(0, ['XPENDING', 's', 'g']),
    ],
  ],
  [
    'what was given to a client that left stays pending for its consumer',
    [
      send(0, ['XGROUP', 'CREATE', 's', 'g', '$', 'MKSTREAM']),
      send(1, ['XREADGROUP', 'GROUP', 'g', 'a', 'BLOCK', '0', 'STREAMS', 's', '>']),
      { do: 'disconnect', on: 1 },
      send(0, ['XADD', 's', '1-1', 'f', 'v'], ['XPENDING', 's', 'g']),
      send(2, ['XREADGROUP', 'GROUP', 'g', 'a', 'BLOCK', '0', 'STREAMS', 's', '>']),
      send(0, ['XACK', 's', 'g', '1-1'], ['XREADGROUP', 'GROUP', 'g', 'a', 'STREAMS', 's', '0']),
    ],
  ],
  [
    'a stream that comes by RENAME, COPY and MOVE',
    [
      send(0, ['XADD', 'x', '1-1', 'f', 'v'], ['XGROUP', 'CREATE', 'x', 'g', '0']),
      send(1, ['XREAD', 'BLOCK', '0', 'STREAMS', 's', '0']),
      send(2, ['XREAD', 'BLOCK', '0', 'STREAMS', 't', '0']),
      send(0, ['COPY', 'x', 's']),
      send(0, ['RENAME', 'x', 't']),
      send(
        0,
        ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>'],
        ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 't', '>'],
      ),
      send(0, ['XINFO', 'STREAM', 't', 'FULL'], ['SCAN', '0', 'TYPE', 'stream', 'COUNT', '1000']),
    ],
  ],
  [
    'pages of XPENDING and XAUTOCLAIM over many entries, some of them deleted',
    [
      send(0, ...Array.from({ length: 500 }, (_, i) => ['XADD', 's', `${i + 1}-0`, 'f', 'v'])),
      send(0, ['XGROUP', 'CREATE', 's', 'g', '0'], ['XGROUP', 'CREATECONSUMER', 's', 'g', 'b']),
      send(0, ['XREADGROUP', 'GROUP', 'g', 'a', 'COUNT', '450', 'STREAMS', 's', '>']),
      send(0, ['XDEL', 's', ...Array.from({ length: 100 }, (_, i) => `${i * 3}-0`)]),
      send(0, ['XAUTOCLAIM', 's', 'g', 'b', '0', '-', 'COUNT', '7']),
      send(0, ['XAUTOCLAIM', 's', 'g', 'b', '0', '8-0', 'JUSTID']),
      send(0, ['XAUTOCLAIM', 's', 'g', 'b', '1000000', '0', 'COUNT', '7']),
      send(0, ['XPENDING', 's', 'g', '(120', '300', '50'], ['XPENDING', 's', 'g', '-', '+', '1000', 'b']),
      send(0, ['XINFO', 'GROUPS', 's'], ['XINFO', 'STREAM', 's', 'FULL', 'COUNT', '3']),
    ],
  ],
];

describe('streams', () => {
  const pair = usePair();

  it('have their nodes where redis-server has them', async function () {
    this.timeout(120_000);
    for (let seed = 1; seed <= Number(process.env['SCRIPTS'] ?? 12); seed++) {
      const failure = await runScript(pair, nodes(seed));
      await runScript(pair, { seed, protocol: 2, steps: [send(0, ...defaults)] });
      expect(failure && formatFailure(failure)).to.equal(undefined);
    }
  });

  for (const [what, steps] of SCRIPTS) {
    for (const protocol of [2, 3] as const) {
      it(`${what}, RESP${protocol}`, async () => {
        const failure = await runScript(pair, { seed: 0, protocol, steps });
        expect(failure && formatFailure(failure)).to.equal(undefined);
      });
    }
  }
});
