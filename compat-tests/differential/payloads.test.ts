import { expect } from 'chai';
import { Dice } from '../support/dice.js';
import { RawConnection } from '../support/raw-connection.js';
import { parseReply } from '../support/reply.js';
import { usePair } from './pair.js';

const VALUES = 40;

/** Commands that fill a key with a value of one type, small or beyond the limits of the small encodings. */
const FILLS: Readonly<Record<string, (dice: Dice) => string[][]>> = {
  string: dice => [['SET', 'k', dice.percent(30) ? integer(dice) : text(dice)]],
  list: dice => [['RPUSH', 'k', ...several(dice, () => element(dice))]],
  set: dice => [['SADD', 'k', ...several(dice, () => (dice.percent(50) ? integer(dice) : element(dice)))]],
  intset: dice => [['SADD', 'k', ...several(dice, () => integer(dice))]],
  hash: dice => [
    ['HSET', 'k', ...several(dice, () => element(dice)).flatMap(field => [field, element(dice)])],
  ],
  'sorted set': dice => [
    ['ZADD', 'k', ...several(dice, () => element(dice)).flatMap(member => [score(dice), member])],
  ],
  stream,
};

function stream(dice: Dice): string[][] {
  const commands = [['XGROUP', 'CREATE', 'k', 'g', '0', 'MKSTREAM']];
  const count = dice.pick([1, 5, 250]);
  for (let i = 1; i <= count; i++) {
    const fields = dice.percent(70)
      ? ['a', element(dice), 'b', integer(dice)]
      : [element(dice), element(dice)];
    commands.push(['XADD', 'k', `${i}-${dice.below(3)}`, ...fields]);
  }
  commands.push(['XREADGROUP', 'GROUP', 'g', 'c1', 'COUNT', '3', 'STREAMS', 'k', '>']);
  commands.push(['XREADGROUP', 'GROUP', 'g', 'c2', 'COUNT', '2', 'STREAMS', 'k', '>']);
  if (dice.percent(50)) commands.push(['XDEL', 'k', '2-0', '2-1', '2-2']);
  if (dice.percent(30)) commands.push(['XGROUP', 'CREATE', 'k', 'other', '$']);
  return commands;
}

const several = (dice: Dice, make: () => string): string[] =>
  Array.from({ length: dice.pick([1, 3, 20, 130, 700]) }, make);

const integer = (dice: Dice): string =>
  dice.pick([
    String(dice.below(200)),
    String(-dice.below(40_000)),
    String(dice.below(2 ** 31)),
    '9223372036854775807',
    '-9223372036854775808',
    '2147483648',
    '-2147483648',
  ]);

const text = (dice: Dice): string =>
  dice.pick([
    () => dice.bytes(dice.below(100)),
    () => 'abc'.repeat(dice.below(20_000)),
    () => dice.bytes(70_000),
    () => '',
  ])();

const element = (dice: Dice): string =>
  dice.percent(95) ? `${dice.bytes(dice.below(6))}${dice.below(10_000)}` : text(dice);

const score = (dice: Dice): string =>
  dice.pick([integer(dice), '1.5', 'inf', '-inf', '0.125', String(dice.below(1000) / 8)]);

/** All that clients see of the key, but for what depends on the moment. */
const READS: readonly (readonly string[])[] = [
  ['TYPE', 'k'],
  ['GET', 'k'],
  ['LRANGE', 'k', '0', '-1'],
  ['SMEMBERS', 'k'],
  ['HGETALL', 'k'],
  ['ZRANGE', 'k', '0', '-1', 'WITHSCORES'],
  ['XRANGE', 'k', '-', '+'],
  ['XINFO', 'GROUPS', 'k'],
  ['XPENDING', 'k', 'g'],
  ['PEXPIRETIME', 'k'],
];
/** Answers in the order of a hash table. */
const UNORDERED = ['SMEMBERS', 'HGETALL'];

async function contentOf(connection: RawConnection): Promise<string[]> {
  const answers: string[] = [];
  for (const read of READS) {
    const reply = await connection.call(...read);
    const items = UNORDERED.includes(read[0] ?? '') ? parseReply(reply).items.map(item => item.text) : [];
    const pairs =
      read[0] === 'HGETALL'
        ? items.flatMap((field, i) => (i % 2 === 0 ? [[field, items[i + 1]]] : []))
        : items;
    answers.push(items.length > 0 ? JSON.stringify(pairs.map(each => JSON.stringify(each)).sort()) : reply);
  }
  return answers;
}

describe('payloads of DUMP', () => {
  const pair = usePair();

  for (const [name, fill] of Object.entries(FILLS)) {
    it(`of a ${name} are what redis-server restores, and the other way round`, async function () {
      this.timeout(120_000);
      const [redis, ours] = [await RawConnection.open(pair.reference), await RawConnection.open(pair.ours)];
      for (let seed = 1; seed <= VALUES; seed++) {
        const commands = fill(new Dice(seed));
        for (const [from, to] of [
          [redis, ours],
          [ours, redis],
        ] as const) {
          await Promise.all([from.call('FLUSHALL'), to.call('FLUSHALL')]);
          for (const command of commands) await from.call(...command);
          const payload = parseReply(await from.call('DUMP', 'k')).text;
          expect(await to.call('RESTORE', 'k', '9999999999999', payload, 'ABSTTL'), `seed ${seed}`).to.equal(
            '+OK\r\n',
          );
          await from.call('PEXPIREAT', 'k', '9999999999999');
          const [read, written] = [await contentOf(to), await contentOf(from)];
          read.forEach((answer, i) => expect(answer, `seed ${seed}, ${READS[i]?.[0]}`).to.equal(written[i]));
        }
      }
      redis.close();
      ours.close();
    });
  }
});
