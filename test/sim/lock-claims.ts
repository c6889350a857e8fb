/** What a client asked for, and what it knows of it. Times are virtual milliseconds, of one clock. */
export interface LockClaim {
  readonly node: string;
  readonly owner: string;
  readonly names: readonly string[];
  readonly isShared: boolean;
  readonly startedAt: number;
  /** When it was answered; Infinity: never. */
  endedAt: number;
  /** When it was first seen to wait; Infinity: never. */
  blockedAt: number;
  /** 0: it got none, as far as its client knows. */
  token: number;
  /** It held for certain until then: its lease was not over, and nobody had asked for its end. */
  heldUntil: number;
  /** From then on it held and awaited nothing, for certain. */
  goneAt: number;
}

/** Tokens, lines, and holds beside each other. `ended`: nodes whose waiters had to stand at the end again. */
export function checkClaims(
  claims: readonly LockClaim[],
  names: readonly string[],
  ended: ReadonlySet<string>,
): void {
  const granted = claims.filter(({ token }) => token > 0);
  checkTokens(granted);
  for (const name of names) {
    const here = granted.filter(claim => claim.names.includes(name));
    checkLine(here.filter(({ node }) => !ended.has(node)));
    checkExclusion(here);
  }
}

const about = ({ owner, names, token, startedAt, endedAt }: LockClaim): string =>
  `${names.join('+')} under ${token} for ${owner || 'somebody'}, asked for at ${startedAt}, got at ${endedAt}`;

/** Over all names: a grant that was asked for after another one was known has a larger token; none is given twice. */
function checkTokens(claims: readonly LockClaim[]): void {
  const seen = new Set<number>();
  for (const claim of claims) {
    if (seen.has(claim.token)) throw new Error(`a token was given twice: ${about(claim)}`);
    seen.add(claim.token);
  }
  const byEnd = [...claims].sort((a, b) => a.endedAt - b.endedAt);
  let [next, largest] = [0, 0];
  for (const claim of [...claims].sort((a, b) => a.startedAt - b.startedAt)) {
    for (; byEnd[next]!.endedAt < claim.startedAt; next++) largest = Math.max(largest, byEnd[next]!.token);
    if (claim.token <= largest) throw new Error(`behind token ${largest}: ${about(claim)}`);
  }
}

/** Who stood in the line before another one came gets the lock before. */
function checkLine(claims: readonly LockClaim[]): void {
  for (const one of claims) {
    for (const other of claims) {
      if (one.blockedAt < other.startedAt && other.token < one.token)
        throw new Error(`${about(one)} was overtaken by ${about(other)}`);
    }
  }
}

/** While one holds it for certain, nobody else does, but for those who share it. */
function checkExclusion(claims: readonly LockClaim[]): void {
  const certain = claims.filter(({ endedAt, heldUntil }) => endedAt < heldUntil);
  for (const one of certain) {
    for (const other of certain) {
      const isBeside = one.endedAt <= other.endedAt && other.endedAt < one.heldUntil && one !== other;
      if (isBeside && !(one.isShared && other.isShared))
        throw new Error(`two hold it: ${about(one)}, held until ${one.heldUntil}; ${about(other)}`);
    }
  }
}

/**
 * Whether the circle that a DEADLOCK names was one, as far as clients know: each in it awaited what the text says, and the
 * next one held or awaited that too. `from` and `to`: when the refused request was sent, and answered.
 */
export function checkCircle(claims: readonly LockClaim[], text: string, from: number, to: number): void {
  const [, ...steps] = [...text.matchAll(/'([^']*)'/g)].map(([, word = '']) => word);
  const owners = [...text.matchAll(/'([^']*)'/g)]
    .map(([, word = '']) => word)
    .filter((_, at) => at % 2 === 0);
  const was = (owner: string, name: string): boolean =>
    claims.some(
      claim =>
        claim.owner === owner && claim.names.includes(name) && claim.startedAt <= to && claim.goneAt >= from,
    );
  for (let at = 0; at + 1 < owners.length; at++) {
    const name = steps[2 * at] ?? '';
    const [before, behind] = [owners[at] ?? '', owners[at + 1] ?? ''];
    const isStep = was(before, name) && was(behind, name);
    if (!isStep)
      throw new Error(`no circle: ${before} did not wait for ${behind} at ${name}, though ${text}`);
  }
}
