import { MapReply, type Reply, SetReply, Status } from '../../resp/reply.js';
import type { Command } from '../spec.js';
import { type Argument, parseSyntax } from './syntax.js';

/** How COMMAND DOCS shows a definition: the form of Redis 7. */
export function commandDocs(command: Command, prefix = ''): readonly [name: string, docs: Reply] {
  const pairs: Reply[] = [
    'summary',
    command.summary,
    'since',
    command.since,
    'group',
    command.group,
    'complexity',
    command.complexity,
  ];
  const blocks = command.flags.includes('blocking');
  const keys = { specs: command.keys?.length ?? 0, seen: 0 };
  const args = parseSyntax(command.syntax)
    // A timeout of blocking commands is in seconds, with a fraction.
    .map(each => (blocks && each.name === 'timeout' ? { ...each, type: 'double' as const } : each))
    .map(argument => argumentDocs(argument, keys));
  if (args.length > 0 && command.class !== 'container') pairs.push('arguments', args);
  if (command.class === 'container') {
    const subcommands = command.subcommands.flatMap(sub => commandDocs(sub, `${command.name}|`));
    pairs.push('subcommands', new MapReply(subcommands));
  }
  return [prefix + command.name, new MapReply(pairs)];
}

/** Which key specification the next key belongs to: the last one covers all that follow. */
interface KeyCount {
  readonly specs: number;
  seen: number;
}

function argumentDocs(argument: Argument, keys: KeyCount): Reply {
  const type = argument.type === 'key' && keys.specs === 0 ? 'string' : argument.type;
  const pairs: Reply[] = ['name', argument.name, 'type', type];
  if (type === 'key') pairs.push('key_spec_index', Math.min(keys.seen++, keys.specs - 1));
  if (argument.token !== undefined) pairs.push('token', argument.token);
  const flags = [
    ...(argument.optional ? ['optional'] : []),
    ...(argument.multiple ? ['multiple'] : []),
    ...(argument.multipleToken ? ['multiple_token'] : []),
  ];
  if (flags.length > 0) pairs.push('flags', new SetReply(flags.map(flag => new Status(flag))));
  if (argument.parts.length > 0) {
    pairs.push(
      'arguments',
      argument.parts.map(part => argumentDocs(part, keys)),
    );
  }
  return new MapReply(pairs);
}
