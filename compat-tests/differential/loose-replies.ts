import { parseReply } from '../support/reply.js';

/** The items of a reply, sorted. */
export function itemsInOrder(reply: string): string {
  const { items } = parseReply(reply);
  return JSON.stringify(items.map(({ none, text }) => `${none} ${text}`).sort());
}

/** C compares strings up to the first zero byte: what differs behind it only stands in any order. */
export function sameUpToZeroBytes(reference: string, ours: string): boolean {
  const [theirs, mine] = [reference, ours].map(reply =>
    parseReply(reply).items.map(({ text }) => text.split('\0')[0]),
  );
  return JSON.stringify(theirs) === JSON.stringify(mine);
}

/** True for a HyperLogLog in the sparse encoding whose runs do not add up to its 16384 registers. */
export function isDamaged(reply: string): boolean {
  const [, runs] = /HYLL\x01[^]{11}([^]*)\r\n$/.exec(reply) ?? [];
  if (runs === undefined) return false;
  let registers = 0;
  for (let at = 0; at < runs.length; at++) {
    const opcode = runs.charCodeAt(at);
    if (opcode >= 0x80) registers += (opcode & 3) + 1;
    else if (opcode < 0x40) registers += opcode + 1;
    else registers += (((opcode & 0x3f) << 8) | runs.charCodeAt(++at)) + 1;
  }
  return registers !== 16384;
}

/** Without the estimate that a HyperLogLog holds in its header. */
export function withoutEstimate(reply: string): string {
  return reply.replace(/(HYLL[\x00\x01]\x00{3})[^]{8}/g, '$1');
}

const NEGATIVE_ZERO = /\$2\r\n-0\r\n|,-0\r\n/g;

/**
 * True where scores differ as those of a skiplist and of a listpack do: a listpack holds whole numbers as integers, so it has
 * no negative zero, and ZSCAN shows them without an exponent.
 */
export function sameAsListpack(command: readonly string[], reference: string, ours: string): boolean {
  const name = command[0]?.toLowerCase() ?? '';
  if (!name.startsWith('z')) return false;
  if (name === 'zscan') {
    const [theirs, mine] = [reference, ours].map(reply =>
      (parseReply(reply).items[1]?.items ?? []).map(({ text }) => text),
    );
    return (
      theirs !== undefined &&
      theirs.length > 0 &&
      theirs.length === mine?.length &&
      theirs.every((text, at) => text === mine[at] || (at % 2 === 1 && Number(text) === Number(mine[at])))
    );
  }
  const unsigned = reference.replace(NEGATIVE_ZERO, zero =>
    zero.startsWith(',') ? ',0\r\n' : '$1\r\n0\r\n',
  );
  return reference !== ours && unsigned === ours;
}
