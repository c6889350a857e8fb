import type { Machine } from '../machine/machine.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { SnapshotStatus } from './api.js';
import type { Applier } from './applier.js';
import type { Channel, SnapshotAnswer, SnapshotWord } from './channel.js';
import type { ConsensusView } from './consensus-view.js';
import { SnapshotLoader } from './snapshot-loader.js';
import { type SnapshotSettings, SnapshotTaker } from './snapshot-taker.js';

export interface OwnSnapshotsEnvironment {
  readonly machine: Machine;
  readonly consensus: ConsensusView;
  readonly applier: Applier;
  readonly scheduler: Scheduler;
  readonly settings: SnapshotSettings;
  /** The machine is what the newest snapshot holds, or empty when there is none: the node may begin. */
  began(): void;
  /** Later: a snapshot of the leader took the place of what the machine held. */
  installed(): void;
  failed(error: Error): void;
}

/** Snapshots as the machine half sees them: those that it takes, and those that it is given. */
export class OwnSnapshots {
  readonly #taker: SnapshotTaker;
  readonly #loader: SnapshotLoader;
  #ready = false;

  constructor(private readonly environment: OwnSnapshotsEnvironment) {
    const { machine, consensus, applier, scheduler, settings } = environment;
    const words: Channel<SnapshotWord> = { post: word => consensus.post({ type: 'snapshots', word }) };
    this.#taker = new SnapshotTaker({
      ...{ machine, consensus: words, settings },
      now: () => scheduler.now(),
      wall: () => scheduler.wall(),
      later: (ms, run) => void scheduler.after(ms, run),
      place: () => ({ index: applier.applied, term: applier.term }),
      disk: () => ({
        index: consensus.status?.snapshotIndex ?? 0,
        logBytes: consensus.status?.logBytes ?? 0,
      }),
    });
    this.#loader = new SnapshotLoader(machine, words, {
      none: () => this.#begin(),
      installed: ({ index, term }) => {
        applier.restart(index, term);
        consensus.applied(index);
        if (this.#ready) environment.installed();
        else this.#begin();
      },
      failed: error => environment.failed(error),
    });
  }

  /** The machine holds what the newest snapshot does. */
  get ready(): boolean {
    return this.#ready;
  }

  get status(): SnapshotStatus {
    return this.#taker.status;
  }

  /** Begins one as of the last entry applied; `done` when it is on disk. */
  take(done: (error: string | null, index: number) => void): void {
    this.#taker.take(done);
  }

  /** Makes the state anew from a snapshot of it, while everything waits. What is taken of the old one meanwhile goes on. */
  reload(): void {
    const { machine, applier } = this.environment;
    const writer = machine.beginSnapshot({ group: 0, index: applier.applied, term: applier.term });
    const reader = machine.beginRestore();
    while (!writer.ended) {
      const chunk = writer.step();
      if (chunk !== null) reader.add(chunk);
    }
    machine.install(reader.finish().state);
  }

  receive(word: Exclude<SnapshotAnswer, { type: 'wanted' }>): void {
    switch (word.type) {
      case 'chunkSaved':
        this.#taker.chunkSaved();
        break;
      case 'snapshotSaved':
        this.#taker.saved();
        break;
      case 'snapshotRefused':
        this.#taker.refused();
        break;
      case 'restore':
        this.#taker.abandon();
        this.#loader.begin(word.chunks);
        break;
      case 'restoreChunk':
        this.#loader.chunk(word.bytes);
    }
  }

  tick(now: number): void {
    if (this.#ready) this.#taker.tick(now);
  }

  #begin(): void {
    this.#ready = true;
    this.environment.began();
  }
}
