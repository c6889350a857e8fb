import type { MemberId } from '../base/raft-message.js';
import type { Machine } from '../machine/machine.js';
import { encodeBody, type MemberRecord } from '../machine/payload.js';
import { FIRST_VERSION } from '../machine/version.js';
import type { ConsensusView } from './consensus-view.js';

/** At most 20 ticks a second are logged, but for those that a read asks for. Milliseconds. */
const TICK_EVERY = 50;
/** An end that was proposed and not applied is proposed again after this. Milliseconds. */
const PROPOSE_AGAIN = 1_000;

export interface DutiesOptions {
  readonly id: MemberId;
  /** Members as configured; their uuids are learnt from their `open`. */
  readonly members: readonly MemberRecord[];
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** 32 hexadecimal digits. */
  readonly newClusterId: () => string;
  readonly nodeTimeout: () => number;
}

/**
 * What a leader logs by itself: the first entry of a cluster, ticks, the end of incarnations it hears nothing of, and the
 * machine version that all members can run.
 */
export class LeaderDuties {
  #lastTick = 0;
  #lastBootstrap = -Infinity;
  #lastRaise = -Infinity;
  readonly #ended = new Map<string, number>();

  constructor(
    private readonly consensus: Pick<ConsensusView, 'append' | 'stampNow' | 'silence' | 'configuration'>,
    private readonly machine: Pick<
      Machine,
      'clusterId' | 'earliestDeadline' | 'rows' | 'version' | 'highestVersion'
    >,
    private readonly options: DutiesOptions,
  ) {}

  /**
   * Only for a leader whose machine has applied all that is committed: what it asks for twice is skipped as it is
   * applied. `isAll`: there is nothing else in the log.
   */
  run(now: number, isAll: boolean): void {
    if (this.machine.clusterId === null) {
      if (isAll) this.#bootstrap(now);
      return;
    }
    this.#tick(now);
    this.#endSilent(now);
    this.#raise(now);
  }

  #bootstrap(now: number): void {
    if (now - this.#lastBootstrap < PROPOSE_AGAIN) return;
    this.#lastBootstrap = now;
    const { members, settings } = this.options;
    this.consensus.append(
      encodeBody({ kind: 'bootstrap', clusterId: this.options.newClusterId(), members, settings }),
    );
  }

  #tick(now: number): void {
    if (now - this.#lastTick < TICK_EVERY) return;
    const due = this.machine.earliestDeadline();
    if (due === undefined || due > this.consensus.stampNow()) return;
    this.#lastTick = now;
    this.consensus.append(encodeBody({ kind: 'tick' }));
  }

  /** The incarnation of a node that has been silent for `node-timeout`, or was removed, ends, and its waiters with it. */
  #endSilent(now: number): void {
    for (const row of this.machine.rows()) {
      if (row.ended || row.id === this.options.id) continue;
      const isSilent = this.consensus.silence(row.id) > this.options.nodeTimeout();
      if (!isSilent && this.#isMember(row)) continue;
      if (now - (this.#ended.get(row.uuid) ?? -Infinity) < PROPOSE_AGAIN) continue;
      this.#ended.set(row.uuid, now);
      this.consensus.append(encodeBody({ kind: 'end', uuid: row.uuid, incarnation: row.incarnation }));
    }
  }

  /**
   * Learners count too: each member applies the log. One that is away counts with what it could run last, and one that was
   * never here with the first version.
   */
  #raise(now: number): void {
    const { machine, consensus } = this;
    if (machine.version >= machine.highestVersion || now - this.#lastRaise < PROPOSE_AGAIN) return;
    const rows = machine.rows();
    const version = Math.min(
      ...consensus.configuration.members.map(({ id, uuid }) => {
        const own = rows.filter(row => row.id === id && (uuid === '' || uuid === row.uuid));
        return own.length === 0 ? FIRST_VERSION : Math.min(...own.map(row => row.highestVersion));
      }),
    );
    if (version <= machine.version) return;
    this.#lastRaise = now;
    consensus.append(encodeBody({ kind: 'raise', version }));
  }

  #isMember({ id, uuid }: { readonly id: MemberId; readonly uuid: string }): boolean {
    const { members } = this.consensus.configuration;
    return members.some(member => member.id === id && (member.uuid === '' || member.uuid === uuid));
  }
}
