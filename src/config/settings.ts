import { SettingError } from './setting.js';
import { SETTING_NAMES, SETTINGS, type SettingName, settingName, type ValueOf } from './table.js';

/** What CONFIG SET is told to do, checked as a whole: either all of it holds, or nothing changes. */
export interface SettingChange {
  readonly name: SettingName;
  /** In the form that CONFIG GET shows. */
  readonly text: string;
  readonly scope: 'node' | 'cluster';
}

/** The values of all settings in one process. */
export class Settings {
  readonly #values = new Map<SettingName, unknown>();
  readonly #listeners = new Map<SettingName, (() => void)[]>();

  constructor() {
    for (const name of SETTING_NAMES) {
      const { type, default: value } = SETTINGS[name];
      this.#values.set(name, type.parse(value, undefined));
    }
  }

  get<Name extends SettingName>(name: Name): ValueOf<Name> {
    return this.#values.get(name) as ValueOf<Name>;
  }

  /** As CONFIG GET shows it. */
  text(name: SettingName): string {
    return SETTINGS[name].type.format(this.#values.get(name));
  }

  /** As a file shows it. */
  prettyText(name: SettingName): string {
    const { type } = SETTINGS[name];
    return (type.pretty ?? type.format)(this.#values.get(name));
  }

  isDefault(name: SettingName): boolean {
    const { type, default: value } = SETTINGS[name];
    return type.format(type.parse(value, undefined)) === this.text(name);
  }

  /** Throws {@link SettingError}. Tells the listeners when the value is another one. */
  set(name: SettingName, text: string): void {
    const before = this.text(name);
    this.#values.set(name, SETTINGS[name].type.parse(text, this.#values.get(name)));
    if (this.text(name) === before) return;
    for (const listener of this.#listeners.get(name) ?? []) listener();
  }

  /** Called after each change of the value. */
  onChange(name: SettingName, listener: () => void): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  /**
   * Checks what CONFIG SET asks for, and changes nothing. Throws {@link SettingError} with the whole error message in
   * Redis's words, without its code.
   */
  check(pairs: readonly (readonly [name: string, text: string])[]): SettingChange[] {
    const names = pairs.map(([written], position) => this.#mayChange(pairs, written, position));
    return names.map((name, position) => {
      const { type, scope } = SETTINGS[name];
      try {
        const value = type.parse(pairs[position]?.[1] ?? '', this.#values.get(name));
        return { name, text: type.format(value), scope };
      } catch (error) {
        throw error instanceof SettingError ? failed(name, error.message) : error;
      }
    });
  }

  #mayChange(
    pairs: readonly (readonly [name: string, text: string])[],
    written: string,
    position: number,
  ): SettingName {
    const name = settingName(written);
    if (name === undefined) {
      throw new SettingError(`Unknown option or number of arguments for CONFIG SET - '${written}'`);
    }
    if (!SETTINGS[name].mutable) throw failed(written, "can't set immutable config");
    const before = pairs.slice(0, position);
    if (before.some(([other]) => settingName(other) === name)) throw failed(written, 'duplicate parameter');
    return name;
  }
}

function failed(name: string, why: string): SettingError {
  return new SettingError(`CONFIG SET failed (possibly related to argument '${name}') - ${why}`);
}
