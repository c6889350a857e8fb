import { expect } from 'chai';
import { Commands } from '../../src/commands/table.js';
import type { Reply } from '../../src/resp/reply.js';
import { SimNetwork } from './ports/sim-network.js';
import { VirtualTime } from './ports/virtual-time.js';
import { SimNode } from './sim-node.js';

describe('a new cluster', () => {
  it('acknowledges nothing before its nodes know on disk which cluster they belong to', () => {
    const time = new VirtualTime(1);
    const watch = { applied: () => undefined, failed: () => undefined };
    const members = [{ id: 'n1', address: 'n1:1', uuid: '' }];
    const node = new SimNode('n1', 1, members, time, new SimNetwork(time), watch, new Commands());
    node.syncMs = 30;
    node.start();
    const seen: { reply: Reply; saved: boolean }[] = [];
    time.advance(31); // its incarnation has begun: clients are let in
    const replica = node.replica;
    const lane = replica?.openLane();
    if (replica === null || lane === undefined) throw new Error('the node runs');
    const done = (reply: Reply): number => seen.push({ reply, saved: node.joined });
    replica.submit({ lane, argv: ['INCR', 'n'], db: 0, kind: 'write', done, lost: () => undefined });
    time.advance(1000);
    expect(seen).to.deep.equal([{ reply: 1, saved: true }]);
  });
});
