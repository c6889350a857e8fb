import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { below, SeededRandom } from '../../../src/base/random.js';
import type { TransportEvents } from '../../../src/ports/transport.js';
import {
  createTransport,
  type PeerAddress,
  type TcpTransport,
} from '../../../src/transport/tcp-transport.js';
import type { TransportOptions } from '../../../src/transport/tcp-transport.js';
import { encodeHello, type Hello } from '../../../src/wire/hello.js';
import { UUID } from '../wire/samples.js';
import { realScheduler, until } from './real-scheduler.js';
import { describeTransport, type NetworkUnderTest, Node, tell } from './transport.conformance.js';

const HOST = '127.0.0.1';
const TIMES = { handshake: 400, backOffMin: 5, backOffMax: 40, ping: 30, silence: 400 };
const QUIET: TransportEvents = {
  message: () => undefined,
  connected: () => undefined,
  disconnected: () => undefined,
};

/** Nodes a, b and c on ports that the system chose at their first start. */
function tcp(overrides: (id: string) => Partial<TransportOptions> = () => ({})) {
  const addresses: PeerAddress[] = ['a', 'b', 'c'].map(id => ({ id, host: HOST, port: 1 }));
  const log: string[] = [];
  const transports = new Map<string, TcpTransport>();
  const up = async (id: string, events: TransportEvents): Promise<TcpTransport> => {
    const at = addresses.findIndex(address => address.id === id);
    const known = addresses[at]!.port;
    const peers = addresses.filter(address => address.id !== id);
    const transport = await createTransport({
      self: { id, uuid: id.repeat(32), address: `${HOST}:${known}` },
      listen: { host: HOST, port: known === 1 ? 0 : known },
      peers,
      clusterId: () => null,
      scheduler: realScheduler(),
      warn: text => log.push(`${id}: ${text}`),
      queueBytes: 1 << 20,
      times: TIMES,
      ...overrides(id),
    });
    (addresses[at] as { port: number }).port = transport.port;
    transport.start(events);
    transports.set(id, transport);
    return transport;
  };
  return { up, until, log, transports };
}

describeTransport('TCP', (): NetworkUnderTest => tcp());

