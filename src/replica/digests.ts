import type { MemberId } from '../base/raft-message.js';
import type { StateDigest } from '../machine/digest.js';
import type { Machine } from '../machine/machine.js';
import { encodeBody } from '../machine/payload.js';
import type { Logger } from '../ports/logger.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { DigestReport, DigestStatus } from './api.js';
import type { ConsensusView } from './consensus-view.js';
import type { Questions } from './questions.js';

const TOPIC = 'digest';
const BEGIN_TOPIC = 'digest begin';
/** Work at a time, and the time for everything else between two pieces. Milliseconds. */
const SLICE_MS = 2;
const PAUSE_MS = 1;
/** A peer has so long to answer. Milliseconds. */
const ASK_MS = 1_000;
/** RAFT DIGEST waits so long for members that are at work on theirs. Milliseconds. */
const REPORT_MS = 30_000;
/** Broken invariants ask for a comparison this often at most. Milliseconds. */
const ALARM_EVERY = 60_000;

export interface DigestsEnvironment {
  readonly id: MemberId;
  readonly machine: Pick<Machine, 'beginDigest' | 'keyspace'>;
  readonly consensus: Pick<ConsensusView, 'append' | 'leads' | 'leader' | 'configuration' | 'isConnected'>;
  readonly questions: Pick<Questions, 'ask' | 'answer'>;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  /** Milliseconds between two comparisons; 0: none by time. */
  interval(): number;
  /** The last entry that was applied. */
  applied(): number;
  /** A majority agrees on another state than this node's, as of this entry. */
  diverged(index: number): void;
}

interface Digest {
  readonly index: number;
  readonly digest: string;
}

interface Waiting {
  /** A digest of a later entry answers it. */
  readonly after: number;
  readonly until: number;
  readonly done: (report: DigestReport | string) => void;
}

/**
 * Compares the states of the nodes. An entry of the log says where; each node takes the digest of its state as of that
 * entry, in slices, tells the others, and looks whether a majority of the members has another one than itself.
 */
export class Digests {
  #walk: { readonly index: number; readonly digest: StateDigest } | null = null;
  #own: Digest | null = null;
  /** The newest one of each member. */
  readonly #heard = new Map<MemberId, Digest>();
  #waiting: Waiting[] = [];
  /** When an entry last asked for one; also when the process began. */
  #lastAt: number;
  #alarmedAt = -Infinity;

