import { expect } from 'chai';
import { below, SeededRandom } from '../../../src/base/random.js';
import { Machine } from '../../../src/machine/machine.js';
import { Log } from './log.js';

/** How the elements of a kind are added, taken away and walked. */
interface Kind {
  readonly add: (element: string) => string[];
  readonly remove: (element: string) => string[];
  readonly scan: (cursor: string, count: string) => string[];
  /** Strings of a reply for one element. */
  readonly step: number;
  /** Changes that touch no element's presence. */
  readonly others: readonly ((element: string) => string[])[];
  /** The setting that decides when the encoding changes; null: there is but one. */
  readonly limit: string | null;
}

const KINDS: Readonly<Record<string, Kind>> = {
  SCAN: {
    add: key => ['set', key, 'v'],
    remove: key => ['del', key],
    scan: (cursor, count) => ['scan', cursor, 'count', count],
    step: 1,
    others: [key => ['expire', key, '1000'], key => ['append', key, 'x']],
    limit: null,
  },
  HSCAN: {
    add: field => ['hset', 'k', field, 'v'],
    remove: field => ['hdel', 'k', field],
    scan: (cursor, count) => ['hscan', 'k', cursor, 'count', count],
    step: 2,
    others: [field => ['hexpire', 'k', '1000', 'fields', '1', field]],
    limit: 'hash-max-listpack-entries',
  },
  SSCAN: {
    add: member => ['sadd', 'k', member],
    remove: member => ['srem', 'k', member],
    scan: (cursor, count) => ['sscan', 'k', cursor, 'count', count],
    step: 1,
    others: [member => ['smove', 'k', 'k', member]],
    limit: 'set-max-listpack-entries',
  },
  ZSCAN: {
    add: member => ['zadd', 'k', '1', member],
    remove: member => ['zrem', 'k', member],
    scan: (cursor, count) => ['zscan', 'k', cursor, 'count', count],
    step: 2,
    others: [member => ['zadd', 'k', 'xx', String(member.length), member]],
    limit: 'zset-max-listpack-entries',
  },
};

/** A machine that took over from a snapshot: what the next leader may be. */
function restored(log: Log): Machine {
  const writer = log.machine.beginSnapshot({ group: 0, index: log.entries.length, term: 1 });
  const reader = log.machine.beginRestore();
  while (!writer.ended) {
    const chunk = writer.step();
    if (chunk !== null) reader.add(chunk);
  }
  const machine = new Machine(log.commands, log.observer(), log.engine);
  machine.install(reader.finish().state);
  return machine;
}

/** A whole walk with changes between its steps; answers what it showed. */
function walk(kind: Kind, log: Log, random: SeededRandom, change: () => void): Set<string> {
  const shown = new Set<string>();
  let cursor = '0';
  let steps = 0;
  do {
    const argv = kind.scan(cursor, String(1 + below(random, 20)));
    // Any node may serve the next step, also one that was restored.
    const machine = below(random, 4) === 0 ? restored(log) : log.machine;
    const [next, elements] = machine.query(argv, 0, log.stamp, random) as [string, string[]];
    for (let i = 0; i < elements.length; i += kind.step) shown.add(elements[i]!);
    cursor = next;
    for (let changes = below(random, 5); changes > 0; changes--) change();
    expect((steps += 1), 'steps of one walk').to.be.below(5000);
  } while (cursor !== '0');
  return shown;
}

describe('walks from cursor to cursor', () => {
  for (const [name, kind] of Object.entries(KINDS)) {
    it(`${name} shows what is there all the time, and nothing that never was, on whatever nodes`, () => {
      for (let seed = 1; seed <= 4; seed++) {
        const random = new SeededRandom(seed);
        const log = new Log();
        const size = [10, 100, 600][seed % 3]!;
        const lasting = Array.from({ length: size }, (_, i) => `lasting:${i}`);
        const passing = (): string => `passing:${below(random, size)}`;
        for (const element of lasting) log.run(1, ...kind.add(element));
        const changes: (() => string[])[] = [
          () => kind.add(passing()),
          () => kind.remove(passing()),
          ...kind.others.map(other => () => other(lasting[below(random, size)]!)),
        ];
        // An encoding that changes in the middle of a walk changes the order of the elements too.
        const { limit } = kind;
        if (limit !== null) changes.push(() => ['quorate.setting', limit, String(below(random, 2 * size))]);
        const shown = walk(kind, log, random, () => {
          log.run(1, ...changes[below(random, changes.length)]!());
        });
        expect([...shown], `seed ${seed}`).to.include.members(lasting);
        for (const element of shown) expect(element).to.match(/^(lasting|passing):\d+$/);
      }
    });
  }
});
