import { Double, MapReply, OK, type Reply, SYNTAX_ERROR, Verbatim } from '../../resp/reply.js';
import { integer, keyword } from '../arguments.js';
import { type ContainerCommand, keysAt, type NodeCommand, type ReadCommand } from '../spec.js';
import { helpReply } from './help.js';

const common = {
  class: 'node',
  group: 'server',
  categories: [],
  flags: [],
  arity: 2,
  since: '4.0.0',
  complexity: 'O(1)',
  syntax: '',
} as const;

const usage: ReadCommand = {
  ...common,
  name: 'usage',
  class: 'read',
  arity: -3,
  flags: ['readonly'],
  keys: [keysAt(['RO'], 2)],
  summary: 'Returns for how many bytes a key counts towards `maxmemory`, the same on every node',
  syntax: 'key [SAMPLES count]',
  query({ db }, argv) {
    for (let at = 3; at < argv.length; at += 2) {
      if (keyword(argv[at], 'SAMPLES') === undefined || at + 1 === argv.length) throw SYNTAX_ERROR;
      if (integer(argv[at + 1]!) < 0) throw SYNTAX_ERROR;
    }
    return db.weightOf(argv[2]!) ?? null;
  },
};

const stats: NodeCommand = {
  ...common,
  name: 'stats',
  summary: 'Returns what the memory of this node is used for',
  run(node, _session, _argv, done) {
    const figures = node.memoryFigures();
    done(
      new MapReply(
        figures.flatMap(([name, value]): Reply[] => [
          name,
          Number.isInteger(value) ? value : new Double(value),
        ]),
      ),
    );
  },
};

const doctor: NodeCommand = {
  ...common,
  name: 'doctor',
  summary: 'Says in words whether this node has too little memory',
  run: (node, _session, _argv, done) => done(new Verbatim('txt', diagnosis(new Map(node.memoryFigures())))),
};

/** Shares of the heap from which on the collector works hard, and above which the process may end. */
const HEAP_TIGHT = 0.75;
const HEAP_CRITICAL = 0.9;
/** More resident memory than this times what is in use, and the rest does not come back by itself. */
const RESIDENT_RATIO = 2;
const SMALL = 100 * 1024 * 1024;

function diagnosis(figures: ReadonlyMap<string, number>): string {
  const figure = (name: string): number => figures.get(name) ?? 0;
  const share = figure('heap.used') / figure('heap.limit');
  const percent = `${Math.round(share * 100)} %`;
  const findings: string[] = [];
  if (share > HEAP_CRITICAL) {
    findings.push(`The heap is ${percent} full: lower maxmemory or give the process more, before it ends.`);
  } else if (share > HEAP_TIGHT) {
    findings.push(`The heap is ${percent} full: the collector works hard, and large snapshots may not fit.`);
  }
  if (figure('dataset.bytes') > figure('heap.limit') * HEAP_TIGHT) {
    findings.push('The keys alone weigh more than three quarters of the heap.');
  }
  if (figure('allocator.resident') > SMALL && figure('fragmentation') > RESIDENT_RATIO) {
    findings.push('Much more memory is resident than in use: it was needed at the peak, and V8 keeps it.');
  }
  return findings.length === 0 ? `Nothing is wrong: the heap is ${percent} full.` : findings.join('\n');
}

const mallocStats: NodeCommand = {
  ...common,
  name: 'malloc-stats',
  summary: 'Returns the figures of the heap of this node, one a line',
  run(node, _session, _argv, done) {
    const lines = node.memoryFigures().map(([name, value]) => `${name}: ${value}`);
    done(new Verbatim('txt', lines.join('\n')));
  },
};

const purge: NodeCommand = {
  ...common,
  name: 'purge',
  summary: 'Does nothing: V8 gives memory back by itself',
  run: (_node, _session, _argv, done) => done(OK),
};

const help: NodeCommand = {
  ...common,
  name: 'help',
  flags: ['loading', 'stale'],
  summary: 'Lists the subcommands of MEMORY',
  run: (_node, _session, _argv, done) =>
    done(
      helpReply('MEMORY', [
        ['DOCTOR', 'Says whether memory is short, and what to do.'],
        ['MALLOC-STATS', 'Figures of the heap as text.'],
        ['PURGE', 'Nothing: V8 gives memory back by itself.'],
        ['STATS', 'Figures of the heap and of the keys.'],
        ['USAGE <key> [SAMPLES <count>]', 'Bytes that <key> counts for; nothing is sampled.'],
      ]),
    ),
};

export const memory: ContainerCommand = {
  ...common,
  name: 'memory',
  class: 'container',
  arity: -2,
  summary: 'Tells what memory is used for',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [doctor, help, mallocStats, purge, stats, usage],
};
