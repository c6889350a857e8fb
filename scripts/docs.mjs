// Writes what is derived: docs/settings.md, docs/commands.md, docs/errors.md, conf/quorate.conf, and the list of
// differences in README.md. With --check it writes nothing, and fails when one of them is not what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

setUp();
const { Commands } = await import('../dist/commands/table.js');
const { categoriesOf } = await import('../dist/commands/server/shape.js');
const { ERROR_CODES } = await import('../dist/base/error-codes.js');
const { Settings } = await import('../dist/config/settings.js');
const { directives } = await import('../dist/config/rewrite.js');
const { environmentName } = await import('../dist/config/sources.js');
const { SECTIONS } = await import('../dist/config/table.js');

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NOTICE = 'Made by `npm run docs`: change the source, not this file.';

const stale = [];
for (const [path, text] of [
  ['docs/settings.md', settingsPage()],
  ['docs/commands.md', commandsPage()],
  ['docs/errors.md', errorsPage()],
  ['conf/quorate.conf', sampleFile()],
  ['README.md', withDifferences(read('README.md'))],
]) {
  if (read(path) === text) continue;
  stale.push(path);
  if (!process.argv.includes('--check')) writeFileSync(join(root, path), text);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`${stale.join(', ')}: not current, run \`npm run docs\``);
  process.exitCode = 1;
} else {
  for (const path of stale) console.log(`wrote ${path}`);
}

function read(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

function errorsPage() {
  const lines = [
    '# Errors',
    '',
    `<!-- ${NOTICE} -->`,
    '',
    'The first word of an error is its code. It says what became of the command:',
    '',
    '- *Refused*: it has changed nothing, and never will. Clients repeat some of these by themselves, and may.',
    '- *Unknown*: nobody can say whether it took effect, or still will. No client repeats it by itself. A connection that the',
    '  server closes before the answer means the same.',
    '',
    'A read changes nothing, so an error for a read is always of the first kind. `READONLY` and `MOVED` are never sent: every',
    'node takes every command. What a script did before it ended with an error stays, as in Redis.',
  ];
  const sections = [
    ['What the cluster answers', ({ own }) => own === true],
    ['What Redis answers too, for the same reasons', ({ own }) => own !== true],
  ];
  for (const [title, belongs] of sections) {
    lines.push('', `## ${title}`, '', '| Code | Outcome | When | What to do |', '| --- | --- | --- | --- |');
    for (const [code, description] of Object.entries(ERROR_CODES).filter(([, one]) => belongs(one))) {
      const { outcome, when, advice } = description;
      lines.push(
        `| \`${code}\` | ${outcome === 'refused' ? 'refused' : '**unknown**'} | ${when} | ${advice} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function settingsPage() {
  const lines = [
    '# Settings',
    '',
    `<!-- ${NOTICE} -->`,
    '',
    'A setting is a flag (`--maxclients 500`), an environment variable (`QUORATE_MAXCLIENTS=500`) and a line of the file',
    'that `--conf` names (`maxclients 500`). A flag beats the environment, that beats the file, that beats the default.',
    'CONFIG GET shows all of them; CONFIG SET changes those that are marked so, and CONFIG REWRITE writes them down.',
    '',
    'Settings of the *cluster* change what commands do: they stand in the log, and every node has the same value. For',
    'these, flags, environment and file only say with which value a new cluster begins.',
  ];
  for (const { title, settings } of SECTIONS) {
    lines.push('', `## ${title}`);
    for (const [name, setting] of Object.entries(settings)) {
      lines.push('', `### \`${name}\``, '', sentence(setting.help), '');
      lines.push(`- Takes ${setting.type.takes}`, `- Default: \`${shownDefault(setting)}\``);
      lines.push(`- Of ${setting.scope === 'cluster' ? 'the cluster' : 'each node'}; ${changes(setting)}`);
      lines.push(`- Environment: \`${environmentName(name)}\``);
    }
  }
  return `${lines.join('\n')}\n`;
}

function changes({ informational, mutable }) {
  if (informational) return 'read by clients and tools, has no other effect';
  return mutable ? 'CONFIG SET changes it' : 'fixed at the start';
}

function shownDefault({ type, default: text }) {
  const value = type.parse(text, undefined);
  return (type.pretty ?? type.format)(value) || '""';
}

/** Reasons that CONFIG SET gives are parts of a sentence. */
function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return whole.endsWith('.') ? whole : `${whole}.`;
}

/** Every setting with its default, commented out. */
function sampleFile() {
  const defaults = new Settings();
  const lines = [
    '# Quorate: every setting with its default. The syntax is that of redis.conf.',
    '# Start with: quorate server --conf quorate.conf',
    `# ${NOTICE}`,
    '#',
    '# include /path/to/another.conf',
  ];
  for (const { title, settings } of SECTIONS) {
    lines.push('', `${'#'.repeat(20)} ${title}`);
    for (const [name, setting] of Object.entries(settings)) {
      const text = `${sentence(setting.help)} Takes ${setting.type.takes}; ${changes(setting)}.`;
      lines.push('', ...wrapped(text.replaceAll('`', ''), 98).map(line => `# ${line}`));
      lines.push(...directives(name, defaults).map(line => `# ${line}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

function wrapped(text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function commandsPage() {
  const groups = new Map();
  for (const command of new Commands().all) {
    if (command.internal) continue;
    const leaves =
      command.class === 'container'
        ? [...(command.alone ? [[command.name, command.alone]] : []), ...subcommands(command)]
        : [[command.name, command]];
    groups.set(command.group, [...(groups.get(command.group) ?? []), ...leaves]);
  }
  const lines = ['# Commands', '', `<!-- ${NOTICE} -->`];
  for (const [group, leaves] of [...groups].sort()) {
    lines.push('', `## ${group.charAt(0).toUpperCase()}${group.slice(1)}`, '');
    lines.push('| Command | | Complexity | Since | Categories |', '| --- | --- | --- | --- | --- |');
    for (const [name, leaf] of leaves.sort(([a], [b]) => (a < b ? -1 : 1)))
      lines.push(commandRow(name, leaf));
  }
  return `${lines.join('\n')}\n`;
}

function subcommands(command) {
  return command.subcommands.map(sub => [`${command.name} ${sub.name}`, sub]);
}

function commandRow(name, leaf) {
  const usage = `${name.toUpperCase()} ${leaf.syntax}`.trim();
  const categories = categoriesOf(leaf).map(category => `@${category}`);
  const since = leaf.group === 'quorate' ? `Quorate ${leaf.since}` : leaf.since;
  return `| \`${usage.replaceAll('|', '\\|')}\` | ${leaf.summary} | ${leaf.complexity} | ${since} | ${categories.join(' ')} |`;
}

/** The list that the differential tests hold true. */
function withDifferences(readme) {
  const differences = JSON.parse(read('compat-tests/differences.json'));
  const rows = differences.map(({ what, why }) => `- ${sentence(what)} *${sentence(why)}*`);
  return readme.replace(
    /(<!-- differences -->\n)[\s\S]*(<!-- \/differences -->)/,
    (_, begin, end) => `${begin}${rows.join('\n')}\n${end}`,
  );
}
