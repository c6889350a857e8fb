import { crc32c } from '../base/crc32c.js';
import type { Entry, EntryKind, HardState } from '../base/raft-message.js';

/**
 * What stands in the files of the log, one *unit* for each write. All numbers little-endian, 64-bit ones as two halves.
 *
 *     unit     header | state | entries | footer u32 | zeros up to a multiple of 32
 *     header   "QLU" version u8 | group u16 | 0 u16 | segment u32 | body length u32 | state length u32 | entries u32 |
 *              checksum of the state u32 | checksum of the header u32
 *     state    term u64 | commit u64 | lastIndex u64 | baseIndex u64 | baseTerm u64 | lastChecksum u32 | baseChecksum u32 |
 *              vote: length u16 (0xffff: none), bytes
 *     entry    checksum u32 | previous u32 | index u64 | term u64 | length u32 | kind u8 | 0 u24 | data
 *
 * The checksum of a header is seeded with its offset, so that a header counts only in its own place. That of an entry covers
 * all behind it; `previous` is the checksum of the entry before (0 for the first), so that an entry which is whole but stale
 * is seen as well. The state names both ends of the chain. Units begin at multiples of 32, so no header lies in two sectors
 * of a disk: it is there or it is not. The footer is not zero, and files are zeros before they are written: a write that
 * was cut short lacks it.
 */
export const FORMAT_VERSION = 2;
export const HEADER_BYTES = 32;
export const ENTRY_HEAD_BYTES = 32;
const FOOTER_BYTES = 4;
const STATE_BYTES = 50;
const ALIGNMENT = 32;
const MAGIC = 0x554c51; // "QLU"
const FOOTER = 0x21444e45; // "END!"
const NO_VOTE = 0xffff;
const KINDS: readonly EntryKind[] = ['noop', 'data', 'configuration'];
/** The largest body; what says more is damaged. */
const MAX_BODY_BYTES = 0x7fff_ffff;

/** The hard state, and where the log must end. */
export interface StateRow extends HardState {
  readonly lastIndex: number;
  readonly lastChecksum: number;
  /** The entry in front of the first, which a snapshot covers; all 0: there is none. */
  readonly baseIndex: number;
  readonly baseTerm: number;
  /** 0 also where the log began anew behind a snapshot. */
  readonly baseChecksum: number;
}

/** What holds after a write that is being made: the last checksum is found on the way. */
export type NextState = Omit<StateRow, 'lastChecksum'> & { lastChecksum: number };

export const EMPTY_STATE: StateRow = {
  ...{ term: 0, vote: null, commit: 0, lastIndex: 0, lastChecksum: 0 },
  ...{ baseIndex: 0, baseTerm: 0, baseChecksum: 0 },
};

export interface EntryRow {
  readonly entry: Entry;
  readonly checksum: number;
  readonly previous: number;
}

/** Where a unit stands. */
export interface Place {
  readonly group: number;
  readonly segment: number;
  readonly offset: number;
}

