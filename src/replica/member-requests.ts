import type { MemberChange } from '../base/configuration.js';
import type { MemberId } from '../base/raft-message.js';
import type { ConsensusView } from './consensus-view.js';
import type { ReplicaOptions } from './options.js';
import type { Questions } from './questions.js';

const TOPIC = 'members';
const JOIN_TOPIC = 'join';
/** A change waits so long for its commit, or for the leader to answer. Milliseconds. */
const PATIENCE_MS = 5_000;
/** A node that joins asks again after this. Milliseconds. */
const JOIN_AGAIN_MS = 1_000;
const UNKNOWN = 'TIMEOUT outcome unknown: RAFT MEMBERS tells';
const NO_LEADER = 'CLUSTERDOWN no leader is known';

type Done = (error: string | null) => void;

/** Changes of the members, asked for at any node: the leader makes them. */
export class MemberRequests {
  constructor(
    private readonly consensus: Pick<
      ConsensusView,
      'leads' | 'leader' | 'configuration' | 'isConnected' | 'changeMembers'
    >,
    private readonly questions: Pick<Questions, 'answer' | 'ask'>,
    private readonly options: Pick<ReplicaOptions, 'id' | 'join' | 'logger' | 'scheduler'>,
  ) {
    // One hop only: a node that does not lead any more says so.
    questions.answer(TOPIC, (body, done) => consensus.changeMembers(decoded(body), encodeTo(done)));
    questions.answer(JOIN_TOPIC, (body, done) => this.request(decoded(body), encodeTo(done)));
  }

  request(change: MemberChange, done: Done): void {
    const { leads, leader } = this.consensus;
    if (leads) this.consensus.changeMembers(change, done);
    else if (leader === null) done(NO_LEADER);
    else this.#ask(leader, TOPIC, change, PATIENCE_MS, done);
  }

  /** A peer is connected. A node that is to join asks whoever it meets, until the log says that it is a member. */
  join(peer: MemberId): void {
    const { id, join, logger, scheduler } = this.options;
    const isMember = this.consensus.configuration.members.some(member => member.id === id);
    if (join === null || isMember || !this.consensus.isConnected(peer)) return;
    const change: MemberChange = { kind: 'add', id, address: join, replace: false };
    this.#ask(peer, JOIN_TOPIC, change, 2 * PATIENCE_MS, error => {
      if (error !== null) logger.warn({ error }, 'not added to the cluster yet');
      scheduler.after(JOIN_AGAIN_MS, () => this.join(peer));
    });
  }

  #ask(peer: MemberId, topic: string, change: MemberChange, patience: number, done: Done): void {
    this.questions.ask([peer], topic, JSON.stringify(change), patience, ([answer]) =>
      done(answer === undefined ? UNKNOWN : answer === '' ? null : answer),
    );
  }
}

function decoded(body: string): MemberChange {
  return JSON.parse(body) as MemberChange;
}

function encodeTo(done: (answer: string) => void): Done {
  return error => done(error ?? '');
}
