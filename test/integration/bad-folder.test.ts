import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { crc32c } from '../../src/base/crc32c.js';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { waitFor, within } from '../../compat-tests/support/wait.js';
import { freePorts } from '../support/ports.js';
import type { TestProcess } from '../support/process.js';
import { TestCluster } from './support/cluster.js';
import { quorate, type TestNode } from './support/node.js';

/** A file of the log is zeros from here on. */
const written = (bytes: Buffer): number => bytes.findLastIndex(byte => byte !== 0) + 1;

/** All files of a folder by what they hold, but for LevelDB's info log and lock, which carry nothing. */
function contents(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (!statSync(path).isFile() || /\/(LOG|LOG\.old|LOCK)$/.test(path) || name.startsWith('lock')) continue;
    found[name] = createHash('sha1').update(readFileSync(path)).digest('hex');
  }
  return found;
}

/** The process ends by itself, with exit code 1 and one line of complaint, which matches. */
async function expectRefusal(started: TestProcess, complaint: RegExp): Promise<void> {
  const { code } = await started.ended;
  const complaints = started.output.split('\n').filter(line => line.startsWith('quorate: '));
  expect(complaints, started.output).to.have.length(1);
  expect(complaints[0]).to.match(complaint);
  expect(started.output).to.not.contain('    at '); // no stack
  expect(code).to.equal(1);
}

describe('a node with the folder of another cluster', function () {
  this.timeout(60_000);

  it('ends and says so; the cluster that it does not belong to goes on', async () => {
    const cluster = await TestCluster.plan(3);
    const foreign = await TestCluster.plan(3);
    try {
      await foreign.heal();
      // Answered: so the folder of this node names its cluster.
      expect(await foreign.node(2).call('SET', 'k', 'foreign')).to.equal('+OK\r\n');
      await Promise.all(foreign.nodes.map(node => node.stop()));
      await cluster.heal();
      for (const node of cluster.nodes) expect(await node.call('SET', 'k', 'own')).to.equal('+OK\r\n');
      const stranger = cluster.node(2);
      await stranger.stop();
      const started = stranger.launch({ data: foreign.node(2).data });
      expect((await within('its end', 10_000, started.ended)).code).to.equal(1);
      expect(started.output).to.match(/belongs to cluster [0-9a-f]{32}, but n[12] to [0-9a-f]{32}/);
      expect(await cluster.node(0).call('SET', 'k', 'v')).to.equal('+OK\r\n');
      await cluster.heal();
      expect(await stranger.call('GET', 'k')).to.equal('$1\r\nv\r\n');
    } finally {
      await cluster.remove();
      await foreign.remove();
    }
  });
});

