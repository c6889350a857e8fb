import { expect } from 'chai';
import { Commands } from '../../../../src/commands/table.js';
import type { NodePort, SessionPort } from '../../../../src/commands/ports.js';
import { ErrorReply, OK, type Reply } from '../../../../src/resp/reply.js';
import { Log } from '../../machine/log.js';

const ZEROS = `+${'0'.repeat(40)}`; // a simple string

describe('DEBUG', () => {
  let log: Log;
  beforeEach(() => (log = new Log()));

  const digest = (): unknown => log.read('quorate.debug', 'DIGEST');
  const values = (...keys: string[]): string[] =>
    log.read('quorate.debug', 'DIGEST-VALUE', ...keys) as string[];

  it('signs data by its content, not by the way that led to it', () => {
    expect(digest()).to.equal(ZEROS);
    log.run(1, 'sadd', 's', '1', '2', 'x');
    log.run(1, 'hset', 'h', 'a', '1', 'b', '2');
    const signed = digest();
    log.run(1, 'flushall');
    expect(digest()).to.equal(ZEROS);
    log.run(1, 'hset', 'h', 'b', '2', 'a', '1');
    log.run(1, 'sadd', 's', 'x', '2', '1');
    expect(digest()).to.equal(signed);
    log.run(1, 'hset', 'h', 'a', '2');
    expect(digest()).not.to.equal(signed);
  });

  it('signs the end of a life, of a key and of a field, and each database apart', () => {
    log.run(1, 'hset', 'h', 'a', '1');
    log.run(1, 'hset', 'g', 'a', '1');
    const [h, g] = values('h', 'g');
    expect(h).to.equal(g);
    log.run(1, 'hpexpire', 'g', '100000', 'FIELDS', '1', 'a');
    log.run(1, 'expire', 'h', '100');
    expect(new Set([h, ...values('h', 'g')]).size).to.equal(3);
    expect(values('none')).to.deep.equal([ZEROS]);
    const before = digest();
    log.run(1, 'swapdb', '0', '1');
    expect(digest()).not.to.equal(before);
  });

  it('signs streams in order, and locks and queues by their state', () => {
    log.run(1, 'xadd', 'x', '1-1', 'f', 'v');
    log.run(1, 'dqueue', 'push', 'q', 'MSG', 'a');
    const [stream, queue] = values('x', 'q');
    log.run(1, 'xadd', 'x', '2-1', 'f', 'v');
    log.run(1, 'dqueue', 'push', 'q', 'MSG', 'b');
    expect(values('x', 'q')).not.to.include(stream).and.not.to.include(queue);
  });

  it('tells encoding and size of what is there', () => {
    log.run(1, 'rpush', 'l', 'a', 'b');
    log.run(1, 'set', 'n', '12345');
    expect(log.read('quorate.debug', 'OBJECT', 'n')).to.match(/ encoding:int serializedlength:3 /);
    expect(log.read('quorate.debug', 'OBJECT', 'l')).to.match(
      / ql_nodes:1 ql_avg_node:2.00 ql_listpack_max:-2 /,
    );
  });

  describe('of the process', () => {
    const commands = new Commands();
    const reads: (readonly string[])[] = [];
    const node = {
      debugAllowed: () => 'yes',
      read: (argv: readonly string[], db: number, done: (reply: Reply) => void) => {
        reads.push([String(db), ...argv]);
        done(OK);
      },
      snapshot: (done: (error: string | null, index: number) => void) => done('ERR disk', 0),
    } as unknown as NodePort;

    function run(...args: string[]): Reply | undefined {
      const command = commands.resolve(['debug', ...args]);
      if (command instanceof ErrorReply || command.class !== 'node') throw new Error('no DEBUG');
      let answer: Reply | undefined;
      const session = { address: '127.0.0.1:1', db: 3, protocol: 2 } as SessionPort;
      command.run(node, session, ['debug', ...args], reply => (answer = reply));
      return answer;
    }

    it('asks the data in the database of the client', () => {
      expect(run('object', 'k')).to.equal(OK);
      expect(reads).to.deep.equal([['3', 'quorate.debug', 'OBJECT', 'k']]);
    });

    it('RELOAD tells when the snapshot failed', () => {
      expect(run('reload')).to.deep.equal(new ErrorReply('ERR disk'));
    });

    it('matches patterns, and refuses what would end the process', () => {
      expect(run('stringmatch-len', '3', 'a*a')).to.equal(1);
      expect(run('stringmatch-len', '3', 'a')).to.equal(0);
      expect(run('segfault')).to.be.instanceOf(ErrorReply);
      expect(run('jmap')).to.be.instanceOf(ErrorReply);
      expect(() => run('quicklist-packed-threshold')).to.throw();
      expect(run('quicklist-packed-threshold', '5gb')).to.be.instanceOf(ErrorReply);
      expect(run('quicklist-packed-threshold', '1kb')).to.equal(OK);
    });
  });
});
