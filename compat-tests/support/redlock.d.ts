/** What is used of it here: its own types are out of reach of its package's exports. */
declare module 'redlock' {
  export interface RedlockLock {
    readonly value: string;
    release(): Promise<unknown>;
    extend(duration: number): Promise<RedlockLock>;
  }

  export default class Redlock {
    constructor(
      clients: readonly object[],
      settings?: {
        readonly retryCount?: number;
        readonly retryDelay?: number;
        readonly retryJitter?: number;
      },
    );
    acquire(resources: readonly string[], duration: number): Promise<RedlockLock>;
    using<T>(
      resources: readonly string[],
      duration: number,
      routine: (signal: AbortSignal) => Promise<T>,
    ): Promise<T>;
    on(event: 'error', listener: (error: unknown) => void): this;
  }
}
