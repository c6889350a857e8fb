/** Others held the lock until the wait was over. */
export class LockNotAcquired extends Error {
  override readonly name = 'LockNotAcquired';

  constructor(readonly locks: readonly string[]) {
    super(`others hold ${locks.join(', ')}`);
  }
}

/** The lock is not held any more, or may not be: reason of the signal of a lock, and what a guarded command fails with. */
export class LockLost extends Error {
  override readonly name = 'LockLost';

  constructor(
    readonly lock: string,
    readonly token: number,
    why: string,
  ) {
    super(`${lock} is lost, token ${token}: ${why}`);
  }
}
