import { Commands } from '../../src/commands/table.js';
import type { WriteHandler } from '../../src/machine/command-table.js';

/** The commands of a later Quorate, in which INCR adds two from machine version 2 on. */
export class LaterCommands extends Commands {
  override write(argv: readonly string[]): WriteHandler | undefined {
    const handler = super.write(argv);
    if (handler === undefined || argv[0]?.toLowerCase() !== 'incr') return handler;
    return (context, words) => {
      const once = handler(context, words);
      return context.version < 2 ? once : handler(context, words);
    };
  }
}
