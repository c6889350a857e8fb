import type { Redis } from 'ioredis';
import type { Connections } from './connections.js';

const CHANNELS = '__dlock__:*';

/** Tells of lost locks as soon as the cluster does. Without a connection a loss is noticed by the next renewal. */
export class LossNotices {
  #redis: Redis | null = null;
  readonly #byToken = new Map<number, () => void>();

  constructor(private readonly connections: Connections) {}

  add(token: number, lost: () => void): void {
    this.#byToken.set(token, lost);
    this.#redis ??= this.#subscribe();
  }

  remove(token: number): void {
    this.#byToken.delete(token);
  }

  /** ioredis subscribes again by itself when it connects again. */
  #subscribe(): Redis {
    const redis = this.connections.own();
    redis.on('pmessage', (_pattern: string, _channel: string, message: string) => {
      const [what, token] = message.split(' ');
      if (what === 'lost') this.#byToken.get(Number(token))?.();
    });
    redis.psubscribe(CHANNELS).catch(() => undefined);
    return redis;
  }
}
