import { OperatorError } from '../base/errors.js';
import type { MemberId } from '../base/raft-message.js';
import type { ConsensusView } from './consensus-view.js';
import type { ReplicaOptions } from './options.js';
import type { Questions } from './questions.js';

const TOPIC = 'removal';
const REMOVED = 'removed';
/** A node that hears of no leader for so long asks the others why. Milliseconds. */
const ASK_AFTER_MS = 2_000;
/** They answer within this, or do not know. Milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * A node that was removed is told nothing by the log: a leader does not write to it any more, and nobody votes for it.
 * While it hears of no leader it asks. When it was removed it says so and ends: it could do nothing for its clients but let
 * them wait.
 */
export class Removal {
  /** Who is to be asked. */
  readonly #planned = new Set<MemberId>();

  constructor(
    private readonly consensus: Pick<
      ConsensusView,
      'leads' | 'leader' | 'configuration' | 'isConnected' | 'figures'
    >,
    private readonly questions: Pick<Questions, 'answer' | 'ask'>,
    private readonly options: Pick<ReplicaOptions, 'id' | 'failed' | 'nodeStore' | 'scheduler'>,
  ) {
    questions.answer(TOPIC, (body, done) => {
      const { id, uuid } = JSON.parse(body) as { id: MemberId; uuid: string };
      const { members, index } = consensus.configuration;
      const member = members.find(other => other.id === id);
      // A member that was never heard of has no uuid yet: it may be this one.
      const isMember = member !== undefined && (member.uuid === '' || member.uuid === uuid);
      // A change that is not committed may be undone by the next leader.
      const isCertain = consensus.leads && index <= consensus.figures.commitIndex;
      done(isCertain && !isMember ? REMOVED : '');
    });
  }

  /** No leader is known any more. */
  leaderLost(): void {
    const { members } = this.consensus.configuration;
    for (const { id } of members) if (this.consensus.isConnected(id)) this.connected(id);
  }

  /** A peer is connected: when it is the leader, and this node a member, its word comes soon. */
  connected(peer: MemberId): void {
    if (this.#planned.has(peer)) return;
    this.#planned.add(peer);
    this.options.scheduler.after(ASK_AFTER_MS, () => {
      this.#planned.delete(peer);
      if (this.#isLost && this.consensus.isConnected(peer)) this.#ask(peer);
    });
  }

  /** It is, or was, in a cluster whose leader it does not know. */
  get #isLost(): boolean {
    return this.consensus.leader === null && this.options.nodeStore.identity.clusterId !== null;
  }

  #ask(peer: MemberId): void {
    const { id, failed, nodeStore } = this.options;
    const body = JSON.stringify({ id, uuid: nodeStore.identity.uuid });
    this.questions.ask([peer], TOPIC, body, PATIENCE_MS, ([answer]) => {
      if (answer !== REMOVED) return this.connected(peer);
      const text = `${id} was removed from the cluster, says its leader ${peer}: RAFT ADD takes it in again`;
      failed(new OperatorError('REMOVED', text));
    });
  }
}
