import { ErrorReply, NullArray, type Reply } from '../../src/resp/reply.js';

/** One operation of a client, as the client saw it. */
export interface Operation {
  readonly client: number;
  /** Grows with each connection of the client. */
  readonly connection: number;
  readonly name: string;
  readonly key: string;
  /** What it writes, different in each operation; empty: it reads. */
  readonly value: string;
  readonly argv: readonly string[];
  readonly startedAt: number;
  /** Infinity: never answered, or answered "unknown". */
  endedAt: number;
  /** When its client was first seen blocked; Infinity: never. */
  blockedAt: number;
  outcome: 'pending' | 'ok' | 'refused' | 'unknown';
  reply: Reply;
}

/** What the log says took effect. Filled by the first node that applies an entry. */
export class Facts {
  /** Of values with a life time: where in the log, and until when. Milliseconds since the epoch. */
  readonly leases = new Map<string, { order: number; deadline: number }>();
  /** Of elements of queues: in which order they were pushed. */
  readonly pushes = new Map<string, number>();
  /** Elements that were given back because nobody was there to take them. */
  readonly returned = new Set<string>();
  /** Nodes whose incarnation was ended: their waiters stand at the end of the line again. */
  readonly ended = new Set<string>();

  /** `order`: where in the log it stands. */
  command(argv: readonly string[], order: number, stamp: number): void {
    const [name, key = '', value = ''] = argv;
    if (name === 'SET' && argv[3] === 'PX')
      this.leases.set(value, { order, deadline: stamp + Number(argv[4]) });
    else if (name === 'RPUSH' && key.startsWith('q')) this.pushes.set(value, order);
    else if (name === 'quorate.return') for (const element of argv.slice(3)) this.returned.add(element);
    else if (name === 'quorate.unpull') for (const receipt of argv.slice(2)) this.returned.add(receipt);
  }
}

/** Everything that all clients did and saw. Whether one order explains it is for the checkers. */
export class History {
  readonly operations: Operation[] = [];
  readonly facts = new Facts();
  /** As of when a read was evaluated, by its arguments. */
  readonly evaluatedAt = new Map<readonly string[], number>();

  begin(client: number, connection: number, argv: readonly string[], value: string, now: number): Operation {
    const operation: Operation = {
      client,
      connection,
      name: argv[0] ?? '',
      key: argv[1] ?? '',
      value,
      argv,
      startedAt: now,
      endedAt: Infinity,
      blockedAt: Infinity,
      outcome: 'pending',
      reply: null,
    };
    this.operations.push(operation);
    return operation;
  }

  end(operation: Operation, reply: Reply, now: number): void {
    operation.outcome = 'ok';
    operation.reply = reply;
    operation.endedAt = now;
    if (!(reply instanceof ErrorReply) || reply.text.startsWith('UNBLOCKED ')) return;
    const isDefinite = /^(CLUSTERDOWN|LOADING) /.test(reply.text);
    if (!isDefinite && !reply.text.startsWith('TIMEOUT outcome unknown'))
      throw new Error(`unexpected answer to ${operation.argv.join(' ')}: ${reply.text}`);
    operation.outcome = isDefinite ? 'refused' : 'unknown';
    operation.endedAt = Infinity;
  }

  count(outcome: Operation['outcome']): number {
    return this.operations.filter(operation => operation.outcome === outcome).length;
  }

  of(name: string, key: string): Operation[] {
    return this.operations.filter(operation => operation.name === name && operation.key === key);
  }

  /** Those that were answered with a reply. */
  answered(name: string, key: string): Operation[] {
    return this.of(name, key).filter(({ outcome }) => outcome === 'ok');
  }
}

/** The element that a BLPOP or BLMOVE answered; null: none. */
export function taken({ name, reply, outcome }: Operation): string | null {
  if (outcome !== 'ok' || reply === null || reply instanceof NullArray || reply instanceof ErrorReply)
    return null;
  return textOf(name === 'BLPOP' ? (reply as Reply[])[1] : reply);
}

/** What a string or a number reads as; empty for nil. */
export function textOf(reply: unknown): string {
  return typeof reply === 'string' || typeof reply === 'number' ? String(reply) : '';
}
