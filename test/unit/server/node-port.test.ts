import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigOutcome } from '../../../src/commands/ports.js';
import { Commands } from '../../../src/commands/table.js';
import { VERSION } from '../../../src/base/version.js';
import { Settings } from '../../../src/config/settings.js';
import type { Replica, Request } from '../../../src/replica/api.js';
import { ErrorReply, OK, type Reply } from '../../../src/resp/reply.js';
import type { ClientDirectory } from '../../../src/server/clients.js';
import { ServerCounters } from '../../../src/server/counters.js';
import { humanSize } from '../../../src/server/info.js';
import { type NodeParts, ServerNode } from '../../../src/server/node-port.js';
import { Statistics } from '../../../src/server/statistics.js';

const LOST = Symbol('lost');

/** A node whose replica answers what the test says. */
class World {
  readonly settings = new Settings();
  readonly counters = new ServerCounters();
  readonly replicated = new Map<string, string>();
  readonly proposed: (readonly string[])[] = [];
  readonly timers: (() => void)[] = [];
  now = 1000;
  reply: Reply | typeof LOST = OK;
  readonly node: ServerNode;

  constructor(parts: Partial<NodeParts> = {}) {
    const commands = new Commands();
    const { settings, counters } = this;
    const scheduler = {
      now: () => this.now,
      wall: () => 1_700_000_000_123 + this.now,
      endOfTurn: () => undefined,
      after: (_ms: number, run: () => void) => {
        this.timers.push(run);
        return () => undefined;
      },
      random: () => 0,
    };
    this.node = new ServerNode({
      commands,
      settings,
      counters,
      scheduler,
      replica: this.#replica() as Replica,
      clients: { size: 3, blocked: 1 } as ClientDirectory,
      statistics: new Statistics(commands, settings, scheduler),
      runId: 'ab'.repeat(20),
      confFile: null,
      port: () => 6380,
      shutdown: () => undefined,
      ...parts,
    });
  }

  set(...pairs: [string, string][]): ConfigOutcome {
    let outcome: ConfigOutcome | undefined;
    this.node.configSet(pairs, each => (outcome = each));
    if (outcome === undefined) throw new Error('CONFIG SET did not answer');
    return outcome;
  }

  /** The fields of INFO, by name. */
  fields(...sections: string[]): Map<string, string> {
    const lines = this.node.info(sections).split('\r\n');
    return new Map(lines.filter(line => line.includes(':')).map(line => [line.split(':', 1)[0] ?? '', line]));
  }

  #replica(): Partial<Replica> {
    const snapshots = { inProgress: false, savedAt: 0, ok: true, changes: 3, lastMs: 0, currentMs: 0 };
    return {
      state: {
        snapshots: { status: snapshots, take: done => done(null, 7), reload: () => undefined },
        digests: { compare: () => undefined, corrupt: () => undefined },
        backups: { begin: () => 7, next: () => null },
      },
      openLane: () => ({ id: 9 }),
      submit: (request: Request) => {
        this.proposed.push(request.argv);
        if (this.reply === LOST) request.lost();
        else request.done(this.reply);
      },
      setting: name => this.replicated.get(name),
      keyspace: () => [{ db: 2, keys: 5, expires: 1 }],
      memory: () => ({ weight: 100, expired: 2, evicted: 3 }),
      status: () => ({
        nodeId: 'n1',
        digest: { index: 9, digest: 'd', differs: ['n2'] },
        role: 'leader',
        leaderId: 'n1',
        leaderAddress: 'h1:16379',
        term: 3,
        commitIndex: 8,
        appliedIndex: 7,
        firstLogIndex: 1,
        lastLogIndex: 9,
        snapshotIndex: 0,
        ...{ machineVersion: 1, highestVersion: 2 },
        stamp: 1.5,
        members: [
          {
            id: 'n1',
            address: 'h1:16379',
            votes: true,
            uuid: 'a',
            clientAddress: 'h1:6379',
            match: 9,
            active: true,
            highestVersion: 2,
          },
          {
            id: 'n2',
            address: 'h2:16379',
            votes: true,
            uuid: 'b',
            clientAddress: '',
            match: null,
            active: false,
            highestVersion: 1,
          },
        ],
        counters: { fencesByLease: 4 },
      }),
    };
  }
}

