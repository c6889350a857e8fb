import type { Command } from '../spec.js';
import { evaluations } from './eval.js';
import { fcall, fcallReadOnly } from './fcall.js';
import { functions } from './function.js';
import { script } from './script.js';

export const scripting: readonly Command[] = [...evaluations, script, fcall, fcallReadOnly, functions];
