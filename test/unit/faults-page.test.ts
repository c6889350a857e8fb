import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ERROR_CODES } from '../../src/base/error-codes.js';
import { filesBelow } from './tidy/source.js';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'faults.md'), 'utf8');

/** The titles of tests in this file, as patterns: what is put into a title while it runs may be anything. */
function titlesIn(path: string): RegExp[] {
  if (!existsSync(join(ROOT, path))) return [];
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(/\bit\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g)].map(([, , title = '']) => {
    const parts = title.replaceAll(/\\(.)/g, '$1').split(/\$\{[^}]*\}/);
    return new RegExp(`^${parts.map(part => part.replaceAll(/[.*+?^$()|[\]{}]/g, '\\$&')).join('.+')}$`);
  });
}

describe('docs/faults.md', () => {
  const rows = PAGE.split('\n').filter(line => /^\| (?!What happens|---)/.test(line));
  const tests = (row: string): [string, string][] =>
    [...row.matchAll(/`(test\/[^`]+)` "([^"]+)"/g)].map(([, path = '', title = '']) => [path, title]);

  it('names what holds each line true', () => {
    expect(rows.length).to.be.greaterThan(20);
    for (const row of rows) {
      expect(row.split(' | '), row).to.have.length(5);
      expect(tests(row), row).to.not.deep.equal([]);
    }
  });

  it('names tests that there are', () => {
    const missing = rows
      .flatMap(tests)
      .filter(([path, title]) => !titlesIn(path).some(each => each.test(title)));
    expect(missing).to.deep.equal([]);
  });
});

describe('docs/errors.md', () => {
  it('names codes that a test looks for, each of them', () => {
    const texts = ['test', 'compat-tests']
      .flatMap(filesBelow)
      .filter(path => path.endsWith('.test.ts'))
      .map(path => readFileSync(join(ROOT, path), 'utf8'));
    const codes = Object.keys(ERROR_CODES);
    expect(codes.filter(code => !texts.some(text => new RegExp(`\\b${code}\\b`).test(text)))).to.deep.equal(
      [],
    );
  });
});
