import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Environment } from './environment.js';
import { parseScript, printScript } from './script.js';

/**
 * Golden scripts: each block of commands is followed by the whole trace that it is expected to leave. The verbs are
 * described at `Environment`. `REWRITE=1` writes what happened into the files; commit a difference only when you
 * understand why it came about.
 */
describe('interaction scripts', () => {
  const folder = import.meta.dirname;
  for (const name of readdirSync(folder).filter(file => file.endsWith('.txt'))) {
    it(name, () => {
      const path = join(folder, name);
      const environment = new Environment();
      const blocks = parseScript(readFileSync(path, 'utf8'));
      const actual = blocks.map(block => {
        const lines = block.commands.flatMap(command => environment.run(command));
        return { ...block, expected: block.commands.length === 0 ? '' : lines.join('\n') || 'ok' };
      });
      if (process.env['REWRITE'] === '1') writeFileSync(path, printScript(actual));
      else expect(printScript(actual)).to.equal(printScript(blocks));
    });
  }
});
