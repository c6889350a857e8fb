import { expect } from 'chai';
import { Commands } from '../../../src/commands/table.js';
import type { ReplicaNode } from '../../../src/replica/replica.js';
import { ErrorReply, type Reply } from '../../../src/resp/reply.js';
import { SimNetwork } from '../../sim/ports/sim-network.js';
import { VirtualTime } from '../../sim/ports/virtual-time.js';
import { SimNode } from '../../sim/sim-node.js';

const IDS = ['n1', 'n2', 'n3'];

/** Three nodes in virtual time, in a calm world. */
export class ThreeNodes {
  readonly time = new VirtualTime(3);
  readonly network = new SimNetwork(this.time);
  readonly nodes: SimNode[];
  /** What the nodes logged. */
  readonly lines: (Readonly<Record<string, unknown>> & { readonly message: string })[] = [];

  /** Nodes that said that they cannot go on; then their processes ended. */
  readonly failures: { readonly id: string; readonly error: Error }[] = [];

  constructor() {
    const members = IDS.map(id => ({ id, address: `${id}:1`, uuid: '' }));
    const log = (fields: object, message: string): void => void this.lines.push({ ...fields, message });
    const logger = { debug: log, info: log, warn: log, error: log };
    const failed = (node: SimNode, error: Error): void => {
      this.failures.push({ id: node.id, error });
      this.time.endOfTurn(() => node.crash(true));
    };
    const watch = { applied: () => undefined, failed, logger };
    const commands = new Commands();
    this.nodes = IDS.map(
      (id, at) => new SimNode(id, at + 1, members, this.time, this.network, watch, commands),
    );
    for (const node of this.nodes) node.start();
    this.time.advance(3_000);
  }

  get leader(): ReplicaNode {
    const leaders = this.nodes.filter(({ raft }) => raft?.role === 'leader');
    expect(leaders).to.have.length(1);
    return leaders[0]?.replica as ReplicaNode;
  }

  /** Cuts a node off from the others, and them from it. */
  isolate(node: SimNode): void {
    this.network.partition(IDS.filter(id => id !== node.id));
  }

  nodeOf(replica: ReplicaNode): SimNode {
    return this.nodes.find(node => node.replica === replica) as SimNode;
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
