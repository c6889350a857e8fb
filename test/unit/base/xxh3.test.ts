import { expect } from 'chai';
import { xxh3 } from '../../../src/base/xxh3.js';

function hexadecimal(input: Buffer): string {
  return xxh3(input).toString(16).padStart(16, '0');
}

// From the reference library, version 0.8.
describe('XXH3', () => {
  const words: [text: string, digest: string][] = [
    ['', '2d06800538d394c2'],
    ['a', 'e6c632b61e964e1f'],
    ['abc', '78af5f94892f3950'],
    ['abcd', '6497a96f53a89890'],
    ['hello', '9555e8555c62dcfd'],
    ['0123456789', '6de3431b05f7c11f'],
  ];
  for (const [text, digest] of words) {
    it(`hashes ${JSON.stringify(text)}`, () => expect(hexadecimal(Buffer.from(text))).to.equal(digest));
  }

  const lengths: [length: number, digest: string][] = [
    [1, 'e12ef9d2eb86ceeb'],
    [3, 'b2b06c45ef888ef4'],
    [4, '8b806c96ec81f796'],
    [8, '65d8b6bd6573b7b0'],
    [9, 'b5f2eed243ec7bcb'],
    [16, '49d5450d8a85f113'],
    [17, '8d676ab55fd41af7'],
    [128, '50abcbca6bb1912f'],
    [129, '94874e014aad8e2d'],
    [240, '7e145804a9f93009'],
    [241, '31c2d8792b29abb5'],
    [1024, '4986ea1c273817c6'],
    [1025, '8bccc0d0cd347025'],
    [5000, 'af1785bf5fefc92c'],
  ];
  for (const [length, digest] of lengths) {
    it(`hashes ${length} bytes`, () => {
      const input = Buffer.alloc(length);
      for (let i = 0; i < length; i++) input[i] = i * 31 + length;
      expect(hexadecimal(input)).to.equal(digest);
    });
  }
});
