import type { Command } from '../spec.js';

export const lists: readonly Command[] = [];
