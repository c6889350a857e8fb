import { assert } from '../base/assert.js';
import { type CommandItem, decodeCommand, type Open, type PartItem } from './payload.js';
import { FIRST_VERSION } from './version.js';

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
  /** Where its clients connect, as host:port; empty: it has not told. */
  readonly clientAddress: string;
  /** The highest machine version that its last process could run. */
  readonly highestVersion: number;
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
  clientAddress = '';
  highestVersion = FIRST_VERSION;
  gatheredBytes = 0;
  readonly gathered = new Map<number, Gathering>();

  constructor(readonly uuid: string) {}
}

/** The parts so far of one lane's command. */
export interface Gathering {
  readonly parts: Uint8Array[];
  /** They were beyond the bound, and are not kept. */
  oversized: boolean;
}

/**
 * One row a node. This is the only truth about which batch takes effect: exactly the one after the last, of exactly the
 * present incarnation.
 */
export class Sessions {
  readonly #rows = new Map<string, Row>();

  /** `bound`: bytes of parts gathered for one node. */
  constructor(private readonly bound = GATHERED_BYTES) {}

  row(uuid: string): NodeRow | undefined {
    return this.#rows.get(uuid);
  }

  /** In order of uuid. */
  rows(): NodeRow[] {
    return [...this.#rows.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
  }

  /** Begins an incarnation; the caller ends what belongs to the one before. */
  open({ uuid, id, incarnation, highestVersion }: Omit<Open, 'kind'>): ApplyOutcome {
    const row = this.#rows.get(uuid) ?? new Row(uuid);
    if (incarnation < row.incarnation) return 'refused';
    if (incarnation === row.incarnation) return row.ended ? 'refused' : 'skipped';
    this.#rows.set(uuid, row);
    row.id = id;
    row.incarnation = incarnation;
    row.lastSequence = 0;
    row.ended = false;
    row.highestVersion = highestVersion;
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

  announce(uuid: string, address: string): void {
    const row = this.#rows.get(uuid);
    assert(row !== undefined, 'a node that tells has a row');
    row.clientAddress = address;
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
      row.gathered.set(item.lane, { parts: [], oversized: false });
    }
    const gathering = row.gathered.get(item.lane);
    if (gathering === undefined) return item.last ? 'incomplete' : 'waiting';
    this.#keep(row, gathering, item.part);
    if (!item.last) return 'waiting';
    this.forget(uuid, item.lane);
    if (gathering.oversized) return 'oversized';
    const command = decodeCommand(gathering.parts);
    return command === undefined ? 'incomplete' : { lane: item.lane, ...command };
  }

  #keep(row: Row, gathering: Gathering, part: Uint8Array): void {
    if (row.gatheredBytes + part.length > this.bound) {
      gathering.oversized = true;
      row.gatheredBytes -= sizeOf(gathering);
      gathering.parts.length = 0;
    }
    if (gathering.oversized) return;
    gathering.parts.push(part);
    row.gatheredBytes += part.length;
  }

  /** Drops what was gathered for a lane. */
  forget(uuid: string, lane: number): void {
    const row = this.#rows.get(uuid);
    const gathering = row?.gathered.get(lane);
    if (row === undefined || gathering === undefined) return;
    row.gatheredBytes -= sizeOf(gathering);
    row.gathered.delete(lane);
  }

  /** What is gathered, in order of lane: for snapshots and the digest. */
  gathered(uuid: string): [lane: number, gathering: Readonly<Gathering>][] {
    return [...(this.#rows.get(uuid)?.gathered ?? [])].sort(([a], [b]) => a - b);
  }

  // ---- from a snapshot -----------------------------------------------------------------------------------------------

  restore(row: Omit<NodeRow, 'gatheredBytes'>): void {
    assert(!this.#rows.has(row.uuid), 'a node has one row');
    this.#rows.set(row.uuid, Object.assign(new Row(row.uuid), row));
  }

  restoreGathering(uuid: string, lane: number, gathering: Gathering): void {
    const row = this.#rows.get(uuid);
    assert(row !== undefined, 'parts come from a node with a row');
    row.gathered.set(lane, gathering);
  }

  restorePart(uuid: string, gathering: Gathering, part: Uint8Array): void {
    const row = this.#rows.get(uuid);
    assert(row !== undefined, 'parts come from a node with a row');
    this.#keep(row, gathering, part);
  }

  #dropParts(row: Row): void {
    row.gathered.clear();
    row.gatheredBytes = 0;
  }
}

function sizeOf({ parts }: Gathering): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
