import { expect } from 'chai';
import type { PeerMessage } from '../../../src/base/peer-message.js';
import type { Transport, TransportEvents } from '../../../src/ports/transport.js';
import { samples, UUID } from '../wire/samples.js';

/** A network of nodes `a`, `b` and `c`, none of which is up at first. */
export interface NetworkUnderTest {
  readonly up: (id: string, events: TransportEvents) => Promise<Transport>;
  /** Lets things happen until `condition` holds; fails when nothing more will. */
  readonly until: (condition: () => boolean) => Promise<void>;
}

/** One node with all that it was told, in order. */
export class Node {
  readonly received: [from: string, PeerMessage][] = [];
  readonly changes: string[] = [];
  transport!: Transport;

  private constructor(private readonly network: NetworkUnderTest) {}

  static async up(network: NetworkUnderTest, id: string): Promise<Node> {
    const node = new Node(network);
    node.transport = await network.up(id, {
      message: (from, message) => node.received.push([from, message]),
      connected: peer => node.changes.push(`+${peer}`),
      disconnected: peer => node.changes.push(`-${peer}`),
    });
    return node;
  }

  async close(): Promise<void> {
    let closed = false;
    this.transport.close(() => (closed = true));
    await this.network.until(() => closed);
  }

  texts(): string[] {
    return this.received.map(([, { message }]) => (message.type === 'tell' ? message.body : message.type));
  }
}

export function tell(body: string): PeerMessage {
  return { kind: 'node', message: { type: 'tell', id: 1, body } };
}

/** Without the classes of buffers, and cut off from what the sender holds. */
export function plain(message: unknown): unknown {
  return JSON.parse(
    JSON.stringify(message, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    ),
  ) as unknown;
}

/** What every transport does. */
export function describeTransport(name: string, make: () => NetworkUnderTest): void {
  describe(`${name}, as a transport`, () => {
    let network: NetworkUnderTest;
    let a: Node;
    let b: Node;
    let nodes: Node[];

    beforeEach(async () => {
      network = make();
      a = await Node.up(network, 'a');
      b = await Node.up(network, 'b');
      nodes = [a, b];
      await network.until(() => a.transport.isConnected('b') && b.transport.isConnected('a'));
    });
    afterEach(async () => {
      for (const node of nodes) await node.close();
    });

    it('tells both sides when they are connected', () => {
      expect(a.changes).to.deep.equal(['+b']);
      expect(b.changes).to.deep.equal(['+a']);
      expect(a.transport.isConnected('c')).to.equal(false);
      expect(a.transport.isConnected('nobody')).to.equal(false);
    });

    it('brings every kind of message as it was', async () => {
      const sent = samples('a', 'b', 'a'.repeat(32));
      for (const message of sent) expect(a.transport.send('b', message)).to.equal(true);
      await network.until(() => b.received.length === sent.length);
      const byText = (messages: readonly unknown[]): string[] =>
        messages.map(each => JSON.stringify(plain(each))).sort();
      expect(byText(b.received.map(([, message]) => message))).to.deep.equal(byText(sent));
      expect(new Set(b.received.map(([from]) => from))).to.deep.equal(new Set(['a']));
    });

    it('keeps the order of messages of one kind', async () => {
      const bodies = Array.from({ length: 500 }, (_, i) => `${i}`.padEnd((i * 131) % 900, '.'));
      for (const body of bodies) expect(a.transport.send('b', tell(body))).to.equal(true);
      await network.until(() => b.received.length === bodies.length);
      expect(b.texts()).to.deep.equal(bodies);
    });

    it('carries both ways at once', async () => {
      for (let i = 0; i < 50; i++) {
        a.transport.send('b', tell(`a${i}`));
        b.transport.send('a', tell(`b${i}`));
      }
      await network.until(() => a.received.length === 50 && b.received.length === 50);
      expect(a.texts().at(-1)).to.equal('b49');
    });

    it('sends nothing to a node that is not there', () => {
      expect(a.transport.send('c', tell('x'))).to.equal(false);
      expect(a.transport.send('nobody', tell('x'))).to.equal(false);
      expect(a.transport.queued('nobody')).to.equal(0);
    });

    it('refuses a message that is larger than a frame', async () => {
      const body = Buffer.alloc(5 << 20);
      const batch = { uuid: UUID, incarnation: 1, sequence: 1 };
      expect(a.transport.send('b', { kind: 'node', message: { type: 'propose', batch, body } })).to.equal(
        false,
      );
      expect(a.transport.send('b', tell('after'))).to.equal(true);
      await network.until(() => b.received.length === 1);
    });

    it('says how much waits, and takes no more when that is too much', async () => {
      const body = 'x'.repeat(100_000);
      let taken = 0;
      while (a.transport.send('b', tell(body))) {
        expect(++taken, 'the queue has a bound').to.be.lessThan(1000);
      }
      expect(a.transport.queued('b')).to.be.within(body.length, (taken + 1) * (body.length + 100));
      await network.until(() => b.received.length === taken && a.transport.queued('b') === 0);
      expect(a.transport.send('b', tell('again'))).to.equal(true);
    });

    it('notices that a node went, and connects to it when it is back', async () => {
      await b.close();
      await network.until(() => !a.transport.isConnected('b'));
      expect(a.transport.send('b', tell('lost'))).to.equal(false);
      const again = await Node.up(network, 'b');
      nodes = [a, again];
      await network.until(() => a.transport.isConnected('b') && again.transport.isConnected('a'));
      expect(a.changes).to.deep.equal(['+b', '-b', '+b']);
      a.transport.send('b', tell('hello again'));
      await network.until(() => again.received.length === 1);
      expect(again.texts()).to.deep.equal(['hello again']);
    });

    it('connects three', async () => {
      const c = await Node.up(network, 'c');
      nodes = [a, b, c];
      await network.until(() => nodes.every(node => node.changes.length === 2));
      c.transport.send('a', tell('to a'));
      c.transport.send('b', tell('to b'));
      await network.until(() => a.received.length + b.received.length === 2);
      expect([a.texts(), b.texts()]).to.deep.equal([['to a'], ['to b']]);
    });

    it('sends nothing after it was closed', async () => {
      await a.close();
      expect(a.transport.send('b', tell('x'))).to.equal(false);
      expect(a.transport.isConnected('b')).to.equal(false);
      nodes = [b];
    });
  });
}
