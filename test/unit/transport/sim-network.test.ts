import { expect } from 'chai';
import { SimNetwork } from '../../sim/ports/sim-network.js';
import { VirtualTime } from '../../sim/ports/virtual-time.js';
import { describeTransport, type NetworkUnderTest, Node, tell } from './transport.conformance.js';

function simulated(seed = 1): NetworkUnderTest & { time: VirtualTime; network: SimNetwork } {
  const time = new VirtualTime(seed);
  const network = new SimNetwork(time);
  return {
    time,
    network,
    up: (id, events) => Promise.resolve(network.join(id, id.repeat(32), events)),
    until: condition => {
      time.advance(0);
      while (!condition()) if (!time.step()) return Promise.reject(new Error('nothing more will happen'));
      return Promise.resolve();
    },
  };
}

describeTransport('the simulated network', () => simulated());

describe('the simulated network', () => {
  async function three(seed: number) {
    const world = simulated(seed);
    const nodes = await Promise.all(['a', 'b', 'c'].map(id => Node.up(world, id)));
    world.time.advance(1);
    return { ...world, nodes: nodes as [Node, Node, Node] };
  }

  /** Everything that `b` gets of 300 messages of `a`. */
  async function traffic(seed: number): Promise<string[]> {
    const { network, time, nodes } = await three(seed);
    network.faults = { loss: 0.1, duplication: 0.1, minDelay: 1, maxDelay: 50 };
    for (let i = 0; i < 300; i++) {
      nodes[0].transport.send('b', tell(`${i}`));
      time.advance(1);
    }
    time.advance(100);
    return nodes[1].texts();
  }

  it('loses and mixes up messages as often as it is told, and doubles none that must come at most once', async () => {
    const texts = await traffic(5);
    const distinct = new Set(texts);
    expect(300 - distinct.size).to.be.within(10, 60);
    expect(texts.length).to.equal(distinct.size);
    expect(texts).not.to.deep.equal([...texts].sort((x, y) => Number(x) - Number(y)));
  });

  it('doubles what Raft sends', async () => {
    const { network, time, nodes } = await three(5);
    network.faults = { loss: 0, duplication: 0.1, minDelay: 1, maxDelay: 50 };
    const message = {
      type: 'heartbeat',
      from: 'a',
      uuid: 'a'.repeat(32),
      to: 'b',
      term: 1,
      commit: 0,
      round: 1,
    } as const;
    for (let i = 0; i < 300; i++) {
      nodes[0].transport.send('b', { kind: 'raft', message, clocks: { wall: 1, stamp: 0 } });
    }
    time.advance(100);
    expect(nodes[1].received.length).to.be.within(310, 360);
  });

  it('does the same again from the same seed', async () => {
    expect(await traffic(5)).to.deep.equal(await traffic(5));
    expect(await traffic(5)).not.to.deep.equal(await traffic(6));
  });

  it('parts groups until it is healed, one direction alone too', async () => {
    const { network, time, nodes } = await three(1);
    const [a, b, c] = nodes;
    network.partition(['a', 'b'], ['c']);
    for (const [from, to] of [
      ['a', 'b'],
      ['a', 'c'],
      ['c', 'b'],
    ] as const) {
      nodes[from === 'a' ? 0 : 2].transport.send(to, tell(`${from}${to}`));
    }
    time.advance(10);
    expect([a.texts(), b.texts(), c.texts()]).to.deep.equal([[], ['ab'], []]);
    network.heal();
    network.cut('a', 'c');
    a.transport.send('c', tell('gone'));
    c.transport.send('a', tell('comes'));
    time.advance(10);
    expect([a.texts(), c.texts()]).to.deep.equal([['comes'], []]);
  });

  it('forgets what a dead node had sent, and what was on the way to it', async () => {
    const world = await three(1);
    const { time, nodes } = world;
    nodes[0].transport.send('b', tell('from the dead'));
    nodes[2].transport.send('a', tell('to the dead'));
    const reborn = await Node.up(world, 'a');
    time.advance(10);
    expect(nodes[1].texts()).to.deep.equal([]);
    expect(reborn.texts()).to.deep.equal([]);
    expect(nodes[1].changes).to.deep.equal(['+a', '+c', '-a', '+a']);
  });
});
