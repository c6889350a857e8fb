import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SeededRandom } from '../../src/base/random.js';
import { encodeReply } from '../../src/resp/encoder.js';
import { ErrorReply, type Reply } from '../../src/resp/reply.js';
import { command, Log } from '../unit/machine/log.js';

/** One argument a word; one in double quotes is read as JSON. */
const WORD = /"(?:[^"\\]|\\.)*"|\S+/g;

function words(line: string): string[] {
  return (line.match(WORD) ?? []).map(word => (word.startsWith('"') ? (JSON.parse(word) as string) : word));
}

/** The bytes in JSON's escapes, without the quotes. */
function shown(reply: Reply, protocol: 2 | 3): string {
  const bytes = JSON.stringify(encodeReply(reply, protocol)).slice(1, -1);
  return bytes.replace(/[\x7f-\xff]/g, byte => `\\u00${byte.charCodeAt(0).toString(16)}`);
}

/** A new machine for each table; a line that is empty or begins with `#` stays as it is. */
class Session {
  readonly #log = new Log();

  answer(line: string): string[] {
    const argv = words(line);
    if (argv[0] === 'wait') {
      this.#log.stamp += Number(argv[1]);
      this.#log.append({ kind: 'tick' });
      return [];
    }
    const reply = this.#run(argv);
    const [two, three] = [shown(reply, 2), shown(reply, 3)];
    return two === three ? [`  ${two}`] : [`  2: ${two}`, `  3: ${three}`];
  }

  #run(argv: string[]): Reply {
    const { commands, machine } = this.#log;
    const leaf = commands.resolveForClient(argv);
    if (leaf instanceof ErrorReply) return leaf;
    if (leaf.class === 'read') return machine.query(argv, 0, this.#log.stamp, new SeededRandom(1));
    expect(leaf.class, 'the tables are about keys').to.equal('write');
    this.#log.batch(command(1, ...argv));
    return this.#log.replies[0]!;
  }
}

/**
 * Tables of replies, byte for byte in both protocols, of the commands that redis-server 7.0 does not have: nothing else
 * compares them. A line is a command, `wait 1000` moves the time, and the reply stands indented behind it. `REWRITE=1`
 * writes what was answered into the files: commit a difference only after a look into the manual of the command.
 */
describe('tables of replies', () => {
  const folder = join(import.meta.dirname, 'replies');
  for (const name of readdirSync(folder)) {
    it(name, () => {
      const path = join(folder, name);
      const expected = readFileSync(path, 'utf8');
      const session = new Session();
      const lines = expected.split('\n').filter(line => !line.startsWith('  '));
      const actual = lines.flatMap(line =>
        line === '' || line.startsWith('#') ? [line] : [line, ...session.answer(line)],
      );
      if (process.env['REWRITE'] === '1') writeFileSync(path, actual.join('\n'));
      else expect(actual.join('\n')).to.equal(expected);
    });
  }

  it('have a row for each command for keys that came after redis-server 7.0', () => {
    const rows = readdirSync(folder).flatMap(name => readFileSync(join(folder, name), 'utf8').split('\n'));
    const tried = new Set(rows.map(row => words(row)[0]?.toLowerCase()));
    const newer = new Log().commands.all.filter(
      ({ since, class: kind, internal }) =>
        internal !== true && (kind === 'read' || kind === 'write') && Number.parseFloat(since) > 7,
    );
    expect(newer.map(({ name }) => name).filter(name => !tried.has(name))).to.deep.equal([]);
  });
});
