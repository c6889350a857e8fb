import { type CommandItem, encodeCommand } from '../machine/payload.js';
import type { Request } from './api.js';
import { BATCH_BYTES, Batch, Lead } from './batch.js';
import { laneOf } from './lane.js';

/** A command above this travels in parts. Bytes. */
const PARTS_ABOVE = 1 << 20;
/** Bytes of parts on their way before the next part waits: commands of other clients go between. */
const PARTS_WINDOW = 2 << 20;

/**
 * Commands that travel in parts, in the order of their arrival, and what their lanes sent behind them. Invariant: a batch
 * in here has a lead and no number, and whatever else its lane has sent since is in here too.
 */
export class LargeCommands {
  #late: Batch[] = [];
  /** Batches with parts that have numbers and are not applied, and their bytes. */
  #parts = 0;
  #partBytes = 0;

  /** `account`: so many bytes of the batch wait or are on their way. */
  constructor(private readonly account: (batch: Batch, bytes: number) => void) {}

  get isEmpty(): boolean {
    return this.#late.length === 0;
  }

  get partsOnTheWay(): number {
    return this.#parts;
  }

  /** Takes a command that needs parts, or whose lane has one in here, and answers its batch; null: it is neither. */
  take(item: CommandItem, request: Request, now: () => number): Batch | null {
    const { lastBatch } = laneOf(request);
    const isLarge = argumentBytes(item.argv) > PARTS_ABOVE;
    const behind = lastBatch !== null && lastBatch.lead !== null && lastBatch.id === null;
    if (!isLarge && !behind) return null;
    let batch = lastBatch;
    if (isLarge || batch === null || batch.bytes >= BATCH_BYTES) {
      const lead = new Lead(item.lane, isLarge ? encodeCommand(item) : new Uint8Array());
      batch = new Batch(now()); // its time begins behind the encoding, which may take a second
      batch.lead = lead;
      this.#late.push(batch);
    }
    batch.add(isLarge && batch.lead !== null ? batch.lead.lastPart : item, request);
    this.#account();
    return batch;
  }

  /** One large command alone congests nobody: that would stop all other clients for as long as it takes. */
  #account(): void {
    for (const [at, batch] of this.#late.entries()) {
      this.account(batch, batch.bytes + (at === 0 ? 0 : (batch.lead?.left ?? 0)));
    }
  }

  /** The batch to be numbered next; null: nothing there, or enough parts are on their way. */
  next(): Batch | null {
    const batch = this.#late[0];
    if (batch === undefined || this.#partBytes >= PARTS_WINDOW) return null;
    const part = batch.lead?.next(batch.openedAt) ?? null;
    if (part !== null) {
      this.account(part, part.bytes);
      return part;
    }
    this.#late.shift();
    this.#account();
    return batch;
  }

  /** A batch was given its number. */
  numbered(batch: Batch): void {
    if (!batch.isPart) return;
    this.#parts++;
    this.#partBytes += batch.bytes;
  }

  /** A batch with a number is applied, or about to lose what it holds. */
  gone(batch: Batch): void {
    if (!batch.isPart) return;
    this.#parts--;
    this.#partBytes -= batch.bytes;
  }

  /**
   * Another incarnation: parts count only within one, so all are needed once more. `before` are the batches that stand in
   * front of those in here; from the first large one on they are taken out, and wait behind its parts again.
   */
  startAgain(before: Batch[]): void {
    this.#parts = this.#partBytes = 0;
    const first = before.findIndex(batch => batch.lead !== null);
    if (first >= 0) this.#late.unshift(...before.splice(first));
    for (const batch of this.#late) {
      batch.lead ??= new Lead(0, new Uint8Array());
      batch.lead.restart();
    }
    this.#account();
  }

  /** Takes out what has waited too long. */
  removeIf(isOver: (batch: Batch) => boolean): Batch[] {
    const over = this.#late.filter(isOver);
    this.#late = this.#late.filter(batch => !isOver(batch));
    this.#account();
    return over;
  }
}

function argumentBytes(argv: readonly string[]): number {
  let bytes = 0;
  for (const argument of argv) bytes += argument.length;
  return bytes;
}
