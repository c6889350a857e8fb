import { expect } from 'chai';
import { quoteWord, readConfFile, splitWords } from '../../../src/config/conf-file.js';

const read = (files: Record<string, string>) => (path: string) => {
  const text = files[path];
  if (text === undefined) throw new Error(`no file ${path}`);
  return text;
};

describe('the syntax of a configuration file', () => {
  it('splits a line into words, bare or quoted', () => {
    expect(splitWords('a b  c')).to.deep.equal(['a', 'b', 'c']);
    expect(splitWords('save ""')).to.deep.equal(['save', '']);
    expect(splitWords(`p "a b\\"c" 'x y'`)).to.deep.equal(['p', 'a b"c', 'x y']);
    expect(splitWords('p "\\n\\x41\\q"')).to.deep.equal(['p', '\nAq']);
    expect(splitWords(`p 'it\\'s'`)).to.deep.equal(['p', "it's"]);
  });

  it('refuses quotes that do not end, and text directly behind one', () => {
    for (const line of ['a "b', "a 'b", 'a "b"c', "a 'b'c", 'a b"c"']) {
      expect(splitWords(line), line).to.equal(undefined);
    }
  });

  it('knows comments, blank lines, names in any case, line ends of Windows', () => {
    const text = '# port 1\n\n  PORT 6380\r\n\tbind 127.0.0.1 ::1\n';
    expect(readConfFile('q.conf', read({ 'q.conf': text }))).to.deep.equal([
      { name: 'port', words: ['6380'], place: 'q.conf:3' },
      { name: 'bind', words: ['127.0.0.1', '::1'], place: 'q.conf:4' },
    ]);
  });

  it('puts an included file where it is included, and names the place in it', () => {
    const files = { a: 'port 1\ninclude b\nport 3', b: 'port 2' };
    const places = readConfFile('a', read(files)).map(({ place, words }) => `${place} ${words[0]}`);
    expect(places).to.deep.equal(['a:1 1', 'b:1 2', 'a:3 3']);
  });

  it('refuses files that include themselves', () => {
    expect(() => readConfFile('a', read({ a: 'include a' }))).to.throw(
      'a: files include one another too deeply',
    );
  });

  it('names file and line of unbalanced quotes', () => {
    expect(() => readConfFile('q.conf', read({ 'q.conf': '\nid "n1' }))).to.throw(
      'q.conf:2: unbalanced quotes',
    );
  });

  it('quotes any bytes so that they are read back', () => {
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    for (const word of ['', 'plain', '#no', 'a b', '"', "'", '\\', bytes]) {
      expect(splitWords(quoteWord(word)), JSON.stringify(word)).to.deep.equal([word]);
    }
    expect(quoteWord('n1@h:16379')).to.equal('n1@h:16379');
  });
});
