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
/** What it was told it logs again after this. Milliseconds. */
const AGAIN_MS = 60_000;

/**
 * A node that was away when it was removed, or another one took its place, is told nothing by the log: a leader does not
 * write to it any more, and nobody votes for it. While it hears of no leader it asks, and tells the operator.
 */
export class Removal {
  constructor(
    private readonly consensus: Pick<ConsensusView, 'leads' | 'leader' | 'configuration' | 'isConnected'>,
    private readonly questions: Pick<Questions, 'answer' | 'ask'>,
    private readonly options: Pick<ReplicaOptions, 'id' | 'logger' | 'nodeStore' | 'scheduler'>,
  ) {
    questions.answer(TOPIC, (body, done) => {
      const { id, uuid } = JSON.parse(body) as { id: MemberId; uuid: string };
      const member = consensus.configuration.members.find(other => other.id === id);
      // A member that was never heard of has no uuid yet: it may be this one.
      const isMember = member !== undefined && (member.uuid === '' || member.uuid === uuid);
      done(consensus.leads && !isMember ? REMOVED : '');
    });
  }

  /** A peer is connected: when it is the leader, and this node a member, its word comes soon. */
  connected(peer: MemberId): void {
    this.#later(peer, ASK_AFTER_MS);
  }

  #later(peer: MemberId, ms: number): void {
    this.options.scheduler.after(ms, () => {
      if (this.#isLost && this.consensus.isConnected(peer)) this.#ask(peer);
    });
  }

  /** A member, by its own log, of a cluster whose leader it does not know. */
  get #isLost(): boolean {
    const { id, nodeStore } = this.options;
    const { leader, configuration } = this.consensus;
    const isMember = configuration.members.some(member => member.id === id);
    return leader === null && isMember && nodeStore.identity.clusterId !== null;
  }

  #ask(peer: MemberId): void {
    const { id, logger, nodeStore } = this.options;
    const body = JSON.stringify({ id, uuid: nodeStore.identity.uuid });
    this.questions.ask([peer], TOPIC, body, PATIENCE_MS, ([answer]) => {
      this.#later(peer, answer === REMOVED ? AGAIN_MS : ASK_AFTER_MS);
      if (answer !== REMOVED) return;
      logger.error(
        { id, leader: peer },
        'this node was removed from the cluster while it was away: stop it, or take it in again with RAFT ADD',
      );
    });
  }
}
