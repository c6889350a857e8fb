import { expect } from 'chai';
import { below, type Random, SeededRandom } from '../../../src/base/random.js';
import {
  type Command,
  growingText,
  list,
  QUEUE,
  STRING,
  withReturns,
} from '../../support/linearizability/models.js';
import { LOCK, PAIR, STREAM } from '../../support/linearizability/shared-models.js';
import { linearize, type Model } from '../../support/linearizability/search.js';

/** A history as lines: when a command began and ended ("-": never), the command, what came back. */
function history(...lines: readonly [number, number | '-', string, unknown?][]): Command[] {
  return lines.map(([from, to, command, reply], at) => ({
    ...{ from, to: to === '-' ? Infinity : to, argv: command.split(' '), reply, lane: String(at) },
  }));
}

const verdict = (model: Model<Command>, commands: readonly Command[]): string =>
  linearize(model, commands).kind;

/** What a REPLACE answers that found this value and took effect. */
const did = (read: string | null): object => ({ read: [read, read], done: true });

interface Case {
  readonly what: string;
  readonly good: readonly Command[][];
  readonly bad: readonly Command[][];
  readonly model: (commands: readonly Command[]) => Model<Command>;
}

const CASES: readonly Case[] = [
  {
    what: 'a register',
    model: () => STRING,
    good: [
      history([0, 1, 'SET k 1', 'OK'], [2, 3, 'GET k', '1']),
      history([0, 9, 'SET k 1', 'OK'], [1, 2, 'GET k', null], [3, 4, 'GET k', '1']),
      history([0, '-', 'SET k 1'], [1, 2, 'GET k', null], [8, 9, 'GET k', '1']),
      history([0, 1, 'SET k 1', 'OK'], [2, 3, 'SET k 2 IFEQ 1', 'OK'], [4, 5, 'SET k 3 IFEQ 1', null]),
      history(
        [0, 1, 'SET k 1 NX', 'OK'],
        [0, 1, 'SET k 2 NX', null],
        [2, 3, 'DEL k', 1],
        [4, 5, 'GET k', null],
      ),
    ],
    bad: [
      history([0, 1, 'SET k 1', 'OK'], [2, 3, 'GET k', null]),
      history([0, 1, 'SET k 1', 'OK'], [2, 3, 'SET k 2', 'OK'], [4, 5, 'GET k', '1']),
      history([0, 9, 'SET k 1', 'OK'], [1, 2, 'GET k', '1'], [3, 4, 'GET k', null]),
      history([0, 1, 'SET k 1 NX', 'OK'], [0, 1, 'SET k 2 NX', 'OK']),
      history([0, 1, 'SET k 0', 'OK'], [2, 5, 'SET k 1 IFEQ 0', 'OK'], [2, 5, 'SET k 2 IFEQ 0', 'OK']),
      history([5, '-', 'SET k 1'], [1, 2, 'GET k', '1']),
    ],
  },
  {
    what: 'a counter',
    model: () => STRING,
    good: [
      history([0, 1, 'INCR k', 1], [0, 1, 'INCR k', 2], [2, 3, 'GET k', '2']),
      history([0, '-', 'INCR k'], [1, 2, 'INCR k', 2]),
    ],
    bad: [
      history([0, 1, 'INCR k', 1], [0, 1, 'INCR k', 1]),
      history([0, 1, 'INCR k', 2], [2, 3, 'INCR k', 1]),
      history([0, 1, 'INCR k', 1], [2, 3, 'INCR k', 3]),
      history([0, '-', 'INCR k'], [1, 2, 'INCR k', 3]),
    ],
  },
  {
    what: 'a list',
    model: list,
    good: [
      history([0, 1, 'RPUSH k a', 1], [0, 5, 'RPUSH k b', 2], [2, 3, 'LRANGE k 0 -1', ['a', 'b']]),
      history([0, '-', 'RPUSH k a'], [1, 2, 'LRANGE k 0 -1', []], [3, 4, 'LRANGE k 0 -1', ['a']]),
    ],
    bad: [
      history([0, 1, 'RPUSH k a', 1], [2, 3, 'LRANGE k 0 -1', []]),
      history([0, 1, 'RPUSH k a', 1], [2, 3, 'RPUSH k b', 2], [4, 5, 'LRANGE k 0 -1', ['b', 'a']]),
      history([0, '-', 'RPUSH k a'], [1, 2, 'LRANGE k 0 -1', ['a', 'a']]),
      history([0, 1, 'RPUSH k a', 1], [2, 3, 'RPUSH k b', 1]),
    ],
  },
  {
    what: 'a text',
    model: growingText,
    good: [history([0, 1, 'APPEND k a;', 2], [0, 3, 'APPEND k b;', 4], [2, 3, 'GET k', 'a;b;'])],
    bad: [
      history([0, 1, 'APPEND k a;', 2], [2, 3, 'GET k', null]),
      history([0, 1, 'APPEND k a;', 2], [2, 3, 'APPEND k b;', 4], [4, 5, 'GET k', 'b;a;']),
      history([0, '-', 'APPEND k a;'], [2, 3, 'GET k', 'a;a;']),
    ],
  },
  {
    what: 'a queue',
    model: () => QUEUE,
    good: [
      history([0, 1, 'LPUSH k a', 1], [2, 3, 'BRPOP k 1', ['k', 'a']], [4, 5, 'RPOP k', null]),
      history([0, 9, 'BRPOP k 9', ['k', 'a']], [1, 2, 'LPUSH k a', 1], [3, 4, 'LLEN k', 1]),
      // Its client is gone: the element was taken, and lost with it, or came back.
      history([0, 1, 'LPUSH k a', 1], [2, '-', 'RPOP k'], [3, 4, 'RPOP k', null]),
      withReturns(
        history([0, 1, 'LPUSH k a', 1], [2, '-', 'RPOP k'], [3, 4, 'RPOP k', null], [5, 6, 'RPOP k', 'a']),
      ),
    ],
    bad: [
      history([0, 1, 'LPUSH k a', 1], [2, 3, 'RPOP k', 'a'], [4, 5, 'RPOP k', 'a']),
      history([0, 1, 'LPUSH k a', 1], [2, 3, 'RPOP k', null]),
      history([0, 1, 'LPUSH k a', 1], [2, 3, 'LPUSH k b', 2], [4, 5, 'RPOP k', 'b']),
      history([0, 1, 'LPUSH k a', 1], [2, 3, 'RPOP k', 'x']),
      withReturns(
        history([0, 1, 'LPUSH k a', 1], [2, '-', 'RPOP k'], [5, 6, 'RPOP k', 'a'], [7, 8, 'RPOP k', 'a']),
      ),
    ],
  },
  {
    what: 'a pair of keys',
    model: () => PAIR,
    good: [
      history(
        [0, 1, 'REPLACE k 1', did(null)],
        [2, 3, 'REPLACE k 2', did('1')],
        [4, 5, 'BOTH k', ['2', '2']],
      ),
      history([0, 9, 'REPLACE k 1', did(null)], [0, 9, 'REPLACE k 2', { ...did(null), done: false }]),
      history([0, '-', 'REPLACE k 1'], [2, 3, 'BOTH k', [null, null]], [4, 5, 'BOTH k', ['1', '1']]),
    ],
    bad: [
      history([0, 9, 'REPLACE k 1', did(null)], [0, 9, 'REPLACE k 2', did(null)]),
      history([0, 1, 'REPLACE k 1', did(null)], [2, 3, 'BOTH k', ['1', null]]),
      history([0, 1, 'REPLACE k 1', { ...did(null), done: false }], [2, 3, 'BOTH k', ['1', '1']]),
      history(
        [0, 1, 'REPLACE k 1', did(null)],
        [2, 3, 'REPLACE k 2', did('1')],
        [4, 5, 'BOTH k', ['1', '1']],
      ),
    ],
  },
  {
    what: 'a lock',
    model: () => LOCK,
    good: [
      history(
        [0, 1, 'SET k a', 'OK'],
        [2, 3, 'SET k b', null],
        [4, 5, 'UNLOCK k a', 1],
        [6, 7, 'SET k b', 'OK'],
      ),
      history([0, 1, 'SET k a', 'OK'], [298, 301, 'SET k b', 'OK'], [302, 303, 'UNLOCK k a', 0]),
      history([0, 1, 'SET k a', 'OK'], [2, '-', 'UNLOCK k a'], [4, 5, 'GET k', 'a'], [6, 7, 'SET k b', 'OK']),
    ],
    bad: [
      history([0, 1, 'SET k a', 'OK'], [2, 290, 'SET k b', 'OK']),
      history([0, 1, 'SET k a', 'OK'], [2, 3, 'GET k', null]),
      history([0, 1, 'SET k a', 'OK'], [2, 3, 'UNLOCK k a', 1], [4, 5, 'SET k b', null]),
      history([0, 1, 'SET k a', 'OK'], [298, 301, 'SET k b', 'OK'], [302, 303, 'UNLOCK k a', 1]),
      history([0, 1, 'SET k a', 'OK'], [2, '-', 'UNLOCK k b'], [4, 5, 'SET k b', 'OK']),
    ],
  },
  {
    what: 'a stream with a group',
    model: () => STREAM,
    good: [
      history([0, 1, 'XADD k * v a', '1-0'], [2, 3, 'XREADGROUP k c', 'a'], [4, 5, 'XREADGROUP k c', null]),
      history([0, 1, 'XADD k * v a', '1-0'], [2, '-', 'XREADGROUP k c'], [4, 5, 'XREADGROUP k d', null]),
      history([0, 1, 'XADD k * v a', '1-0'], [0, 1, 'XADD k * v b', '1-1'], [4, 5, 'XREADGROUP k d', 'a']),
    ],
    bad: [
      history([0, 1, 'XADD k * v a', '1-0'], [2, 3, 'XREADGROUP k c', null]),
      history([0, 1, 'XADD k * v a', '1-0'], [2, 9, 'XREADGROUP k c', 'a'], [2, 9, 'XREADGROUP k d', 'a']),
      history([0, 1, 'XADD k * v a', '1-0'], [2, 3, 'XADD k * v b', '1-1'], [4, 5, 'XREADGROUP k c', 'b']),
      history([0, 1, 'XADD k * v a', '2-0'], [2, 3, 'XADD k * v b', '1-9']),
    ],
  },
];

