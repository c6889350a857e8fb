import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { SETTING_NAMES } from '../../src/config/table.js';
import { firstOfThreePorts, freePorts } from '../support/ports.js';
import { ask, type Ended, inFolder, QuorateProcess } from './process.js';

/** Runs to the end, from an empty folder. */
function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return inFolder(cwd => new QuorateProcess(args, { cwd, environment }).ended);
}

/** What a process that cannot do its work leaves behind: one line, exit code 1, nothing else. */
function expectOneLine({ code, stderr }: Ended, line: RegExp): void {
  expect(stderr.trimEnd()).to.match(line);
  expect(stderr.trimEnd().split('\n')).to.have.length(1);
  expect(code).to.equal(1);
}

describe('the command line', () => {
  it('shows every setting in the help', async () => {
    const { code, stdout } = await run(['server', '--help']);
    expect(code).to.equal(0);
    for (const name of SETTING_NAMES) expect(stdout).to.contain(`--${name} `);
  });

  it('answers a bad setting with one line, wherever it stands', async () => {
    expectOneLine(
      await run(['server', '--maxclients', 'x']),
      /^quorate: --maxclients x: argument couldn't be parsed/,
    );
    expectOneLine(
      await run(['server'], { QUORATE_MAXCLIENTS: '0' }),
      /^quorate: QUORATE_MAXCLIENTS=0: argument must/,
    );
    expectOneLine(await run(['server', '--nonsense', '1']), /^quorate: Unknown argument: nonsense$/);
    expectOneLine(await run(['server', '--conf', 'none.conf']), /^quorate: cannot read none\.conf/);
    await inFolder(async cwd => {
      writeFileSync(join(cwd, 'q.conf'), '# one\n\nnonsense 1\n');
      const ended = await new QuorateProcess(['server', '--conf', 'q.conf'], { cwd }).ended;
      expectOneLine(ended, /^quorate: q\.conf:3: unknown setting 'nonsense'$/);
      expect(existsSync(join(cwd, 'data'))).to.equal(false);
    });
  });

  it('answers a command that does not exist, and none at all, with one line', async () => {
    expectOneLine(await run(['nonsense']), /^quorate: /);
    expectOneLine(await run([]), /^quorate: Name a command/);
  });

  it('names the port that is in use', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const [raftPort = 0] = await freePorts(1);
    const flags = ['--port', `${port}`, '--raft-port', `${raftPort}`, '--bind', '127.0.0.1'];
    const { code, stderr } = await run(['server', ...flags]);
    server.close();
    expect(stderr).to.match(new RegExp(`^quorate: .*127\\.0\\.0\\.1:${port}`));
    expect(code).to.equal(1);
  });
});

describe('a node by itself', () => {
  it('serves, keeps what it acknowledged over a restart, rewrites its file, and ends with 0', async () => {
    await inFolder(async cwd => {
      const [port = 0, raftPort = 0] = await freePorts(2);
      const conf = join(cwd, 'q.conf');
      writeFileSync(conf, `# mine\nport ${port}\nraft-port ${raftPort}\n`);
      const start = async (): Promise<QuorateProcess> => {
        const started = new QuorateProcess(['server', '--conf', conf, '--data', join(cwd, 'd')], { cwd });
        await started.says(`on port ${port}`);
        return started;
      };

      const first = await start();
      expect(await ask(port, 'SET k v')).to.equal('+OK\r\n');
      expect(await ask(port, 'CONFIG SET maxclients 77 list-max-listpack-size 9')).to.equal('+OK\r\n');
      expect(await ask(port, 'CONFIG REWRITE')).to.equal('+OK\r\n');
      expect(readFileSync(conf, 'utf8')).to.contain('\nmaxclients 77\n');
      expect((await first.stop('SIGINT')).code).to.equal(0);

      const second = await start();
      expect(await ask(port, 'GET k', 'v\r\n')).to.equal('$1\r\nv\r\n');
      expect(await ask(port, 'CONFIG GET maxclients', '77\r\n')).to.contain('77');
      expect(await ask(port, 'CONFIG GET list-max-listpack-size', '9\r\n')).to.contain('9');
      expect((await second.stop()).code).to.equal(0);

      const third = await start();
      expect(await ask(port, 'SHUTDOWN NOSAVE')).to.equal('');
      expect((await third.ended).code).to.equal(0);
    });
  });

  it('refuses the folder of another node', async () => {
    await inFolder(async cwd => {
      const [port = 0, raftPort = 0] = await freePorts(2);
      const flags = (id: string): string[] => [
        'server',
        '--id',
        id,
        '--port',
        `${port}`,
        '--raft-port',
        `${raftPort}`,
      ];
      const first = new QuorateProcess(flags('n1'), { cwd });
      await first.says(`on port ${port}`);
      await first.stop();
      expectOneLine(await new QuorateProcess(flags('n2'), { cwd }).ended, /belongs to node n1, not to n2$/);
    });
  });
});

