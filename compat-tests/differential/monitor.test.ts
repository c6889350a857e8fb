import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { within } from '../support/wait.js';
import { usePair } from './pair.js';

const LIMIT_MS = 20_000;
const LAST = 'the last one';

/** What MONITOR calls moment and address differs by nature. */
const bare = (line: string): string =>
  line.replace(/^\+\d+\.\d{6} \[(\d+) 127\.0\.0\.1:\d+\]/, '+SECONDS [$1 ADDRESS]');

describe('MONITOR', () => {
  const pair = usePair();

  /** The lines that each server shows of `commands`, the reference first. */
  async function shown(...commands: readonly (readonly string[])[]): Promise<[string[], string[]]> {
    const both: string[][] = [];
    for (const port of [pair.reference, pair.ours]) {
      const [monitor, client] = [await RawConnection.open(port), await RawConnection.open(port)];
      const lines = [await monitor.call('MONITOR')];
      for (const command of commands) await client.call(...command);
      await client.call('ECHO', LAST);
      while (lines.at(-1)?.includes(LAST) !== true) {
        await within(
          'a line',
          LIMIT_MS,
          monitor.until(() => monitor.pending > 0),
        );
        lines.push(monitor.take() ?? '');
      }
      both.push(lines.map(bare));
      for (const connection of [monitor, client]) connection.close();
    }
    return both as [string[], string[]];
  }

  const CASES: Readonly<Record<string, readonly (readonly string[])[]>> = {
    'reads and writes, in the database that they work in': [
      ['SET', 'k', 'v'],
      ['get', 'k'],
      ['SELECT', '3'],
      ['del', 'k'],
      ['PING'],
      ['COMMAND', 'COUNT'],
      ['CLIENT', 'SETNAME', 'me'],
      ['INFO', 'server'],
    ],
    'bytes of all kinds': [
      ['SET', Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join(''), ''],
    ],
    'a transaction when it runs': [
      ['WATCH', 'k'],
      ['MULTI'],
      ['SET', 'k', 'v'],
      ['INCR', 'k'],
      ['EXEC'],
      ['MULTI'],
      ['GET', 'k'],
      ['DISCARD'],
      ['UNWATCH'],
    ],
    'what subscribes and publishes': [
      ['PUBLISH', 'channel', 'text'],
      ['SPUBLISH', 'channel', 'text'],
      ['PUBSUB', 'CHANNELS'],
    ],
    'nothing of administration, and no errors of form': [
      ['CONFIG', 'GET', 'port'],
      ['SLOWLOG', 'LEN'],
      ['CLIENT', 'LIST'],
      ['DEBUG', 'SLEEP', '0'],
      ['SET', 'k'],
      ['NOSUCHCOMMAND', 'k'],
      ['LPUSH', 'wrong', 'type'],
      ['INCR', 'wrong'],
    ],
    'no names and passwords': [
      ['AUTH', 'password'],
      ['AUTH', 'name', 'password'],
      ['HELLO', '3', 'AUTH', 'name', 'password'],
      ['HELLO', '2', 'SETNAME', 'auth', 'AUTH', 'name', 'password'],
    ],
  };
  for (const [title, commands] of Object.entries(CASES)) {
    it(`shows ${title}`, async () => {
      const [reference, ours] = await shown(...commands);
      expect(ours).to.deep.equal(reference);
    });
  }

  it('takes the keyspace from the connection until RESET', async () => {
    const both: string[][] = [];
    for (const port of [pair.reference, pair.ours]) {
      const connection = await RawConnection.open(port);
      const replies: string[] = [];
      const answer = async (...command: string[]): Promise<void> => {
        replies.push(bare(await connection.call(...command)));
      };
      await answer('MONITOR');
      for (const command of [
        ['GET', 'k'],
        ['SET', 'k', 'v'],
        ['PUBLISH', 'a', 'b'],
      ])
        await answer(...command);
      connection.send(['MONITOR']); // a second one has no answer
      replies.push(/ flags=(\w+) /.exec(await connection.call('CLIENT', 'INFO'))?.[1] ?? '');
      await answer('RESET');
      await answer('GET', 'nothing');
      connection.close();
      both.push(replies);
    }
    expect(both[1]).to.deep.equal(both[0]);
  });

  it('is not for transactions', async () => {
    for (const port of [pair.reference, pair.ours]) {
      const connection = await RawConnection.open(port);
      await connection.call('MULTI');
      await connection.call('MONITOR');
      expect(await connection.call('EXEC')).to.equal(
        "*1\r\n-ERR MONITOR isn't allowed for DENY BLOCKING client\r\n",
      );
      connection.close();
    }
  });
});
