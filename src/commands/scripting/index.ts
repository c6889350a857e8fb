import type { Command } from '../spec.js';
import { evaluations } from './eval.js';
import { script } from './script.js';

export const scripting: readonly Command[] = [...evaluations, script];
