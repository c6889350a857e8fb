/** Who a data folder belongs to. Made at its first start, synced before anything leaves the node. */
export interface NodeIdentity {
  /** `--id` of the first start. */
  readonly id: string;
  /** 32 random hexadecimal digits. */
  readonly uuid: string;
  /** 32 hexadecimal digits, made at bootstrap; null until the node learnt it from the log. */
  readonly clusterId: string | null;
  /** The last incarnation that was begun; 0: none. */
  readonly incarnation: number;
  readonly trouble: Trouble | null;
}

/** An entry that the machine of this node could not apply, or from which on its state is wrong. */
export interface Trouble {
  readonly index: number;
  /** How many processes have died of it; a wrong state counts as many. */
  readonly deaths: number;
}

/** The identity row of the data folder. Callbacks come after the sync. */
export interface NodeStore {
  readonly identity: NodeIdentity;
  /** Raises the counter, syncs, and gives the new incarnation. */
  beginIncarnation(done: (error: Error | null, incarnation: number) => void): void;
  /** Null: it is over. */
  troubled(trouble: Trouble | null, done: (error: Error | null) => void): void;
  joinCluster(clusterId: string, done: (error: Error | null) => void): void;
}
