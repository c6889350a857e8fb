import type { Command } from '../spec.js';

export const connection: readonly Command[] = [];
