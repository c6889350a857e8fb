import { expect } from 'chai';
import { Commands } from '../../../src/commands/table.js';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import { ErrorReply, type Reply } from '../../../src/resp/reply.js';
import { SimNetwork } from '../../sim/ports/sim-network.js';
import { VirtualTime } from '../../sim/ports/virtual-time.js';
import { CLIENT_TIMEOUT, SimNode } from '../../sim/sim-node.js';

const IDS = ['n1', 'n2', 'n3'];

/** Three nodes in virtual time, in a calm world. */
class World {
  readonly time = new VirtualTime(3);
  readonly nodes: SimNode[];

  constructor() {
    const network = new SimNetwork(this.time);
    const members = IDS.map(id => ({ id, address: `${id}:1`, uuid: '' }));
    const watch = { applied: () => undefined, failed: () => undefined };
    const commands = new Commands();
    this.nodes = IDS.map((id, at) => new SimNode(id, at + 1, members, this.time, network, watch, commands));
    for (const node of this.nodes) node.start();
    this.time.advance(3_000);
  }

  get leader(): ReplicaNode {
    const leaders = this.nodes.filter(({ raft }) => raft?.role === 'leader');
    expect(leaders).to.have.length(1);
    return leaders[0]?.replica as ReplicaNode;
  }

  /** Sends a command on a connection of its own, or of others. */
  send(replica: ReplicaNode, argv: string[], lane = replica.openLane()): Reply[] {
    const replies: Reply[] = [];
    const kind = argv[0] === 'GET' ? 'read' : 'write';
    const done = (reply: Reply): number =>
      replies.push(reply instanceof ErrorReply ? (reply.text.split(' ')[0] as string) : reply);
    replica.submit({ lane, argv, db: 0, kind, done, lost: () => replies.push('lost') });
    return replies;
  }
}

describe('ReplicaNode', () => {
  it('hands leadership over when it stops: another leads at once', () => {
    const world = new World();
    const old = world.leader;
    let stopped = false;
    old.stop(() => {
      stopped = true;
    });
    world.time.advance(40);
    expect(stopped).to.equal(true);
    const other = world.nodes.find(({ replica }) => replica !== old)?.replica as ReplicaNode;
    const replies = world.send(other, ['INCR', 'n']);
    world.time.advance(60); // far below an election timeout
    expect(replies).to.deep.equal([1]);
  });

  it('hands leadership over within 50 ms, and no client of any node notices more than that', () => {
    const world = new World();
    const old = world.leader;
    const replicas = world.nodes.map(({ replica }) => replica as ReplicaNode);
    const send = (): Reply[][] => replicas.map(replica => world.send(replica, ['INCR', 'n']));
    const before = send();
    old.members.transfer(null, error => expect(error).to.equal(null));
    const within = send();
    world.time.advance(50);
    expect(world.leader).not.to.equal(old);
    const counted = [...before, ...within].flat().sort();
    expect(counted).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('has keys that are due deleted while commands never cease', () => {
    const world = new World();
    for (const node of world.nodes) node.syncMs = 4;
    const { leader } = world;
    world.send(leader, ['SET', 'k', 'v', 'PX', '100']);
    for (let ms = 0; ms < 500; ms++) {
      world.send(leader, ['INCR', 'n']);
      world.time.advance(1);
    }
    expect(leader.machine.keyspace.database(0).size).to.equal(1);
  });

  it('gives nobody up for what its own process slept through', () => {
    const world = new World();
    const { leader } = world;
    const node = world.nodes.find(({ replica }) => replica !== leader) as SimNode;
    const replies = world.send(node.replica as ReplicaNode, ['INCR', 'n']);
    world.time.advance(0.05); // it left
    node.stall(CLIENT_TIMEOUT + 500);
    world.time.advance(CLIENT_TIMEOUT + 1_000);
    expect(replies).to.deep.equal([1]);
  });

  it('lets another lead when its disk is almost full, and refuses writes for certain when every disk is', () => {
    const world = new World();
    const old = world.leader;
    const full = world.nodes.find(({ replica }) => replica === old) as SimNode;
    full.diskFull = true;
    world.time.advance(3_000);
    expect(world.leader).to.not.equal(old);
    const replies = world.send(old, ['INCR', 'n']);
    world.time.advance(100);
    expect(replies).to.deep.equal([1]);
    for (const node of world.nodes) node.diskFull = true;
    world.time.advance(10_000);
    const refused = world.nodes.map(({ replica }) => world.send(replica as ReplicaNode, ['INCR', 'n']));
    world.time.advance(100);
    expect(refused).to.deep.equal([['MISCONF'], ['MISCONF'], ['MISCONF']]);
    const read = world.send(old, ['GET', 'n']);
    for (const node of world.nodes) node.diskFull = false;
    world.time.advance(2_000);
    const again = world.nodes.map(({ replica }) => world.send(replica as ReplicaNode, ['INCR', 'n']));
    world.time.advance(100);
    expect([read, again.flat().sort()]).to.deep.equal([['1'], [2, 3, 4]]);
  });
});
