import { expect } from 'chai';
import type { KnownNode, NodePort, SessionPort } from '../../../../src/commands/ports.js';
import { Commands } from '../../../../src/commands/table.js';
import { MachineSettings } from '../../../../src/machine/settings.js';
import type { WriteContext } from '../../../../src/machine/context.js';
import {
  Double,
  ErrorReply,
  MapReply,
  NO_REPLY,
  OK,
  type Reply,
  SetReply,
  Status,
  Verbatim,
} from '../../../../src/resp/reply.js';

/** The commands of this folder on a node that does what the test says. */
class World {
  readonly commands = new Commands();
  readonly session = { id: 7, address: '127.0.0.1:1', name: '', mayBlock: true } as SessionPort;

  constructor(private readonly node: Partial<NodePort> = {}) {}

  run(...argv: string[]): Reply {
    const command = this.commands.resolve(argv);
    if (command instanceof ErrorReply) return command;
    if (command.class !== 'node') throw new Error(`${command.name} is of class ${command.class}`);
    const node = { catalogue: this.commands, ...this.node } as NodePort;
    let answer: Reply | undefined;
    try {
      command.run(node, this.session, argv, reply => (answer = reply));
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    }
    if (answer === undefined) throw new Error(`no answer to ${argv.join(' ')}`);
    return answer;
  }

  error(...argv: string[]): string {
    const reply = this.run(...argv);
    if (reply instanceof ErrorReply) return reply.text;
    throw new Error(`no error from ${argv.join(' ')}`);
  }

  text(...argv: string[]): string {
    const reply = this.run(...argv);
    if (reply instanceof Verbatim) return reply.text;
    throw new Error(`no text from ${argv.join(' ')}`);
  }
}

describe('COMMAND', () => {
  const world = new World();
  const all = world.commands.all.filter(({ internal }) => internal !== true);

  it('counts, lists and describes what a client can send, and nothing else', () => {
    expect(world.run('COMMAND', 'COUNT')).to.equal(all.length);
    expect(world.run('command')).to.have.length(all.length);
    expect(world.run('command', 'info')).to.have.length(all.length);
    const listed = world.run('command', 'list') as string[];
    expect(listed.filter(name => !name.includes('|'))).to.deep.equal(all.map(({ name }) => name));
    expect(listed).to.include('object|encoding').and.not.include('quorate.setting');
    expect(world.run('command', 'docs'))
      .to.have.property('pairs')
      .with.length(2 * all.length);
  });

  it('answers null for what it does not know', () => {
    const [unknown, sub, hidden] = world.run(
      'command',
      'info',
      'nope',
      'CONFIG|GET',
      'quorate.setting',
    ) as Reply[];
    expect(unknown).to.equal(null);
    expect(sub).to.have.property('0', 'config|get');
    expect(hidden).to.equal(null);
    const docs = world.run('command', 'docs', 'nope', 'get', 'config|set|x');
    expect(docs instanceof MapReply && docs.pairs[0]).to.equal('get');
    expect(docs).to.have.property('pairs').with.length(2);
  });

  it('filters names', () => {
    expect(world.run('command', 'list', 'filterby', 'pattern', 'CONFIG|*')).to.have.members(
      ['get', 'help', 'rewrite', 'resetstat', 'set'].map(name => `config|${name}`),
    );
    expect(world.run('command', 'list', 'filterby', 'aclcat', 'quorate')).to.include('raft|status');
    expect(world.run('command', 'list', 'filterby', 'module', 'x')).to.deep.equal([]);
    expect(world.error('command', 'list', 'filterby', 'x', 'y')).to.equal('ERR syntax error');
    expect(world.error('command', 'list', 'filterby', 'pattern')).to.equal('ERR syntax error');
  });

  it('finds keys, at fixed places, in steps, behind a count', () => {
    expect(world.run('command', 'getkeys', 'mset', 'a', '1', 'b', '2')).to.deep.equal(['a', 'b']);
    expect(world.run('command', 'getkeys', 'blmpop', '0', '2', 'a', 'b', 'left')).to.deep.equal(['a', 'b']);
    expect(world.run('command', 'getkeys', 'blpop', 'a', 'b', '0')).to.deep.equal(['a', 'b']);
    expect(world.run('command', 'getkeys', 'object', 'encoding', 'k')).to.deep.equal(['k']);
    expect(world.run('command', 'getkeysandflags', 'set', 'k', 'v')).to.deep.equal([
      ['k', new SetReply(['RW', 'access', 'update', 'variable_flags'].map(flag => new Status(flag)))],
    ]);
  });

  it("refuses what has no keys, in Redis's words", () => {
    expect(world.error('command', 'getkeys', 'nope', 'x')).to.equal('ERR Invalid command specified');
    expect(world.error('command', 'getkeys', 'echo', 'x')).to.equal('ERR The command has no key arguments');
    expect(world.error('command', 'getkeys', 'get', 'x', 'y')).to.equal(
      'ERR Invalid number of arguments specified for command',
    );
    expect(world.error('command', 'getkeys', 'lmpop', '9', 'a', 'left')).to.equal(
      'ERR Invalid arguments specified for command',
    );
    expect(world.error('command', 'getkeys', 'config', 'nope', 'x')).to.equal(
      'ERR Invalid command specified',
    );
  });
});

