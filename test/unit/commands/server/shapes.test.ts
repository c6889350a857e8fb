import { expect } from 'chai';
import { commandDocs } from '../../../../src/commands/server/docs-shape.js';
import { commandInfo } from '../../../../src/commands/server/shape.js';
import { parseSyntax } from '../../../../src/commands/server/syntax.js';
import { Commands } from '../../../../src/commands/table.js';
import type { Command } from '../../../../src/commands/spec.js';
import { MapReply, type Reply, SetReply, Status } from '../../../../src/resp/reply.js';

const commands = new Commands();

/** Every definition with its full name, internal ones included. */
function* everyCommand(): Generator<[name: string, command: Command]> {
  for (const command of commands.all) {
    yield [command.name, command];
    if (command.class !== 'container') continue;
    for (const sub of command.subcommands) yield [`${command.name}|${sub.name}`, sub];
  }
}

function named(name: string): Command {
  const command = commands.find(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

/** As a RESP3 client shows it. */
function plain(reply: Reply): unknown {
  if (reply instanceof Status) return reply.text;
  if (reply instanceof SetReply) return reply.members.map(plain);
  if (reply instanceof MapReply) {
    const { pairs } = reply;
    return Object.fromEntries(
      pairs.flatMap((key, at) => (at % 2 === 0 ? [[key as string, plain(pairs[at + 1] ?? null)]] : [])),
    );
  }
  return Array.isArray(reply) ? (reply as readonly Reply[]).map(plain) : reply;
}

const range = (index: number, lastkey: number, keystep = 1) => ({
  begin_search: { type: 'index', spec: { index } },
  find_keys: { type: 'range', spec: { lastkey, keystep, limit: 0 } },
});

describe('COMMAND INFO', () => {
  // What redis-server 7.0.15 answers.
  it('shows a command with one key', () => {
    expect(plain(commandInfo(named('get')))).to.deep.equal([
      'get',
      2,
      ['readonly', 'fast'],
      1,
      1,
      1,
      ['@read', '@string', '@fast'],
      [],
      [{ flags: ['RO', 'access'], ...range(1, 0) }],
      [],
    ]);
  });

  it('shows keys that repeat with values between them', () => {
    const [, arity, flags, first, last, step] = plain(commandInfo(named('mset'))) as unknown[];
    expect([arity, flags, first, last, step]).to.deep.equal([-3, ['write', 'denyoom'], 1, -1, 2]);
  });

  it('joins two key specifications into one range', () => {
    const [, , , first, last, step] = plain(commandInfo(named('rename'))) as unknown[];
    expect([first, last, step]).to.deep.equal([1, 2, 1]);
  });

  it('says of keys behind a count that they move', () => {
    const [, , flags, first, last, step, , , specs] = plain(commandInfo(named('lmpop'))) as unknown[];
    expect(flags).to.include('movablekeys');
    expect([first, last, step]).to.deep.equal([0, 0, 0]);
    expect(specs).to.have.nested.property('[0].find_keys.spec').that.deep.equals({
      keynumidx: 0,
      firstkey: 1,
      keystep: 1,
    });
  });

  it('shows subcommands under their full names', () => {
    const config = plain(commandInfo(named('config'))) as unknown[];
    const subcommands = config[9] as unknown[][];
    expect(subcommands.map(([name]) => name)).to.include('config|get');
    expect(subcommands.find(([name]) => name === 'config|get')).to.deep.equal([
      'config|get',
      -3,
      ['admin', 'noscript', 'loading', 'stale'],
      0,
      0,
      0,
      ['@admin', '@slow', '@dangerous'],
      [],
      [],
      [],
    ]);
  });

  it('knows every flag and category that a definition has', () => {
    for (const [name, command] of everyCommand()) {
      const [, , flags, , , , categories] = plain(commandInfo(command)) as string[][];
      expect(flags, name).to.include.members([...command.flags]);
      expect(categories, name).to.include.members(command.categories.map(category => `@${category}`));
    }
  });
});

describe('COMMAND DOCS', () => {
  it('shows arguments as redis-server 7 does', () => {
    const [name, docs] = commandDocs(named('expire'));
    expect(name).to.equal('expire');
    const { arguments: args, ...rest } = plain(docs) as Record<string, unknown>;
    expect(rest).to.include({ since: '1.0.0', group: 'generic' });
    expect(args).to.deep.equal([
      { name: 'key', type: 'key', key_spec_index: 0 },
      { name: 'seconds', type: 'integer' },
      {
        name: 'nx-or-xx-or-gt-or-lt',
        type: 'oneof',
        flags: ['optional'],
        arguments: ['NX', 'XX', 'GT', 'LT'].map(token => ({
          name: token.toLowerCase(),
          type: 'pure-token',
          token,
        })),
      },
    ]);
  });

  it('reads the syntax of every definition', () => {
    for (const [name, { syntax }] of everyCommand()) {
      expect(() => parseSyntax(syntax), `${name}: ${syntax}`).not.to.throw();
    }
  });

  it('has as many key arguments as key specifications need', () => {
    for (const [name, command] of everyCommand()) {
      if (command.class === 'container') continue;
      const hasKeys = parseSyntax(command.syntax).some(function isKey(argument): boolean {
        return argument.type === 'key' || argument.parts.some(isKey);
      });
      const named = command.keys?.some(({ flags }) => !flags.includes('not_key')) ?? false;
      if (named) expect(hasKeys, name).to.equal(true);
    }
  });

  it('has a summary without a full stop, a complexity and a version for every definition', () => {
    for (const [name, command] of everyCommand()) {
      expect(command.summary, name).to.match(/^[A-Z].*[^.]$/);
      expect(command.complexity, name).to.match(/^(?:O\(|Depends)/);
      expect(command.since, name).to.match(/^\d+\.\d+\.\d+$/);
    }
  });
});

describe('the notation of syntax', () => {
  /** One line for each argument: name, type, token and flags. */
  const shown = (syntax: string): string[] =>
    parseSyntax(syntax).map(({ name, type, token, optional, multiple, multipleToken }) =>
      [name, type, token, optional && 'optional', multiple && 'multiple', multipleToken && 'multiple_token']
        .filter(Boolean)
        .join(' '),
    );

  it('reads values, tokens, options', () => {
    expect(shown('key [COUNT count] [GET]')).to.deep.equal([
      'key key',
      'count integer COUNT optional',
      'get pure-token GET optional',
    ]);
  });

  it('reads what may be repeated, alone, in pairs, behind a token', () => {
    expect(shown('key [key ...]')).to.deep.equal(['key key multiple']);
    expect(shown('[pattern [pattern ...]]')).to.deep.equal(['pattern pattern optional multiple']);
    expect(shown('key value [key value ...]')).to.deep.equal(['key_value block multiple']);
    expect(shown('[ID client-id [client-id ...]]')).to.deep.equal(['client-id integer ID optional multiple']);
    expect(shown('[PREFIX p [PREFIX p ...]]')).to.deep.equal([
      'p string PREFIX optional multiple multiple_token',
    ]);
  });

  it('reads alternatives, in brackets of both kinds and behind a token', () => {
    expect(shown('[NX | XX]')).to.deep.equal(['nx-or-xx oneof optional']);
    expect(shown('<LEFT | RIGHT> timeout')).to.deep.equal(['left-or-right oneof', 'timeout integer']);
    expect(shown('[TYPE <A | B>]')).to.deep.equal(['a-or-b oneof TYPE optional']);
    expect(shown('ip:port | [ID client-id]')).to.deep.equal(['ip:port-or-client-id oneof']);
  });

  it('lets a token introduce several values', () => {
    const [auth] = parseSyntax('[AUTH username password]');
    expect(auth).to.include({ type: 'block', token: 'AUTH', optional: true });
    expect(auth?.parts.map(({ name, token }) => [name, token])).to.deep.equal([
      ['username', undefined],
      ['password', undefined],
    ]);
  });

  it('refuses what it cannot read', () => {
    for (const syntax of ['[key', 'key]', '<A | B', '...', '[]']) {
      expect(() => parseSyntax(syntax), syntax).to.throw();
    }
  });
});
