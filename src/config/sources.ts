import { badSetting, type Directive, quoteWord } from './conf-file.js';
import { SettingError } from './setting.js';
import { Settings } from './settings.js';
import { SETTING_NAMES, SETTINGS, type SettingName, settingName } from './table.js';

/**
 * Where values come from, as byte strings (latin1): a password is what a client sends.
 * A flag beats the environment, that beats the file, that beats the default.
 */
export interface Sources {
  readonly file: readonly Directive[];
  /** All of the environment; only `QUORATE_...` is looked at. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By name of the setting. */
  readonly flags: Readonly<Record<string, string | undefined>>;
}

const PREFIX = 'QUORATE_';
/** Of the heap, for keys: the rest is for batches on their way, replies, and a snapshot under way. */
const DEFAULT_MEMORY_SHARE = 0.6;

/** Puts the values together. Throws `BAD_SETTING`, one clear line, for whatever is wrong with one. */
export function loadSettings(sources: Partial<Sources>): Settings {
  const settings = new Settings();
  for (const { name, words, place } of sources.file ?? []) {
    const known = settingName(name);
    if (known === undefined) throw badSetting(place, `unknown setting '${name}'`);
    if (words.length === 0 || (words.length > 1 && SETTINGS[known].type.words !== true)) {
      throw badSetting(place, `'${name}' takes one value, not ${words.length}`);
    }
    const text = words.join(' ');
    assign(settings, known, text, `${place}: ${name} ${quoteWord(text)}`);
  }
  for (const [variable, value] of Object.entries(sources.environment ?? {})) {
    if (!variable.startsWith(PREFIX) || value === undefined || isServiceLink(variable, value)) continue;
    const known = settingName(variable.slice(PREFIX.length).replaceAll('_', '-'));
    if (known === undefined) throw badSetting(variable, 'unknown setting');
    assign(settings, known, value, `${variable}=${value}`);
  }
  for (const [flag, value] of Object.entries(sources.flags ?? {})) {
    const known = settingName(flag);
    if (known === undefined) throw badSetting(`--${flag}`, 'unknown setting');
    if (value !== undefined) assign(settings, known, value, `--${flag} ${value}`);
  }
  checkTogether(settings);
  return settings;
}

/** What container platforms put into the environment for a service that is named quorate: `QUORATE_PORT=tcp://...`. */
function isServiceLink(variable: string, value: string): boolean {
  return /^QUORATE_(?:SERVICE_|PORT_\d)/.test(variable) || value.startsWith('tcp://');
}

/** The variable that sets a setting. */
export function environmentName(name: SettingName): string {
  return PREFIX + name.toUpperCase().replaceAll('-', '_');
}

/** `place`: what was written, and where. */
function assign(settings: Settings, name: SettingName, text: string, place: string): void {
  try {
    settings.set(name, text);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    throw badSetting(place, error.message);
  }
}

/** What no setting can check alone. */
function checkTogether(settings: Settings): void {
  const id = settings.get('id');
  const peers = settings.get('peers');
  if (peers.length > 0 && !peers.some(peer => peer.id === id)) {
    throw badSetting('peers', `does not name this node, '${id}'`);
  }
  const heartbeat = settings.get('heartbeat-interval');
  if (settings.get('election-timeout') < 3 * heartbeat) {
    throw badSetting('election-timeout', `must be at least three times heartbeat-interval (${heartbeat} ms)`);
  }
  const port = settings.get('port');
  if (port === settings.get('raft-port')) throw badSetting('raft-port', `must differ from port (${port})`);
}

/** With what a new cluster begins: the values that the log holds from then on. */
export function bootstrapSettings(
  settings: Settings,
  heapBytes: number,
): [name: SettingName, text: string][] {
  return SETTING_NAMES.filter(name => SETTINGS[name].scope === 'cluster').map(name => [
    name,
    name === 'maxmemory' && settings.get(name) === 0
      ? String(Math.floor(heapBytes * DEFAULT_MEMORY_SHARE))
      : settings.text(name),
  ]);
}
