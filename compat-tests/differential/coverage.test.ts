import { expect } from 'chai';
import { Commands } from '../../src/commands/table.js';
import { sequence } from './generate/scripts.js';

/** What random sequences leave out, and why. */
const LEFT_OUT: readonly (readonly [why: string, names: string])[] = [
  ['payloads.test.ts compares it', 'dump'],
  ['reply-shapes.test.ts compares them', 'multi exec discard watch unwatch'],
  [
    'they answer for one process, or end it',
    'info lolwut monitor pfselftest save bgsave bgrewriteaof shutdown',
  ],
  [
    'messages have tests of their own',
    'subscribe unsubscribe psubscribe punsubscribe ssubscribe sunsubscribe',
  ],
  ['messages have tests of their own', 'publish spublish pubsub'],
  ['scripts have tests of their own', 'eval eval_ro evalsha evalsha_ro script'],
  ['functions.test.ts compares them', 'fcall fcall_ro function'],
  ['command-table.test.ts and fixed.test.ts compare them', 'acl module replicaof slaveof failover'],
  ['redis-server alone is no cluster', 'cluster sentinel asking readonly readwrite'],
];

describe('random sequences', () => {
  it('try every command that redis-server 7.0 has, and have a reason for those they leave out', () => {
    const tried = new Set<string>();
    for (let seed = 1; seed <= 400; seed++) {
      for (const step of sequence(seed, 100).steps) {
        if (step.do === 'send')
          for (const [name] of step.commands) if (typeof name === 'string') tried.add(name.toLowerCase());
      }
    }
    const leftOut = new Set(LEFT_OUT.flatMap(([, names]) => names.split(' ')));
    const missing = new Commands().all.filter(
      ({ name, since, group, internal }) =>
        internal !== true &&
        group !== 'quorate' &&
        Number.parseFloat(since) <= 7 &&
        !tried.has(name) &&
        !leftOut.has(name),
    );
    expect(missing.map(({ name }) => name)).to.deep.equal([]);
  });
});
