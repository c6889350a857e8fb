import type { Vm } from '../vm.js';
import { pushBit } from './bit.js';

/** Libraries that Redis gives to scripts, by name: each leaves its table on the stack. */
export const LIBRARIES: Readonly<Record<string, (vm: Vm) => void>> = {
  bit: pushBit,
};
