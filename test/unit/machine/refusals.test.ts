import { expect } from 'chai';
import { below, SeededRandom } from '../../../src/base/random.js';
import { randomWrite } from '../../support/random-commands.js';
import { Log } from './log.js';

const COMMANDS = 300;

/** All values, with their life times. */
function contents(log: Log): string {
  const random = new SeededRandom(1);
  const lines: unknown[] = [];
  for (let db = 0; db < 3; db++) {
    for (let number = 0; number < 6; number++) {
      const query = (name: string): unknown => log.machine.query([name, `k${number}`], db, log.stamp, random);
      lines.push([query('type'), query('dump'), query('pttl')]);
    }
  }
  return JSON.stringify(lines);
}

describe('a command that is refused', () => {
  it('changes nothing, whatever it is and whatever it meets', () => {
    const codes = new Set<string>();
    for (let seed = 1; seed <= 6; seed++) {
      const random = new SeededRandom(seed);
      const log = new Log();
      log.run(1, 'quorate.setting', 'maxmemory', below(random, 2) === 0 ? '0' : '5000');
      for (let lane = 2; lane < COMMANDS; lane++) {
        const argv = randomWrite(random);
        const before = contents(log);
        const [reply] = log.batch({ lane, db: below(random, 3), argv });
        if (typeof reply === 'string' && /^-[A-Z]+ /.test(reply)) {
          codes.add(reply.split(' ', 1)[0]!);
          expect(contents(log), `seed ${seed}: ${argv.join(' ')}: ${reply}`).to.equal(before);
        }
      }
    }
    expect([...codes]).to.include.members(['-ERR', '-WRONGTYPE', '-OOM']);
  });
});
