import { type ReplyNode, pairsOf, parseReply } from '../support/reply.js';

/** Fields that tell a moment or for how long; and how Redis indexes nodes, which is its own business. */
const UNCOMPARED = ['idle', 'inactive', 'seen-time', 'active-time', 'radix-tree-nodes'];

type Plain = string | null | readonly Plain[] | { readonly [name: string]: Plain };

/** Without framing: maps by name, in both protocols, and of entries what they hold. */
function plain(node: ReplyNode): Plain {
  if (node.none) return null;
  const isMap = node.items.length > 0 && node.items.length % 2 === 0 && isField(node.items[0]);
  if (isMap) return fieldsOf(node);
  return '*~%'.includes(node.type) ? node.items.map(plain) : node.text;
}

function isField(node: ReplyNode | undefined): boolean {
  return node?.text === 'name' || node?.text === 'length';
}

function fieldsOf(node: ReplyNode): Plain {
  const fields = [...pairsOf(node)].filter(([name]) => !UNCOMPARED.includes(name));
  return Object.fromEntries(
    fields.map(([name, value]) => [
      name,
      name === 'pending' && value.items.length > 0 ? pendingOf(value) : plain(value),
    ]),
  );
}

/** `id consumer time count`, or without the consumer: without the time. */
function pendingOf(node: ReplyNode): Plain {
  return node.items.map(item => item.items.filter((_, i) => i !== item.items.length - 2).map(plain));
}

/** XPENDING with a range: the idle times aside. */
export function samePending(reference: ReplyNode, ours: ReplyNode): boolean {
  const isSummary = (node: ReplyNode): boolean => node.items[0]?.type === ':';
  if (isSummary(reference) || isSummary(ours)) return false;
  return JSON.stringify(pendingOf(reference)) === JSON.stringify(pendingOf(ours));
}

/** XINFO: times aside. */
export function sameStreamInfo(reference: ReplyNode, ours: ReplyNode): boolean {
  return reference.type === ours.type && JSON.stringify(plain(reference)) === JSON.stringify(plain(ours));
}

/** True when the replies differ in consumers alone for whom nothing is pending. */
export function sameBusyConsumers(reference: string, ours: string): boolean {
  const [theirs, mine] = [plain(parseReply(reference)), plain(parseReply(ours))];
  return JSON.stringify(withoutIdlers(theirs)) === JSON.stringify(withoutIdlers(mine));
}

function withoutIdlers(value: Plain): Plain {
  if (value === null || typeof value === 'string') return value;
  if (isList(value)) return value.filter(item => !isIdler(item)).map(withoutIdlers);
  const fields = Object.entries(value).filter(
    ([name, field]) => name !== 'consumers' || Array.isArray(field),
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutIdlers(field)]));
}

function isList(value: Exclude<Plain, string | null>): value is readonly Plain[] {
  return Array.isArray(value);
}

/** A consumer, not a group, with nothing pending. */
function isIdler(value: Plain): boolean {
  if (value === null || typeof value === 'string' || isList(value)) return false;
  return !('lag' in value) && 'name' in value && (value['pel-count'] ?? value['pending']) === '0';
}
