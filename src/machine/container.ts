import type { TypeName, Value } from './value.js';

/**
 * A value that is edited in place. It is made of chunks of at most some 128 elements or 16 KB, which it shares with its
 * frozen views: a chunk carries the epoch of the value in which it was made, `freeze` begins a new epoch, and an edit
 * replaces a chunk of an older epoch by a copy first.
 */
export interface Container {
  readonly type: TypeName;
  /** The value as it is now, whatever happens to it later. Costs O(number of chunks) at most. */
  freeze(): Frozen;
  /** An equal value that can be edited by itself (COPY). Costs O(number of chunks) at most. */
  clone(): Container;
}

/** A value as it was at one moment. */
export interface Frozen {
  readonly type: TypeName;
  /**
   * The content piece by piece, each some 16 KB or one element: all that a client can see of it. Where a piece begins
   * depends on the content, never on chunks: the pieces are what state digests hash, and nodes with equal content may
   * have other chunks. A piece is good until the next one is asked for.
   */
  pieces(): Iterable<Uint8Array>;
}

/** Makes a value of its pieces again, in chunks of its own. */
export interface ValueBuilder {
  add(piece: Uint8Array): void;
  /** After the last piece. */
  finish(): Value;
}
