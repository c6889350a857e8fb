import { murmurHash64A } from '../../base/murmur-hash.js';
import { denseRegister, emptyDense, raiseDense } from './dense.js';
import { CORRUPTED, encodingOf, HEADER, RANK_MAX, REGISTERS, SPARSE } from './layout.js';
import { forEachRun, raiseSparse } from './sparse.js';

const SEED = 0xadc83b19;
/** Bits of the hash that choose the register. */
const INDEX_BITS = 14;

/** Which register an element belongs to, and how high it raises it: one more than the zeros at the end of its hash. */
export function rankOf(element: string): { index: number; rank: number } {
  const { high, low } = murmurHash64A(element, SEED);
  const rest = low >>> INDEX_BITS;
  const index = low & (REGISTERS - 1);
  if (rest !== 0) return { index, rank: trailingZeros(rest) + 1 };
  return { index, rank: high === 0 ? RANK_MAX : 32 - INDEX_BITS + trailingZeros(high) + 1 };
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** Raises a register; `limit`: bytes up to which the encoding stays sparse. Undefined: it was as high already. */
export function raise(log: Buffer, index: number, rank: number, limit: number): Buffer | undefined {
  if (encodingOf(log) === SPARSE) {
    const raised = raiseSparse(log, index, rank, limit);
    if (raised === 'corrupted') throw CORRUPTED;
    if (raised === 'unchanged') return undefined;
    if (raised !== 'too large') return raised;
  }
  const dense = toDense(log);
  return raiseDense(dense, index, rank) ? dense : undefined;
}

/** The same registers, six bits each; the value itself when it is so already. */
export function toDense(log: Buffer): Buffer {
  if (encodingOf(log) !== SPARSE) return log;
  const dense = emptyDense();
  // The cached estimate is still right.
  log.copy(dense, HEADER / 2, HEADER / 2, HEADER);
  forEachRegister(log, (index, rank) => raiseDense(dense, index, rank));
  return dense;
}

/** Visits the registers that are not zero, in order. */
export function forEachRegister(log: Buffer, visit: (index: number, rank: number) => void): void {
  if (encodingOf(log) !== SPARSE) {
    for (let index = 0; index < REGISTERS; index++) {
      const rank = denseRegister(log, index);
      if (rank > 0) visit(index, rank);
    }
    return;
  }
  const isWhole = forEachRun(log, ({ value, length }, first) => {
    for (let i = 0; value > 0 && i < length; i++) visit(first + i, value);
  });
  if (!isWhole) throw CORRUPTED;
}

/** Raises `union`, a rank for each register, to what the value has. */
export function unite(union: Uint8Array, log: Buffer): void {
  forEachRegister(log, (index, rank) => {
    if (rank > union[index]!) union[index] = rank;
  });
}
