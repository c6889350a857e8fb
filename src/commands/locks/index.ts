import type { Command, ContainerCommand } from '../spec.js';
import { acquire, acquireall } from './acquiring.js';
import { info, scan, waiters } from './asking.js';
import { breakLock } from './breaking.js';
import { guard, token } from './guarding.js';
import { help } from './help.js';
import { downgrade, release, renew, unlock } from './holding.js';
import { upgrade } from './upgrading.js';

const dlock: ContainerCommand = {
  name: 'dlock',
  class: 'container',
  arity: -2,
  flags: [],
  categories: ['lock'],
  group: 'quorate',
  since: '0.1.0',
  summary: 'Locks as leases with fencing tokens, granted in order of arrival',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [
    acquire,
    acquireall,
    release,
    renew,
    upgrade,
    downgrade,
    guard,
    token,
    info,
    waiters,
    scan,
    breakLock,
    help,
  ],
};

export const locks: readonly Command[] = [dlock, unlock];
