/** A run of bytes that stands in both strings. */
export interface Match {
  /** Where it starts in the first string, and in the second. */
  readonly first: number;
  readonly second: number;
  readonly length: number;
}

/**
 * The longest sequence of bytes that both strings hold in the same order, and where its runs stand, the last one first.
 * Among several sequences of that length it is the one that Redis finds: walking back from the ends, it steps in the
 * first string only if that keeps strictly more. Costs length x length steps and as many cells of 2 or 4 bytes.
 */
export function longestCommonSubsequence(first: string, second: string): { text: string; matches: Match[] } {
  const columns = second.length + 1;
  const table = lengths(first, second);
  const characters: string[] = [];
  const matches: Match[] = [];
  let run = 0;
  let i = first.length;
  let j = second.length;
  const closeRun = (): void => {
    if (run > 0) matches.push({ first: i, second: j, length: run });
    run = 0;
  };
  while (i > 0 && j > 0) {
    if (first.charCodeAt(i - 1) === second.charCodeAt(j - 1)) {
      characters.push(first.charAt(i - 1));
      run++;
      i--;
      j--;
      continue;
    }
    closeRun();
    if (table[(i - 1) * columns + j]! > table[i * columns + j - 1]!) i--;
    else j--;
  }
  closeRun();
  return { text: characters.reverse().join(''), matches };
}

/** In row i and column j: how long the longest common sequence of the first i and the first j bytes is. */
function lengths(first: string, second: string): Uint16Array | Uint32Array {
  const columns = second.length + 1;
  const cells = (first.length + 1) * columns;
  const narrow = Math.min(first.length, second.length) < 65_536;
  const table = narrow ? new Uint16Array(cells) : new Uint32Array(cells);
  const codes = Uint8Array.from({ length: second.length }, (_, j) => second.charCodeAt(j));
  for (let i = 1; i <= first.length; i++) {
    const code = first.charCodeAt(i - 1);
    const row = i * columns;
    const above = row - columns;
    for (let j = 1; j < columns; j++) {
      table[row + j] =
        codes[j - 1] === code ? table[above + j - 1]! + 1 : Math.max(table[above + j]!, table[row + j - 1]!);
    }
  }
  return table;
}
