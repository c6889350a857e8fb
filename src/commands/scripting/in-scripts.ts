import type { ScriptedCommand } from '../../machine/command-table.js';
import { ErrorReply } from '../../resp/reply.js';
import { keysRead } from '../server/keys-of.js';
import type { LeafCommand } from '../spec.js';

export const UNKNOWN_COMMAND = new ErrorReply('ERR Unknown Redis command called from script');
export const WRONG_ARITY = new ErrorReply('ERR Wrong number of args calling Redis command from script');
export const NOT_ALLOWED = new ErrorReply('ERR This Redis command is not allowed from script');

/** Of class session or node, but their answer is the same everywhere. */
const FOR_SCRIPTS_ALONE: ReadonlySet<string> = new Set(['ping', 'echo', 'select', 'time']);

/** What these cost is not seen in their replies. */
const WALKS_DATABASE: ReadonlySet<string> = new Set(['keys', 'randomkey']);
const WALKS_VALUES: ReadonlySet<string> = new Set([
  ...['append', 'setrange', 'getset', 'bitcount', 'bitop', 'bitpos', 'bitfield', 'setbit', 'lcs'],
  ...['lrem', 'lpos', 'linsert', 'ltrim', 'sort', 'sort_ro', 'copy', 'dump', 'restore'],
  ...['sinter', 'sinterstore', 'sintercard', 'sunion', 'sunionstore', 'sdiff', 'sdiffstore'],
  ...['zinter', 'zinterstore', 'zintercard', 'zunion', 'zunionstore', 'zdiff', 'zdiffstore', 'zrangestore'],
  ...['zremrangebylex', 'zremrangebyrank', 'zremrangebyscore'],
  ...[
    'geosearch',
    'geosearchstore',
    'georadius',
    'georadiusbymember',
    'georadius_ro',
    'georadiusbymember_ro',
  ],
  ...['pfcount', 'pfmerge', 'pfadd', 'xtrim', 'xautoclaim', 'xpending', 'hgetall', 'smembers'],
]);

/** What a command is to scripts; its class and flags decide. */
export function scriptedCommand(command: LeafCommand, name: string): ScriptedCommand | ErrorReply {
  const { flags, class: kind } = command;
  if (flags.includes('noscript')) return NOT_ALLOWED;
  const isOfScript = FOR_SCRIPTS_ALONE.has(name);
  if (kind !== 'write' && kind !== 'read' && !isOfScript) return NOT_ALLOWED;
  return {
    name,
    concerns: isOfScript ? 'script' : 'state',
    writes: kind === 'write' || flags.includes('may_replicate'),
    walks: WALKS_DATABASE.has(name) ? 'database' : WALKS_VALUES.has(name) ? 'values' : null,
    keysOf: argv => keysRead(command, argv),
  };
}