describe('a node that cannot start', function () {
  this.timeout(60_000);
  let cluster: TestCluster;
  const node = (): TestNode => cluster.node(0);
  /** Another process on the node's folder, on ports of its own. */
  async function start(flags: Record<string, string | number> = {}): Promise<TestProcess> {
    const [port = 0, raftPort = 0] = await freePorts(2);
    const own = { id: 'n1', port, 'raft-port': raftPort, data: node().data, bind: '127.0.0.1' };
    return quorate(node().folder, 'server', { ...own, ...flags });
  }

  beforeEach(async () => {
    cluster = await TestCluster.plan(1);
    await node().start();
    const client = await node().client();
    for (let i = 0; i < 50; i++) await client.set(`k${i}`, 'x'.repeat(2000));
    client.disconnect();
  });
  afterEach(async () => cluster.remove());

  it('says that the folder belongs to another node, and touches nothing', async () => {
    await node().stop();
    const before = contents(node().data);
    await expectRefusal(await start({ id: 'n2' }), /belongs to node n1, not to n2$/);
    expect(contents(node().data)).to.deep.equal(before);
  });

  it('says that another process has the folder, which goes on', async () => {
    await expectRefusal(await start(), /another process has it open$/);
    expect(await node().call('GET', 'k0')).to.contain('x');
    expect(await node().call('SET', 'k0', 'y')).to.equal('+OK\r\n');
  });

  for (const which of ['port', 'raft-port']) {
    it(`says that its ${which} is in use, and touches nothing`, async () => {
      await node().stop();
      const [port = 0] = await freePorts(1);
      const other = await new Promise<Server>(resolve => {
        const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
      });
      const before = contents(node().data);
      try {
        const complaint = new RegExp(`127\\.0\\.0\\.1:${port}: another process does$`);
        await expectRefusal(await start({ [which]: port }), complaint);
      } finally {
        other.close();
      }
      expect(contents(node().data)).to.deep.equal(before);
    });
  }

  it('names the file and the place of a damaged record, and touches nothing', async () => {
    await node().kill();
    const [name = ''] = readdirSync(join(node().data, 'log'));
    const path = join(node().data, 'log', name);
    const bytes = readFileSync(path);
    const middle = written(bytes) >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const before = contents(node().data);
    await expectRefusal(await start(), new RegExp(`${name.replace('.', '\\.')}.*\\b\\d{4,}\\b`));
    expect(contents(node().data)).to.deep.equal(before);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await node().start();
    expect(await node().call('DBSIZE')).to.equal(':50\r\n');
  });

  it('applies the whole log when its snapshot is damaged, and ends when the log begins behind it', async () => {
    // Chunks are in the log of LevelDB first, and moved to a table soon after. A flipped bit in the first record of each.
    const spoil = (): void => {
      const folder = join(node().data, 'snapshots');
      for (const name of readdirSync(folder).filter(each => /\.(log|ldb)$/.test(each))) {
        const bytes = readFileSync(join(folder, name));
        if (bytes.length > 20) bytes[20]! ^= 1;
        writeFileSync(join(folder, name), bytes);
      }
    };
    await node().call('RAFT', 'SNAPSHOT');
    await node().kill();
    spoil();
    await node().start({ 'log-tail-keep': 0, 'origin-log-keep': 0 });
    expect(node().process.output).to.include('the snapshots are damaged: the whole log is applied instead');
    expect(await node().call('DBSIZE')).to.equal(':50\r\n');
    await node().call('RAFT', 'SNAPSHOT');
    await waitFor(
      'the log to be compacted',
      20_000,
      async () => Number(await node().info('raft_first_log_index')) > 1,
    );
    await node().kill();
    spoil();
    await expectRefusal(await start(), /snapshots.* is damaged at offset \d+/);
  });

  it('drops a last record that was cut short: it was never acknowledged', async () => {
    await node().kill();
    const path = join(node().data, 'log', '00000001.log');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, written(bytes) - 700));
    await node().start();
    expect(await node().call('DBSIZE')).to.equal(':49\r\n');
  });

  it('refuses a format that is newer than it knows, and touches nothing', async () => {
    await node().stop();
    const path = join(node().data, 'identity');
    const bytes = readFileSync(path);
    for (const slot of [bytes.subarray(0, 4096), bytes.subarray(4096)]) {
      slot.writeUInt16BE(99, 8);
      slot.writeUInt32BE(crc32c(slot.subarray(4)), 0);
    }
    writeFileSync(path, bytes);
    const before = contents(node().data);
    await expectRefusal(await start(), /identity.*99/);
    expect(contents(node().data)).to.deep.equal(before);
  });

  it('does not take a log without its identity', async () => {
    await node().stop();
    const copy = join(node().folder, 'copy');
    cpSync(join(node().data, 'log'), join(copy, 'log'), { recursive: true });
    await expectRefusal(await start({ data: copy }), /identity file is missing$/);
  });

  it('says what is wrong with peers that do not name it', async () => {
    await node().stop();
    const before = contents(node().data);
    await expectRefusal(
      await start({ peers: 'n2@127.0.0.1:1,n3@127.0.0.1:2' }),
      /does not name this node, 'n1'$/,
    );
    expect(contents(node().data)).to.deep.equal(before);
  });
});
