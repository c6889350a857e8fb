import { pino } from 'pino';
import type { Logger } from '../ports/logger.js';

const LEVELS = { debug: 'debug', verbose: 'info', notice: 'info', warning: 'warn' } as const;

/** Redis's names for levels of the log. */
export type LogLevel = keyof typeof LEVELS;

export interface ChangeableLogger extends Logger {
  setLevel(level: LogLevel): void;
}

/** JSON lines on the standard output; on a terminal one readable line each. Synchronous: the last words of a process count. */
export function openLogger(level: LogLevel, isTerminal: boolean): ChangeableLogger {
  const destination = isTerminal ? { write: printReadable } : pino.destination({ dest: 1, sync: true });
  const logger = pino(
    {
      level: LEVELS[level],
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: name => ({ level: name }) },
    },
    destination,
  );
  return Object.assign(logger, {
    setLevel: (next: LogLevel) => {
      logger.level = LEVELS[next];
    },
  });
}

function printReadable(line: string): void {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<'level' | 'time' | 'msg', string>;
  const details = Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`);
  process.stdout.write(`${[time.slice(11, 23), level.padEnd(5), msg, ...details].join(' ')}\n`);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
