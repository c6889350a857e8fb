import { expect } from 'chai';
import { Dice } from '../support/dice.js';
import { RawConnection, encode } from '../support/raw-connection.js';
import { within } from '../support/wait.js';
import { seedOfRun } from './campaign.js';
import { asBytes, findDifference } from './differences.js';
import { LIMIT_MS, exchange } from './exchange.js';
import { quote } from './script.js';
import { usePair } from './pair.js';

describe('requests as bytes', () => {
  const pair = usePair();

  async function compare(bytes: string, last?: string): Promise<void> {
    const [reference, ours] = [
      await exchange(pair.reference, bytes, last),
      await exchange(pair.ours, bytes, last),
    ];
    if (findDifference(asBytes(bytes), reference.received, ours.received) !== undefined) return;
    expect(ours, quote(bytes)).to.deep.equal(reference);
  }

  const whole: readonly [string, string][] = [
    ['inline commands', 'PING\r\nset inline 1\r\nget inline\r\n'],
    ['inline commands that end with LF alone', 'PING\nECHO hi\n'],
    ['inline quotes and escapes', 'ECHO "a b\\x41\\n\\"" \r\nECHO \'it\\\'s\'\r\nECHO ""\r\n'],
    ['unbalanced quotes', 'ECHO "a\r\n'],
    ['text behind a closing quote', 'ECHO "a"b\r\n'],
    ['empty lines', '\r\n\r\n\nPING\r\n'],
    ['spaces only', '   \r\nPING\r\n'],
    ['empty arrays', '*0\r\n*-1\r\n*-5\r\nPING\r\n'],
    ['an inline command between two arrays', `${encode(['PING'])}PING\r\n${encode(['PING', 'x'])}`],
    ['a count that is no number', '*abc\r\n'],
    ['a count with a sign', '*+1\r\n$4\r\nPING\r\n'],
    ['a count with a space', '* 1\r\n$4\r\nPING\r\n'],
    ['a count that is too large', '*1048577\r\n'],
    ['a count above 64 bits', '*99999999999999999999\r\n'],
    ['no dollar', '*1\r\n:4\r\nPING\r\n'],
    ['a length that is no number', '*1\r\n$x\r\nPING\r\n'],
    ['a negative length', '*1\r\n$-1\r\nPING\r\n'],
    ['a length beyond the limit', '*1\r\n$536870913\r\n'],
    ['a length above 64 bits', '*1\r\n$99999999999999999999\r\n'],
    ['an empty bulk as the command', '*1\r\n$0\r\n\r\n'],
    ['a name with strange bytes', encode(['\x00\xff\r\n', '\x01'])],
    [
      'a long unknown name with many arguments',
      encode(['x'.repeat(300), ...Array.from({ length: 40 }, () => 'y'.repeat(50))]),
    ],
    ['HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a POST, which may come from a browser', 'POST / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['QUIT with commands behind it', `${encode(['QUIT'])}${encode(['PING'])}`],
    [
      'CLIENT REPLY OFF and ON',
      [['CLIENT', 'REPLY', 'OFF'], ['PING'], ['nothing'], ['CLIENT', 'REPLY', 'ON'], ['PING']]
        .map(encode)
        .join(''),
    ],
    ['CLIENT REPLY SKIP', [['CLIENT', 'REPLY', 'SKIP'], ['PING'], ['PING', 'x']].map(encode).join('')],
    [
      'CLIENT REPLY SKIP twice',
      [['CLIENT', 'REPLY', 'SKIP'], ['CLIENT', 'REPLY', 'SKIP'], ['PING'], ['PING', 'x']]
        .map(encode)
        .join(''),
    ],
  ];
  for (const [what, bytes] of whole) it(`are answered as redis-server does: ${what}`, () => compare(bytes));

  const endless: readonly [string, string][] = [
    ['an inline command', `ECHO ${'x'.repeat(70_000)}`],
    ['a count', `*${'1'.repeat(70_000)}`],
    ['a length', `*1\r\n$${'1'.repeat(70_000)}`],
  ];
  for (const [what, bytes] of endless) {
    it(`are answered and closed when they never end: ${what}`, () => compare(bytes, ''));
  }

  it('are answered the same when they come byte by byte', async () => {
    const bytes = ['SET', 'GET', 'nothing'].map(name => encode([name, 'k', 'v\r\n'])).join('') + 'PING\r\n';
    for (const port of [pair.reference, pair.ours]) {
      const connection = await RawConnection.open(port);
      for (const byte of bytes) connection.write(byte);
      await within(
        'four answers',
        LIMIT_MS,
        connection.until(() => connection.pending === 4),
      );
      expect(connection.take()).to.equal('+OK\r\n');
      connection.close();
    }
  });

  it('are answered the same when they are spoiled at random', async () => {
    const dice = new Dice(seedOfRun());
    const requests = [
      ['SET', 'k', 'value'],
      ['GET', 'k'],
      ['PING'],
      ['MGET', 'a', 'b', 'c'],
      ['LPUSH', 'l', '1', '2'],
    ];
    for (let i = 0; i < 400; i++) {
      for (const port of [pair.reference, pair.ours]) await exchange(port, encode(['FLUSHALL']));
      const bytes = dice.several(1, 4, () => encode(dice.pick(requests))).join('');
      const at = dice.below(bytes.length);
      const spoiled =
        bytes.slice(0, at) +
        dice.pick(['', '\r', '\n', '*', '$', '-1', '9', '"', ' ']) +
        bytes.slice(at + dice.below(3));
      // Line ends fill a bulk that became longer, so that no server waits for more.
      await compare(`${spoiled}${'\r\n'.repeat(600)}`);
    }
  });
});
