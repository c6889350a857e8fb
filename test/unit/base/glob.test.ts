import { expect } from 'chai';
import fc from 'fast-check';
import { Glob } from '../../../src/base/glob.js';

function matching(pattern: string, ...texts: string[]): string[] {
  const glob = new Glob(pattern);
  return texts.filter(text => glob.matches(text));
}

/** The meaning of `*` and `?` once more, as slow and as plain as can be. */
function plainMatch(pattern: string, text: string): boolean {
  const reach: boolean[][] = [];
  for (let p = 0; p <= pattern.length; p++) {
    reach.push([]);
    for (let t = 0; t <= text.length; t++) {
      const star = pattern[p - 1] === '*';
      const fits = t > 0 && (pattern[p - 1] === '?' || pattern[p - 1] === text[t - 1]);
      const before = reach[p - 1];
      if (p === 0) reach[p]!.push(t === 0);
      else if (star) reach[p]!.push(before![t]! || (t > 0 && reach[p]![t - 1]!));
      else reach[p]!.push(fits && before![t - 1]!);
    }
  }
  return reach[pattern.length]![text.length]!;
}

describe('globs', () => {
  it('know stars and question marks', () => {
    expect(matching('a*c', 'ac', 'abc', 'abbc', 'ab', 'xac')).to.deep.equal(['ac', 'abc', 'abbc']);
    expect(matching('?', 'a', 'ab', '\xff')).to.deep.equal(['a', '\xff']);
    expect(matching('*a*b*', 'ab', 'xaxbx', 'ba')).to.deep.equal(['ab', 'xaxbx']);
    expect(matching('a**', 'a', 'ab')).to.deep.equal(['a', 'ab']);
  });

  it('give the empty text to the empty pattern only, as Redis does', () => {
    expect(matching('', '', 'a')).to.deep.equal(['']);
    expect(matching('*', '', 'a')).to.deep.equal(['a']);
    expect(matching('**', '')).to.deep.equal([]);
  });

  it('know classes: ranges in any order, negated, with escapes', () => {
    expect(matching('[a-c]', 'a', 'b', 'c', 'd', '-')).to.deep.equal(['a', 'b', 'c']);
    expect(matching('[c-a]', 'b')).to.deep.equal(['b']);
    expect(matching('[^a-c]', 'b', 'd', '')).to.deep.equal(['d']);
    expect(matching('[\\]x]', ']', 'x', '\\')).to.deep.equal([']', 'x']);
    expect(matching('[\\a-c]', 'a', 'b', 'c', '-')).to.deep.equal(['a', 'c', '-']);
    expect(matching('[]', 'a', ']')).to.deep.equal([]);
    expect(matching('[^]', 'a')).to.deep.equal(['a']);
  });

  it('end a class that is not closed with the pattern', () => {
    expect(matching('[ab', 'a', 'b', '[', '[ab')).to.deep.equal(['a', 'b']);
    expect(matching('x[^', 'xa', 'x')).to.deep.equal(['xa']);
    expect(matching('[', '[', 'a')).to.deep.equal([]);
    // The bracket is the end of the range here: from `]` to `a`, closed by nothing.
    expect(matching('[a-]', 'a', '[', ']', '^', '-', 'b')).to.deep.equal(['a', ']', '^']);
  });

  it('compare ranges as signed bytes', () => {
    expect(matching('[\x80-a]', '\xff', '\x00', 'a', 'b', '\x7f')).to.deep.equal(['\xff', '\x00', 'a']);
  });

  it('take the byte behind a backslash as it is, and a last backslash too', () => {
    expect(matching('\\*', '*', 'a', '\\*')).to.deep.equal(['*']);
    expect(matching('a\\', 'a\\', 'a')).to.deep.equal(['a\\']);
  });

  it('can ignore the case of ASCII letters', () => {
    const glob = new Glob('MaX[a-m]*', true);
    expect(glob.matches('maxMemory')).to.equal(true);
    expect(glob.matches('MAXclients')).to.equal(true);
    expect(glob.matches('maxx')).to.equal(false);
    expect(new Glob('\xc4', true).matches('\xe4')).to.equal(false);
  });

  it('agree with a plain matcher on all texts but the empty one', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 12 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (p, t) => new Glob(p).matches(t) === plainMatch(p, t)),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('take no more steps than the product of the lengths, however many stars there are', () => {
    let steps = 0;
    const text = {
      length: 2000,
      charCodeAt: () => {
        steps++;
        return 0x61;
      },
    } as unknown as string;
    expect(new Glob('a*'.repeat(50) + 'b').matches(text)).to.equal(false);
    expect(steps).to.be.below(101 * 2000);
  });
});