describe('the linearizability checker', () => {
  for (const { what, good, bad, model } of CASES) {
    it(`accepts what ${what} can do`, () => {
      for (const each of good)
        expect(verdict(model(each), each), JSON.stringify(each)).to.equal('linearizable');
    });

    it(`refuses what ${what} cannot do`, () => {
      for (const each of bad) expect(verdict(model(each), each), JSON.stringify(each)).to.equal('wrong');
    });
  }

  it('says what it could explain, and what it could not', () => {
    const found = linearize(STRING, history([0, 1, 'SET k 1', 'OK'], [2, 3, 'GET k', '2']));
    if (found.kind === 'linearizable') throw new Error('it is not');
    expect(found.order.map(({ argv }) => argv[0])).to.deep.equal(['SET']);
    expect(found.stuck.map(({ argv }) => argv[0])).to.deep.equal(['GET']);
  });

  it('holds the commands of one lane to the order in which they were sent', () => {
    const sent = history([0, 9, 'SET k 1', 'OK'], [0, 9, 'SET k 2', 'OK'], [10, 11, 'GET k', '1']);
    expect(verdict(STRING, sent)).to.equal('linearizable');
    const inLane = sent.map(command => ({ ...command, lane: command.argv[0] === 'SET' ? 'one' : '' }));
    expect(verdict(STRING, inLane)).to.equal('wrong');
  });

  describe('over long histories', () => {
    /** Eight clients at a register that is as it should be; some never hear an answer. */
    function simulated(random: Random, count: number): Command[] {
      const commands: Command[] = [];
      const free = Array.from({ length: 8 }, () => 0);
      let value = 0;
      for (let now = 1; commands.length < count; now++) {
        const client = below(random, 8);
        const from = Math.max(free[client]!, now - below(random, 5));
        const to = now + below(random, 5) + 0.5;
        free[client] = to;
        const isWrite = below(random, 3) === 0;
        const isLost = below(random, 3000) === 0;
        const common = { from: Math.min(from, now), to: isLost ? Infinity : to, lane: '' };
        if (isWrite && (!isLost || below(random, 2) === 0)) value = now;
        const argv = isWrite ? ['SET', 'k', String(now)] : ['GET', 'k'];
        commands.push({ ...common, argv, reply: isWrite ? 'OK' : value === 0 ? null : String(value) });
      }
      return commands;
    }

    it('of 3,000 commands it is quick, and sees one wrong answer', () => {
      const commands = simulated(new SeededRandom(3), 3_000);
      expect(verdict(STRING, commands)).to.equal('linearizable');
      const at = commands.findIndex(({ argv, to }, i) => i > 2_700 && argv[0] === 'GET' && to < Infinity);
      const wrong = commands.map((command, i) => (i === at ? { ...command, reply: '1' } : command));
      expect(verdict(STRING, wrong)).to.equal('wrong');
    }).timeout(20_000);
  });
});
