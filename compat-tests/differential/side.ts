import { RawConnection } from '../support/raw-connection.js';
import { isError, parseReply } from '../support/reply.js';
import { within } from '../support/wait.js';
import type { Argument, CommandLine, Step } from './script.js';
import { mayStayBlocked } from './timeouts.js';

const SETTLE_LIMIT_MS = 15_000;

/** One reply and the command that it answers; no command: bytes that nobody asked for. */
export interface Answer {
  readonly command: readonly string[] | undefined;
  readonly reply: string;
}

/** What one connection received in one step. */
export interface Received {
  readonly answers: readonly Answer[];
  /** Bytes that are not a whole reply. */
  readonly rest: string;
  readonly closed: boolean;
}

interface Line {
  readonly connection: RawConnection;
  id: string;
  /** Commands that are not answered. */
  readonly unanswered: (readonly string[])[];
}

function field(info: string, name: string): number {
  const found = new RegExp(`^${name}:(\\d+)`, 'm').exec(info);
  if (found === null) throw new Error(`INFO clients without ${name}`);
  return Number(found[1]);
}

/** One whole turn of the event loop, its reading of sockets included. */
async function turn(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise(resolve => setImmediate(resolve));
}

/** True for commands that end a connection. */
export function endsConnection(command: CommandLine): boolean {
  const [name, subcommand] = command.map(arg => (typeof arg === 'string' ? arg.toLowerCase() : ''));
  return name === 'quit' || (name === 'client' && subcommand === 'kill');
}

/** One of the two servers: does the steps of a script, and waits after each until nothing moves any more. */
export class Side {
  readonly #ports: readonly number[];
  readonly #protocol: 2 | 3;
  /** One a node. */
  readonly #observers: readonly RawConnection[];
  readonly #lines = new Map<number, Line>();
  /** A connection subscribes: messages may come besides answers. */
  #isListening = false;
  #wake = (): void => undefined;

  private constructor(ports: readonly number[], protocol: 2 | 3, observers: readonly RawConnection[]) {
    this.#ports = ports;
    this.#protocol = protocol;
    this.#observers = observers;
  }

