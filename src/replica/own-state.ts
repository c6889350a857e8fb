import { OperatorError } from '../base/errors.js';
import type { Machine } from '../machine/machine.js';
import type { Payload } from '../machine/payload.js';
import type { Applier } from './applier.js';
import { Backups } from './backups.js';
import type { SnapshotAnswer } from './channel.js';
import type { ConsensusView } from './consensus-view.js';
import { Digests } from './digests.js';
import type { ReplicaOptions } from './options.js';
import { OwnSnapshots } from './own-snapshots.js';
import type { Questions } from './questions.js';

const TOPIC = 'snapshot';
/** After so many deaths at one entry a node no longer tries to apply it. */
export const DEATHS = 3;
/** A node without a state it can trust asks for a snapshot this often, and another peer after so many times. */
const ASK_EVERY = 2_000;
const ASKS_OF_ONE = 15;

export interface OwnStateEnvironment {
  readonly options: Pick<ReplicaOptions, 'id' | 'failed' | 'scheduler' | 'settings' | 'logger' | 'nodeStore'>;
  readonly machine: Machine;
  readonly consensus: ConsensusView;
  readonly applier: Applier;
  readonly questions: Questions;
  /** The machine is what the newest snapshot holds, or empty when there is none: the node may begin. */
  began(): void;
  /** Later: a snapshot of the leader took the place of what the machine held. */
  installed(): void;
  /** Nothing of the machine may be shown to anybody from now on. */
  stopped(): void;
}

/**
 * Whether the machine is what the log makes of it: snapshots, digests, and what is done when it is not. A node that differs
 * from a majority, or died of one entry several times, says so in its data folder and ends; the next process votes and
 * stores, and begins with a snapshot of a peer in the place of everything that it has.
 */
export class OwnState {
  readonly snapshots: OwnSnapshots;
  readonly digests: Digests;
  readonly backups: Backups;
  #asks = 0;
  #cancelAsk: () => void = () => undefined;

  constructor(private readonly environment: OwnStateEnvironment) {
    const { options, machine, consensus, applier, questions } = environment;
    const { id, scheduler, settings, logger } = options;
    this.snapshots = new OwnSnapshots({
      ...{ machine, consensus, applier, scheduler, settings },
      began: () => this.#began(),
      installed: () => {
        this.digests.abandon();
        this.backups.abandon();
        environment.installed();
      },
      failed: error => this.#fail(error),
    });
    this.digests = new Digests({
      ...{ id, machine, consensus, questions, scheduler, logger },
      interval: () => settings.digestInterval(),
      applied: () => applier.applied,
      diverged: index => this.#diverged(index),
    });
    this.backups = new Backups(machine, applier, () => scheduler.now());
    questions.answer(TOPIC, (body, done) => this.#asked(body, done));
  }

  receive(word: SnapshotAnswer): void {
    if (word.type === 'wanted') this.#want(word.index);
    else this.snapshots.receive(word);
  }

  tick(now: number): void {
    this.snapshots.tick(now);
    this.digests.tick(now);
    this.backups.tick(now);
    const { applier, options } = this.environment;
    const { trouble } = options.nodeStore.identity;
    if (trouble !== null && applier.applied > trouble.index) this.#remember(null);
  }

  /** An entry was applied. */
  applied(kind: Payload['kind'], index: number): void {
    const { machine, options } = this.environment;
    if (kind === 'digest') this.digests.begin(index);
    else if (kind === 'raise')
      options.logger.info({ version: machine.version }, 'machine version agreed upon');
  }

  /**
   * The machine could not apply the entry at `index`: memory or stack ended, most likely. Where it is one that this process
   * cannot know, no other state would help it.
   */
  couldNotApply(index: number, error: Error): void {
    if (error instanceof OperatorError) return this.#fail(error);
    const { trouble } = this.environment.options.nodeStore.identity;
    const deaths = trouble?.index === index ? trouble.deaths + 1 : 1;
    this.#end({ index, deaths }, `cannot apply the entry at ${index} (time ${deaths}): ${error.message}`);
  }

  #diverged(index: number): void {
    const text = `the state of this node differs from that of a majority at ${index}: it is to be replaced`;
    this.#end({ index, deaths: DEATHS }, text);
  }

  #end(trouble: { readonly index: number; readonly deaths: number }, text: string): void {
    const { environment } = this;
    environment.stopped();
    this.#remember(trouble, () => environment.options.failed(new OperatorError('STATE', text)));
  }

  #remember(
    trouble: { readonly index: number; readonly deaths: number } | null,
    done: () => void = () => undefined,
  ): void {
    this.environment.options.nodeStore.troubled(trouble, error => {
      if (error === null) done();
      else this.#fail(error);
    });
  }

  #fail(error: Error): void {
    this.environment.stopped();
    this.environment.options.failed(error);
  }

  // ---- a state of another node -------------------------------------------------------------------------------------

  #began(): void {
    this.#cancelAsk();
    if (this.#asks > 0) {
      this.environment.options.logger.info({}, 'the state of this node is that of a peer now');
      this.#remember(null);
    }
    this.environment.began();
  }

  #want(index: number): void {
    const { logger, nodeStore } = this.environment.options;
    const { trouble } = nodeStore.identity;
    logger.warn(
      { index: trouble?.index },
      'this node does not trust its state from this entry on, and waits for a snapshot of a peer; where no node can apply it, --skip-entry is the way out',
    );
    this.#ask(index);
  }

  #ask(index: number): void {
    const { consensus, questions, options } = this.environment;
    const peers = consensus.configuration.members
      .map(({ id }) => id)
      .filter(id => id !== options.id && consensus.isConnected(id));
    const peer = peers[Math.floor(this.#asks++ / ASKS_OF_ONE) % peers.length];
    if (peer !== undefined)
      questions.ask([peer], TOPIC, `${options.id} ${index}`, ASK_EVERY, () => undefined);
    this.#cancelAsk = options.scheduler.after(ASK_EVERY, () => this.#ask(index));
  }

  /** A peer needs a snapshot that covers `index`; the newest one, or one that is taken now. */
  #asked(body: string, done: (answer: string) => void): void {
    const [, to, index] = /^(\S+) (\d+)$/.exec(body) ?? [];
    const { snapshots } = this;
    const { consensus, applier } = this.environment;
    done('');
    if (to === undefined || !snapshots.ready || applier.applied < Number(index)) return;
    const send = (): void => consensus.post({ type: 'snapshots', word: { type: 'send', to } });
    if ((consensus.status?.snapshotIndex ?? 0) >= Number(index)) send();
    else snapshots.take(error => error === null && send());
  }
}
