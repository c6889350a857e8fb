import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { startQuorate } from '../support/server-process.js';
import { sequence } from './generate/scripts.js';
import { usePair } from './pair.js';
import { runScript } from './runner.js';

const DEBUG_ON = ['--enable-debug-command', 'yes'] as const;
const SCRIPTS = 30;
const COMMANDS_A_SCRIPT = 60;
const TYPES = 'string integer double bignum null array set map attrib push verbatim true false nothing';

describe('DEBUG', () => {
  const pair = usePair(() => startQuorate(...DEBUG_ON), ...DEBUG_ON);

  /** The bytes that both servers answer to the last of the commands, the reference first. */
  async function answers(
    protocol: '2' | '3',
    ...commands: readonly (readonly string[])[]
  ): Promise<string[]> {
    const both: string[] = [];
    for (const port of [pair.reference, pair.ours]) {
      const connection = await RawConnection.open(port);
      await connection.call('HELLO', protocol);
      let last = '';
      for (const command of commands) last = await connection.call(...command);
      connection.send(['ECHO', 'behind']);
      for (let next = ''; !next.includes('behind'); ) {
        await connection.until(() => connection.pending > 0);
        next = connection.take() ?? '';
        last += next;
      }
      connection.close();
      both.push(last);
    }
    return both;
  }

  it('DIGEST signs all data as redis-server does, whatever commands made them', async function () {
    this.timeout(120_000);
    for (let seed = 1; seed <= SCRIPTS; seed++) {
      const { steps, ...script } = sequence(seed, COMMANDS_A_SCRIPT);
      const signed = [...steps, { do: 'send', on: 0, commands: [['DEBUG', 'DIGEST']] } as const];
      const failure = await runScript(pair, { ...script, steps: signed });
      expect(failure, JSON.stringify(failure)).to.be.undefined;
    }
  });

  it('DIGEST-VALUE signs values alone', async () => {
    const [reference, ours] = await answers(
      '2',
      ['FLUSHALL'],
      ['SET', 's', '1'],
      ['RPUSH', 'l', 'a', 'b'],
      ['SADD', 't', 'a', '2', 'c'],
      ['ZADD', 'z', '1.1', 'a', '-inf', 'b', '1e100', 'c'],
      ['HSET', 'h', 'a', 'b', 'c', 'd'],
      ['XADD', 'x', '1-2', 'a', 'b'],
      ['SET', 'e', 'v', 'EX', '1000'],
      ['DEBUG', 'DIGEST-VALUE', 's', 'l', 't', 'z', 'h', 'x', 'e', 'none'],
    );
    expect(ours).to.equal(reference);
  });

  for (const protocol of ['2', '3'] as const) {
    it(`PROTOCOL answers each kind of reply in RESP${protocol}`, async () => {
      for (const type of TYPES.split(' ')) {
        const [reference, ours] = await answers(protocol, ['DEBUG', 'PROTOCOL', type]);
        expect(ours, type).to.equal(reference);
      }
    });
  }

  it('OBJECT tells encoding and size of what is there', async () => {
    const told = (reply: string): string => /encoding:\w+ serializedlength:\d+/.exec(reply)?.[0] ?? reply;
    for (const [command, ...rest] of [
      ['SET', 'k', '12345'],
      ['SET', 'k', 'text'],
      // Nothing in it repeats: ours is the length without compression.
      ['SET', 'k', String.fromCharCode(...Array.from({ length: 90 }, (_, i) => 35 + i))],
    ] as const) {
      const [reference = '', ours = ''] = await answers('2', [command, ...rest], ['DEBUG', 'OBJECT', 'k']);
      expect(told(ours)).to.equal(told(reference));
    }
    const [reference, ours] = await answers('2', ['DEBUG', 'OBJECT', 'none']);
    expect(ours).to.equal(reference);
  });

  it('says the same of what it does not do, and of errors', async () => {
    for (const command of [
      ['ERROR', 'CODE of a\r\ntest'],
      ['NOTHING'],
      ['DIGEST', 'x'],
      ['SLEEP'],
      ['SLEEP', '0'],
      ['SET-ACTIVE-EXPIRE', '1'],
      ['QUICKLIST-PACKED-THRESHOLD', '100b'],
      ['QUICKLIST-PACKED-THRESHOLD', 'x'],
      ['LISTPACK', 'none'],
      ['RELOAD'],
    ]) {
      const [reference, ours] = await answers('2', ['DEBUG', ...command]);
      expect(ours, command.join(' ')).to.equal(reference);
    }
  });
});
