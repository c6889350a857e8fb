import { expect } from 'chai';
import { latin1Text } from '../../../src/base/latin1.js';

describe('latin1Text', () => {
  const textOf = (text: string): string => {
    const bytes = Buffer.from(`<${text}>`, 'latin1');
    return latin1Text(bytes, 1, bytes.length - 1);
  };

  it('gives every byte its character', () => {
    const all = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
    expect(textOf(all)).to.equal(all);
    for (const character of all) expect(textOf(character)).to.equal(character);
    expect(textOf('')).to.equal('');
  });

  it('takes no word for another, however many there are', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@[`{';
    for (let seed = 1; seed < 20_000; seed++) {
      let rest = seed * 7919;
      let word = '';
      for (; rest > 0; rest = Math.floor(rest / letters.length)) word += letters[rest % letters.length];
      expect(textOf(word)).to.equal(word);
      expect(textOf(word)).to.equal(word);
    }
  });
});
