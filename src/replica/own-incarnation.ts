import type { Machine } from '../machine/machine.js';
import type { Logger } from '../ports/logger.js';
import type { NodeStore } from '../ports/node-store.js';
import type { Proposer } from './proposer.js';

export interface IncarnationEnvironment {
  /** An incarnation has begun: the batches of the one before wait for it to be opened. */
  began(): void;
  /** The data folder names its cluster, on disk. */
  joined(clusterId: string): void;
  failed(error: Error): void;
}

/** The incarnations of this node: begun on its disk before anything of them leaves, opened and ended by the log. */
export class OwnIncarnation {
  #beginning = false;
  /** The data folder names the cluster whose log this is. */
  #joined = false;

  constructor(
    private readonly machine: Pick<Machine, 'row' | 'clusterId'>,
    private readonly proposer: Pick<Proposer, 'incarnation' | 'opened' | 'begin' | 'openApplied'>,
    private readonly nodeStore: NodeStore,
    private readonly logger: Logger,
    private readonly environment: IncarnationEnvironment,
  ) {}

  /** Raises the counter on disk. While that is under way, another call is of no use: it begins the same one. */
  begin(done: (error: Error | null) => void): void {
    if (this.#beginning) return;
    this.#beginning = true;
    this.nodeStore.beginIncarnation((error, incarnation) => {
      this.#beginning = false;
      if (error === null) {
        this.proposer.begin(incarnation);
        this.environment.began();
      } else {
        this.environment.failed(error);
      }
      done(error);
    });
  }

  /** Looks whether the machine now says something new about this node's own incarnation. */
  changed(): void {
    const row = this.machine.row(this.nodeStore.identity.uuid);
    if (row === undefined || row.incarnation !== this.proposer.incarnation) return;
    if (row.ended) {
      this.logger.warn(
        { incarnation: row.incarnation },
        'the cluster ended this incarnation; beginning another',
      );
      this.begin(() => undefined);
    } else if (!this.proposer.opened && this.#joined) {
      this.proposer.openApplied();
    }
  }

  /** A snapshot took the place of what the machine held. */
  restored(): void {
    this.bootstrapped();
  }

  /**
   * The log says which cluster it is the log of. Only when this node's folder says so too, on disk, are commands of
   * clients let into it: a folder with acknowledged writes that could still be taken into another cluster loses them.
   */
  bootstrapped(): void {
    const { clusterId } = this.machine;
    if (clusterId === null) return;
    const joined = (): void => {
      this.#joined = true;
      this.environment.joined(clusterId);
      this.changed();
    };
    if (this.nodeStore.identity.clusterId === clusterId) joined();
    else
      this.nodeStore.joinCluster(clusterId, error =>
        error === null ? joined() : this.environment.failed(error),
      );
  }
}
