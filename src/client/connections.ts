import { Redis, type RedisOptions } from 'ioredis';

type Word = string | number | Buffer;

export interface ConnectionOptions {
  /** `host:port` of nodes of the cluster, at least one; any of them will do, the others are for when it is away. */
  readonly nodes: readonly string[];
  /** What ioredis takes besides: username, password, db, tls ... */
  readonly redis?: Omit<RedisOptions, 'host' | 'port' | 'path' | 'replyMapping'>;
}

/** A node that is there answers within this time, an election included. Milliseconds. */
const ANSWER_MS = 15_000;
/** Between two attempts to connect, at most. Milliseconds. */
const RETRY_MS = 500;

/**
 * Connections to whichever node is there. A command that was under way when its connection ended is not sent again: it
 * fails, and the caller decides, for it may have taken effect.
 */
export class Connections {
  readonly #open = new Set<Redis>();
  #shared: Redis | null = null;
  /** Of the node that is tried next. */
  #next = 0;

  constructor(private readonly options: ConnectionOptions) {
    if (options.nodes.length === 0) throw new TypeError('at least one node is needed');
  }

  /** For commands that answer at once, from anybody. */
  get shared(): Redis {
    return (this.#shared ??= this.own());
  }

  /** For commands that wait, and for what is bound to its connection. {@link release} ends it. */
  own(): Redis {
    const options = {
      ...this.options.redis,
      ...this.#address(),
      replyMapping: 'legacy' as const,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt: number) => {
        Object.assign(redis.options, this.#address());
        return Math.min(50 * attempt, RETRY_MS);
      },
    };
    const redis = new Redis(options);
    redis.on('error', () => undefined); // commands fail by themselves
    this.#open.add(redis);
    return redis;
  }

  /** Sends one command to any node; strings come back as bytes. */
  ask(...argv: readonly Word[]): Promise<unknown> {
    return this.askOf(this.shared, ANSWER_MS, argv);
  }

  /** A node that says nothing within the limit (milliseconds) is given up: the connection goes to another one. */
  async askOf(redis: Redis, limit: number, [name, ...args]: readonly Word[]): Promise<unknown> {
    const timer = setTimeout(() => redis.disconnect(true), limit);
    try {
      return await redis.callBuffer(String(name), ...args);
    } finally {
      clearTimeout(timer);
    }
  }

  release(redis: Redis): void {
    this.#open.delete(redis);
    redis.disconnect();
  }

  close(): void {
    for (const redis of this.#open) redis.disconnect();
    this.#open.clear();
    this.#shared = null;
  }

  #address(): { host: string; port: number } {
    const { nodes } = this.options;
    const node = nodes[this.#next++ % nodes.length] ?? '';
    const colon = node.lastIndexOf(':');
    return { host: node.slice(0, colon), port: Number(node.slice(colon + 1)) };
  }
}
