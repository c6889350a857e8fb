import { SeededRandom } from '../../src/base/random.js';
import type { Machine } from '../../src/machine/machine.js';
import { MapReply } from '../../src/resp/reply.js';

interface Line {
  readonly name: string;
  readonly holders: readonly Record<string, unknown>[];
  readonly waiters: readonly Record<string, unknown>[];
}

/** Looks at the locks after each entry, as an operator would: with DLOCK INFO and DLOCK WAITERS. */
export class LockWatch {
  readonly #random = new SeededRandom(1);
  /** The largest token ever granted. */
  #largest = 0;
  readonly #known = new Set<number>();

  constructor(private readonly names: readonly string[]) {}

  /** @throws Error what must not be */
  look(machine: Machine): void {
    const lines = this.names.map(name => this.#line(machine, name));
    this.#checkTokens(lines);
    for (const line of lines) checkHolders(line);
    checkCircles(lines);
  }

  #line(machine: Machine, name: string): Line {
    const ask = (what: string): unknown =>
      plain(machine.query(['DLOCK', what, name], 0, machine.stamp, this.#random));
    const info = ask('INFO') as { holders: Record<string, unknown>[] } | null;
    return { name, holders: info?.holders ?? [], waiters: ask('WAITERS') as Record<string, unknown>[] };
  }

  /** Who was not a holder before has a token above all before; those of one request stand under several names. */
  #checkTokens(lines: readonly Line[]): void {
    const before = this.#largest;
    for (const { name, holders } of lines) {
      for (const token of holders.map(holder => Number(holder['token']))) {
        if (this.#known.has(token)) continue;
        this.#known.add(token);
        if (token <= before) throw new Error(`${name} was granted under ${token}, behind ${before}`);
        this.#largest = Math.max(this.#largest, token);
      }
    }
  }
}

function checkHolders({ name, holders, waiters }: Line): void {
  const isShared = holders.every(({ mode }) => mode === 'shared');
  if (holders.length > 1 && !isShared) throw new Error(`${name} has ${holders.length} holders`);
  // Who wants several may wait for another one of them.
  const isForgotten =
    holders.length === 0 && waiters.length > 0 && !String(waiters[0]?.['meta']).includes('all');
  if (isForgotten) throw new Error(`nobody holds ${name}, and ${waiters.length} wait for it`);
}

/** Nobody who says who he is waits for himself: for those who hold what he awaits, or stand in front of him. */
function checkCircles(lines: readonly Line[]): void {
  const next = new Map<string, Set<string>>();
  for (const { holders, waiters } of lines) {
    const before = holders.map(ownerOf);
    for (const owner of waiters.map(ownerOf)) {
      if (owner !== '') next.set(owner, new Set([...(next.get(owner) ?? []), ...before]));
      before.push(owner);
    }
  }
  for (const owner of next.keys()) {
    const reached = new Set(next.get(owner));
    for (const other of reached)
      for (const behind of next.get(other) ?? []) if (other !== '') reached.add(behind);
    if (reached.has(owner)) throw new Error(`${owner} waits for itself`);
  }
}

const ownerOf = (of: Record<string, unknown>): string => (typeof of['owner'] === 'string' ? of['owner'] : '');

/** Maps of replies as objects. */
function plain(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(plain);
  if (!(reply instanceof MapReply)) return reply;
  const { pairs } = reply;
  const at = pairs.flatMap((name, index) => (index % 2 === 0 ? [[name, plain(pairs[index + 1])]] : []));
  return Object.fromEntries(at) as unknown;
}
