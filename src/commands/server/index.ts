import type { Command } from '../spec.js';
import { command } from './command.js';
import { config, setting } from './config.js';
import { latency } from './latency.js';
import { memory } from './memory.js';
import { info, lastsave, lolwut, role, shutdown, time, wait } from './moments.js';
import { raft } from './raft.js';
import { bgsave, save } from './saving.js';
import { slowlog } from './slowlog.js';

export const server: readonly Command[] = [
  bgsave,
  command,
  config,
  info,
  lastsave,
  latency,
  lolwut,
  memory,
  raft,
  role,
  save,
  setting,
  shutdown,
  slowlog,
  time,
  wait,
];
