import type { Command } from '../spec.js';

export const server: readonly Command[] = [];
