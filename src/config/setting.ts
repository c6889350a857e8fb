/** What a value is refused with: Redis's own words, without a code and without the name of the setting. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** How the text of a setting is read and shown. */
export interface SettingType<T> {
  /** One word for the reference page. */
  readonly kind: string;
  /** What it takes, as a part of a sentence: "an integer from 0 to 65535". */
  readonly takes: string;
  /** True: a directive in a file may have any number of words. */
  readonly words?: true;
  /** Throws {@link SettingError}. `previous` is the value so far, for types that change a part of it. */
  parse(text: string, previous: T | undefined): T;
  /** As CONFIG GET shows it; `parse` takes it back. */
  format(value: T): string;
  /** As a configuration file shows it, where that differs: `1gb`. */
  pretty?(value: T): string;
}

/** One row of the table of settings. */
export interface Setting<T = unknown> {
  readonly type: SettingType<T>;
  /** In the form that the type reads. */
  readonly default: string;
  /**
   * `cluster`: it changes what commands do, so the log holds it and every node has the same value; files, flags and
   * environment only say with which value a new cluster begins.
   */
  readonly scope: 'node' | 'cluster';
  /** Whether CONFIG SET takes it. */
  readonly mutable: boolean;
  /** One sentence or a few. */
  readonly help: string;
  /** Why it is here although it changes nothing: a client reads it. */
  readonly informational?: string;
}

/** A setting of one process. */
export function nodeSetting<T>(
  type: SettingType<T>,
  value: string,
  mutable: 'mutable' | 'fixed at start',
  help: string,
): Setting<T> {
  return { type, default: value, scope: 'node', mutable: mutable === 'mutable', help };
}

/** A setting that the log holds. */
export function clusterSetting<T>(type: SettingType<T>, value: string, help: string): Setting<T> {
  return { type, default: value, scope: 'cluster', mutable: true, help };
}

/** A setting that clients and tools of Redis ask for, and that has one possible value here. */
export function informational<T>(type: SettingType<T>, value: string, reason: string): Setting<T> {
  const only: SettingType<T> = {
    ...type,
    takes: `only \`${value === '' ? '""' : value}\``,
    parse(text, previous) {
      const parsed = type.parse(text, previous);
      if (type.format(parsed) !== value) throw new SettingError(reason);
      return parsed;
    },
  };
  return { type: only, default: value, scope: 'node', mutable: true, help: reason, informational: reason };
}
