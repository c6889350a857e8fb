/** An argument; the id of a connection differs between servers, so it is named by the connection's number. */
export type Argument = string | { readonly clientOf: number };
export type CommandLine = readonly Argument[];

/** What a script does; `on` is the number of a connection, opened at its first use. */
export type Step =
  /** Commands in one write. */
  | { readonly do: 'send'; readonly on: number; readonly commands: readonly CommandLine[] }
  /** SCAN with these options until the cursor is 0 again; the keys found are compared as a set. */
  | { readonly do: 'scan'; readonly on: number; readonly options: readonly string[] }
  /** A command that gives `key` a few milliseconds to live, and the wait until it is gone. */
  | { readonly do: 'lapse'; readonly on: number; readonly command: CommandLine; readonly key: string }
  | { readonly do: 'disconnect'; readonly on: number };

export interface Script {
  /** The seed that made it: `SEED=<seed>` makes it again as the first script of a run. */
  readonly seed: number;
  readonly protocol: 2 | 3;
  readonly steps: readonly Step[];
}

/** A word as redis-cli takes it: quoted, with escapes where bytes do not print. */
export function quote(bytes: string, limit = 200): string {
  const shown = bytes.length > limit ? bytes.slice(0, limit) : bytes;
  const left = bytes.length > limit ? `...(${bytes.length} bytes)` : '';
  if (/^[\w:.+-]+$/.test(shown)) return shown + left;
  const escaped = shown.replace(/[^ -~]|["\\]/g, unit => {
    if (unit === '\r') return '\\r';
    if (unit === '\n') return '\\n';
    if (unit === '"' || unit === '\\') return `\\${unit}`;
    return `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"${left}`;
}

function formatCommand(command: CommandLine): string {
  return command.map(arg => (typeof arg === 'string' ? quote(arg) : `<id of ${arg.clientOf}>`)).join(' ');
}

export function formatStep(step: Step): string {
  switch (step.do) {
    case 'send':
      return `${step.on}> ${step.commands.map(formatCommand).join(' ; ')}`;
    case 'scan':
      return `${step.on}> (whole iteration) SCAN ${formatCommand(step.options)}`;
    case 'lapse':
      return `${step.on}> ${formatCommand(step.command)}   (until ${quote(step.key)} is gone)`;
    case 'disconnect':
      return `${step.on}> (disconnects)`;
  }
}

export function formatScript(script: Script): string {
  return [`seed ${script.seed}, RESP${script.protocol}`, ...script.steps.map(formatStep)].join('\n');
}
