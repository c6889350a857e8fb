/** A reply as a tree. `type` is the byte on the wire; `text` is what a scalar carries, without its framing. */
export interface ReplyNode {
  readonly type: string;
  readonly text: string;
  /** Elements of an aggregate; keys and values alternate in a map. */
  readonly items: readonly ReplyNode[];
  /** True for `$-1`, `*-1` and `_`. */
  readonly none: boolean;
}

const SCALARS = '+-:,#(_';
const BULKS = '$!=';
const AGGREGATES = '*~>%|';

/**
 * Reads the reply that starts at `start` of `bytes` (latin1). Undefined when it is not complete yet;
 * throws on bytes that are no reply of RESP2 or RESP3.
 */
export function readReply(bytes: string, start = 0): { node: ReplyNode; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const type = bytes.charAt(start);
  const line = bytes.slice(start + 1, lineEnd);
  const after = lineEnd + 2;
  if (SCALARS.includes(type))
    return { node: { type, text: line, items: [], none: type === '_' }, end: after };
  if (!(BULKS + AGGREGATES).includes(type) || !/^(-1|\d+)$/.test(line)) {
    throw new Error(`not a reply: ${JSON.stringify(bytes.slice(start, start + 80))}`);
  }
  const length = Number(line);
  if (length < 0) return { node: { type, text: '', items: [], none: true }, end: after };
  return BULKS.includes(type) ? readBulk(bytes, type, after, length) : readItems(bytes, type, after, length);
}

function readBulk(
  bytes: string,
  type: string,
  start: number,
  length: number,
): { node: ReplyNode; end: number } | undefined {
  const end = start + length;
  if (bytes.length < end + 2) return undefined;
  if (bytes.slice(end, end + 2) !== '\r\n') throw new Error(`bulk of ${length} bytes without its end`);
  return { node: { type, text: bytes.slice(start, end), items: [], none: false }, end: end + 2 };
}

function readItems(
  bytes: string,
  type: string,
  start: number,
  length: number,
): { node: ReplyNode; end: number } | undefined {
  const count = type === '%' || type === '|' ? length * 2 : length;
  const items: ReplyNode[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    const item = readReply(bytes, at);
    if (item === undefined) return undefined;
    items.push(item.node);
    at = item.end;
  }
  return { node: { type, text: '', items, none: false }, end: at };
}

/** The one reply that `bytes` holds. */
export function parseReply(bytes: string): ReplyNode {
  const reply = readReply(bytes);
  if (reply === undefined || reply.end !== bytes.length)
    throw new Error(`not one reply: ${JSON.stringify(bytes)}`);
  return reply.node;
}

/** The pairs of a map, which RESP2 sends as a flat array. */
export function pairsOf(node: ReplyNode): Map<string, ReplyNode> {
  const pairs = new Map<string, ReplyNode>();
  for (let i = 0; i + 1 < node.items.length; i += 2) {
    const [key, value] = [node.items[i], node.items[i + 1]];
    if (key !== undefined && value !== undefined) pairs.set(key.text, value);
  }
  return pairs;
}

export const isError = (bytes: string): boolean => bytes.startsWith('-') || bytes.startsWith('!');
