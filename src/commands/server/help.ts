import { type Reply, Status } from '../../resp/reply.js';

/** The answer of a HELP subcommand: a heading, then each subcommand with its explanation indented. */
export function helpReply(
  container: string,
  entries: readonly (readonly [usage: string, ...text: string[]])[],
): Reply {
  const lines = [...entries, ['HELP', 'This text.'] as const].flatMap(([usage, ...text]) => [
    usage,
    ...text.map(line => `    ${line}`),
  ]);
  return [`${container} <subcommand> [<argument> ...]. Subcommands are:`, ...lines].map(
    line => new Status(line),
  );
}
