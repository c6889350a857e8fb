/** A lock that a client got. Times are monotonic milliseconds of one clock. */
export interface SeenHold {
  readonly kind: string;
  readonly token: number;
  readonly askedAt: number;
  readonly grantedAt: number;
  /** It held for certain until then: its lease was not over, and nobody had asked for its end. */
  heldUntil: number;
}

/** How many writes came behind one with a larger token: whoever wrote that had the lock later. */
export function checkWritten(tokens: readonly number[]): number {
  let [largest, stale] = [0, 0];
  for (const token of tokens) {
    if (token < largest) stale++;
    largest = Math.max(largest, token);
  }
  return stale;
}

/** Over all locks: no token is given twice, and each is larger than those that were known when it was asked for. */
export function checkTokens(holds: readonly SeenHold[]): void {
  if (new Set(holds.map(({ token }) => token)).size < holds.length)
    throw new Error('a token was given twice');
  const byGrant = [...holds].sort((a, b) => a.grantedAt - b.grantedAt);
  let [next, largest] = [0, 0];
  for (const hold of [...holds].sort((a, b) => a.askedAt - b.askedAt)) {
    for (; byGrant[next]!.grantedAt < hold.askedAt; next++) largest = Math.max(largest, byGrant[next]!.token);
    if (hold.token <= largest) throw new Error(`token ${hold.token} was given behind ${largest}`);
  }
}

/** While one holds the lock for certain, nobody else gets it. */
export function checkHolds(holds: readonly SeenHold[]): void {
  const certain = holds
    .filter(({ grantedAt, heldUntil }) => grantedAt < heldUntil)
    .sort((a, b) => a.grantedAt - b.grantedAt);
  let last: SeenHold | undefined;
  for (const hold of certain) {
    if (last !== undefined && hold.grantedAt < last.heldUntil)
      throw new Error(`${hold.kind}: ${hold.token} was granted while ${last.token} held it`);
    if (last === undefined || hold.heldUntil > last.heldUntil) last = hold;
  }
}
