import { expect } from 'chai';
import fc from 'fast-check';
import { PIECE_BYTES, TextReader, textPieces } from '../../../../src/machine/values/pieces.js';

function read(pieces: Iterable<Uint8Array>): string[] {
  const texts: string[] = [];
  const reader = new TextReader();
  for (const piece of pieces) reader.add(piece, text => texts.push(text));
  return texts;
}

describe('texts in pieces', () => {
  it('come back as they were', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).map(unit => Buffer.from(unit).toString('latin1')),
      fc.nat({ max: 3 * PIECE_BYTES }).map(length => '\xff'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 300 }), texts => {
        expect(read(textPieces(texts))).to.deep.equal(texts);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('are bounded in number and size', () => {
    const texts = Array.from({ length: 1000 }, (_, at) => 'x'.repeat(at % 700));
    texts.push('y'.repeat(10 * PIECE_BYTES));
    for (const piece of textPieces(texts)) {
      expect(piece.length).to.be.at.most(2 * PIECE_BYTES);
      expect(read([piece]).length).to.be.at.most(64);
    }
  });
});
