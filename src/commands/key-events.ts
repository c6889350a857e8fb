import type { EventClass, KeyEvents } from '../machine/key-events.js';
import { isKeyword } from './arguments.js';

type Rule = KeyEvents | ((argv: readonly string[]) => KeyEvents);

const named = (eventClass: EventClass, ...names: readonly string[]): [string, Rule][] =>
  names.map(name => [name, { class: eventClass, changed: name }]);

const as = (eventClass: EventClass, changed: string, ...names: readonly string[]): [string, Rule][] =>
  names.map(name => [name, { class: eventClass, changed }]);

/** What stores a result: an empty one only removes what was there. */
const storing = (eventClass: EventClass, changed: string, ...names: readonly string[]): [string, Rule][] =>
  names.map(name => [name, { class: eventClass, changed, onlyRemoves: true }]);

/** They tell all by `context.notify`. */
const silent = (...names: readonly string[]): [string, Rule][] =>
  names.map(name => [name, { class: 'g', changed: null }]);

/** Each time that a command changes a key is an event of its own. */
const repeating = (eventClass: EventClass, changed: string, ...names: readonly string[]): [string, Rule][] =>
  names.map(name => [name, { class: eventClass, changed, repeats: true }]);

/** The event depends on a word among the arguments. */
const byWord = (
  eventClass: EventClass,
  word: string,
  present: string,
  absent: string,
  ...names: readonly string[]
): [string, Rule][] =>
  names.map(name => [
    name,
    argv => ({ class: eventClass, changed: argv.some(each => isKeyword(each, word)) ? present : absent }),
  ]);

/**
 * Which keyspace events commands make, by lower-case name, in Redis's words. Not in here: commands that take keys away and
 * do nothing else (`del`), those that make no event, and those that tell by `context.notify` what they did.
 */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...as('$', 'set', 'set', 'setnx', 'setex', 'psetex', 'getset'),
  ...repeating('$', 'set', 'mset', 'msetnx', 'msetex'),
  ...as('$', 'incrby', 'incr', 'decr', 'incrby', 'decrby'),
  ...named('$', 'append', 'setrange', 'incrbyfloat', 'pfadd'),
  ...as('$', 'pfadd', 'pfmerge'),
  ...storing('$', 'set', 'bitop'),
  ...named('l', 'lpush', 'rpush', 'lpop', 'rpop', 'linsert', 'lset', 'lrem', 'ltrim'),
  ...as('l', 'lpush', 'lpushx'),
  ...as('l', 'rpush', 'rpushx'),
  ...as('l', 'lpop', 'blpop'),
  ...as('l', 'rpop', 'brpop'),
  ...byWord('l', 'LEFT', 'lpop', 'rpop', 'lmpop', 'blmpop'),
  ...storing('l', 'sortstore', 'sort'),
  ...as('h', 'hset', 'hset', 'hmset', 'hsetnx', 'hsetex'),
  ...named('h', 'hincrby', 'hincrbyfloat', 'hdel', 'hpersist'),
  ...as('h', 'hdel', 'hgetdel'),
  ...as('h', 'hexpire', 'hexpire', 'hpexpire', 'hexpireat', 'hpexpireat'),
  ...byWord('h', 'PERSIST', 'hpersist', 'hexpire', 'hgetex'),
  ...named('s', 'sadd', 'srem', 'spop'),
  ...['sinterstore', 'sunionstore', 'sdiffstore'].flatMap(name => storing('s', name, name)),
  ...byWord('z', 'INCR', 'zincr', 'zadd', 'zadd'),
  ...as('z', 'zincr', 'zincrby'),
  ...as('z', 'zadd', 'geoadd'),
  ...named('z', 'zrem', 'zremrangebyrank', 'zremrangebyscore', 'zremrangebylex', 'zpopmin', 'zpopmax'),
  ...as('z', 'zpopmin', 'bzpopmin'),
  ...as('z', 'zpopmax', 'bzpopmax'),
  ...byWord('z', 'MIN', 'zpopmin', 'zpopmax', 'zmpop', 'bzmpop'),
  ...['zunionstore', 'zinterstore', 'zdiffstore', 'zrangestore', 'geosearchstore'].flatMap(name =>
    storing('z', name, name),
  ),
  ...storing('z', 'georadiusstore', 'georadius', 'georadiusbymember'),
  ...named('t', 'xadd', 'xtrim', 'xdel', 'xsetid'),
  ...storing('g', 'expire', 'expire', 'pexpire', 'expireat', 'pexpireat'),
  ...named('g', 'persist'),
  ...storing('g', 'restore', 'restore'),
  [
    'getex',
    argv => ({
      class: 'g',
      changed: argv.some(word => isKeyword(word, 'PERSIST')) ? 'persist' : 'expire',
      onlyRemoves: true,
    }),
  ],
  ...as('g', 'copy_to', 'copy'),
  ...silent('setbit', 'bitfield', 'rename', 'renamenx', 'move'),
]);

/** Of the command with this lower-case name. */
export function keyEventsOf(name: string, argv: readonly string[]): KeyEvents | undefined {
  const rule = RULES.get(name);
  return typeof rule === 'function' ? rule(argv) : rule;
}
