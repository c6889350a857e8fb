import { expect } from 'chai';
import { splitArguments } from '../../../src/resp/inline.js';

describe('splitArguments', () => {
  const table: [line: string, words: string[] | null][] = [
    ['', []],
    ['  \t\r\n\v\f ', []],
    ['PING', ['PING']],
    ['  GET   a  \r\n', ['GET', 'a']],
    ['PING\rPING', ['PING', 'PING']],
    ['PING\ta', ['PING', 'a']],
    ['PING\va', ['PING\va']],
    ['ECHO "a b"', ['ECHO', 'a b']],
    ['ECHO ""', ['ECHO', '']],
    ['ECHO "a\\x41\\n\\r\\t\\b\\a\\"\\\\\\q"', ['ECHO', 'aA\n\r\t\b\x07"\\q']],
    ['ECHO "\\x4"', ['ECHO', 'x4']],
    ['ECHO "\\xff"', ['ECHO', '\xff']],
    ["ECHO 'a\\'b\\n'", ['ECHO', "a'b\\n"]],
    ['ECHO ab"c d"', ['ECHO', 'abc d']],
    ['ECHO "a"\tb', ['ECHO', 'a', 'b']],
    ['ECHO "abc', null],
    ['ECHO "abc\\', null],
    ["ECHO 'abc", null],
    ['ECHO "abc"def', null],
    ["ECHO 'abc'x", null],
    ['ECHO a\0b', ['ECHO', 'a']],
    ['ECHO \xe9', ['ECHO', '\xe9']],
  ];
  for (const [line, words] of table) {
    it(JSON.stringify(line), () => {
      expect(splitArguments(line)).to.deep.equal(words);
    });
  }
});
