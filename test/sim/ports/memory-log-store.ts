import { assert } from '../../../src/base/assert.js';
import { configurationIn } from '../../../src/base/configuration.js';
import type { Entry, HardState } from '../../../src/base/raft-message.js';
import type { LogStore, LogWrite, StoredLog, TermSpan } from '../../../src/ports/log-store.js';

/** What survives a crash. One store at a time is open on it. */
export class MemoryDisk {
  hardState: HardState = { term: 0, vote: null, commit: 0 };
  /** The place behind which the entries begin. */
  base = { index: 0, term: 0 };
  entries: readonly Entry[] = [];

  get lastIndex(): number {
    return this.base.index + this.entries.length;
  }

  open(sync: Sync): MemoryLogStore {
    return new MemoryLogStore(this, sync);
  }

  apply({ hardState, reset, entries }: LogWrite): void {
    this.hardState = hardState ?? this.hardState;
    if (reset !== undefined) [this.base, this.entries] = [reset, []];
    const from = entries[0]?.index;
    if (from !== undefined) this.entries = [...this.before(from), ...entries];
  }

  compact(upTo: number): void {
    const last = this.entries[upTo - this.base.index - 1];
    if (last === undefined) return;
    this.entries = this.entries.slice(upTo - this.base.index);
    this.base = { index: upTo, term: last.term };
  }

  before(index: number): readonly Entry[] {
    return this.entries.slice(0, index - this.base.index - 1);
  }
}

/** Takes what completes a write or a read, and calls it when the disk is to be done: at once, after a delay, never. */
export type Sync = (complete: () => void) => void;

/** A log store that forgets in a crash what was not synced. */
export class MemoryLogStore implements LogStore {
  readonly initial: StoredLog;
  #pending: LogWrite | null = null;
  #failure: Error | null = null;
  #lastIndex: number;

  constructor(
    private readonly disk: MemoryDisk,
    private readonly sync: Sync,
  ) {
    this.#lastIndex = disk.lastIndex;
    const terms = termSpans(disk.entries);
    const configurations = disk.entries.filter(({ kind }) => kind === 'configuration').map(configurationIn);
    this.initial = {
      hardState: disk.hardState,
      firstIndex: disk.base.index + 1,
      baseTerm: disk.base.term,
      bytes: disk.entries.reduce((sum, { data }) => sum + data.length, 0),
      lastIndex: this.#lastIndex,
      terms,
      configurations,
    };
  }

  write(write: LogWrite, done: (error: Error | null) => void): void {
    assert(this.#pending === null, 'at most one write of a log is in flight');
    const base = write.reset?.index ?? this.disk.base.index;
    const last = write.reset?.index ?? this.#lastIndex;
    const from = write.entries[0]?.index ?? base + 1;
    assert(from > base && from <= last + 1, 'an append leaves no hole in the log');
    assert(
      write.entries.every((entry, i) => entry.index === from + i),
      'the entries of an append are consecutive',
    );
    this.#pending = write;
    this.#lastIndex = write.entries.at(-1)?.index ?? last;
    this.sync(() => {
      if (this.#pending !== write) return; // the process is dead: nobody is told
      this.#pending = null;
      if (this.#failure === null) this.disk.apply(write);
      done(this.#failure);
    });
  }

  read(
    from: number,
    to: number,
    maxBytes: number,
    done: (error: Error | null, entries: Entry[]) => void,
  ): void {
    this.sync(() => {
      if (this.#failure !== null) done(this.#failure, []);
      else if (from <= this.disk.base.index) done(null, []);
      else if (from > this.disk.lastIndex) done(this.fail(`entry ${from} is missing`), []);
      else
        done(null, this.#within(this.disk.before(to + 1).slice(from - this.disk.base.index - 1), maxBytes));
    });
  }

  compact(upTo: number, done: (error: Error | null) => void): void {
    this.sync(() => {
      if (this.#failure === null) this.disk.compact(upTo);
      done(this.#failure);
    });
  }

  close(done: (error: Error | null) => void): void {
    this.fail('the log is closed');
    this.sync(() => done(null));
  }

  /** The disk breaks: every later call fails. */
  fail(reason: string): Error {
    this.#failure ??= new Error(reason);
    return this.#failure;
  }

  /** The process dies. A write in flight is on the disk as a whole, or not at all: `lands` says which. */
  crash(lands: boolean): void {
    if (lands && this.#pending !== null && this.#failure === null) this.disk.apply(this.#pending);
    this.#pending = null;
    this.fail('the process is dead');
  }

  #within(entries: readonly Entry[], maxBytes: number): Entry[] {
    let bytes = 0;
    const end = entries.findIndex((entry, i) => (bytes += entry.data.length) > maxBytes && i > 0);
    return entries.slice(0, end < 0 ? entries.length : end);
  }
}

function termSpans(entries: readonly Entry[]): TermSpan[] {
  const spans: TermSpan[] = [];
  for (const { index, term } of entries) if (spans.at(-1)?.term !== term) spans.push({ index, term });
  return spans;
}
