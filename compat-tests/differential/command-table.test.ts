import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { type ReplyNode, pairsOf } from '../support/reply.js';
import { COMMANDS, SUBCOMMANDS } from './commands.js';
import { findDifference, withoutTips } from './differences.js';
import { usePair } from './pair.js';

/** A tree without framing, sets and maps in order of their text: what order they come in means nothing. */
function plain(node: ReplyNode | undefined): unknown {
  if (node === undefined || node.none) return null;
  if (node.items.length === 0 && !'*~%'.includes(node.type)) return node.text;
  const items = node.items.map(plain);
  if (node.type === '~') return items.map(item => JSON.stringify(item)).sort();
  if (node.type === '%') return [...pairsOf(node)].map(([name, value]) => [name, plain(value)]).sort();
  return items;
}

/** The fields of one entry of COMMAND INFO. */
const INFO_FIELDS = [
  'name',
  'arity',
  'flags',
  'first key',
  'last key',
  'step',
  'categories',
  'tips',
  'key specs',
] as const;

/** Commands that took options in later versions of Redis. */
const LONGER_SINCE: readonly string[] = ['zrank', 'zrevrank'];

describe('COMMAND', () => {
  const pair = usePair();

  async function both(protocol: string, ...command: readonly string[]): Promise<[ReplyNode, ReplyNode]> {
    const answers: ReplyNode[] = [];
    for (const port of [pair.reference, pair.ours]) {
      const connection = await RawConnection.open(port);
      await connection.call('HELLO', protocol);
      answers.push(await connection.ask(...command));
      connection.close();
    }
    return answers as [ReplyNode, ReplyNode];
  }

  for (const name of [...COMMANDS, ...SUBCOMMANDS]) {
    it(`INFO ${name} says what redis-server says`, async () => {
      const [reference, ours] = await both('3', 'COMMAND', 'INFO', name);
      const [theirs, mine] = [withoutTips(reference).items[0], withoutTips(ours).items[0]];
      expect(mine?.none, 'unknown').to.equal(theirs?.none);
      const differing = INFO_FIELDS.filter(
        (_, i) => JSON.stringify(plain(theirs?.items[i])) !== JSON.stringify(plain(mine?.items[i])),
      );
      if (LONGER_SINCE.includes(name)) expect(differing.splice(0, 1)).to.deep.equal(['arity']);
      const shown = differing.map(field => {
        const i = INFO_FIELDS.indexOf(field);
        return `${field}: ${JSON.stringify(plain(theirs?.items[i]))}, ours ${JSON.stringify(plain(mine?.items[i]))}`;
      });
      expect(shown, shown.join('\n')).to.be.empty;
    });
  }

  it('INFO has the same types on the wire, in both protocols', async () => {
    for (const protocol of ['2', '3']) {
      const [reference, ours] = await both(protocol, 'COMMAND', 'INFO', 'get');
      const types = (node: ReplyNode): unknown => [node.type, node.items.map(types)];
      expect(types(ours.items[0] ?? ours)).to.deep.equal(types(reference.items[0] ?? reference));
    }
  });

  it('DOCS has the fields that redis-server has, in both protocols', async () => {
    for (const protocol of ['2', '3']) {
      for (const name of COMMANDS) {
        const [reference, ours] = await both(protocol, 'COMMAND', 'DOCS', name);
        expect(ours.type).to.equal(reference.type);
        const [theirs, mine] = [pairsOf(reference).get(name), pairsOf(ours).get(name)];
        if (theirs === undefined || mine === undefined) throw new Error(`${name} is not documented`);
        const fields = pairsOf(mine);
        expect(mine.type, name).to.equal(theirs.type);
        for (const field of ['summary', 'since', 'group', 'complexity']) {
          if (pairsOf(theirs).has(field))
            expect(fields.get(field)?.text, `${name}: ${field}`).to.not.be.oneOf([undefined, '']);
        }
        for (const field of ['since', 'group']) {
          expect(fields.get(field)?.text, `${name}: ${field}`).to.equal(pairsOf(theirs).get(field)?.text);
        }
      }
    }
  });

  it('LIST names subcommands too, and ACL CAT the commands of each category', async () => {
    const names = (node: ReplyNode): string[] => node.items.map(({ text }) => text);
    const [, listed] = await both('2', 'COMMAND', 'LIST');
    expect(names(listed)).to.include.members(SUBCOMMANDS);
    const [categories] = await both('2', 'ACL', 'CAT');
    for (const category of names(categories)) {
      const [reference, ours] = (await both('2', 'ACL', 'CAT', category)).map(names);
      const known = [...COMMANDS, ...SUBCOMMANDS];
      const wanted = (reference ?? []).filter(name => known.includes(name));
      expect(
        ours?.filter(name => known.includes(name)),
        category,
      ).to.have.members(wanted);
    }
  });

  it('LIST and COUNT agree with each other', async () => {
    const [, list] = await both('2', 'COMMAND', 'LIST');
    const [, count] = await both('2', 'COMMAND', 'COUNT');
    const names = list.items.map(item => item.text).filter(name => !name.includes('|'));
    expect(String(names.length)).to.equal(count.text);
    expect(names).to.include.members(COMMANDS);
  });
});

describe('the error for a wrong number of arguments', () => {
  const pair = usePair();

  /** Closes the connection, stops the server, or makes it a replica, when the arity is right after all. */
  const LEFT_OUT = ['quit', 'replicaof', 'reset', 'shutdown', 'slaveof'];

  /** No id, no count, and a timeout that ends at once. */
  const HARMLESS = '0.001';

  it('is that of redis-server for every command, from no argument to five', async function () {
    this.timeout(60_000);
    const [reference, ours] = [await RawConnection.open(pair.reference), await RawConnection.open(pair.ours)];
    const wrong: string[] = [];
    for (const name of [...COMMANDS, ...SUBCOMMANDS].filter(name => !LEFT_OUT.includes(name))) {
      for (let count = 0; count <= 5; count++) {
        const command = [...name.split('|'), ...Array.from({ length: count }, () => HARMLESS)];
        const [theirs, mine] = [await reference.call(...command), await ours.call(...command)];
        const isArity = (reply: string): boolean => reply.includes('wrong number of arguments');
        if (findDifference(command, theirs, mine) !== undefined) continue;
        if ((isArity(theirs) || isArity(mine)) && theirs !== mine)
          wrong.push(`${command.join(' ')}: ${theirs} ours ${mine}`);
      }
    }
    reference.close();
    ours.close();
    expect(wrong, wrong.join('\n')).to.be.empty;
  });
});