describe('CONFIG', () => {
  it('answers a map, and errors as the node words them', () => {
    const world = new World({
      configGet: () => [['save', '']],
      configSet: (pairs, done) => done({ ok: false, error: `ERR ${pairs.length}` }),
    });
    expect(world.run('config', 'get', 'save')).to.deep.equal(new MapReply(['save', '']));
    expect(world.error('config', 'set', 'a', 'b', 'c', 'd')).to.equal('ERR 2');
    expect(world.error('config', 'set', 'a', 'b', 'c')).to.equal('ERR syntax error');
    expect(world.error('config', 'nope')).to.equal("ERR unknown subcommand 'nope'. Try CONFIG HELP.");
  });

  it('changes the replicated settings when its entry is applied, all or none', () => {
    const command = new Commands().write(['quorate.setting', 'a', 'b']);
    const settings = new MachineSettings();
    const apply = (...pairs: string[]): unknown =>
      command?.({ settings } as WriteContext, ['quorate.setting', ...pairs]);
    expect(apply('list-max-listpack-size', '5', 'proto-max-bulk-len', '1048576')).to.equal(OK);
    expect(settings.get('list-max-listpack-size')).to.equal('5');
    expect(() => apply('list-max-listpack-size', '6', 'maxclients', '5')).to.throw('settings of all nodes');
    expect(settings.get('list-max-listpack-size')).to.equal('5');
  });

  it('keeps the internal command from clients', () => {
    const refused = new Commands().resolveForClient(['quorate.setting', 'a', 'b']);
    expect(refused).to.be.instanceOf(ErrorReply);
  });
});

describe('SLOWLOG', () => {
  it('gives ten rows unless told, all for -1', () => {
    const asked: number[] = [];
    const row = { id: 1, at: 2, microseconds: 3, argv: ['get', 'k'], client: 'c', name: 'n' };
    const world = new World({ slowLog: count => (asked.push(count), [row]) });
    expect(world.run('slowlog', 'get')).to.deep.equal([[1, 2, 3, ['get', 'k'], 'c', 'n']]);
    world.run('slowlog', 'get', '-1');
    world.run('slowlog', 'get', '0');
    expect(asked).to.deep.equal([10, Infinity, 0]);
  });

  it("refuses in Redis's words", () => {
    const world = new World();
    const expected = 'ERR count should be greater than or equal to -1';
    expect(world.error('slowlog', 'get', '-2')).to.equal(expected);
    expect(world.error('slowlog', 'get', 'x')).to.equal(expected);
    expect(world.error('slowlog', 'get', '1', '2')).to.equal(
      "ERR unknown subcommand or wrong number of arguments for 'get'. Try SLOWLOG HELP.",
    );
  });
});