describe('CONFIG on a node', () => {
  it('shows settings by patterns in any case, each once, the replicated value where there is one', () => {
    const world = new World();
    world.replicated.set('list-max-listpack-size', '64');
    expect(world.node.configGet(['MAXCLIENTS', 'maxcl*'])).to.deep.equal([['maxclients', '10000']]);
    expect(world.node.configGet(['list-*'])).to.deep.equal([
      ['list-max-listpack-size', '64'],
      ['list-max-ziplist-size', '64'],
    ]);
    expect(world.node.configGet(['nope'])).to.deep.equal([]);
  });

  it("changes the node's own settings at once, and proposes nothing", () => {
    const world = new World();
    expect(world.set(['timeout', '5'], ['maxclients', '7'])).to.deep.equal({ ok: true });
    expect(world.settings.get('timeout')).to.equal(5);
    expect(world.proposed).to.deep.equal([]);
  });

  it('puts what all nodes share into the log first, in its normal form', () => {
    const world = new World();
    world.set(['timeout', '5'], ['proto-max-bulk-len', '2mb'], ['list-max-listpack-size', '16']);
    expect(world.proposed).to.deep.equal([
      ['quorate.setting', 'proto-max-bulk-len', '2097152', 'list-max-listpack-size', '16'],
    ]);
    expect(world.settings.get('timeout')).to.equal(5);
  });

  it('changes nothing when the log takes nothing, and tells why', () => {
    const world = new World();
    const pairs: [string, string][] = [
      ['timeout', '5'],
      ['list-max-listpack-size', '16'],
    ];
    world.reply = new ErrorReply('CLUSTERDOWN no majority');
    expect(world.set(...pairs)).to.deep.equal({ ok: false, error: 'CLUSTERDOWN no majority' });
    world.reply = LOST;
    expect(world.set(...pairs)).to.deep.equal({ ok: false, error: 'TIMEOUT outcome unknown' });
    expect(world.settings.get('timeout')).to.equal(0);
  });

  it('refuses as a whole', () => {
    const world = new World();
    const outcome = world.set(['timeout', '5'], ['maxclients', 'x']);
    expect(outcome).to.have.property('error').that.contains("argument 'maxclients'");
    expect(world.settings.get('timeout')).to.equal(0);
  });

  it('rewrites its file, and says when there is none', async () => {
    const rewrite = (world: World): Promise<ConfigOutcome> =>
      new Promise(resolve => world.node.configRewrite(resolve));
    expect(await rewrite(new World())).to.deep.equal({
      ok: false,
      error: 'ERR The server is running without a config file',
    });
    const folder = mkdtempSync(join(tmpdir(), 'quorate-conf-'));
    try {
      const confFile = join(folder, 'q.conf');
      writeFileSync(confFile, '# mine\ntimeout 3\n');
      const world = new World({ confFile });
      world.set(['timeout', '5']);
      world.replicated.set('list-max-listpack-size', '64');
      expect(await rewrite(world)).to.deep.equal({ ok: true });
      expect(readFileSync(confFile, 'utf8')).to.equal(
        '# mine\ntimeout 5\n\n# Generated by CONFIG REWRITE\nlist-max-listpack-size 64\n',
      );
      const missing = await rewrite(new World({ confFile: join(folder, 'none', 'q.conf') }));
      expect(missing)
        .to.have.property('error')
        .that.matches(/^ERR Rewriting config file: ENOENT/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('INFO', () => {
  it('has the fields that clients ask for', () => {
    const world = new World();
    const fields = world.fields();
    for (const line of [
      'redis_version:7.4.0',
      `quorate_version:${VERSION}`,
      'redis_mode:standalone',
      'tcp_port:6380',
      'connected_clients:3',
      'blocked_clients:1',
      'maxmemory_policy:noeviction',
      'used_memory_dataset:100',
      'expired_keys:2',
      'evicted_keys:3',
      'loading:0',
      'aof_enabled:1',
      'role:master',
      'connected_slaves:0',
      'cluster_enabled:1',
      'raft_node_id:n1',
      'raft_role:leader',
      'raft_leader_id:n1',
      'raft_leader_addr:h1:16379',
      'raft_term:3',
      'raft_commit_index:8',
      'raft_applied_index:7',
      'raft_first_log_index:1',
      'raft_last_log_index:9',
      'raft_snapshot_index:0',
      'raft_members:n1@h1:16379,n2@h2:16379',
      'raft_fences_by_lease:4',
      'db2:keys=5,expires=1,avg_ttl=0',
    ]) {
      expect([...fields.values()]).to.include(line);
    }
    for (const name of ['used_memory', 'used_memory_rss', 'used_memory_peak', 'total_system_memory']) {
      expect(Number(fields.get(name)?.split(':')[1]), name).to.be.greaterThan(0);
    }
  });

  it('chooses sections by name in any case, and by the words for several', () => {
    const world = new World();
    const headings = (...sections: string[]): string[] => world.node.info(sections).match(/# \w+/g) ?? [];
    expect(headings('SERVER', 'cpu')).to.deep.equal(['# Server', '# CPU']);
    expect(headings('nope')).to.deep.equal([]);
    expect(headings()).not.to.include('# Commandstats');
    expect(headings('default', 'commandstats')).to.have.length(headings().length + 1);
    expect(headings('all')).to.have.length(headings().length + 2);
    expect(headings('everything')).to.deep.equal(headings('all'));
  });

  it('separates sections by an empty line, and ends lines as the protocol does', () => {
    const text = new World().node.info(['cluster', 'keyspace']);
    expect(text).to.equal(
      '# Cluster\r\ncluster_enabled:1\r\n\r\n# Keyspace\r\ndb2:keys=5,expires=1,avg_ttl=0\r\n',
    );
  });

  it('shows how fast counters grow: the mean of sixteen samples', () => {
    const world = new World();
    const ops = (): string | undefined => world.fields('stats').get('instantaneous_ops_per_sec');
    for (let sample = 0; sample < 16; sample++) {
      world.counters.commandsProcessed += 50;
      world.now += 100;
      world.timers.pop()?.();
    }
    expect(ops()).to.equal('instantaneous_ops_per_sec:500');
    world.node.configResetStat();
    expect(world.fields('stats').get('total_commands_processed')).to.equal('total_commands_processed:0');
    world.now += 100;
    world.timers.pop()?.();
    expect(ops()).to.equal('instantaneous_ops_per_sec:469');
  });

  it('writes sizes as Redis does', () => {
    expect([0, 1023, 1024, 1536 * 1024, 5 * 1024 ** 3].map(humanSize)).to.deep.equal([
      '0B',
      '1023B',
      '1.00K',
      '1.50M',
      '5.00G',
    ]);
  });

  it('names the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(VERSION).to.equal(version);
  });
});

describe('the node', () => {
  it('tells the time by its wall clock', () => {
    const { seconds, microseconds } = new World().node.time();
    expect(seconds * 1e6 + microseconds).to.equal(1_700_000_001_123_000);
  });

  it('lists the members with their parts', () => {
    expect(new World().node.raftMembers().map(({ id, role, match }) => [id, role, match])).to.deep.equal([
      ['n1', 'leader', 9],
      ['n2', 'follower', null],
    ]);
  });
});
