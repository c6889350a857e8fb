/** Replicated settings by name, as the log holds them; a name that is absent has its default. */
export class MachineSettings {
  readonly #values = new Map<string, string>();
  #maxMemory = 0;

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: string): void {
    this.#values.set(name, value);
    if (name === 'maxmemory') this.#maxMemory = Number(value);
  }

  /** Bytes that all keys may weigh; 0: no limit. Each command asks. */
  get maxMemory(): number {
    return this.#maxMemory;
  }

  /** In order of name. */
  entries(): [string, string][] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
