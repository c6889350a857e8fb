import { expect } from 'chai';
import { ERROR_CODES } from '../../../src/base/error-codes.js';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import type { Reply } from '../../../src/resp/reply.js';
import { CLIENT_TIMEOUT, type SimNode } from '../../sim/sim-node.js';
import { ThreeNodes } from './three-nodes.js';

const HEAL_MS = 5_000;

/** What an error said, and what every node has under `k` once all has healed. */
interface Outcome {
  readonly code: Reply | undefined;
  readonly found: Reply | undefined;
}

function afterHealing(world: ThreeNodes, code: Reply | undefined): Outcome {
  world.network.heal();
  world.time.advance(HEAL_MS);
  const reads = world.nodes.map(({ replica }) => world.send(replica as ReplicaNode, ['GET', 'k']));
  world.time.advance(HEAL_MS);
  const [found, ...others] = reads.map(([value]) => value);
  expect(others, 'all nodes agree').to.deep.equal([found, found]);
  return { code, found };
}

/** Each makes the server answer with that code, to SET k v. */
const SCENARIOS: Readonly<Record<string, Readonly<Record<string, () => Outcome>>>> = {
  CLUSTERDOWN: {
    'of a node that knows no leader': () => {
      const world = new ThreeNodes();
      const node = world.nodeOf(world.leader);
      world.isolate(node);
      world.time.advance(HEAL_MS);
      const [replica] = [node.replica as ReplicaNode];
      const replies = world.send(replica, ['SET', 'k', 'v']);
      world.time.advance(2 * CLIENT_TIMEOUT);
      return afterHealing(world, replies[0]);
    },
  },
  TIMEOUT: {
    'of a leader whose entry another leader cut off': () => {
      const world = new ThreeNodes();
      const { leader } = world;
      world.isolate(world.nodeOf(leader));
      const replies = world.send(leader, ['SET', 'k', 'v']);
      world.time.advance(2 * CLIENT_TIMEOUT);
      return afterHealing(world, replies[0]);
    },
    'of a node that does not hear of the commit': () => {
      const world = new ThreeNodes();
      const { leader } = world;
      const leading = world.nodeOf(leader);
      const follower = world.nodes.find(node => node !== leading) as SimNode;
      const replies = world.send(follower.replica as ReplicaNode, ['SET', 'k', 'v']);
      world.time.advance(0.3); // it is with the leader
      world.isolate(follower);
      world.time.advance(2 * CLIENT_TIMEOUT);
      return afterHealing(world, replies[0]);
    },
  },
  LOADING: {
    'of a node that applies too slowly': () => {
      const world = new ThreeNodes();
      const { leader } = world;
      const slow = world.nodes.find(({ replica }) => replica !== leader) as SimNode;
      const replica = slow.replica as ReplicaNode;
      world.isolate(slow);
      for (let ms = 0; ms < 1_500; ms += 2) {
        world.send(leader, ['INCR', 'n']);
        world.time.advance(2);
      }
      const apply = replica.machine.apply.bind(replica.machine);
      replica.machine.apply = (...entry) => {
        slow.stall(6_000);
        replica.machine.apply = apply;
        return apply(...entry);
      };
      world.network.heal();
      world.time.advance(6_000);
      const replies = world.send(replica, ['SET', 'k', 'v']);
      return afterHealing(world, replies[0]);
    },
  },
  MISCONF: {
    'of a cluster whose disks are full': () => {
      const world = new ThreeNodes();
      for (const node of world.nodes) node.diskFull = true;
      world.time.advance(HEAL_MS);
      const replies = world.send(world.nodes[0]?.replica as ReplicaNode, ['SET', 'k', 'v']);
      world.time.advance(CLIENT_TIMEOUT);
      for (const node of world.nodes) node.diskFull = false;
      return afterHealing(world, replies[0]);
    },
  },
};

describe('the outcome that an error tells', () => {
  const seen = new Map<string, Set<Reply | undefined>>();
  for (const [code, ways] of Object.entries(SCENARIOS)) {
    for (const [way, scenario] of Object.entries(ways)) {
      it(`holds for ${code} ${way}`, () => {
        const outcome = scenario();
        expect(outcome.code).to.equal(code);
        if (ERROR_CODES[code]?.outcome === 'refused') expect(outcome.found).to.equal(null);
        seen.set(code, (seen.get(code) ?? new Set()).add(outcome.found));
      });
    }
  }

  it('is unknown where one and the other happens', () => {
    expect([...(seen.get('TIMEOUT') ?? [])].sort()).to.deep.equal([null, 'v'].sort());
  });

  it('holds for TRYAGAIN: the members are what the other change made them', () => {
    const world = new ThreeNodes();
    const answers: (string | null)[] = [];
    const { members } = world.leader;
    for (const id of ['n8', 'n9'])
      members.change({ kind: 'add', id, address: `${id}:1`, replace: false }, error => answers.push(error));
    world.time.advance(HEAL_MS);
    expect(answers.map(error => error?.split(' ')[0]).sort()).to.deep.equal(['TRYAGAIN', undefined]);
    const ids = world.leader.status().members.map(({ id }) => id);
    expect(ids).to.deep.equal(['n1', 'n2', 'n3', 'n8']);
  });
});
