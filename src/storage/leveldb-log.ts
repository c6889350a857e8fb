import { crc32c } from '../base/crc32c.js';
import { unmask } from './leveldb-bytes.js';

/**
 * LevelDB's log file format (its doc/log_format.md), which its WAL (`*.log`) and its `MANIFEST-*` have in common: blocks
 * of 32 KB; in them fragments, each crc u32 | length u16 | type u8 | payload, little-endian. The crc is a masked CRC-32C
 * of type and payload. A record is one FULL fragment, or FIRST, any MIDDLE, LAST; no fragment crosses a block, and fewer
 * than seven bytes at the end of a block are left as zeros.
 */
const BLOCK = 32 * 1024;
const HEAD = 7;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** How a file ends, and where the trouble begins. */
export type LogFileEnd =
  | { readonly state: 'whole' }
  /** The last record stops at the end of the file: its write never returned. */
  | { readonly state: 'cut'; readonly offset: number }
  /** The last record has all its bytes, but not the ones that were written: it may have been acknowledged. */
  | { readonly state: 'bad'; readonly offset: number }
  /** A bad record has good ones behind it. */
  | { readonly state: 'corrupt'; readonly offset: number };

/** Walks the file; `onRecord` gets each whole record in order. */
export function readLogFile(file: Buffer, onRecord: (record: Buffer) => void): LogFileEnd {
  let parts: Buffer[] = []; // the fragments of a record whose LAST was not met yet
  let start = 0; // where that record begins
  let at = 0;
  while (at < file.length) {
    const room = BLOCK - (at % BLOCK);
    if (room < HEAD) {
      at += room;
      continue;
    }
    const fragment = fragmentAt(file, at);
    if (fragment === null) return judge(file, at, parts.length > 0 ? start : at);
    const { type, payload } = fragment;
    const continues = type === MIDDLE || type === LAST;
    if (continues !== parts.length > 0) {
      return { state: 'corrupt', offset: parts.length > 0 ? start : at }; // whole fragments, but some are missing
    }
    if (parts.length === 0) start = at;
    parts.push(payload);
    at += HEAD + payload.length;
    if (type === FULL || type === LAST) {
      onRecord(parts.length === 1 ? payload : Buffer.concat(parts));
      parts = [];
    }
  }
  return parts.length > 0 ? { state: 'cut', offset: start } : { state: 'whole' };
}

interface Fragment {
  readonly type: number;
  readonly payload: Buffer;
}

/** Null when there is no whole fragment with the right checksum at `at`. */
function fragmentAt(file: Buffer, at: number): Fragment | null {
  if (at + HEAD > file.length) return null;
  const type = file[at + 6]!;
  const end = at + HEAD + file.readUInt16LE(at + 4);
  if (type < FULL || type > LAST || end > file.length || end > blockEnd(at)) return null;
  if (unmask(file.readUInt32LE(at)) !== crc32c(file.subarray(at + 6, end))) return null;
  return { type, payload: file.subarray(at + HEAD, end) };
}

/** A file with a bad fragment at `at`, in the record that begins at `offset`. */
function judge(file: Buffer, at: number, offset: number): LogFileEnd {
  if (recordBehind(file, at + 1)) return { state: 'corrupt', offset };
  if (at + HEAD > file.length) return { state: 'cut', offset };
  const end = at + HEAD + file.readUInt16LE(at + 4);
  // A fragment never crosses its block: a length that says so is not the one that was written.
  if (end <= file.length || end > blockEnd(at)) return { state: 'bad', offset };
  // It seems to be cut short. If what is there has the right checksum, only its length was damaged.
  const whole = unmask(file.readUInt32LE(at)) === crc32c(file.subarray(at + 6));
  return { state: whole ? 'bad' : 'cut', offset };
}

/**
 * Is there the beginning of a whole record at `from` or behind? The length of the bad fragment cannot be trusted, so
 * every position is tried. MIDDLE and LAST do not count: they may belong to the bad record itself, whose pages a power
 * cut let through in any order.
 */
function recordBehind(file: Buffer, from: number): boolean {
  for (let at = from; at + HEAD <= file.length; at++) {
    const type = file[at + 6];
    if (type !== FULL && type !== FIRST) continue;
    // FIRST always fills its block: that spares most checksums.
    if (type === FIRST && at + HEAD + file.readUInt16LE(at + 4) !== blockEnd(at)) continue;
    if (fragmentAt(file, at) !== null) return true;
  }
  return false;
}

function blockEnd(at: number): number {
  return at - (at % BLOCK) + BLOCK;
}
