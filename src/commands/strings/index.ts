import type { Command } from '../spec.js';

export const strings: readonly Command[] = [];
