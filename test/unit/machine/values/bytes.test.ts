import { expect } from 'chai';
import { below, SeededRandom } from '../../../../src/base/random.js';
import { Bytes } from '../../../../src/machine/values/bytes.js';
import { encodingOf } from '../../../../src/machine/values/string.js';

const CHUNK = 16_384;

describe('Bytes', () => {
  it('appends and reads parts', () => {
    const bytes = new Bytes('hello');
    bytes.append(' world\xff');
    expect(bytes.length).to.equal(12);
    expect(bytes.toString()).to.equal('hello world\xff');
    expect(bytes.slice(4, 7)).to.equal('o w');
    expect(bytes.slice(3, 3)).to.equal('');
  });

  it('is empty when made of nothing', () => {
    expect(new Bytes().toString()).to.equal('');
  });

  it('fills what nobody wrote with zeros, within a chunk and over chunks', () => {
    const bytes = new Bytes('a');
    bytes.write(3, 'b');
    expect(bytes.toString()).to.equal('a\0\0b');
    bytes.write(3 * CHUNK + 1, 'c');
    expect(bytes.length).to.equal(3 * CHUNK + 2);
    expect(bytes.slice(2, 5)).to.equal('\0b\0');
    expect(bytes.slice(CHUNK - 1, CHUNK + 1)).to.equal('\0\0');
    expect(bytes.slice(3 * CHUNK, 3 * CHUNK + 2)).to.equal('\0c');
  });

  it('takes half a gigabyte of zeros without making them', () => {
    const before = process.memoryUsage().arrayBuffers;
    const bytes = new Bytes();
    bytes.write(500_000_000, 'end');
    expect(bytes.length).to.equal(500_000_003);
    expect(bytes.slice(499_999_998, 500_000_003)).to.equal('\0\0end');
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(1_000_000);
  });

  it('is a copy of its own once it is cloned', () => {
    const bytes = new Bytes('one');
    const copy = bytes.clone();
    bytes.append(' two');
    copy.write(0, 'O');
    expect(bytes.toString()).to.equal('one two');
    expect(copy.toString()).to.equal('One');
  });

  it('does what a plain string would, edit after edit', () => {
    const random = new SeededRandom(7);
    for (let round = 0; round < 20; round++) {
      const bytes = new Bytes();
      let plain = '';
      for (let edit = 0; edit < 60; edit++) {
        const text = String.fromCharCode(below(random, 256)).repeat(
          below(random, 4) === 0 ? below(random, 40_000) : 5,
        );
        const offset = below(random, 2) === 0 ? plain.length : below(random, plain.length + 20_000);
        if (text === '') continue;
        bytes.write(offset, text);
        plain = plain.padEnd(offset, '\0').slice(0, offset) + text + plain.slice(offset + text.length);
        const start = below(random, plain.length);
        const end = start + below(random, plain.length - start + 1);
        expect(bytes.slice(start, end) === plain.slice(start, end)).to.equal(true);
      }
      expect(bytes.length).to.equal(plain.length);
      expect(bytes.toString() === plain).to.equal(true);
    }
  });
});

describe('the encoding of a string', () => {
  it('is int for what prints again as it was', () => {
    for (const text of ['0', '-5', '9223372036854775807']) expect(encodingOf(text)).to.equal('int');
    for (const text of ['', '+1', '007', ' 1', '-0', '1.0', '9223372036854775808']) {
      expect(encodingOf(text)).to.equal('embstr');
    }
  });

  it('is raw above 44 bytes', () => {
    expect(encodingOf('x'.repeat(44))).to.equal('embstr');
    expect(encodingOf('x'.repeat(45))).to.equal('raw');
  });

  it('is raw after an edit', () => {
    expect(encodingOf(new Bytes('5'))).to.equal('raw');
    const embedded = new Bytes('5', 'embstr');
    expect(encodingOf(embedded)).to.equal('embstr');
    expect(encodingOf(embedded.clone())).to.equal('embstr');
    embedded.append('');
    expect(encodingOf(embedded)).to.equal('raw');
  });
});
