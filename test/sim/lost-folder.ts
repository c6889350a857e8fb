import { Commands } from '../../src/commands/table.js';
import type { Reply } from '../../src/resp/reply.js';
import { SimNetwork } from './ports/sim-network.js';
import { VirtualTime } from './ports/virtual-time.js';
import { SimNode } from './sim-node.js';

const IDS = ['n1', 'n2', 'n3'];
/** Virtual milliseconds: for everything to come to rest; for an election, if there can be one. */
const SETTLE_MS = 3_000;
const WATCH_MS = 4_000;

/**
 * What a node may not do whose data folder is new, under the id of a member: stand in for the folder that is gone. A write
 * is acknowledged by the leader and one follower while the other is cut off. Then that follower loses its folder, and
 * either the leader dies as well, and what is left must elect nobody; or the other stays cut off, and nothing more may be
 * acknowledged.
 */
export class LostFolder {
  readonly #time: VirtualTime;
  readonly #network: SimNetwork;
  readonly #nodes: SimNode[];

  constructor(private readonly seed: number) {
    this.#time = new VirtualTime(seed);
    this.#network = new SimNetwork(this.#time);
    const members = IDS.map(id => ({ id, address: `${id}:1`, uuid: '' }));
    const watch = { applied: () => undefined, failed: () => undefined };
    const commands = new Commands();
    this.#nodes = IDS.map(
      (id, at) => new SimNode(id, at + 1, members, this.#time, this.#network, watch, commands),
    );
  }

  /** @throws Error when the new folder was taken for the old */
  run(): void {
    for (const node of this.#nodes) node.start();
    this.#time.advance(SETTLE_MS);
    const leader = this.#nodes.find(({ raft }) => raft?.role === 'leader');
    if (leader === undefined) throw new Error('nobody leads');
    const [away, wiped] = this.#nodes.filter(node => node !== leader) as [SimNode, SimNode];
    this.#network.partition([leader.id, wiped.id]);
    const first = this.#write(leader);
    this.#time.advance(100);
    if (first[0] !== 1) throw new Error('a majority acknowledges');
    wiped.crash(true);
    wiped.wipe();
    if (this.seed % 2 === 0) this.#without(leader, wiped, away);
    else this.#with(leader, wiped);
  }

  #without(leader: SimNode, wiped: SimNode, away: SimNode): void {
    leader.crash(true);
    this.#network.heal();
    wiped.start();
    this.#time.advance(WATCH_MS);
    for (const { id, raft } of [wiped, away])
      if (raft?.role === 'leader') throw new Error(`${id} leads without what was acknowledged`);
  }

  #with(leader: SimNode, wiped: SimNode): void {
    wiped.start();
    this.#time.advance(50);
    const replies = this.#write(leader);
    this.#time.advance(WATCH_MS);
    if (typeof replies[0] === 'number') throw new Error('acknowledged without a majority');
  }

  #write({ replica }: SimNode): Reply[] {
    const replies: Reply[] = [];
    const lane = replica!.openLane();
    replica!.submit({
      lane,
      argv: ['INCR', 'k'],
      db: 0,
      kind: 'write',
      done: reply => replies.push(reply),
      lost: () => undefined,
    });
    return replies;
  }
}
