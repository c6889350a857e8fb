import type { MemberChange } from '../base/configuration.js';
import type { MemberId } from '../base/raft-message.js';
import type { ConsensusView } from './consensus-view.js';
import { BUSY, isUnknown, NOT_LEADING } from './member-change.js';
import { handOver } from './hand-over.js';
import type { ReplicaOptions } from './options.js';
import type { Questions } from './questions.js';
import { Removal } from './removal.js';

const TOPIC = 'members';
const JOIN_TOPIC = 'join';
/** A leader that is silent for so long is asked again, or the next one. Milliseconds. */
const LEADER_PATIENCE_MS = 1_000;
/** After this it is looked again who leads. Milliseconds. */
const RETRY_MS = 50;
/** A node that joins waits so much longer for an answer than the member that it asks. Milliseconds. */
const JOIN_EXTRA_MS = 1_000;
/** A node that joins asks again after this. Milliseconds. */
const JOIN_AGAIN_MS = 1_000;
const UNKNOWN = 'TIMEOUT outcome unknown: RAFT MEMBERS tells';
const NO_LEADER = 'CLUSTERDOWN no leader is known';

type Done = (error: string | null) => void;

interface Open {
  readonly change: MemberChange;
  /** A leader may have made it already. */
  again: boolean;
  readonly until: number;
  readonly done: Done;
}

/**
 * What clients ask of this node about the members and the leader. Changes of the members are asked for at any node, and
 * made by the leader. One whose leader is lost is put to the next, which is told that it may have been made already, until
 * `client-timeout` is over.
 */
export class OwnMembers {
  readonly #removal: Removal;

  constructor(
    private readonly consensus: Pick<
      ConsensusView,
      'leads' | 'leader' | 'configuration' | 'isConnected' | 'changeMembers' | 'transfer' | 'figures'
    >,
    private readonly questions: Pick<Questions, 'answer' | 'ask'>,
    private readonly options: Pick<
      ReplicaOptions,
      'id' | 'join' | 'failed' | 'logger' | 'nodeStore' | 'scheduler'
    > & {
      readonly settings: Pick<ReplicaOptions['settings'], 'clientTimeout'>;
    },
  ) {
    this.#removal = new Removal(consensus, questions, options);
    // One hop only: a node that does not lead any more says so.
    questions.answer(TOPIC, (body, done) => {
      const { change, again } = JSON.parse(body) as Pick<Open, 'change' | 'again'>;
      consensus.changeMembers(change, again, error => done(error ?? ''));
    });
    questions.answer(JOIN_TOPIC, (body, done) =>
      this.change(JSON.parse(body) as MemberChange, error => done(error ?? '')),
    );
  }

  change(change: MemberChange, done: Done): void {
    const { scheduler, settings } = this.options;
    this.#put({ change, again: false, until: scheduler.now() + settings.clientTimeout(), done });
  }

  transfer(to: MemberId | null, done: Done): void {
    const refusal = 'ERR this node does not lead, or there is nobody to hand over to';
    this.consensus.transfer(to, begun => done(begun ? null : refusal));
  }

  handOver(done: () => void): void {
    handOver(this.consensus, this.options.scheduler, done);
  }

  connected(peer: MemberId): void {
    this.join(peer);
    this.#removal.connected(peer);
  }

  leaderLost(): void {
    this.#removal.leaderLost();
  }

  /** A peer is connected. A node that is to join asks whoever it meets, until the log says that it is a member. */
  join(peer: MemberId): void {
    const { id, join, logger, nodeStore, scheduler, settings } = this.options;
    const isMember = this.consensus.configuration.members.some(member => member.id === id);
    // A node that was removed has been in the cluster before: it does not bring itself back.
    const isNew = nodeStore.identity.clusterId === null;
    if (join === null || isMember || !isNew || !this.consensus.isConnected(peer)) return;
    const change: MemberChange = { kind: 'add', id, address: join, replace: false };
    const patience = settings.clientTimeout() + JOIN_EXTRA_MS;
    this.questions.ask([peer], JOIN_TOPIC, JSON.stringify(change), patience, ([error = UNKNOWN]) => {
      if (error !== '') logger.warn({ error }, 'not added to the cluster yet');
      scheduler.after(JOIN_AGAIN_MS, () => this.join(peer));
    });
  }

  #put(open: Open): void {
    const { leads, leader } = this.consensus;
    const { change, again } = open;
    if (leads) this.consensus.changeMembers(change, again, error => this.#answered(open, error));
    else if (leader === null || !this.consensus.isConnected(leader)) this.#later(open);
    else {
      const body = JSON.stringify({ change, again });
      this.questions.ask([leader], TOPIC, body, LEADER_PATIENCE_MS, ([answer = UNKNOWN]) =>
        this.#answered(open, answer === '' ? null : answer),
      );
    }
  }

  #answered(open: Open, error: string | null): void {
    if (error === null) open.done(null);
    else if (isUnknown(error)) {
      open.again = true;
      this.#later(open);
    } else if (error === NOT_LEADING || (open.again && error === BUSY)) this.#later(open);
    else open.done(error);
  }

  #later(open: Open): void {
    const { scheduler } = this.options;
    if (scheduler.now() >= open.until) open.done(open.again ? UNKNOWN : NO_LEADER);
    else scheduler.after(RETRY_MS, () => this.#put(open));
  }
}