describe('quorate cluster', () => {
  it('runs nodes that agree, answers status, members and transfer, and stops all of them', async () => {
    await inFolder(async cwd => {
      const port = await firstOfThreePorts();
      const cluster = new QuorateProcess(['cluster', '--nodes', '3', '--port', `${port}`], { cwd });
      try {
        for (const offset of [0, 1, 2]) await cluster.says(`on port ${port + offset}`);
        expect(await ask(port + 1, 'SET k v')).to.equal('+OK\r\n');
        expect(await ask(port + 2, 'GET k', 'v\r\n')).to.equal('$1\r\nv\r\n');

        const quorate = (...args: string[]): Promise<Ended> => new QuorateProcess(args, { cwd }).ended;
        const status = await quorate('status', '--port', `${port}`);
        expect(status.stdout).to.match(/raft_leader_id: n[123]/);
        const members = await quorate('members', '--port', `${port}`);
        for (const id of ['n1', 'n2', 'n3']) expect(members.stdout).to.contain(`id: ${id}`);
        expectOneLine(await quorate('transfer', 'n9', '--port', `${port}`), /^quorate: .*/);
      } finally {
        const { code, stdout } = await cluster.stop('SIGINT');
        expect(code, stdout).to.equal(0);
      }
    });
  });
});

describe('the launcher', () => {
  /** What runs in the place of a server: ends with one code after the other, then goes on as it is. */
  const hook = (codes: readonly number[], file: string): string =>
    `data:text/javascript,${encodeURIComponent(`
      import { appendFileSync, existsSync, readFileSync } from 'node:fs';
      const file = ${JSON.stringify(file)};
      if (process.argv[1].endsWith('main.js')) {
        const starts = existsSync(file) ? readFileSync(file).length : 0;
        appendFileSync(file, '.');
        const code = ${JSON.stringify(codes)}[starts];
        if (code !== undefined) process.exit(code);
      }`)}`;
  /** How the launcher ends, and how often it started the server. */
  const launch = (codes: readonly number[]): Promise<{ ended: Ended; starts: number }> =>
    inFolder(async cwd => {
      const file = join(cwd, 'starts');
      const environment = { NODE_OPTIONS: `--import=${hook(codes, file)}` };
      const ended = await new QuorateProcess(['--version'], { cwd, environment }).ended;
      return { ended, starts: readFileSync(file).length };
    });

  it('starts a server again that ends with 75, as often as it does', async () => {
    const { ended, starts } = await launch([75, 75]);
    expect(starts).to.equal(3);
    expect(ended.code, ended.stderr).to.equal(0);
    expect(ended.stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it('ends with any other code, as the server did', async () => {
    const { ended, starts } = await launch([75, 3]);
    expect(starts).to.equal(2);
    expect(ended.code).to.equal(3);
  });
});
