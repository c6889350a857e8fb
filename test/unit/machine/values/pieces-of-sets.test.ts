import { expect } from 'chai';
import type { Container } from '../../../../src/machine/container.js';
import { BUILDERS } from '../../../../src/machine/snapshot/builders.js';
import { Hash } from '../../../../src/machine/values/hash.js';
import { MemberSet } from '../../../../src/machine/values/member-set.js';

const NEVER_DUE = { isDue: () => false };

function piecesOf(value: Container): string[] {
  return Array.from(value.freeze().pieces(), piece => Buffer.from(piece).toString('latin1'));
}

/** A value made again of its pieces. */
function rebuilt(value: Container): Container {
  const builder = BUILDERS[value.type]();
  for (const piece of value.freeze().pieces()) builder.add(piece);
  return builder.finish() as Container;
}

function hashWith(encoding: 'listpack' | 'hashtable', fields: number): Hash {
  const hash = new Hash(encoding);
  for (let i = 0; i < fields; i++) hash.set(`field ${i}`, 'v'.repeat(i % 300), NEVER_DUE, false);
  return hash;
}

describe('pieces of hashes and sets', () => {
  const large = hashWith('hashtable', 3000);
  large.set('long', 'x'.repeat(50_000), NEVER_DUE, false);
  for (let i = 0; i < 3000; i += 3) large.setDeadline(`field ${i}`, 1_700_000_000_000 + (i % 7));
  const expiring = hashWith('listpack', 10);
  expiring.setDeadline('field 3', 5);
  const persisted = expiring.clone();
  persisted.persist('field 3');
  const integers = new MemberSet('intset');
  for (const member of ['-5', '9223372036854775807', '0']) integers.restore(member);
  const texts = new MemberSet('listpack');
  for (const member of ['z', 'a', '', '5']) texts.restore(member);
  const table = new MemberSet('hashtable');
  for (let i = 0; i < 2000; i++) table.restore(`member ${i}`);

  const values = { large, short: hashWith('listpack', 5), expiring, persisted, integers, texts, table };
  for (const [name, value] of Object.entries(values)) {
    it(`give the value again, encoding and order included: ${name}`, () => {
      const copy = rebuilt(value) as Hash | MemberSet;
      expect(piecesOf(copy)).to.deep.equal(piecesOf(value));
      expect(copy.encoding).to.equal(value.encoding);
      if (copy instanceof Hash) expect(copy.firstDeadline).to.equal((value as Hash).firstDeadline);
    });
  }

  it('are small, and depend on content alone', () => {
    for (const piece of piecesOf(large)) expect(piece.length).to.be.at.most(17_000);
    const grown = hashWith('hashtable', 20_000);
    for (let i = 2000; i < 20_000; i++) grown.delete(`field ${i}`, NEVER_DUE);
    expect(piecesOf(grown)).to.deep.equal(piecesOf(hashWith('hashtable', 2000)));
  });

  it('show a frozen value as it was, whatever is edited after', () => {
    const hash = hashWith('hashtable', 2000);
    for (let i = 0; i < 50; i++) hash.setDeadline(`field ${i}`, 100 + i);
    const before = piecesOf(hash);
    const frozen = hash.freeze();
    for (let i = 0; i < 2000; i += 2) hash.delete(`field ${i}`, NEVER_DUE);
    for (let i = 1; i < 2000; i += 4) hash.set(`field ${i}`, 'other', NEVER_DUE, false);
    hash.setDeadline('field 3', 7);
    hash.persist('field 5');
    const after = Array.from(frozen.pieces(), piece => Buffer.from(piece).toString('latin1'));
    expect(after).to.deep.equal(before);
    expect(piecesOf(hash)).to.not.deep.equal(before);
  });
});
