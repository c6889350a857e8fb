import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../../src/base/error-codes.js';
import {
  exportedNames,
  filesBelow,
  functionSizes,
  type Import,
  readSources,
  ROOT,
  type SourceFile,
  wordsUsed,
} from './tidy/source.js';

/** A folder imports only folders of a smaller level: docs/architecture.md. */
const LEVELS: Readonly<Record<string, number>> = {
  base: 0,
  config: 1,
  wire: 1,
  resp: 1,
  raft: 1,
  machine: 2,
  ports: 2,
  commands: 3,
  storage: 3,
  transport: 3,
  scripting: 3,
  replica: 4,
  server: 5,
  cli: 6,
  // What applications import: it speaks to nodes like any other client.
  client: 0,
};

/** Folders that are a pure function of their input, and what must not occur in them. */
const PURE = ['base', 'raft', 'machine', 'commands'];
const IMPURE =
  /^(?:Date\.now|new Date|Math\.random|performance\.now|process\..*|globalThis\..*|setTimeout|setInterval|setImmediate|queueMicrotask|process|performance|crypto|fetch|Promise|new Promise|async|await|require)$/;

const FILE_LINES = 400;
const FUNCTION_LINES = 70;
const OURS = ['src', 'test', 'compat-tests', 'bench', 'examples'];

const folderOf = (path: string): string => path.split('/')[1] ?? '';
const importList = (file: SourceFile): readonly Import[] => file.imports;

