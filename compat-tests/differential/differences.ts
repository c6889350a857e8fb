import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReplyNode, isError, parseReply } from '../support/reply.js';
import {
  isDamaged,
  itemsInOrder,
  sameAsListpack,
  sameUpToZeroBytes,
  withoutEstimate,
} from './loose-replies.js';
import { countedCalls } from './scripts/functions.js';
import { sameBusyConsumers, sameStreamInfo } from './stream-replies.js';

/** A difference from redis-server 7.0 that is meant; README shows the list. */
export interface Difference {
  readonly id: string;
  readonly what: string;
  readonly why: string;
}

/** Stands for the command where a request is compared as bytes: `reference` and `ours` are then all that was received. */
export const asBytes = (request: string): readonly string[] => ['(bytes)', request];

interface Case {
  /** Commands to three empty nodes, over RESP2, whose last reply differs; or a request as bytes. */
  readonly proof: readonly (readonly string[])[] | string;
  /** True when the two replies to `command` differ in this way and in no other. */
  readonly covers: (command: readonly string[], reference: string, ours: string) => boolean;
}

/** True when `command` begins with these words. */
const names = (command: readonly string[], ...words: readonly string[]): boolean =>
  words.every((word, i) => command[i]?.toLowerCase() === word);

const DEADLINE_MAX = 2 ** 53 - 1;

/** A reply in milliseconds, of TTL and EXPIRETIME too. */
function milliseconds(command: readonly string[], reply: string): number {
  const inSeconds = /^(ttl|expiretime)$/i.test(command[0] ?? '');
  return Number(reply.slice(1)) * (inSeconds ? 1000 : 1);
}

/** Near the largest deadline, seen from about now or from 1970. */
function showsDeadlineMax(command: readonly string[], reply: string): boolean {
  const isLeft = /^p?ttl$/i.test(command[0] ?? '');
  return Math.abs(milliseconds(command, reply) + (isLeft ? Date.now() : 0) - DEADLINE_MAX) < 10_000;
}

/** True for EXPIRE and its kin where GT or LT compares a deadline that is kept as the last one there is. */
function comparesWithDeadlineMax([name = '', , amount = '', ...options]: readonly string[]): boolean {
  const [, inMilliseconds, isAbsolute] = /^(p?)expire(at)?$/i.exec(name) ?? [];
  if (inMilliseconds === undefined || !options.some(option => /^[gl]t$/i.test(option))) return false;
  const given = Number(amount) * (inMilliseconds === '' ? 1000 : 1);
  return given + (isAbsolute === undefined ? Date.now() : 0) >= DEADLINE_MAX;
}

const COUNT_ERROR = '-ERR Protocol error: invalid multibulk length\r\n';
/** What a server sent before it found a fault in the request, and what it called that. */
const BEFORE_ERROR = /^(.*)-ERR Protocol error: ([^\r]+)\r\n$/s;

/** True when ours ended a request, for a line end that the reference did not look at, where the reference went on. */
function isStricter([, request = '']: readonly string[], reference: string, ours: string): boolean {
  const [, before, error] = BEFORE_ERROR.exec(ours) ?? [];
  const oddLineEnd = error === 'bulk string without a line end' || /\r(?!\n)/.test(request);
  return before !== undefined && oddLineEnd && reference.startsWith(before);
}

/** Places in an entry of COMMAND INFO. */
const TIPS = 7;
const KEY_SPECS = 8;

/** A reply to COMMAND INFO as if nobody gave tips, nor notes on key specs. */
export function withoutTips(node: ReplyNode): ReplyNode {
  return {
    ...node,
    items: node.items.map(entry => ({ ...entry, items: entry.items.map(fieldWithoutTips) })),
  };
}

function fieldWithoutTips(field: ReplyNode, place: number): ReplyNode {
  if (place === TIPS) return { ...field, items: [] };
  return place === KEY_SPECS ? { ...field, items: field.items.map(withoutNotes) } : field;
}

function withoutNotes(spec: ReplyNode): ReplyNode {
  const at = spec.items.findIndex(({ text }) => text === 'notes');
  return at < 0 ? spec : { ...spec, items: spec.items.toSpliced(at, 2) };
}

