import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { encode } from '../support/raw-connection.js';
import { within } from '../support/wait.js';
import { KINDS, useDeployment } from './deployment.js';

const LIMIT_MS = 30_000;

interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a tool with `input`; answers what it printed. With `until`, the tool is ended as soon as its output matches:
 * some never end by themselves.
 */
async function run(command: string, args: readonly string[], input = '', until?: RegExp): Promise<Finished> {
  const child = spawn(command, args, { env: { ...process.env, TERM: 'dumb' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('latin1');
      if (until?.test(output) === true) child.kill();
    });
  }
  child.stdin.on('error', () => undefined); // the tool may have ended without reading it
  child.stdin.end(input, 'latin1');
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  try {
    return { code: await within(`${command} ${args.join(' ')}`, LIMIT_MS, ended), output };
  } finally {
    child.kill('SIGKILL');
  }
}

for (const kind of KINDS) {
  describe(`redis-cli and redis-benchmark with ${kind}`, function () {
    this.timeout(60_000);
    const deployment = useDeployment(kind);
    /** The last node: among three, not always the one that leads. */
    const port = (): string[] => ['-p', String(deployment.ports.at(-1))];
    const cli = (args: readonly string[], input?: string, until?: RegExp): Promise<Finished> =>
      run('redis-cli', [...port(), ...args], input, until);

    const onTerminal = (args: readonly string[], input: string, until?: RegExp): Promise<Finished> =>
      run('script', ['-qec', ['redis-cli', ...port(), ...args].join(' '), '/dev/null'], input, until);

    it('redis-cli runs a command and exits', async () => {
      expect(await cli(['SET', 'k', 'v'])).to.deep.equal({ code: 0, output: 'OK\n' });
      expect(await cli(['-3', 'GET', 'k'])).to.deep.equal({ code: 0, output: 'v\n' });
    });

    it('redis-cli reads commands from its input', async () => {
      const { output } = await cli([], 'SET n 41\nINCR n\nLPUSH l a b\nLRANGE l 0 -1\nnothing\nGET l\n');
      expect(
        output
          .trimEnd()
          .split('\n')
          .filter(line => line !== ''),
      ).to.deep.equal([
        'OK',
        '42',
        '2',
        'b',
        'a',
        "ERR unknown command 'nothing', with args beginning with: ",
        'WRONGTYPE Operation against a key holding the wrong kind of value',
      ]); // prettier-ignore
    });

    it('redis-cli talks on a terminal', async () => {
      const { output } = await onTerminal([], 'SET k v\nGET k\nHELLO 3\nSELECT 3\nDBSIZE\nquit\n');
      expect(output).to.include(`127.0.0.1:${deployment.ports.at(-1)}> `);
      expect(output).to.include('"v"');
      expect(output).to.include('"proto" => (integer) 3');
      expect(output).to.include('[3]> ');
      expect(output).to.include('(integer) 0');
    });

    it('redis-cli --pipe inserts in bulk', async () => {
      const input = Array.from({ length: 20_000 }, (_, i) =>
        encode(['SET', `key:${i}`, 'x'.repeat(i % 50)]),
      ).join('');
      const { code, output } = await cli(['--pipe'], input);
      expect(output).to.include('errors: 0, replies: 20000');
      expect(code).to.equal(0);
      expect((await cli(['DBSIZE'])).output).to.equal('20000\n');
    });

    it('redis-cli --scan prints every key once that matches', async () => {
      await cli(
        ['--pipe'],
        Array.from({ length: 1500 }, (_, i) => encode(['SET', `key:${i}`, 'v'])).join(''),
      );
      const { output } = await cli(['--scan', '--pattern', 'key:1*']);
      const keys = output.trim().split('\n');
      expect(keys.length).to.equal(1 + 10 + 100 + 500);
      expect(new Set(keys).size).to.equal(keys.length);
    });

    it('redis-cli --bigkeys finds the biggest string and list', async () => {
      await cli([], `SET small a\nSET large ${'x'.repeat(500)}\nRPUSH list 1 2 3\n`);
      const { code, output } = await cli(['--bigkeys']);
      expect(code, output).to.equal(0);
      expect(output).to.match(/Biggest string found.*large.* has 500 bytes/);
      expect(output).to.match(/Biggest +list found.*list.* has 3 items/);
    });

    it('redis-cli --stat goes on showing lines', async () => {
      const { output } = await onTerminal(['--stat', '-i', '0.1'], '', /clients[^\n]*\n(\d+ [^\n]*\n){2}/);
      expect(output).to.include('keys');
      expect(output).to.match(/\n0 +\S+[KM] +\d+ /);
    });

    it('redis-benchmark runs without a warning', async () => {
      const options = ['-t', 'set,get,lpush,rpop,incr,mset', '-n', '2000', '-c', '20', '-q'];
      const { code, output } = await run('redis-benchmark', [...port(), ...options]);
      expect(code, output).to.equal(0);
      expect(output).to.not.match(/warning|error/i);
      for (const name of ['SET', 'GET', 'LPUSH', 'RPOP', 'INCR', 'MSET (10 keys)']) {
        expect(output).to.include(`${name}: `).and.include('requests per second');
      }
    });
  });
}