describe('LATENCY', () => {
  const samples = [
    { at: 940, milliseconds: 10 },
    { at: 995, milliseconds: 40 },
  ];
  const summary = { event: 'command', at: 995, latest: 40, max: 40 };
  const world = new World({
    latencyThreshold: () => 5,
    latencyLatest: () => [summary],
    latencyHistory: event => (event === 'command' ? samples : []),
    latencyHistogram: () => [{ name: 'get', calls: 2, buckets: [[4, 1] as const, [8, 2] as const] }],
    time: () => ({ seconds: 1000, microseconds: 0 }),
  });

  it('answers samples and histograms', () => {
    expect(world.run('latency', 'latest')).to.deep.equal([['command', 995, 40, 40]]);
    expect(world.run('latency', 'history', 'command')).to.deep.equal([
      [940, 10],
      [995, 40],
    ]);
    expect(world.run('latency', 'histogram', 'get')).to.deep.equal(
      new MapReply(['get', new MapReply(['calls', 2, 'histogram_usec', new MapReply([4, 1, 8, 2])])]),
    );
  });

  it('draws the samples with their ages', () => {
    const lines = world.text('latency', 'graph', 'command').split('\n');
    expect(lines[0]).to.equal('command - high 40 ms, low 10 ms');
    expect(lines.slice(2, 6)).to.deep.equal([' _', ' |', ' |', '_|']);
    expect(lines.slice(7, 9)).to.deep.equal(['15', 'ms']);
    expect(world.error('latency', 'graph', 'x')).to.equal("ERR No samples available for event 'x'");
  });

  it('explains itself, and what it measured', () => {
    expect(world.text('latency', 'doctor')).to.contain(
      'command: 2 samples, 25.0 ms on average, 40 ms at worst',
    );
    const off = new World({ latencyThreshold: () => 0, latencyLatest: () => [] });
    expect(off.text('latency', 'doctor')).to.contain('latency-monitor-threshold is 0');
    const calm = new World({ latencyThreshold: () => 5, latencyLatest: () => [] });
    expect(calm.text('latency', 'doctor')).to.equal('No event has taken 5 ms or more.\n');
  });
});

describe('commands about the process', () => {
  it('SHUTDOWN stops the node without an answer, unless it does not understand', () => {
    let stopped = 0;
    const world = new World({ shutdown: () => stopped++ });
    for (const wrong of [['x'], ['save', 'nosave'], ['abort', 'now']]) {
      expect(world.error('shutdown', ...wrong)).to.equal('ERR syntax error');
    }
    expect(world.error('shutdown', 'abort')).to.equal('ERR No shutdown in progress.');
    expect(stopped).to.equal(0);
    expect(world.run('shutdown', 'NOSAVE', 'now', 'force')).to.equal(NO_REPLY);
    expect(stopped).to.equal(1);
  });

  it('DEBUG is for those whom the setting allows it', () => {
    const slept: number[] = [];
    const world = (allowed: 'no' | 'yes' | 'local'): World =>
      new World({ debugAllowed: () => allowed, sleep: seconds => void slept.push(seconds) });
    expect(world('no').error('debug', 'sleep', '1')).to.match(/^ERR DEBUG command not allowed/);
    expect(world('yes').run('debug', 'SLEEP', '0.5')).to.equal(OK);
    for (const [address, allowed] of [
      ['127.0.0.1:5', true],
      ['[::1]:5', true],
      ['10.0.0.1:5', false],
    ] as const) {
      const local = world('local');
      Object.assign(local.session, { address });
      expect(local.run('debug', 'sleep', '1') === OK, address).to.equal(allowed);
    }
    expect(slept).to.deep.equal([0.5, 1, 1]);
    expect(world('yes').error('debug', 'nope')).to.equal(
      "ERR unknown subcommand or wrong number of arguments for 'nope'. Try DEBUG HELP.",
    );
  });

  it('WAIT checks its arguments, then asks about its own connection', () => {
    const world = new World({
      wait: (id, replicas, timeout, done) => done(id * 100 + replicas * 10 + timeout),
    });
    expect(world.error('wait', 'x', '1')).to.equal('ERR value is not an integer or out of range');
    expect(world.error('wait', '1', 'x')).to.equal('ERR timeout is not an integer or out of range');
    expect(world.error('wait', '1', '-1')).to.equal('ERR timeout is negative');
    expect(world.run('wait', '2', '5')).to.equal(725);
  });

  it('LOLWUT ends with the version, and refuses a version that is no number', () => {
    const lines = new World().text('lolwut').split('\n');
    expect(lines.length).to.be.greaterThan(5);
    expect(lines.slice(-2).join('\n')).to.match(/^Redis ver\. \d+\.\d+\.\d+\n$/);
    expect(new World().error('lolwut', 'version', 'x')).to.equal(
      'ERR value is not an integer or out of range',
    );
  });

  it('RAFT answers maps, and errors as the replica words them', () => {
    const changes: unknown[] = [];
    const world = new World({
      raftChange: (change, done) => done(changes.push(change) > 3 ? 'ERR n9 is not a member' : null),
      raftMembers: () => [
        { id: 'n1', address: 'h:1', role: 'leader', match: null, active: true, highestVersion: 1 },
      ],
      raftTransfer: (to, done) => done(to === 'n2' ? null : `ERR no member ${to}`),
    });
    expect(world.run('raft', 'members')).to.deep.equal([
      new MapReply([
        ...['id', 'n1', 'address', 'h:1', 'role', 'leader', 'match', null, 'active', 1],
        ...['highest-machine-version', 1],
      ]),
    ]);
    expect(world.run('raft', 'add', 'n4', 'h:4', 'replace')).to.equal(OK);
    expect(world.run('raft', 'update', 'n4', 'h:5')).to.equal(OK);
    expect(world.run('raft', 'remove', 'n4')).to.equal(OK);
    expect(world.error('raft', 'remove', 'n9')).to.equal('ERR n9 is not a member');
    expect(changes.slice(0, 3)).to.deep.equal([
      { kind: 'add', id: 'n4', address: 'h:4', replace: true },
      { kind: 'update', id: 'n4', address: 'h:5' },
      { kind: 'remove', id: 'n4' },
    ]);
    expect(world.error('raft', 'add', 'n 4', 'h:4')).to.equal("ERR 'n 4' is not a member id");
    expect(world.error('raft', 'add', 'n4', 'h')).to.equal("ERR 'h' is not host:raftport");
    expect(world.error('raft', 'add', 'n4', 'h:4', 'x')).to.equal('ERR syntax error');
    expect(world.run('raft', 'transfer', 'n2')).to.equal(OK);
    expect(world.error('raft', 'transfer', 'x')).to.equal('ERR no member x');
    expect(world.error('raft', 'transfer', 'a', 'b')).to.contain('wrong number of arguments');
  });

  it('every container has a HELP that names all its subcommands', () => {
    const { commands } = new World();
    for (const command of commands.all) {
      if (command.class !== 'container' || command.group === 'connection' || command.name === 'object')
        continue;
      const help = (new World().run(command.name, 'help') as Status[]).map(({ text }) => text);
      for (const { name } of command.subcommands) {
        expect(
          help.some(line => line.startsWith(name.toUpperCase())),
          `${command.name} ${name}`,
        ).to.equal(true);
      }
    }
  });
});