/** How each difference shows itself, by its id in differences.json. */
export const CASES: ReadonlyMap<string, Case> = new Map<string, Case>([
  [
    'object-idletime',
    {
      proof: [
        ['RESTORE', 'k', '0', '\x00\xc0\x0c\x0a\x00\x3c\x2a\xf8\x51\x5c\x04\xbc\xd5', 'IDLETIME', '100'],
        ['OBJECT', 'IDLETIME', 'k'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'object', 'idletime') && /^:\d+\r\n$/.test(reference) && ours === ':0\r\n',
    },
  ],
  [
    'memory-usage',
    {
      proof: [
        ['SET', 'k', 'v'],
        ['MEMORY', 'USAGE', 'k'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'memory', 'usage') && [reference, ours].every(reply => /^:\d+\r\n$/.test(reply)),
    },
  ],
  [
    'list-listpack',
    {
      proof: [
        ['RPUSH', 'list', 'a'],
        ['OBJECT', 'ENCODING', 'list'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'object', 'encoding') &&
        reference === '$9\r\nquicklist\r\n' &&
        ours === '$8\r\nlistpack\r\n',
    },
  ],
  [
    'set-listpack',
    {
      proof: [
        ['SADD', 'set', 'a'],
        ['OBJECT', 'ENCODING', 'set'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'object', 'encoding') &&
        reference === '$9\r\nhashtable\r\n' &&
        ours === '$8\r\nlistpack\r\n',
    },
  ],
  [
    'timeout-overflow',
    {
      proof: [['BLPOP', 'list', '99999999999999999999']],
      covers: (_, reference, ours) =>
        reference === '-ERR timeout is negative\r\n' && /^-ERR timeout is .*out of range\r\n$/.test(ours),
    },
  ],
  [
    'deadline-53-bits',
    {
      proof: [
        ['SET', 'k', 'v', 'PXAT', '9223372036854775807'],
        ['PEXPIRETIME', 'k'],
      ],
      covers: (command, reference, ours) =>
        (/^p?(ttl|expiretime)$/i.test(command[0] ?? '') &&
          !isError(reference) &&
          milliseconds(command, reference) > DEADLINE_MAX - Date.now() &&
          showsDeadlineMax(command, ours)) ||
        // Two deadlines beyond the last one are the same one.
        (reference === ':1\r\n' && ours === ':0\r\n' && comparesWithDeadlineMax(command)),
    },
  ],
  [
    'wait-members',
    {
      proof: [
        ['SET', 'k', 'v'],
        ['WAIT', '0', '0'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'wait') && reference === ':0\r\n' && /^:[12]\r\n$/.test(ours),
    },
  ],
  [
    'lpos-rank',
    {
      proof: [['LPOS', 'list', 'x', 'RANK', '-9223372036854775808']],
      covers: (command, _, ours) =>
        names(command, 'lpos') && ours.startsWith('-ERR value is out of range, value must between'),
    },
  ],
  [
    'zrank-withscore',
    {
      proof: [['ZRANK', 'set', 'member', 'WITHSCORE']],
      covers: (command, reference, ours) =>
        /^z(rev)?rank$/i.test(command[0] ?? '') &&
        command.length === 4 &&
        reference.startsWith('-ERR wrong number of arguments') &&
        (ours === '-ERR syntax error\r\n' || /^withscore$/i.test(command[3] ?? '')),
    },
  ],
  [
    'stream-consumers',
    {
      proof: [
        ['XGROUP', 'CREATE', 's', 'g', '$', 'MKSTREAM'],
        ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>'],
        ['XINFO', 'CONSUMERS', 's', 'g'],
      ],
      covers: (command, reference, ours) => {
        if (names(command, 'xgroup', 'createconsumer')) return reference === ':1\r\n' && ours === ':0\r\n';
        return names(command, 'xinfo') && !isError(reference + ours) && sameBusyConsumers(reference, ours);
      },
    },
  ],
  [
    'stream-unbalanced',
    {
      proof: [['XREAD', 'STREAMS', 's', 't', '0']],
      covers: (command, reference, ours) =>
        /^xread/i.test(command[0] ?? '') &&
        reference.startsWith('-ERR Unbalanced XREAD list of streams') &&
        ours.startsWith(`-ERR Unbalanced '${command[0]?.toLowerCase()}' list of streams`),
    },
  ],
  [
    'stream-set-id',
    {
      proof: [
        ['XADD', 's', '9-0', 'f', 'v'],
        ['XDEL', 's', '9-0'],
        ['XSETID', 's', '7-0'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'xsetid') &&
        reference === '+OK\r\n' &&
        ours.includes('smaller than current max_deleted_entry_id'),
    },
  ],
  [
    'stream-unblocked',
    {
      proof: [
        ['XGROUP', 'CREATE', 's', 'g', '$', 'MKSTREAM'],
        ['PEXPIRE', 's', '200'],
        ['XREADGROUP', 'GROUP', 'g', 'c', 'BLOCK', '0', 'STREAMS', 's', '>'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'xread')
          ? !isError(reference) && ours.startsWith('-WRONGTYPE')
          : names(command, 'xreadgroup') &&
            /^-(UNBLOCKED the stream key|NOGROUP the consumer group)/.test(reference) &&
            /^-(NOGROUP No such key|WRONGTYPE)/.test(ours),
    },
  ],
  [
    'stream-index',
    {
      proof: [
        ['XADD', 's', '1-0', 'f', 'x'.repeat(5000)],
        ['XADD', 's', '2-0', 'f', 'x'.repeat(5000)],
        ['XINFO', 'STREAM', 's'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'xinfo', 'stream') &&
        !isError(reference + ours) &&
        sameStreamInfo(parseReply(reference), parseReply(ours)),
    },
  ],
  [
    'stream-top',
    {
      proof: [['XREAD', 'STREAMS', 's', '+']],
      covers: (command, reference, ours) =>
        /^xread/i.test(command[0] ?? '') &&
        command.some(word => word.startsWith('+')) &&
        reference.startsWith('-ERR Invalid stream ID') &&
        reference !== ours,
    },
  ],
  [
    'command-tips',
    {
      proof: [['COMMAND', 'INFO', 'ttl', 'getex']],
      covers: (command, reference, ours) =>
        names(command, 'command', 'info') &&
        JSON.stringify(withoutTips(parseReply(reference))) === JSON.stringify(withoutTips(parseReply(ours))),
    },
  ],
  [
    'sort-open-order',
    {
      proof: [
        ['SADD', 'set', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
        ['SORT', 'set', 'BY', 'nothing'],
      ],
      covers: (command, reference, ours) =>
        (names(command, 'sort') || names(command, 'sort_ro')) &&
        itemsInOrder(reference) === itemsInOrder(ours) &&
        (command.some(word => word.toLowerCase() === 'by') || sameUpToZeroBytes(reference, ours)),
    },
  ],
  [
    'sort-errno',
    {
      proof: [
        ['RPUSH', 'big', '1e5000'],
        ['SORT_RO', 'big'],
        ['RPUSH', 'list', '.5'],
        ['SORT_RO', 'list'],
      ],
      covers: (command, reference, ours) =>
        (names(command, 'sort') || names(command, 'sort_ro')) &&
        reference.startsWith("-ERR One or more scores can't be converted") &&
        ours.startsWith('*'),
    },
  ],
  [
    'sort-skiplist',
    {
      proof: [
        ['ZADD', 'zset', '1', 'x'],
        ['SORT', 'zset', 'ALPHA'],
        ['OBJECT', 'ENCODING', 'zset'],
      ],
      covers: (command, reference, ours) =>
        (names(command, 'object', 'encoding') &&
          reference === '$8\r\nskiplist\r\n' &&
          ours === '$8\r\nlistpack\r\n') ||
        sameAsListpack(command, reference, ours),
    },
  ],
  [
    'pfcount-cache',
    {
      proof: [
        ['PFADD', 'hll', 'x'],
        ['PFCOUNT', 'hll'],
        ['GET', 'hll'],
      ],
      covers: (_, reference, ours) =>
        withoutEstimate(reference) !== reference && withoutEstimate(reference) === withoutEstimate(ours),
    },
  ],
  [
    'pf-damaged',
    {
      proof: [
        ['PFADD', 'hll'],
        ['APPEND', 'hll', 'a'],
        ['PFDEBUG', 'DECODE', 'hll'],
      ],
      covers: (command, reference, ours) =>
        (command[0]?.toLowerCase().startsWith('pf') === true && ours.startsWith('-INVALIDOBJ')) ||
        (isDamaged(reference) && ours.includes('HYLL\x01')),
    },
  ],
  [
    'bit-arguments',
    {
      proof: [['BITCOUNT', 'none', 'x', '0']],
      covers: (command, reference, ours) =>
        (names(command, 'bitcount') || names(command, 'bitpos')) &&
        (/^:-?[01]\r\n$/.test(reference) || reference.startsWith('-WRONGTYPE')) &&
        /^-ERR (value is not an integer|syntax error)/.test(ours),
    },
  ],
  [
    'multibulk-count',
    {
      proof: '*1048577\r\n*',
      covers: (command, _, ours) => names(command, '(bytes)') && ours === COUNT_ERROR,
    },
  ],
  [
    'line-ends',
    {
      proof: '*1\r\n$4\r\nPINGxx',
      covers: (command, reference, ours) => names(command, '(bytes)') && isStricter(command, reference, ours),
    },
  ],
  [
    'function-variables',
    {
      proof: countedCalls,
      covers: (command, reference, ours) => names(command, 'fcall', 'count') && reference > ours,
    },
  ],
]);

/** The list as README shows it. */
export function readDifferences(): Difference[] {
  const path = join(import.meta.dirname, '..', 'differences.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Difference[];
}

/** The id of the listed difference that explains these two replies. */
export function findDifference(
  command: readonly string[],
  reference: string,
  ours: string,
): string | undefined {
  for (const [id, { covers }] of CASES) if (covers(command, reference, ours)) return id;
  return undefined;
}
