import { expect } from 'chai';
import { Dice } from '../support/dice.js';
import { RawConnection } from '../support/raw-connection.js';
import { commandsOfRun, seedOfRun } from './campaign.js';
import { usePair } from './pair.js';
import { quote } from './script.js';

/** Few and short: the hash stays a listpack, the set an intset. */
const FIELDS = ['a', 'b', 'c', 'd', 'e', '1', '-2', ''];
const MEMBERS = ['0', '1', '-1', '17', '9223372036854775807', '-9223372036854775808', '300'];

/** Commands that change the order of a hash or of a set of integers, and those that show it. */
function command(dice: Dice): string[] {
  const field = dice.pick(FIELDS);
  const value = dice.pick(['v', '', '12', 'x'.repeat(64)]);
  const [hash, set] = [dice.pick(['h', 'h2']), dice.pick(['s', 's2'])];
  const members = dice.several(1, 3, () => dice.pick(MEMBERS));
  return dice.pick([
    ['HSET', hash, field, value, dice.pick(FIELDS), value],
    ['HSETNX', hash, field, value],
    ['HDEL', hash, field],
    ['HINCRBYFLOAT', hash, `n${field}`, '1.5'],
    ['COPY', hash, 'h2', 'REPLACE'],
    ['HGETALL', hash],
    ['HKEYS', hash],
    ['HVALS', hash],
    ['HSCAN', hash, '0', 'COUNT', '1'],
    ['HRANDFIELD', hash, '100', 'WITHVALUES'],
    ['SADD', set, ...members],
    ['SREM', set, ...members],
    ['SMEMBERS', set],
    ['SSCAN', set, '0', 'COUNT', '1'],
    ['SINTERSTORE', 's2', 's', 's'],
    ['SUNION', 's', 's2'],
    ['SUNIONSTORE', 's', 's', 's2'],
    ['OBJECT', 'ENCODING', dice.pick([hash, set])],
  ]);
}

describe('small hashes and sets of integers', () => {
  const pair = usePair();

  it('show what they hold in the order of redis-server', async function () {
    const count = Math.min(commandsOfRun(4000), 20_000);
    this.timeout(60_000 + count * 5);
    const dice = new Dice(seedOfRun());
    for (const protocol of ['2', '3']) {
      const sides = [await RawConnection.open(pair.reference), await RawConnection.open(pair.ours)] as const;
      for (const side of sides) {
        await side.call('HELLO', protocol);
        await side.call('FLUSHALL');
      }
      for (let made = 0; made < count / 2; made++) {
        const argv = command(dice);
        const [reference, ours] = await Promise.all(sides.map(side => side.call(...argv)));
        expect(ours, `${made}: ${argv.map(word => quote(word)).join(' ')}`).to.equal(reference);
      }
      for (const side of sides) side.close();
    }
  });
});
