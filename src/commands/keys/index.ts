import type { Command } from '../spec.js';

export const keys: readonly Command[] = [];