describe('the house', () => {
  const sources = readSources('src');
  const byPath = new Map(sources.map(file => [file.path, file]));
  const others = OURS.slice(1).flatMap(readSources);

  it('has folders of known level only', () => {
    const unknown = sources.map(({ path }) => folderOf(path)).filter(folder => !(folder in LEVELS));
    expectNone(unknown);
  });

  it('imports only downwards', () => {
    const upward = sources.flatMap(file => {
      const level = LEVELS[folderOf(file.path)] ?? 0;
      return importList(file)
        .filter(({ target, isOurs }) => isOurs && folderOf(target) !== folderOf(file.path))
        .filter(({ target }) => !((LEVELS[folderOf(target)] ?? Infinity) < level))
        .map(({ target }) => `${file.path} imports ${target}`);
    });
    expectNone(upward);
  });

  it('has no cycle of imports', () => {
    expect(findCycle(byPath)).to.equal(undefined);
  });

  it('keeps clocks, chance, timers, sockets and promises out of what must be repeatable', () => {
    const found = sources
      .filter(({ path }) => PURE.includes(folderOf(path)))
      .flatMap(file => [
        ...wordsUsed(file)
          .filter(({ word }) => IMPURE.test(word))
          .map(({ word, line }) => `${file.path}:${line}: ${word}`),
        ...importList(file)
          .filter(({ isOurs, target, names }) => !isOurs && !isHash(target, names))
          .map(({ target }) => `${file.path} imports ${target}`),
      ]);
    expectNone(found);
  });

  it('uses every file of src', () => {
    const entry = byPath.get('src/cli/main.ts');
    expect(entry, 'src/cli/main.ts').not.to.equal(undefined);
    const reached = new Set<string>();
    const visit = (path: string): void => {
      const file = byPath.get(path);
      if (file === undefined || reached.has(path)) return;
      reached.add(path);
      for (const { target } of file.imports) visit(target);
    };
    for (const path of ['src/cli/main.ts', 'src/client/index.ts']) visit(path);
    expectNone(sources.map(({ path }) => path).filter(path => !reached.has(path)));
  });

  it('exports nothing that nobody imports', () => {
    const imported = new Set(
      [...sources, ...others]
        .flatMap(importList)
        .flatMap(({ target, names }) => names.map(name => `${target} ${name}`)),
    );
    const dead = sources.flatMap(file =>
      exportedNames(file)
        .filter(name => !imported.has(`${file.path} ${name}`) && !imported.has(`${file.path} *`))
        // A type that an exported declaration of the same file speaks of belongs to the interface of the file.
        .filter(name => occurrences(file.text, name) < 2)
        .map(name => `${file.path}: ${name}`),
    );
    expectNone(dead);
  });

  it('describes the code of every error that it makes, and no other', () => {
    const texts = sources.filter(({ path }) => path !== 'src/base/error-codes.ts').map(({ text }) => text);
    const heads = new Set(
      texts.flatMap(text => [...text.matchAll(/['"`]-?([A-Z]+) /g)].map(found => found[1]!)),
    );
    const made = texts.flatMap(text =>
      [...text.matchAll(/ErrorReply\(\s*['"`]([A-Z]+)\b/g)].map(found => found[1]!),
    );
    expectNone(
      [...new Set(made)].filter(code => !(code in ERROR_CODES)).map(code => `${code}: docs/errors.md`),
    );
    expectNone(Object.keys(ERROR_CODES).filter(code => !heads.has(code)));
  });

  it('has files and functions of a size that can be read', () => {
    const tooLong = [...sources, ...others].flatMap(file => {
      const lines = file.text.split('\n').length - 1;
      const long = functionSizes(file)
        .filter(size => size.lines > FUNCTION_LINES)
        .map(size => `${file.path}: ${size.name} has ${size.lines} lines`);
      return lines > FILE_LINES ? [...long, `${file.path} has ${lines} lines`] : long;
    });
    expectNone(tooLong);
  });
});

describe('what is committed', () => {
  const texts = [...OURS, 'scripts', 'bin', 'conf', 'docs', 'proto', '.ci']
    .flatMap(filesBelow)
    .concat(
      'README.md',
      'CHANGELOG.md',
      'package.json',
      'package-lock.json',
      'eslint.config.mjs',
      'biome.json',
    )
    .filter(path => !path.startsWith('bench/results'))
    .map(path => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

  const lines = texts.flatMap(({ path, text }) =>
    text.split('\n').map((line, index) => ({ place: `${path}:${index + 1}`, line })),
  );

  // Patterns are put together so that this file does not hold what it looks for.
  const offending = (pattern: RegExp, within: RegExp = /./): string[] =>
    lines
      .filter(({ place, line }) => within.test(place) && pattern.test(line))
      .map(({ place, line }) => `${place}: ${line.trim()}`);

  it('leaves nothing to be done later', () => {
    expectNone(
      offending(
        new RegExp(`\\b(?:${['FIX' + 'ME', 'TO' + 'DO', 'X' + 'XX'].join('|')})\\b`),
        /\.(?:ts|mjs|md)/,
      ),
    );
  });

  it('runs every test', () => {
    expectNone(offending(/\b(?:describe|it|context)\.(?:only|skip)\(|\bx(?:it|describe)\(/, /\.ts:/));
  });

  it('names no registry and no folder of one machine', () => {
    const hosts = ['regis' + 'try\\.', 'npmjs' + '\\.(?:org|com)', 'yarnpkg' + '\\.com', 'arti' + 'factory'];
    const folders = ['/work' + '/', '/home' + '/\\w', '/root' + '/', '/Users' + '/\\w'];
    expectNone(offending(new RegExp([...hosts, ...folders].join('|'), 'i')));
  });
});

/** A digest is a function of its input: the one thing that pure code takes from Node. */
function isHash(target: string, names: readonly string[]): boolean {
  return target === 'node:crypto' && names.every(name => name === 'createHash' || name === 'Hash');
}

/** Fails with all that was found, one a line. */
function expectNone(found: readonly string[]): void {
  expect(found.join('\n')).to.equal('');
}

function occurrences(text: string, name: string): number {
  return text.match(new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`, 'g'))?.length ?? 0;
}

/** The files of one cycle of imports that remain at run time. */
function findCycle(files: ReadonlyMap<string, SourceFile>): string | undefined {
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path].join(' -> ');
    if (done.has(path)) return undefined;
    for (const { target, isOurs, typeOnly } of files.get(path)?.imports ?? []) {
      if (!isOurs || typeOnly) continue;
      const cycle = visit(target, [...way, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of files.keys()) {
    const cycle = visit(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
