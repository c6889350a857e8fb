import type { Setting } from './setting.js';
import { data, operation, persistence } from './table/behaviour.js';
import { cluster } from './table/cluster.js';
import { clients, network } from './table/network.js';

/** The settings as the reference page, the sample file and CONFIG REWRITE order them. */
export const SECTIONS: readonly {
  readonly title: string;
  readonly settings: Readonly<Record<string, Setting>>;
}[] = [
  { title: 'Network', settings: network },
  { title: 'Clients', settings: clients },
  { title: 'Node and cluster', settings: cluster },
  { title: 'Data', settings: data },
  { title: 'Persistence', settings: persistence },
  { title: 'Operation', settings: operation },
];

const TABLE = { ...network, ...clients, ...cluster, ...data, ...persistence, ...operation };

export type SettingName = keyof typeof TABLE;
export type ValueOf<Name extends SettingName> = (typeof TABLE)[Name] extends Setting<infer T> ? T : never;

/** Every setting, by name: the one place that knows them. */
export const SETTINGS = TABLE as unknown as Readonly<Record<SettingName, Setting>>;

export const SETTING_NAMES = Object.keys(TABLE) as readonly SettingName[];

/** What Redis called some of them before 7.0, and still takes. */
export const FORMER_NAMES: ReadonlyMap<string, SettingName> = new Map([
  ['list-max-ziplist-size', 'list-max-listpack-size'],
  ['hash-max-ziplist-entries', 'hash-max-listpack-entries'],
  ['hash-max-ziplist-value', 'hash-max-listpack-value'],
  ['zset-max-ziplist-entries', 'zset-max-listpack-entries'],
  ['zset-max-ziplist-value', 'zset-max-listpack-value'],
]);

/** The setting of that name, or former name, in any case, if there is one. */
export function settingName(text: string): SettingName | undefined {
  const written = text.toLowerCase();
  const name = FORMER_NAMES.get(written) ?? written;
  return Object.hasOwn(TABLE, name) ? (name as SettingName) : undefined;
}
