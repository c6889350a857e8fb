import { expect } from 'chai';
import { SeededRandom } from '../../src/base/random.js';
import { RawConnection } from '../support/raw-connection.js';
import { LuaWriter } from './generate/lua.js';
import { usePair } from './pair.js';
import { answersOf } from './pipeline.js';

/** LUA_SCRIPTS=100000 SEED=7 tries more, and others. */
const scriptsOfRun = Number(process.env['LUA_SCRIPTS'] ?? 800);
const firstSeed = Number(process.env['SEED'] ?? 1);
const BATCH = 500;

/** Which sign a number that is none shows depends on the processor; from 10^17 on Redis 7.2 writes whole numbers otherwise. */
const LEFT_OPEN = /nan|\d{17}|e\+?\d\d/i;

describe('random scripts', () => {
  const pair = usePair();

  it('answer as redis-server does', async function () {
    this.timeout(60_000 + scriptsOfRun * 20);
    const connections = [await RawConnection.open(pair.reference), await RawConnection.open(pair.ours)];
    const differences: unknown[] = [];
    let compared = 0;
    for (let from = 0; from < scriptsOfRun; from += BATCH) {
      const scripts = Array.from({ length: BATCH }, (_, at) =>
        new LuaWriter(new SeededRandom(firstSeed + from + at)).script(),
      );
      const commands = scripts.flatMap(script => [['FLUSHALL'], ['EVAL', script, '0']]);
      const [expected, answers] = await Promise.all(connections.map(to => answersOf(to, commands)));
      for (const [at, script] of scripts.entries()) {
        const [redis = '', ours = ''] = [expected?.[2 * at + 1], answers?.[2 * at + 1]];
        if (LEFT_OPEN.test(redis)) continue;
        compared += 1;
        if (redis !== ours) differences.push({ seed: firstSeed + from + at, script, redis, ours });
      }
    }
    connections.forEach(connection => connection.close());
    expect(differences).to.deep.equal([]);
    expect(compared).to.be.above(scriptsOfRun * 0.7);
  });
});
