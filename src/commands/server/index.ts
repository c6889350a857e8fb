import type { Command } from '../spec.js';
import { acl } from './acl.js';
import { command } from './command.js';
import { config, setting } from './config.js';
import { latency } from './latency.js';
import { memory } from './memory.js';
import { info, lastsave, lolwut, role, shutdown, time, wait } from './moments.js';
import { modules } from './modules.js';
import { raft } from './raft.js';
import { failover, replicaof, slaveof } from './replication.js';
import { bgrewriteaof, bgsave, save } from './saving.js';
import { slowlog } from './slowlog.js';

export const server: readonly Command[] = [
  acl,
  bgrewriteaof,
  bgsave,
  command,
  config,
  failover,
  info,
  lastsave,
  latency,
  lolwut,
  memory,
  modules,
  raft,
  replicaof,
  role,
  save,
  setting,
  shutdown,
  slaveof,
  slowlog,
  time,
  wait,
];
