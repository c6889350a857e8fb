import type { Command } from '../spec.js';
import { pfadd, pfcount, pfmerge } from './counting.js';
import { pfdebug, pfselftest } from './debugging.js';

export const hyperLogLogs: readonly Command[] = [pfadd, pfcount, pfmerge, pfdebug, pfselftest];