describe('MEMORY', () => {
  const doctor = (used: number, weight: number, resident: number): string =>
    new World({
      memoryFigures: () => [
        ['heap.used', used],
        ['heap.limit', 1000],
        ['dataset.bytes', weight],
        ['allocator.resident', resident],
        ['fragmentation', resident / used],
      ],
    }).text('MEMORY', 'DOCTOR');

  it('DOCTOR says what is wrong, and that nothing is', () => {
    expect(doctor(500, 100, 600)).to.equal('Nothing is wrong: the heap is 50 % full.');
    expect(doctor(800, 100, 900)).to.contain('80 % full: the collector works hard');
    expect(doctor(950, 800, 900)).to.match(/95 % full: lower maxmemory.*\nThe keys alone/s);
    expect(doctor(500, 100, 1e9)).to.contain('Much more memory is resident');
  });

  it('STATS is a map of figures, MALLOC-STATS the same as text', () => {
    const world = new World({
      memoryFigures: () => [
        ['a', 1],
        ['b', 1.5],
      ],
    });
    expect(world.run('MEMORY', 'STATS')).to.deep.equal(new MapReply(['a', 1, 'b', new Double(1.5)]));
    expect(world.text('MEMORY', 'MALLOC-STATS')).to.equal('a: 1\nb: 1.5');
    expect(world.run('MEMORY', 'PURGE')).to.equal(OK);
  });
});

describe('what a node says of others and of scripts', () => {
  it('tells by SENTINEL CKQUORUM whether a majority lives', () => {
    const living = (...active: boolean[]): World =>
      new World({ nodes: () => active.map(isActive => ({ isActive })) as KnownNode[] });
    expect(living(true, false, false).error('sentinel', 'ckquorum', 'm')).to.match(/^NOQUORUM 1 usable /);
    expect(living(true, false).error('sentinel', 'ckquorum', 'm')).to.match(/^NOQUORUM 1 usable /);
    const reply = living(true, true, false).run('sentinel', 'ckquorum', 'm');
    expect(reply)
      .to.be.instanceOf(Status)
      .with.property('text')
      .that.matches(/^OK 2 usable /);
  });

  it('has no script that could be killed', () => {
    for (const container of ['script', 'function'])
      expect(new World().error(container, 'kill')).to.equal('NOTBUSY No scripts in execution right now.');
  });
});