describe('the TCP transport', () => {
  let world = tcp();
  let sockets: Socket[] = [];
  const nodes: Node[] = [];

  beforeEach(() => {
    world = tcp();
    sockets = [];
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(nodes.splice(0).map(node => node.close()));
  });

  async function up(id: string, network: NetworkUnderTest = world): Promise<Node> {
    const node = await Node.up(network, id);
    nodes.push(node);
    return node;
  }
  async function pair(network: NetworkUnderTest = world): Promise<[Node, Node]> {
    const [a, b] = [await up('a', network), await up('b', network)];
    await until(() => a.transport.isConnected('b') && b.transport.isConnected('a'));
    return [a, b];
  }
  /** A connection of a stranger, with what it got and whether it was closed. */
  function stranger(port: number): { socket: Socket; got: Buffer[]; closed: () => boolean } {
    const socket = connect({ host: HOST, port });
    const got: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => got.push(chunk)).on('error', () => undefined);
    sockets.push(socket);
    return { socket, got, closed: () => socket.destroyed || socket.readableEnded };
  }
  const portOf = (id: string): number => world.transports.get(id)!.port;

  it('says so when its port is in use', async () => {
    await up('a');
    const options = {
      self: { id: 'x', uuid: UUID, address: '' },
      listen: { host: HOST, port: portOf('a') },
      peers: [],
    };
    const rest = { clusterId: () => null, scheduler: realScheduler(), warn: () => undefined };
    const error = await createTransport({ ...options, ...rest }).then(
      () => null,
      (reason: unknown) => reason as Error & { code: string },
    );
    expect(error?.code).to.equal('PORT_IN_USE');
    expect(error?.message).to.equal(`raft port ${HOST}:${portOf('a')} is in use by another process`);
  });

  it('says so when the address is not of this machine', async () => {
    const options = {
      self: { id: 'x', uuid: UUID, address: '' },
      listen: { host: '192.0.2.1', port: 0 },
      peers: [],
    };
    const rest = { clusterId: () => null, scheduler: realScheduler(), warn: () => undefined };
    const error = await createTransport({ ...options, ...rest }).then(
      () => null,
      (reason: unknown) => reason as Error & { code: string },
    );
    expect(error?.code).to.equal('BAD_SETTING');
  });

  it('ends connections that send garbage, and serves its peers on', async () => {
    const [a, b] = await pair();
    const random = new SeededRandom(3);
    for (let round = 0; round < 60; round++) {
      const { socket, closed } = stranger(portOf('a'));
      const bytes = Buffer.from(Array.from({ length: 1 + below(random, 3000) }, () => below(random, 256)));
      socket.end(bytes);
      await until(closed);
    }
    b.transport.send('a', tell('still here'));
    await until(() => a.received.length === 1);
    expect(a.changes).to.deep.equal(['+b']);
  });

  it('ends a connection that announces a frame of 4 GB at once, and one that begins as HTTP', async () => {
    await up('a');
    for (const bytes of [Buffer.from('ffffffff00', 'hex'), Buffer.from('GET / HTTP/1.1\r\n\r\n')]) {
      const { socket, closed } = stranger(portOf('a'));
      socket.write(bytes);
      await until(closed);
    }
    expect(world.log.join()).to.match(
      /connection from .*: a frame of 4294967295 bytes, at most 2048 are allowed/,
    );
  });

  it('ends a connection that takes its time with the handshake', async () => {
    await up('a');
    const slow = stranger(portOf('a'));
    const hello = encodeHello({ ...HELLO, to: 'a' });
    slow.socket.write(hello.subarray(0, 10));
    await until(slow.closed);
    await until(() => world.log.join().includes('no handshake in time'));
    expect(slow.got).to.deep.equal([]);
  });

  it('holds only so many strangers: the oldest gives way, peers get in', async () => {
    const a = await up('a', (world = tcp(() => ({ times: { ...TIMES, handshake: 60_000 } }))));
    const crowd = Array.from({ length: 100 }, () => stranger(portOf('a')));
    await until(() => crowd.filter(each => each.closed()).length >= 36);
    const b = await up('b');
    await until(() => a.transport.isConnected('b') && b.transport.isConnected('a'));
    expect(crowd.filter(each => !each.closed()).length).to.be.within(1, 64);
  });

  const HELLO: Hello = {
    protocol: 1,
    nodeId: 'b',
    uuid: UUID,
    clusterId: null,
    to: 'a',
    lane: 'bulk',
    refusal: null,
    address: '',
    stranger: false,
  };
  const refusals: [string, Partial<Hello>, RegExp][] = [
    ['of another protocol', { protocol: 9 }, /b speaks protocol 9, a 1/],
    ['that wants another node', { to: 'c' }, /this is node a, not c/],
    ['that has its own id', { nodeId: 'a' }, /a is this node's own id/],
    ['that is no peer', { nodeId: 'zz' }, /node zz is not a peer of a/],
    ['of another cluster', { clusterId: 'd'.repeat(32) }, /b belongs to cluster d{32}, a to c{32}/],
  ];
  for (const [whom, fields, reason] of refusals) {
    it(`refuses a node ${whom}, and says why on both sides`, async () => {
      await up('a', (world = tcp(() => ({ clusterId: () => 'c'.repeat(32) }))));
      const { socket, got, closed } = stranger(portOf('a'));
      socket.write(encodeHello({ ...HELLO, ...fields }));
      await until(closed);
      expect(Buffer.concat(got).toString('latin1')).to.match(reason);
      await until(() => reason.test(world.log.join()));
    });
  }

  it('tells of peers that belong to another cluster, on the side that dialled', async () => {
    const told: string[] = [];
    const foreign = (peers: ReadonlyMap<string, string>): number => told.push([...peers.keys()].join());
    world = tcp(id => ({
      clusterId: () => (id === 'b' ? 'b' : 'a').repeat(32),
      foreign: id === 'b' ? foreign : () => 0,
    }));
    await up('a', world);
    await up('b', world);
    await until(() => told.length > 0);
    expect(told).to.deep.equal(['a']);
  });

  it('refuses a second node with the id of one that is connected', async () => {
    const [a] = await pair();
    const { socket, got, closed } = stranger(portOf('a'));
    socket.write(encodeHello(HELLO));
    await until(closed);
    expect(Buffer.concat(got).toString('latin1')).to.include('another node with id b is connected');
    expect(a.transport.isConnected('b')).to.equal(true);
  });

  it('does not talk to a node other than the one it dialled', async () => {
    const wrong = tcp();
    await up('c', wrong);
    const c = wrong.transports.get('c')!.port;
    world = tcp(() => ({ peers: [{ id: 'b', host: HOST, port: c }] }));
    const a = await up('a');
    await until(() => world.log.length > 0);
    expect(world.log.join()).to.include('refused: this is node c, not b');
    expect(a.changes).to.deep.equal([]);
  });

  it('lets a node without a cluster talk to one that has one', async () => {
    await pair((world = tcp(id => ({ clusterId: () => (id === 'a' ? 'c'.repeat(32) : null) }))));
  });

  it('dials at once a peer that has dialled, however long it meant to wait', async () => {
    const patient = { times: { ...TIMES, backOffMin: 3_600_000, backOffMax: 3_600_000 } };
    await pair((world = tcp(id => (id === 'a' ? patient : {}))));
  });

  it('says once why it cannot reach a peer, however often it tries', async () => {
    let dials = 0;
    const scheduler = realScheduler();
    const counting = {
      ...scheduler,
      after: (ms: number, run: () => void) => scheduler.after(ms, () => (dials++, run())),
    };
    world = tcp(() => ({ scheduler: counting, peers: [{ id: 'b', host: HOST, port: 1 }] }));
    await up('a');
    await until(() => dials > 12);
    expect(world.log).to.deep.equal(['a: node b at 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1']);
  });

  it('drops a peer that says nothing any more, and takes it again', async () => {
    const silent = stranger((await up('a'), portOf('a')));
    const other = stranger(portOf('a'));
    silent.socket.write(encodeHello({ ...HELLO, lane: 'urgent' }));
    other.socket.write(encodeHello(HELLO));
    await until(() => silent.got.length > 0 && other.got.length > 0);
    await until(() => silent.closed() && other.closed());
    const b = await up('b');
    await until(() => b.transport.isConnected('a'));
  });

  it('delivers nothing of a connection once a newer one of that peer is there', async () => {
    const a = await up('a', (world = tcp(() => ({ times: { ...TIMES, silence: 60_000 } }))));
    const first = stranger(portOf('a'));
    first.socket.write(encodeHello(HELLO));
    await until(() => first.got.length > 0);
    const second = stranger(portOf('a'));
    second.socket.write(encodeHello(HELLO));
    await until(() => second.got.length > 0 && first.closed());
    expect(a.received).to.deep.equal([]);
  });

  it('lets heartbeats pass while bodies wait', async () => {
    const [a, b] = await pair((world = tcp(() => ({ queueBytes: 64 << 20 }))));
    const body = 'x'.repeat(1 << 20);
    for (let i = 0; i < 40; i++) a.transport.send('b', tell(body));
    a.transport.send('b', {
      kind: 'raft',
      message: { type: 'heartbeat', from: 'a', uuid: '', to: 'b', term: 1, commit: 0, round: 1 },
      clocks: { wall: 0, stamp: 0 },
    });
    await until(() => b.received.length === 41);
    expect(b.received.findIndex(([, { message }]) => message.type === 'heartbeat')).to.be.lessThan(20);
  });

  it('starts once', async () => {
    await up('a');
    expect(() => world.transports.get('a')!.start(QUIET)).to.throw('started once');
  });
});
