import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A difference from redis-server 7.0 that is meant; README shows the list. */
export interface Difference {
  readonly id: string;
  readonly what: string;
  readonly why: string;
}

interface Case {
  /** Commands whose last one shows the difference, on an empty server, over RESP2. */
  readonly proof: readonly (readonly string[])[];
  /** True when the two replies to `command` differ in this way and in no other. */
  readonly covers: (command: readonly string[], reference: string, ours: string) => boolean;
}

const names = (command: readonly string[], ...words: readonly string[]): boolean =>
  words.every((word, i) => command[i]?.toLowerCase() === word);

/** How each difference shows itself, by its id in differences.json. */
export const CASES: ReadonlyMap<string, Case> = new Map<string, Case>([
  [
    'list-listpack',
    {
      proof: [
        ['RPUSH', 'list', 'a'],
        ['OBJECT', 'ENCODING', 'list'],
      ],
      covers: (command, reference, ours) =>
        names(command, 'object', 'encoding') &&
        reference === '$9\r\nquicklist\r\n' &&
        ours === '$8\r\nlistpack\r\n',
    },
  ],
]);

/** The list as README shows it. */
export function readDifferences(): Difference[] {
  const path = join(import.meta.dirname, '..', 'differences.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Difference[];
}

/** The id of the listed difference that explains these two replies. */
export function findDifference(
  command: readonly string[],
  reference: string,
  ours: string,
): string | undefined {
  for (const [id, { covers }] of CASES) if (covers(command, reference, ours)) return id;
  return undefined;
}
