import type { LeafCommand } from '../commands/spec.js';
import { Status } from '../resp/reply.js';
import type { Connection } from './connection.js';

/** Who sent a command. */
interface Sender {
  readonly db: number;
  readonly address: string;
}

/** The connections that see every command of this node: MONITOR. */
export class Monitors {
  readonly #connections = new Set<Connection>();

  /** `wall`: milliseconds since the epoch, with fractions. */
  constructor(private readonly wall: () => number) {}

  get isEmpty(): boolean {
    return this.#connections.size === 0;
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** Called before the command takes effect. */
  show(command: LeafCommand, argv: readonly string[], { db, address }: Sender): void {
    if (this.isEmpty || command.flags.includes('skip_monitor') || command.flags.includes('admin')) return;
    const shown = withoutSecrets(command, argv);
    const seconds = (this.wall() / 1000).toFixed(6);
    const line = new Status(`${seconds} [${db} ${address}] ${shown.map(quoted).join(' ')}`);
    for (const connection of this.#connections) connection.push(line, false);
  }
}

/** `argv` with the names and passwords of AUTH hidden. */
function withoutSecrets({ name }: LeafCommand, argv: readonly string[]): readonly string[] {
  const from = name === 'auth' ? 1 : name === 'hello' ? authOf(argv) + 1 : argv.length;
  const to = name === 'auth' ? argv.length : from + 2;
  return argv.map((word, at) => (at >= from && at < to ? '(redacted)' : word));
}

/** Where HELLO's AUTH stands, the arguments of other options skipped. */
function authOf(argv: readonly string[]): number {
  for (let at = 2; at < argv.length; at++) {
    const word = argv[at]?.toLowerCase();
    if (word === 'auth') return at;
    if (word === 'setname') at++;
  }
  return argv.length;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
  '"': '\\"',
  '\\': '\\\\',
};

/** As Redis quotes bytes for humans. */
function quoted(text: string): string {
  const escaped = text.replace(
    /[^ !#-[\]-~]/g,
    unit => ESCAPES[unit] ?? `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${escaped}"`;
}