  /** Empties the server behind `ports`, its nodes; the connections of a script go to one after the other. */
  static async begin(ports: readonly number[], protocol: 2 | 3): Promise<Side> {
    const observers = await Promise.all(ports.map(port => RawConnection.open(port)));
    const side = new Side(ports, protocol, observers);
    const alone = async (): Promise<boolean> => (await side.#clients()).connected === observers.length;
    await within('the end of an earlier script', SETTLE_LIMIT_MS, side.#until(alone));
    const flushed = await observers[0]?.call('FLUSHALL');
    if (flushed !== '+OK\r\n') throw new Error(`FLUSHALL: ${flushed}`);
    return side;
  }

  end(): void {
    for (const observer of this.#observers) observer.close();
    for (const line of this.#lines.values()) line.connection.close();
  }

  /** True when the connection waits for an answer: then it is blocked. */
  isWaiting(on: number): boolean {
    return (this.#lines.get(on)?.unanswered.length ?? 0) > 0;
  }

  /** Numbers of the connections with commands behind one that blocks. */
  get queueing(): number[] {
    return [...this.#lines].filter(([, line]) => line.unanswered.length > 1).map(([on]) => on);
  }

  /** Does `step`; answers what each connection received, by its number. */
  async run(step: Step): Promise<Map<number, Received>> {
    switch (step.do) {
      case 'send':
        await this.#send(step.on, step.commands);
        return this.#settle();
      case 'scan':
        return new Map([[step.on, await this.#scan(step.on, step.options)]]);
      case 'lapse':
        return this.#lapse(step.on, step.command, step.key);
      case 'disconnect':
        this.#lines.get(step.on)?.connection.close();
        this.#lines.delete(step.on);
        return this.#settle(true);
    }
  }

  async #send(on: number, commands: readonly CommandLine[]): Promise<void> {
    const line = await this.#line(on);
    const resolved: string[][] = [];
    for (const command of commands) resolved.push(await Promise.all(command.map(arg => this.#resolve(arg))));
    line.unanswered.push(...resolved);
    this.#isListening ||= resolved.some(([name]) => name?.toLowerCase() === 'psubscribe');
    line.connection.send(...resolved);
  }

  async #resolve(arg: Argument): Promise<string> {
    return typeof arg === 'string' ? arg : (await this.#line(arg.clientOf)).id;
  }

  async #line(on: number): Promise<Line> {
    const known = this.#lines.get(on);
    if (known !== undefined) return known;
    const connection = await RawConnection.open(this.#ports[on % this.#ports.length] ?? 0, () =>
      this.#wake(),
    );
    await connection.call('HELLO', String(this.#protocol));
    const { text: id } = await connection.ask('CLIENT', 'ID');
    const line: Line = { connection, id, unanswered: [] };
    this.#lines.set(on, line);
    return line;
  }

  /**
   * Waits until each command is answered or its connection counts as blocked, and collects what came.
   * INFO is asked over a connection of its own, so its count may miss a command still on its way:
   * then fewer are blocked than unanswered, and it is asked again. If one `left`, or a command may end a connection,
   * the server's count of them is awaited too; if one subscribes, the messages that were sent before that answer.
   */
  async #settle(left = false): Promise<Map<number, Received>> {
    const mayClose = left || [...this.#lines.values()].some(line => line.unanswered.some(endsConnection));
    const received = new Map<number, Answer[]>();
    const settled = async (): Promise<boolean> => {
      this.#collect(received);
      const open = [...this.#lines.values()].filter(line => !line.connection.closed);
      const waiting = open.filter(line => line.unanswered.length > 0);
      if (!waiting.every(line => mayStayBlocked(line.unanswered[0] ?? []))) return false;
      if (waiting.length === 0 && !mayClose && !this.#isListening) return true;
      const clients = await this.#clients();
      await turn(); // what the server sent before that answer is in the sockets: one look at each of them
      const arrived = this.#collect(received);
      const closed = open.some(line => line.connection.closed);
      const counted = clients.connected - this.#observers.length;
      return !arrived && !closed && clients.blocked === waiting.length && counted === open.length;
    };
    await within('quiescence', SETTLE_LIMIT_MS, this.#until(settled));
    const result = new Map<number, Received>();
    for (const [on, { connection }] of this.#lines) {
      const { rest, closed } = connection;
      const answers = received.get(on) ?? [];
      if (answers.length > 0 || rest !== '' || closed) result.set(on, { answers, rest, closed });
      if (closed) this.#lines.delete(on);
    }
    return result;
  }

  /** Takes what has arrived; true when there was something. */
  #collect(received: Map<number, Answer[]>): boolean {
    let arrived = false;
    for (const [on, line] of this.#lines) {
      for (let reply = line.connection.take(); reply !== undefined; reply = line.connection.take()) {
        const answers = received.get(on) ?? [];
        answers.push({ command: line.unanswered.shift(), reply });
        received.set(on, answers);
        arrived = true;
      }
    }
    return arrived;
  }

  /** Looks again whenever a connection receives something, and every millisecond. */
  async #until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 1);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Clients of all nodes. The read before INFO makes a node apply all that any node has answered. */
  async #clients(): Promise<{ connected: number; blocked: number }> {
    const texts = await Promise.all(
      this.#observers.map(async observer => {
        await observer.call('EXISTS', 'k');
        return (await observer.ask('INFO', 'clients')).text;
      }),
    );
    const sum = (name: string): number =>
      texts.map(text => field(text, name)).reduce((left, right) => left + right, 0);
    return { connected: sum('connected_clients'), blocked: sum('blocked_clients') };
  }

  async #scan(on: number, options: readonly string[]): Promise<Received> {
    const { connection } = await this.#line(on);
    const command = ['(whole SCAN)', ...options];
    const keys = new Set<string>();
    for (let cursor = '0'; ; ) {
      const reply = await connection.call('SCAN', cursor, ...options);
      if (isError(reply)) return { answers: [{ command, reply }], rest: '', closed: false };
      const [next, found] = parseReply(reply).items;
      for (const key of found?.items ?? []) keys.add(key.text);
      cursor = next?.text ?? '0';
      if (cursor === '0') break;
    }
    return {
      answers: [{ command, reply: JSON.stringify([...keys].sort()) }],
      rest: '',
      closed: false,
    };
  }

  async #lapse(on: number, command: CommandLine, key: string): Promise<Map<number, Received>> {
    await this.#send(on, [command]);
    const received = await this.#settle();
    const line = this.#lines.get(on);
    const failed = received.get(on)?.answers.some(({ reply }) => isError(reply)) ?? true;
    if (line === undefined || failed) return received; // as when the key holds a list
    const gone = async (): Promise<boolean> => (await line.connection.call('PTTL', key)).startsWith(':-');
    await within(`the end of ${key}`, SETTLE_LIMIT_MS, this.#until(gone));
    for (const [listener, { answers, ...rest }] of await this.#settle())
      received.set(listener, { answers: [...(received.get(listener)?.answers ?? []), ...answers], ...rest });
    return received;
  }
}
