import { assert } from '../base/assert.js';
import { type CommandItem, decodeCommand, type PartItem } from './payload.js';

/**
 * Parts that one node may have gathered here at a time. Its origin bounds them far lower; beyond this the entry is the
 * work of a node that is broken, and no node of the cluster must run out of memory for it. Bytes.
 */
const GATHERED_BYTES = 1 << 30;

/** What the machine knows of a node: which of its batches took effect. Part of the state. */
export interface NodeRow {
  readonly uuid: string;
  readonly id: string;
  readonly incarnation: number;
  /** Of that incarnation; 0: only its `open` came so far. */
  readonly lastSequence: number;
  /** The leader ended the incarnation: nothing of it takes effect any more. */
  readonly ended: boolean;
  /** Bytes gathered of commands that travel in parts. */
  readonly gatheredBytes: number;
}

/**
 * `applied`: it took effect now. `skipped`: it, or its effect, was there before. `gap`: an earlier batch of the node is
 * missing, or its `open`. `refused`: its incarnation is over; nothing of it takes effect any more.
 */
export type ApplyOutcome = 'applied' | 'skipped' | 'gap' | 'refused';

class Row implements NodeRow {
  id = '';
  incarnation = 0;
  lastSequence = 0;
  ended = false;
  gatheredBytes = 0;
  readonly gathered = new Map<number, Uint8Array[]>();

  constructor(readonly uuid: string) {}
}

/**
 * One row a node. This is the only truth about which batch takes effect: exactly the one after the last, of exactly the
 * present incarnation (DESIGN 2, "A batch has an identity").
 */
export class Sessions {
  readonly #rows = new Map<string, Row>();

  row(uuid: string): NodeRow | undefined {
    return this.#rows.get(uuid);
  }

  /** In order of uuid. */
  rows(): NodeRow[] {
    return [...this.#rows.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
  }

  /** Begins an incarnation; the caller ends what belongs to the one before. */
  open(uuid: string, id: string, incarnation: number): ApplyOutcome {
    const row = this.#rows.get(uuid) ?? new Row(uuid);
    if (incarnation < row.incarnation) return 'refused';
    if (incarnation === row.incarnation) return row.ended ? 'refused' : 'skipped';
    this.#rows.set(uuid, row);
    row.id = id;
    row.incarnation = incarnation;
    row.lastSequence = 0;
    row.ended = false;
    this.#dropParts(row);
    return 'applied';
  }

  end(uuid: string, incarnation: number): ApplyOutcome {
    const row = this.#rows.get(uuid);
    if (row === undefined || row.incarnation < incarnation) return 'gap';
    if (row.incarnation > incarnation || row.ended) return 'skipped';
    row.ended = true;
    this.#dropParts(row);
    return 'applied';
  }

  /** Counts the batch when it is the next one. */
  admit(uuid: string, incarnation: number, sequence: number): ApplyOutcome {
    const row = this.#rows.get(uuid);
    if (row === undefined || incarnation > row.incarnation) return 'gap';
    if (incarnation < row.incarnation || row.ended) return 'refused';
    if (sequence <= row.lastSequence) return 'skipped';
    if (sequence > row.lastSequence + 1) return 'gap';
    row.lastSequence = sequence;
    return 'applied';
  }

  /**
   * Takes a part. With the last one it answers the whole command: 'incomplete' when the origin gave up a batch that held
   * one of the parts, 'oversized' beyond the bound.
   */
  gather(uuid: string, item: PartItem): CommandItem | 'waiting' | 'incomplete' | 'oversized' {
    const row = this.#rows.get(uuid);
    assert(row !== undefined, 'parts come from a node with a row');
    if (item.first) {
      this.forget(uuid, item.lane);
      row.gathered.set(item.lane, []);
    }
    const parts = row.gathered.get(item.lane);
    if (parts === undefined) return item.last ? 'incomplete' : 'waiting';
    const fits = row.gatheredBytes + item.part.length <= GATHERED_BYTES;
    if (fits) {
      parts.push(item.part);
      row.gatheredBytes += item.part.length;
    }
    if (fits && !item.last) return 'waiting';
    this.forget(uuid, item.lane);
    if (!fits) return item.last ? 'oversized' : 'waiting';
    const command = decodeCommand(parts);
    return command === undefined ? 'incomplete' : { lane: item.lane, ...command };
  }

  /** Drops what was gathered for a lane. */
  forget(uuid: string, lane: number): void {
    const row = this.#rows.get(uuid);
    for (const part of row?.gathered.get(lane) ?? []) if (row !== undefined) row.gatheredBytes -= part.length;
    row?.gathered.delete(lane);
  }

  /** What is gathered, in order of lane: for the digest. */
  gathered(uuid: string): [lane: number, parts: readonly Uint8Array[]][] {
    return [...(this.#rows.get(uuid)?.gathered ?? [])].sort(([a], [b]) => a - b);
  }

  #dropParts(row: Row): void {
    row.gathered.clear();
    row.gatheredBytes = 0;
  }
}
