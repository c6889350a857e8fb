import { geohashOf, placeOf, scoreOf } from '../../base/geohash.js';
import type { WriteHandler } from '../../machine/command-table.js';
import { NULL_ARRAY, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { keyword } from '../arguments.js';
import { add } from '../sorted-sets/adding.js';
import { sortedSetAt } from '../sorted-sets/values.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { distanceReply, placeIn, placeReply, unitOf } from './arguments.js';
import { distanceFrom } from './shape.js';

export const geoadd: WriteCommand = {
  name: 'geoadd',
  class: 'write',
  arity: -5,
  flags: ['write', 'denyoom'],
  categories: ['geo'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'geo',
  since: '3.2.0',
  summary: 'Adds members with their places to a sorted set, or gives them other places',
  complexity: 'O(log(N)) for each member, with N the size of the set',
  syntax: 'key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]',
  apply: addPlaces,
};

function addPlaces(...[context, argv]: Parameters<WriteHandler>): Reply {
  const options = new Set<'NX' | 'XX' | 'CH'>();
  let at = 2;
  for (; at < argv.length; at++) {
    const option = keyword(argv[at], 'NX', 'XX', 'CH');
    if (option === undefined) break;
    options.add(option);
  }
  const given = argv.slice(at);
  if (given.length === 0 || given.length % 3 !== 0) throw SYNTAX_ERROR;
  if (options.has('NX') && options.has('XX')) throw SYNTAX_ERROR;
  const scores: number[] = [];
  const members: string[] = [];
  for (let i = 0; i < given.length; i += 3) {
    scores.push(scoreOf(placeIn(given[i]!, given[i + 1]!)));
    members.push(given[i + 2]!);
  }
  return add(context, argv[1]!, options, members, scores);
}

const shared = {
  class: 'read',
  flags: ['readonly'],
  categories: ['geo'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'geo',
  since: '3.2.0',
} as const;

export const geopos: ReadCommand = {
  ...shared,
  name: 'geopos',
  arity: -2,
  summary: 'Returns the places of members, longitude and latitude',
  complexity: 'O(N) with N the number of members asked for',
  syntax: 'key [member [member ...]]',
  query: ({ db }, argv) => {
    const set = sortedSetAt(db, argv[1]!);
    return argv.slice(2).map(member => {
      const score = set?.score(member);
      return score === undefined ? NULL_ARRAY : placeReply(placeOf(score));
    });
  },
};

export const geohash: ReadCommand = {
  ...shared,
  name: 'geohash',
  arity: -2,
  summary: 'Returns the standard geohashes of the places of members',
  complexity: 'O(N) with N the number of members asked for',
  syntax: 'key [member [member ...]]',
  query: ({ db }, argv) => {
    const set = sortedSetAt(db, argv[1]!);
    return argv.slice(2).map(member => {
      const score = set?.score(member);
      return score === undefined ? null : geohashOf(placeOf(score));
    });
  },
};

export const geodist: ReadCommand = {
  ...shared,
  name: 'geodist',
  arity: -4,
  summary: 'Returns the distance between the places of two members',
  complexity: 'O(1)',
  syntax: 'key member1 member2 [M | KM | FT | MI]',
  query: ({ db }, argv) => {
    if (argv.length > 5) throw SYNTAX_ERROR;
    const unit = argv.length === 5 ? unitOf(argv[4]!) : 1;
    const set = sortedSetAt(db, argv[1]!);
    const [from, to] = [set?.score(argv[2]!), set?.score(argv[3]!)];
    if (from === undefined || to === undefined) return null;
    return distanceReply(distanceFrom(placeOf(from))(placeOf(to)) / unit);
  },
};
