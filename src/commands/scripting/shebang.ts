import { ErrorReply } from '../../resp/reply.js';
import { SCRIPT_FLAGS } from '../../machine/script-engine.js';
import { splitArguments } from '../../resp/inline.js';

/** A script without the line `#!lua` in front. */
export interface ParsedScript {
  readonly code: string;
  /** Null: it has no such line, and may do what scripts could before there were flags. */
  readonly flags: ReadonlySet<string> | null;
}

/** @throws ErrorReply for what is wrong with the first line */
export function parseScript(text: string): ParsedScript {
  if (!text.startsWith('#!')) return { code: text, flags: null };
  const end = text.indexOf('\n');
  if (end < 0) throw new ErrorReply('ERR Invalid script shebang');
  const words = splitArguments(text.slice(0, end));
  if (words === null || words.length === 0) throw new ErrorReply('ERR Invalid engine in script shebang');
  const [engine = '', ...options] = words;
  if (engine !== '#!lua') throw new ErrorReply(`ERR Unexpected engine in script shebang: ${engine}`);
  const flags = new Set<string>();
  for (const option of options) {
    if (!option.startsWith('flags=')) throw new ErrorReply(`ERR Unknown lua shebang option: ${option}`);
    for (const flag of option.slice('flags='.length).split(',')) {
      if (flag === '' && option === 'flags=') break;
      if (!SCRIPT_FLAGS.includes(flag))
        throw new ErrorReply(`ERR Unexpected flag in script shebang: ${flag}`);
      flags.add(flag);
    }
  }
  return { code: text.slice(end), flags };
}
