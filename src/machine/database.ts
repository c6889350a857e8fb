import type { Value } from './value.js';

/** One of the numbered databases. All access is by live keys: a key that is due by `keyspace.now` is not there. */
export interface Database {
  readonly index: number;
  /** Keys present, those included that are due but not deleted yet. */
  readonly size: number;
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** Puts a value in the place of whatever was there; its life time goes. */
  set(key: string, value: Value): void;
  /** Puts a value in the place of another and keeps the life time (SET KEEPTTL, an edit that made a new string). */
  replace(key: string, value: Value): void;
  /** Says that the value of a key was edited in place: every edit must be followed by this before the handler ends. */
  touch(key: string): void;
  /** True when it was there. */
  delete(key: string): boolean;
  /** Milliseconds since the epoch, or undefined when the key lives for ever or is not there. */
  deadline(key: string): number | undefined;
  /** The key must be there. A deadline that is due deletes at once, as in Redis. */
  setDeadline(key: string, deadline: number): void;
  /** True when there was a life time to take away. */
  persist(key: string): boolean;
  clear(): void;
}
