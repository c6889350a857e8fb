import type { ScriptedCommand } from '../../machine/command-table.js';
import { ErrorReply } from '../../resp/reply.js';
import { keysRead } from '../server/keys-of.js';
import type { LeafCommand } from '../spec.js';

export const UNKNOWN_COMMAND = new ErrorReply('ERR Unknown Redis command called from script');
export const WRONG_ARITY = new ErrorReply('ERR Wrong number of args calling Redis command from script');
export const NOT_ALLOWED = new ErrorReply('ERR This Redis command is not allowed from script');

/** Of class session or node, but their answer is the same everywhere. */
const FOR_SCRIPTS_ALONE: ReadonlySet<string> = new Set(['ping', 'echo', 'select', 'time']);

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
    keysOf: argv => keysRead(command, argv),
  };
}
