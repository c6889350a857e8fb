import { SettingError, type SettingType } from './setting.js';

export const boolean: SettingType<boolean> = {
  kind: 'bool',
  takes: '`yes` or `no`',
  parse(text) {
    const word = text.toLowerCase();
    if (word !== 'yes' && word !== 'no') throw new SettingError("argument must be 'yes' or 'no'");
    return word === 'yes';
  },
  format: value => (value ? 'yes' : 'no'),
};

/** `unit` for the reference page; both ends included. */
export function integer(least: number, most: number, unit?: string): SettingType<number> {
  return {
    kind: unit ?? 'integer',
    takes: `an integer from ${least} to ${most}`,
    parse(text) {
      if (!/^-?\d{1,19}$/.test(text)) throw new SettingError("argument couldn't be parsed into an integer");
      return within(Number(text), least, most);
    },
    format: String,
  };
}

export const milliseconds = (least: number, most: number): SettingType<number> =>
  integer(least, most, 'milliseconds');

export const seconds = (least: number, most: number): SettingType<number> => integer(least, most, 'seconds');

function within(value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new SettingError(`argument must be between ${least} and ${most} inclusive`);
}

/** Redis's units: without `b` a power of ten, with it a power of two. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1000 ** 2,
  mb: 1024 ** 2,
  g: 1000 ** 3,
  gb: 1024 ** 3,
};

/** Bytes, as `1gb`, `64mb`, `5k` or a plain number. */
export function memory(least: number, most: number): SettingType<number> {
  return {
    kind: 'memory',
    takes: `bytes, in units of k, kb, m, mb, g or gb if you like, from ${formatMemory(least)} to ${formatMemory(most)}`,
    parse(text) {
      const value = parseMemory(text);
      if (value === undefined) throw new SettingError('argument must be a memory value');
      return within(value, least, most);
    },
    format: String,
    pretty: formatMemory,
  };
}

export function parseMemory(text: string): number | undefined {
  const match = /^(\d{1,19})([a-z]*)$/i.exec(text);
  const unit = UNITS[match?.[2]?.toLowerCase() ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** The shortest exact form. */
export function formatMemory(value: number): string {
  for (const unit of ['gb', 'mb', 'kb']) {
    const bytes = UNITS[unit] ?? 1;
    if (value > 0 && value % bytes === 0) return `${value / bytes}${unit}`;
  }
  return String(value);
}

export function oneOf<Word extends string>(...choices: readonly Word[]): SettingType<Word> {
  return {
    kind: 'enum',
    takes: choices.map(choice => `\`${choice}\``).join(', '),
    parse(text) {
      const chosen = choices.find(choice => choice === text.toLowerCase());
      if (chosen !== undefined) return chosen;
      throw new SettingError(`argument(s) must be one of the following: ${choices.join(', ')}`);
    },
    format: value => value,
  };
}

export const text: SettingType<string> = {
  kind: 'string',
  takes: 'any text',
  parse: value => value,
  format: value => value,
};

/** A path: what stands in files and commands are its bytes, what the system is given is text. */
export const path: SettingType<string> = {
  kind: 'path',
  takes: 'a path',
  parse: value => Buffer.from(value, 'latin1').toString('utf8'),
  format: value => Buffer.from(value, 'utf8').toString('latin1'),
};

/** Words separated by spaces. */
export const wordList: SettingType<readonly string[]> = {
  kind: 'list',
  takes: 'words separated by spaces',
  words: true,
  parse: value => value.split(' ').filter(word => word !== ''),
  format: value => value.join(' '),
};

export const memberId: SettingType<string> = {
  kind: 'string',
  takes: '1 to 64 letters, digits, `-`, `_` or `.`',
  parse(value) {
    if (/^[\w.-]{1,64}$/.test(value)) return value;
    throw new SettingError('argument must be 1 to 64 letters, digits, dashes, underscores or dots');
  },
  format: value => value,
};
