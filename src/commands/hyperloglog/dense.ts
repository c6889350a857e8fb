import { DENSE, header, HEADER, DENSE_SIZE } from './layout.js';

/** Registers of six bits one after the other, the lowest bits first, across the borders of bytes. */

export function emptyDense(): Buffer {
  return Buffer.concat([header(DENSE), Buffer.alloc(DENSE_SIZE - HEADER)]);
}

export function denseRegister(log: Buffer, index: number): number {
  const bit = index * 6;
  const at = HEADER + (bit >> 3);
  return ((log[at]! | ((log[at + 1] ?? 0) << 8)) >> (bit & 7)) & 63;
}

/** Raises a register; false: it was as high already. */
export function raiseDense(log: Buffer, index: number, rank: number): boolean {
  if (denseRegister(log, index) >= rank) return false;
  const bit = index * 6;
  const at = HEADER + (bit >> 3);
  const shift = bit & 7;
  const word = (log[at]! | ((log[at + 1] ?? 0) << 8)) & ~(63 << shift);
  const changed = word | (rank << shift);
  log[at] = changed & 0xff;
  if (shift > 2) log[at + 1] = changed >> 8;
  return true;
}
