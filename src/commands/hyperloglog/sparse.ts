import { header, HEADER, REGISTERS, SPARSE } from './layout.js';

/**
 * Runs of registers: `00xxxxxx` is x + 1 zeros, `01xxxxxx yyyyyyyy` is xy + 1 zeros, `1vvvvvxx` is x + 1 times the value
 * v + 1.
 */
export interface Run {
  readonly kind: 'zeros' | 'many zeros' | 'value';
  /** Of the registers; 0 for zeros. */
  readonly value: number;
  readonly length: number;
  /** Its bytes. */
  readonly size: number;
}

export const SPARSE_VALUE_MAX = 32;
const VALUE_RUN_MAX = 4;
const SHORT_ZEROS_MAX = 64;
/** Runs that are looked at for a merge after a change. */
const MERGE_SCAN = 5;

export function emptySparse(): Buffer {
  return Buffer.concat([header(SPARSE), Buffer.from(zeros(REGISTERS))]);
}

export function runAt(log: Buffer, at: number): Run {
  const byte = log[at]!;
  const length = lengthAt(log, at);
  if (byte >= 0x80) return { kind: 'value', value: ((byte >> 2) & 31) + 1, length, size: 1 };
  if (byte < 0x40) return { kind: 'zeros', value: 0, length, size: 1 };
  return { kind: 'many zeros', value: 0, length, size: 2 };
}

function lengthAt(log: Buffer, at: number): number {
  const byte = log[at]!;
  if (byte >= 0x80) return (byte & 3) + 1;
  return byte < 0x40 ? byte + 1 : (((byte & 0x3f) << 8) | (log[at + 1] ?? 0)) + 1;
}

/** Visits the runs in order. False: together they are not exactly all registers, or one is cut off. */
export function forEachRun(log: Buffer, visit: (run: Run, first: number) => void): boolean {
  let first = 0;
  let at = HEADER;
  while (at < log.length) {
    const run = runAt(log, at);
    at += run.size;
    if (first + run.length > REGISTERS || at > log.length) return false;
    visit(run, first);
    first += run.length;
  }
  return first === REGISTERS;
}

/** What {@link raiseSparse} answers besides the changed value. */
export type Unraised = 'unchanged' | 'too large' | 'corrupted';

/**
 * The value with one register raised. `too large`: it does not fit this encoding, or needs more than `limit` bytes.
 * The bytes are the ones that Redis comes to: which runs are split, and which are joined again, is visible to GET.
 */
export function raiseSparse(log: Buffer, index: number, rank: number, limit: number): Buffer | Unraised {
  if (rank > SPARSE_VALUE_MAX) return 'too large';
  let at = HEADER;
  let before = HEADER;
  let first = 0;
  // This loop is what PFADD costs: it makes no object for a run.
  for (let length = 0; at < log.length; first += length) {
    length = lengthAt(log, at);
    if (index < first + length) break;
    before = at;
    at += log[at]! >= 0x40 && log[at]! < 0x80 ? 2 : 1;
  }
  if (at >= log.length) return 'corrupted';
  const run = runAt(log, at);
  if (run.value >= rank) return 'unchanged';
  const split = splitRun(run, index - first, rank);
  const grows = split.length - run.size;
  if (grows > 0 && log.length + grows > limit) return 'too large';
  const changed = Buffer.concat([log.subarray(0, at), Buffer.from(split), log.subarray(at + run.size)]);
  return joinValues(changed, before);
}

/** The bytes of a run in which one register, `place` of it, has another value. */
function splitRun(run: Run, place: number, rank: number): number[] {
  const behind = run.length - place - 1;
  const rest = (length: number): number[] => {
    if (length === 0) return [];
    return run.kind === 'value' ? [value(run.value, length)] : zeros(length);
  };
  return [...rest(place), value(rank, 1), ...rest(behind)];
}

function zeros(length: number): number[] {
  if (length <= SHORT_ZEROS_MAX) return [length - 1];
  return [0x40 | ((length - 1) >> 8), (length - 1) & 0xff];
}

function value(value: number, length: number): number {
  return 0x80 | ((value - 1) << 2) | (length - 1);
}

/** Joins neighbours of the same value among the runs from `from` on. */
function joinValues(log: Buffer, from: number): Buffer {
  let joined = log;
  let at = from;
  for (let scans = 0; scans < MERGE_SCAN && at < joined.length; scans++) {
    const run = runAt(joined, at);
    const next = at + 1 < joined.length ? runAt(joined, at + 1) : undefined;
    const length = run.length + (next?.length ?? 0);
    const fits = run.kind === 'value' && next?.value === run.value && length <= VALUE_RUN_MAX;
    if (!fits) {
      at += run.size;
      continue;
    }
    joined = Buffer.concat([joined.subarray(0, at), joined.subarray(at + 1)]);
    joined[at] = value(run.value, length);
  }
  return joined;
}
