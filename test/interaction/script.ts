/** One line of a script: a verb, words, and `name=value` options; a list is written `(1,2)`. */
export class Command {
  readonly verb: string;
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;

  constructor(readonly line: string) {
    const [verb, ...rest] = line.split(/\s+/);
    this.verb = verb!;
    this.words = rest.filter(word => !word.includes('='));
    this.options = new Map(
      rest.filter(word => word.includes('=')).map(word => word.split('=') as [string, string]),
    );
  }

  number(name: string, otherwise: number): number {
    return Number(this.options.get(name) ?? otherwise);
  }

  /** The members in a list; none when the option is absent. */
  ids(name: string): string[] {
    const value = this.options.get(name);
    return value === undefined
      ? []
      : value
          .replace(/[()]/g, '')
          .split(',')
          .map(id => `n${id}`);
  }
}

/** Comments, then commands, then what they are expected to say. */
export interface Block {
  readonly comments: readonly string[];
  readonly commands: readonly Command[];
  readonly expected: string;
}

const SEPARATOR = '----';

/** Blocks are parted by empty lines; in each, `----` parts the commands from the expected output. */
export function parseScript(text: string): Block[] {
  return text
    .split(/\n\n+/)
    .filter(block => block.trim() !== '')
    .map(block => {
      const lines = block.trim().split('\n');
      const end = lines.indexOf(SEPARATOR);
      const head = end === -1 ? lines : lines.slice(0, end);
      return {
        comments: head.filter(line => line.startsWith('#')),
        commands: head.filter(line => !line.startsWith('#')).map(line => new Command(line)),
        expected: end === -1 ? '' : lines.slice(end + 1).join('\n'),
      };
    });
}

export function printScript(blocks: readonly Block[]): string {
  const print = ({ comments, commands, expected }: Block): string =>
    [
      ...comments,
      ...commands.map(({ line }) => line),
      ...(commands.length > 0 ? [SEPARATOR, expected] : []),
    ].join('\n');
  return `${blocks.map(print).join('\n\n')}\n`;
}
