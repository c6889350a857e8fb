import type { Command, ContainerCommand } from '../spec.js';
import { dead, info, len, peek, scan } from './asking.js';
import { ack, extend, nack, pull, unpull } from './consuming.js';
import { alter, create, drop, purge, redrive } from './managing.js';
import { help } from './help.js';
import { requeue } from './requeueing.js';
import { push } from './producing.js';

const dqueue: ContainerCommand = {
  name: 'dqueue',
  class: 'container',
  arity: -2,
  flags: [],
  categories: ['queue'],
  group: 'quorate',
  since: '0.1.0',
  summary: 'Queues whose messages stay until they are acknowledged',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [
    push,
    pull,
    ack,
    nack,
    extend,
    create,
    alter,
    drop,
    purge,
    peek,
    dead,
    redrive,
    info,
    len,
    scan,
    help,
  ],
};

export const queues: readonly Command[] = [dqueue, unpull, requeue];
