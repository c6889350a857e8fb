import { expect } from 'chai';
import { wrongSubcommandArity } from '../../../src/commands/arguments.js';
import { Commands } from '../../../src/commands/table.js';
import { ErrorReply } from '../../../src/resp/reply.js';

describe('the table of commands', () => {
  const commands = new Commands();

  function refusal(...argv: readonly string[]): string {
    const found = commands.resolve(argv);
    return found instanceof ErrorReply ? found.text : `${found.name} is known`;
  }

  it('names an unknown command with what it came with, 128 bytes at most', () => {
    expect(refusal('nothing')).to.equal("ERR unknown command 'nothing', with args beginning with: ");
    expect(refusal('nothing', 'a', 'b')).to.equal(
      "ERR unknown command 'nothing', with args beginning with: 'a' 'b' ",
    );
    expect(refusal('x'.repeat(200))).to.include(`'${'x'.repeat(128)}',`);
  });

  it('shows bytes up to the first zero, as Redis does', () => {
    expect(refusal('no\0thing', 'a\0b')).to.equal("ERR unknown command 'no', with args beginning with: 'a' ");
  });

  it('refuses a wrong number of arguments by the full name', () => {
    expect(refusal('get')).to.equal("ERR wrong number of arguments for 'get' command");
    expect(refusal('CLIENT', 'ID', 'x')).to.equal("ERR wrong number of arguments for 'client|id' command");
    expect(wrongSubcommandArity(['client', 'Pause']).text).to.equal(
      "ERR unknown subcommand or wrong number of arguments for 'Pause'. Try CLIENT HELP.",
    );
  });
});
