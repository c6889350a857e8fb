import { expect } from 'chai';
import { shaOf } from '../../../src/machine/scripts.js';
import { OK, type Reply } from '../../../src/resp/reply.js';
import { LuaEngine } from '../../../src/scripting/engine.js';
import { ENDLESS, PROBE, REFUSED } from '../../support/hostile-scripts.js';
import { Log } from '../machine/log.js';

describe('hostile scripts', function () {
  this.timeout(60_000);
  const SMALL = '100000';

  it('are ended by the budget, whatever they catch', () => {
    const log = new Log();
    log.machine.settings.set('script-instruction-budget', SMALL);
    for (const script of ENDLESS)
      expect(log.run(1, 'eval', script, '0'), script).to.match(/^-ERR script exceeded its budget/);
    expect(log.failures).to.deep.equal([]);
    expect(log.run(1, 'eval', 'return 1', '0')).to.equal(1);
  });

  it('get an answer when they ask for what they must not have', () => {
    const log = new Log();
    for (const script of REFUSED) {
      const reply = JSON.stringify(log.run(1, 'eval', script, '0'));
      expect(reply, script).not.to.match(/internal error|exceeded its budget/);
      expect(
        log.run(1, 'eval', "return {('x').leak, ('x'):sub(1), type(rawget(_G, 'leak'))}", '0'),
      ).to.deep.equal([]);
    }
    expect(log.failures).to.deep.equal([]);
  });

  it('leave nothing behind: what comes after sees what it would have seen without them', () => {
    const [used, fresh] = [new LuaEngine(), new LuaEngine()];
    for (const code of [...ENDLESS.slice(0, 12), ...REFUSED]) run(used, code, 100_000);
    const answer = run(used, PROBE, 10_000_000);
    expect(answer, JSON.stringify(answer)).to.be.a('string').that.has.length.above(1000);
    expect(answer).to.equal(run(fresh, PROBE, 10_000_000));
    expect(run(used, PROBE, 10_000_000)).to.equal(answer);
  });
});

/** In a world without commands. */
function run(engine: LuaEngine, code: string, budget: number): Reply {
  const host = { budget, now: 1_700_000_000_000, seed: 7, call: () => OK, knows: () => true };
  return engine.run({ sha: shaOf(code), code, keys: ['k'], argv: [], host });
}
