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

  has(connection: Connection): boolean {
    return this.#connections.has(connection);
  }

  /** Called before the command takes effect. */
  show(command: LeafCommand, argv: readonly string[], { db, address }: Sender): void {
    if (this.isEmpty || command.flags.includes('skip_monitor') || command.flags.includes('admin')) return;
    const shown = argv.map((word, at) => (isSecret(command, argv, at) ? '(redacted)' : word));
    const seconds = (this.wall() / 1000).toFixed(6);
    const line = new Status(`${seconds} [${db} ${address}] ${shown.map(quoted).join(' ')}`);
    for (const connection of this.#connections) connection.push(line, false);
  }
}

/** Whether the argument is a name or a password of AUTH. */
function isSecret({ name }: LeafCommand, argv: readonly string[], at: number): boolean {
  if (name === 'auth') return at > 0;
  const isAuth = (word: string | undefined): boolean => word?.toLowerCase() === 'auth';
  return name === 'hello' && at > 2 && (isAuth(argv[at - 1]) || (at > 3 && isAuth(argv[at - 2])));
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