  constructor(private readonly environment: DigestsEnvironment) {
    const { questions, scheduler } = environment;
    this.#lastAt = scheduler.now();
    questions.answer(TOPIC, (body, done) => {
      this.#hear(body);
      done(this.#own === null ? '' : this.#told(this.#own));
    });
    questions.answer(BEGIN_TOPIC, (_body, done) => done(this.#append() ? 'begun' : ''));
  }

  get status(): DigestStatus {
    const own = this.#own;
    return {
      index: own?.index ?? 0,
      digest: own?.digest ?? '',
      differs: own === null ? [] : this.#differing(own),
    };
  }

  /** RAFT DIGEST; `done` with what each member has, or with an error for the client. */
  compare(done: (report: DigestReport | string) => void): void {
    const { environment } = this;
    const until = environment.scheduler.now() + REPORT_MS;
    this.#ask(begun => {
      if (begun) this.#waiting.push({ after: environment.applied(), until, done });
      else done('CLUSTERDOWN no leader is known');
    });
  }

  /** Gives a key of database 0 another value on this node alone, as a fault would: for tests. */
  corrupt(key: string, value: string): void {
    this.environment.machine.keyspace.database(0).set(key, value);
  }

  /** A handler broke an invariant: did it on every node alike? */
  alarm(): void {
    const now = this.environment.scheduler.now();
    if (now - this.#alarmedAt < ALARM_EVERY) return;
    this.#alarmedAt = now;
    this.#ask(() => undefined);
  }

  /** The log asks for a digest as of the entry at `index`, which was applied just now. */
  begin(index: number): void {
    this.#lastAt = this.environment.scheduler.now();
    this.#walk?.digest.abandon();
    this.#walk = { index, digest: this.environment.machine.beginDigest() };
    this.environment.scheduler.after(0, () => this.#work());
  }

  /** Another state takes the place of the one that it is of. */
  abandon(): void {
    this.#walk?.digest.abandon();
    this.#walk = null;
  }

  tick(now: number): void {
    const interval = this.environment.interval();
    if (interval > 0 && now - this.#lastAt >= interval && this.#append()) this.#lastAt = now;
    if (this.#waiting.some(({ until }) => until <= now)) this.#settle(now);
  }

  #append(): boolean {
    const { consensus } = this.environment;
    if (consensus.leads) consensus.append(encodeBody({ kind: 'digest' }));
    return consensus.leads;
  }

  #ask(done: (begun: boolean) => void): void {
    const { consensus, questions } = this.environment;
    if (this.#append()) done(true);
    else if (consensus.leader === null) done(false);
    else questions.ask([consensus.leader], BEGIN_TOPIC, '', ASK_MS, ([answer]) => done(answer === 'begun'));
  }

  #work(): void {
    const { scheduler } = this.environment;
    const walk = this.#walk;
    if (walk === null) return;
    for (const until = scheduler.now() + SLICE_MS; scheduler.now() < until; ) {
      const digest = walk.digest.step();
      if (digest === null) continue;
      this.#walk = null;
      this.#finished({ index: walk.index, digest });
      return;
    }
    scheduler.after(PAUSE_MS, () => this.#work());
  }

  #finished(own: Digest): void {
    this.#own = own;
    const { questions } = this.environment;
    questions.ask(this.#peers(), TOPIC, this.#told(own), ASK_MS, answers => {
      for (const answer of answers) this.#hear(answer);
    });
    this.#look();
  }

  #peers(): MemberId[] {
    const { id, consensus } = this.environment;
    return consensus.configuration.members.map(member => member.id).filter(member => member !== id);
  }

  #told({ index, digest }: Digest): string {
    return `${this.environment.id} ${index} ${digest}`;
  }

  #hear(text: string): void {
    const [, id, index, digest] = /^(\S+) (\d+) ([0-9a-f]{64})$/.exec(text) ?? [];
    if (id === undefined || digest === undefined || !this.#peers().includes(id)) return;
    this.#heard.set(id, { index: Number(index), digest });
    this.#look();
  }

  /** Members that have another state as of the same entry. */
  #differing({ index, digest }: Digest): MemberId[] {
    return this.#peers().filter(id => {
      const heard = this.#heard.get(id);
      return heard?.index === index && heard.digest !== digest;
    });
  }

  #look(): void {
    const own = this.#own;
    if (own === null) return;
    const differing = this.#differing(own);
    if (differing.length > 0) this.#tell(own, differing);
    this.#settle(this.environment.scheduler.now());
  }

  #tell(own: Digest, differing: readonly MemberId[]): void {
    const { logger, consensus } = this.environment;
    const votes = new Map<string, number>();
    for (const id of differing) {
      const { digest } = this.#heard.get(id)!;
      votes.set(digest, (votes.get(digest) ?? 0) + 1);
    }
    const majority = Math.floor(consensus.configuration.members.length / 2) + 1;
    logger.error({ index: own.index, members: differing.join(',') }, 'the states of nodes differ');
    if (Math.max(...votes.values()) >= majority) this.environment.diverged(own.index);
  }

  #settle(now: number): void {
    const own = this.#own;
    const { consensus, id } = this.environment;
    const missing = this.#peers().some(
      peer => consensus.isConnected(peer) && (this.#heard.get(peer)?.index ?? 0) < (own?.index ?? 0),
    );
    const isOver = ({ after, until }: Waiting): boolean =>
      until <= now || (own !== null && own.index > after && !missing);
    const over = this.#waiting.filter(isOver);
    if (over.length === 0) return;
    this.#waiting = this.#waiting.filter(each => !isOver(each));
    for (const { after, done } of over) {
      if (own === null || own.index <= after) done('TIMEOUT no digest was taken in time');
      else
        done({
          ...own,
          members: [[id, own.digest], ...this.#peers().map(peer => this.#of(peer, own.index))],
        });
    }
  }

  #of(peer: MemberId, index: number): [MemberId, string | null] {
    const heard = this.#heard.get(peer);
    return [peer, heard?.index === index ? heard.digest : null];
  }
}
