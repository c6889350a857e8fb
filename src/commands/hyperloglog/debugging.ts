import { ErrorReply, OK, type Reply, Status } from '../../resp/reply.js';
import { printed } from '../arguments.js';
import { keysAt, type NodeCommand, type WriteCommand } from '../spec.js';
import { denseRegister, emptyDense, raiseDense } from './dense.js';
import { estimate } from './estimate.js';
import { CORRUPTED, encodingOf, hyperLogLogAt, RANK_MAX, REGISTERS, SPARSE, store } from './layout.js';
import { raise, rankOf, toDense, unite } from './registers.js';
import { emptySparse, forEachRun } from './sparse.js';

const NO_KEY = new ErrorReply('ERR The specified key does not exist');
const NOT_SPARSE = new ErrorReply('ERR HLL encoding is not sparse');

export const pfdebug: WriteCommand = {
  name: 'pfdebug',
  class: 'write',
  arity: 3,
  flags: ['write', 'denyoom', 'admin'],
  categories: ['hyperloglog'],
  keys: [keysAt(['RW', 'access'], 2)],
  group: 'hyperloglog',
  since: '2.8.9',
  summary: 'Shows how a HyperLogLog is stored: GETREG, DECODE and ENCODING, or makes it dense: TODENSE',
  complexity: 'O(1), with some 16,384 registers',
  syntax: 'subcommand key',
  apply: ({ db }, argv) => {
    const [, subcommand, key] = argv as [string, string, string];
    const log = hyperLogLogAt(db, key);
    if (log === undefined) throw NO_KEY;
    if (typeof db.get(key) === 'string') store(db, key, log); // OBJECT ENCODING is raw from now on
    const isSparse = encodingOf(log) === SPARSE;
    const makeDense = (): Buffer => {
      const dense = toDense(log);
      if (isSparse) store(db, key, dense);
      return dense;
    };
    switch (subcommand.toLowerCase()) {
      case 'getreg':
        return registersOf(makeDense());
      case 'decode':
        if (!isSparse) throw NOT_SPARSE;
        return decode(log);
      case 'encoding':
        return new Status(isSparse ? 'sparse' : 'dense');
      case 'todense':
        makeDense();
        return isSparse ? 1 : 0;
      default:
        throw new ErrorReply(`ERR Unknown PFDEBUG subcommand '${printed(subcommand)}'`);
    }
  },
};

function registersOf(dense: Buffer): Reply {
  return Array.from({ length: REGISTERS }, (_, index) => denseRegister(dense, index));
}

function decode(log: Buffer): Reply {
  const shown: string[] = [];
  const isWhole = forEachRun(log, ({ kind, value, length }) => {
    if (kind === 'value') shown.push(`v:${value},${length}`);
    else shown.push(`${kind === 'zeros' ? 'z' : 'Z'}:${length}`);
  });
  if (!isWhole) throw CORRUPTED;
  return shown.join(' ');
}

/** Elements of the self-test; the estimate of so many is off by less than this share. */
const TEST_ELEMENTS = 10_000;
const TEST_ERROR = 0.04;

export const pfselftest: NodeCommand = {
  name: 'pfselftest',
  class: 'node',
  arity: 1,
  flags: ['admin'],
  categories: ['hyperloglog'],
  group: 'hyperloglog',
  since: '2.8.9',
  summary: 'Tests registers, both encodings and the estimate',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) => done(selfTest()),
};

function selfTest(): Reply {
  const dense = emptyDense();
  for (let index = 0; index < REGISTERS; index++) raiseDense(dense, index, index % (RANK_MAX + 1));
  for (let index = 0; index < REGISTERS; index++) {
    if (denseRegister(dense, index) !== index % (RANK_MAX + 1))
      return new ErrorReply(`ERR TESTFAILED Register ${index} lost its value`);
  }
  let log = emptySparse();
  for (let element = 0; element < TEST_ELEMENTS; element++) {
    const { index, rank } = rankOf(String(element));
    log = raise(log, index, rank, 3000) ?? log;
  }
  const union = new Uint8Array(REGISTERS);
  unite(union, log);
  const counted = estimate(union);
  const isClose = Math.abs(counted - TEST_ELEMENTS) <= TEST_ELEMENTS * TEST_ERROR;
  return isClose
    ? OK
    : new ErrorReply(`ERR TESTFAILED Too high error. card:${TEST_ELEMENTS} estimated:${counted}`);
}
