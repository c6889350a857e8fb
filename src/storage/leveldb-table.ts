import { crc32c } from '../base/crc32c.js';
import { LevelBytes, unmask } from './leveldb-bytes.js';

/**
 * LevelDB's table format (its doc/table_format.md), as far as checksums go: blocks, each with a trailer type u8 | masked
 * crc32c u32 that covers content and type; an index block whose values are the places of the data blocks; a metaindex
 * block with those of the filters; at the end a footer with the places of these two.
 */
const FOOTER_BYTES = 48;
const MAGIC = Buffer.from('57fb808b247547db', 'hex');

interface Block {
  readonly offset: number;
  readonly size: number;
}

/**
 * Where the first bad block begins; null: the table is whole. LevelDB does not check these sums when it reads, and bytes
 * that it cannot make sense of may end the process.
 */
export function findBadBlock(table: Buffer): number | null {
  const footer = table.length - FOOTER_BYTES;
  if (footer < 0 || !table.subarray(-MAGIC.length).equals(MAGIC)) return Math.max(footer, 0);
  const handles = readFooter(table, footer);
  if (handles === null) return footer;
  for (const directory of handles) {
    if (!isWhole(table, directory)) return directory.offset;
    for (const block of blocksIn(table, directory)) if (!isWhole(table, block)) return block.offset;
  }
  return null;
}

/** The footer has no checksum: what it says may be nonsense. */
function readFooter(table: Buffer, footer: number): Block[] | null {
  try {
    const reader = new LevelBytes(table, footer);
    return [readHandle(reader), readHandle(reader)];
  } catch {
    return null;
  }
}

function readHandle(reader: LevelBytes): Block {
  return { offset: reader.varint(), size: reader.varint() };
}

function isWhole(table: Buffer, { offset, size }: Block): boolean {
  const end = offset + size + 1; // the type included
  if (end + 4 > table.length) return false;
  // We never compress: a directory that is could not be read here.
  return (
    table[offset + size] === 0 && unmask(table.readUInt32LE(end)) === crc32c(table.subarray(offset, end))
  );
}

/** The values of a directory block: entries shared u | unshared u | length u | key | value, then the restart points. */
function blocksIn(table: Buffer, { offset, size }: Block): Block[] {
  const restarts = table.readUInt32LE(offset + size - 4);
  const entries = new LevelBytes(table, offset, offset + size - 4 * (restarts + 1));
  const blocks: Block[] = [];
  while (entries.more()) {
    entries.varint();
    const unshared = entries.varint();
    const length = entries.varint();
    entries.skip(unshared);
    blocks.push(readHandle(new LevelBytes(table, entries.at)));
    entries.skip(length);
  }
  return blocks;
}