/** Where an entry stands in the unit that was made of it. */
export interface EntryPlace {
  readonly index: number;
  readonly offset: number;
  readonly length: number;
  readonly checksum: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** The size of a unit, in bytes. */
export function unitBytes(vote: string | null, entries: readonly Entry[]): number {
  let bytes = HEADER_BYTES + STATE_BYTES + (vote?.length ?? 0) + FOOTER_BYTES;
  for (const { data } of entries) bytes += ENTRY_HEAD_BYTES + data.length;
  return aligned(bytes);
}

/** `state` says what holds after this write; its `lastChecksum` is set. `previous` is that of the entry before `entries`. */
export function encodeUnit(
  place: Place,
  state: NextState,
  entries: readonly Entry[],
  previous: number,
): { bytes: Buffer; places: EntryPlace[] } {
  const bytes = Buffer.allocUnsafe(unitBytes(state.vote, entries));
  const stateLength = STATE_BYTES + (state.vote?.length ?? 0);
  let at = HEADER_BYTES + stateLength;
  let checksum = previous;
  const places: EntryPlace[] = [];
  for (const entry of entries) {
    checksum = putEntry(bytes, at, entry, checksum);
    const length = ENTRY_HEAD_BYTES + entry.data.length;
    places.push({ index: entry.index, offset: place.offset + at, length, checksum });
    at += length;
  }
  state.lastChecksum = checksum;
  putState(bytes, state);
  putFrame(bytes, place, at, stateLength, entries.length);
  return { bytes, places };
}

/** The last unit of a file that another one follows: it holds nothing. */
export function encodeContinuation(place: Place): Buffer {
  const bytes = Buffer.allocUnsafe(CONTINUATION_BYTES);
  putFrame(bytes, place, HEADER_BYTES, 0, 0);
  return bytes;
}
export const CONTINUATION_BYTES = aligned(HEADER_BYTES + FOOTER_BYTES);

function putEntry(bytes: Buffer, at: number, { index, term, kind, data }: Entry, previous: number): number {
  bytes.writeUInt32LE(previous, at + 4);
  putInteger(bytes, index, at + 8);
  putInteger(bytes, term, at + 16);
  bytes.writeUInt32LE(data.length, at + 24);
  bytes.writeUInt32LE(KINDS.indexOf(kind), at + 28);
  bytes.set(data, at + ENTRY_HEAD_BYTES);
  const checksum = crc32c(bytes.subarray(at + 4, at + ENTRY_HEAD_BYTES + data.length));
  bytes.writeUInt32LE(checksum, at);
  return checksum;
}

function putState(bytes: Buffer, state: StateRow): void {
  const at = HEADER_BYTES;
  putInteger(bytes, state.term, at);
  putInteger(bytes, state.commit, at + 8);
  putInteger(bytes, state.lastIndex, at + 16);
  putInteger(bytes, state.baseIndex, at + 24);
  putInteger(bytes, state.baseTerm, at + 32);
  bytes.writeUInt32LE(state.lastChecksum, at + 40);
  bytes.writeUInt32LE(state.baseChecksum, at + 44);
  bytes.writeUInt16LE(state.vote?.length ?? NO_VOTE, at + 48);
  bytes.write(state.vote ?? '', at + STATE_BYTES, 'latin1');
}

/** Header, footer and what fills up. `end`: where the body ends. */
function putFrame(bytes: Buffer, place: Place, end: number, stateLength: number, entries: number): void {
  bytes.writeUInt32LE(MAGIC + FORMAT_VERSION * 2 ** 24, 0);
  bytes.writeUInt32LE(place.group, 4);
  bytes.writeUInt32LE(place.segment, 8);
  bytes.writeUInt32LE(end - HEADER_BYTES, 12);
  bytes.writeUInt32LE(stateLength, 16);
  bytes.writeUInt32LE(entries, 20);
  bytes.writeUInt32LE(crc32c(bytes.subarray(HEADER_BYTES, HEADER_BYTES + stateLength)), 24);
  bytes.writeUInt32LE(crc32c(bytes.subarray(0, 28), place.offset), 28);
  bytes.writeUInt32LE(FOOTER, end);
  bytes.fill(0, end + FOOTER_BYTES);
}

/** What a place in a file holds. */
export type UnitAt =
  | { readonly kind: 'unit'; readonly state: StateRow; readonly rows: readonly RowAt[]; readonly end: number }
  /** The file is over; another one follows. */
  | { readonly kind: 'continuation' }
  /** Zeros: nothing was written here. */
  | { readonly kind: 'blank' }
  /** It lacks its end: a write that was cut short, of which nobody was told. */
  | { readonly kind: 'short' }
  | { readonly kind: 'bad' }
  | { readonly kind: 'new'; readonly version: number };

export interface RowAt extends EntryRow {
  readonly offset: number;
  readonly length: number;
}

/** Reads the unit at `offset` of `file`, all of whose bytes behind its end count as zeros. */
export function decodeUnit(file: Buffer, { group, segment, offset }: Place): UnitAt {
  const header = file.subarray(offset, offset + HEADER_BYTES);
  if (header.every(byte => byte === 0)) return { kind: 'blank' }; // the end of the file, too
  if (!isHeader(header, offset)) return { kind: 'bad' };
  const version = header[3] as number;
  if (version > FORMAT_VERSION) return { kind: 'new', version };
  const [bodyLength, stateLength, count] = [12, 16, 20].map(at => header.readUInt32LE(at)) as [
    number,
    number,
    number,
  ];
  const [body, end] = [offset + HEADER_BYTES, offset + HEADER_BYTES + bodyLength];
  if (header.readUInt32LE(4) !== group || header.readUInt32LE(8) !== segment || bodyLength > MAX_BODY_BYTES) {
    return { kind: 'bad' };
  }
  const footer = file.length < end + FOOTER_BYTES ? 0 : file.readUInt32LE(end);
  if (footer !== FOOTER) return { kind: footer === 0 ? 'short' : 'bad' };
  if (bodyLength === 0) return { kind: 'continuation' };
  const stateBytes = file.subarray(body, body + stateLength);
  const rows = rowsIn(file, body + stateLength, end, count);
  if (rows === null || crc32c(stateBytes) !== header.readUInt32LE(24) || stateLength < STATE_BYTES)
    return { kind: 'bad' };
  return { kind: 'unit', state: stateIn(stateBytes), rows, end: aligned(end + FOOTER_BYTES) };
}

/** Whether a unit, whole or not, begins at `offset`. */
export function beginsUnit(file: Buffer, offset: number): boolean {
  if (offset + HEADER_BYTES > file.length || file.readUIntLE(offset, 3) !== MAGIC) return false;
  return isHeader(file.subarray(offset, offset + HEADER_BYTES), offset);
}

export const nextPlace = (offset: number): number => offset + ALIGNMENT;

function isHeader(header: Buffer, offset: number): boolean {
  return (
    header.length === HEADER_BYTES &&
    header.readUIntLE(0, 3) === MAGIC &&
    header.readUInt32LE(28) === crc32c(header.subarray(0, 28), offset)
  );
}

function rowsIn(file: Buffer, from: number, end: number, count: number): RowAt[] | null {
  const rows: RowAt[] = [];
  let at = from;
  while (rows.length < count) {
    const length = at + ENTRY_HEAD_BYTES <= end ? ENTRY_HEAD_BYTES + file.readUInt32LE(at + 24) : Infinity;
    const row = at + length <= end ? decodeEntry(file.subarray(at, at + length)) : null;
    if (row === null) return null;
    rows.push({ ...row, offset: at, length });
    at += length;
  }
  return at === end ? rows : null;
}

/** One entry, alone. `entry.data` is a view of `bytes`. Null: they do not hold one. */
export function decodeEntry(bytes: Buffer): EntryRow | null {
  const checksum = bytes.readUInt32LE(0);
  if (checksum !== crc32c(bytes.subarray(4))) return null;
  const kind = KINDS[bytes.readUInt32LE(28)];
  const [index, term] = [integerAt(bytes, 8), integerAt(bytes, 16)];
  if (kind === undefined || !Number.isSafeInteger(index) || !Number.isSafeInteger(term)) return null;
  const entry = { index, term, kind, data: bytes.subarray(ENTRY_HEAD_BYTES) };
  return { entry, checksum, previous: bytes.readUInt32LE(4) };
}

function stateIn(bytes: Buffer): StateRow {
  const length = bytes.readUInt16LE(48);
  const vote = length === NO_VOTE ? null : bytes.toString('latin1', STATE_BYTES, STATE_BYTES + length);
  const [term, commit, lastIndex, baseIndex, baseTerm] = [0, 8, 16, 24, 32].map(at =>
    integerAt(bytes, at),
  ) as [number, number, number, number, number];
  const [lastChecksum, baseChecksum] = [bytes.readUInt32LE(40), bytes.readUInt32LE(44)];
  return { term, vote, commit, lastIndex, lastChecksum, baseIndex, baseTerm, baseChecksum };
}

function putInteger(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32LE(value % 2 ** 32, at);
  bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
}

function integerAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}
