import { expect } from 'chai';
import { Queue } from '../../../src/machine/values/queue/queue.js';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import type { SimNode } from '../../sim/sim-node.js';
import { ThreeNodes } from './three-nodes.js';

/** More than a snapshot waits for, and than a log keeps for who is away. */
const COMMANDS = 30;
const VALUE = 'x'.repeat(5_000);
const PULL = ['DQUEUE', 'PULL', 'q', 'BOUND', 'VISIBILITY', '600000'];
const SCRIPT = "return redis.call('DQUEUE', 'PULL', 'q', 'BOUND', 'VISIBILITY', '600000')";

describe('what is bound to a connection that ended while its node was away', () => {
  let world: ThreeNodes;
  let away: SimNode;
  beforeEach(() => {
    world = new ThreeNodes();
    away = world.nodes.find(({ replica }) => replica !== world.leader) as SimNode;
    world.send(world.leader, ['DQUEUE', 'PUSH', 'q', 'MSG', 'm']);
    world.time.advance(100);
  });

  const ready = (): number => {
    const queue = world.leader.machine.keyspace.database(0).get('q');
    return queue instanceof Queue ? queue.ready : -1;
  };

  /** The node is back, and goes on from a snapshot: before `node-timeout`, which would end all its connections. */
  function comeBack(): void {
    for (let count = 0; count < COMMANDS; count++) {
      world.send(world.leader, ['SET', 'k', VALUE]);
      world.time.advance(20);
    }
    world.network.heal();
    for (const { id } of world.nodes) if (id !== away.id) world.network.reset(away.id, id);
    world.time.advance(1_000);
    expect(world.lines.map(({ message }) => message)).to.include('the member has the snapshot');
  }

  for (const [name, argv] of [
    ['a command', PULL],
    ['a script', ['EVAL', SCRIPT, '1', 'q']],
  ] as const) {
    it(`comes back at once when only the snapshot says that ${name} has it`, () => {
      const replica = away.replica as ReplicaNode;
      const lane = replica.openLane();
      world.send(replica, [...argv], lane);
      world.time.advance(0.3); // it is with the leader, and not committed yet
      world.isolate(away);
      world.time.advance(50);
      expect(ready()).to.equal(0);
      replica.closeLane(lane);
      comeBack();
      expect(ready()).to.equal(1);
    });
  }

  it('comes back at once when it was given to who waited', () => {
    const replica = away.replica as ReplicaNode;
    const lane = replica.openLane();
    world.send(replica, ['DQUEUE', 'PULL', 'w', 'WAIT', '0', 'BOUND', 'VISIBILITY', '600000'], lane);
    world.time.advance(100);
    world.isolate(away);
    world.send(world.leader, ['DQUEUE', 'PUSH', 'w', 'MSG', 'm']);
    replica.closeLane(lane);
    comeBack();
    const queue = world.leader.machine.keyspace.database(0).get('w') as Queue;
    expect([queue.ready, queue.flying]).to.deep.equal([1, 0]);
  });
});
