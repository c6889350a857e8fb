import type { Database } from './database.js';

/** The databases. */
export interface Keyspace {
  readonly databases: readonly Database[];
  /** Milliseconds since the epoch: what counts as now for the command at hand. */
  readonly now: number;
  swap(first: number, second: number): void;
}
