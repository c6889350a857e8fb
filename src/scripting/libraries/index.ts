import type { Vm } from '../vm.js';
import { pushBit } from './bit.js';
import { pushCjson } from './cjson.js';
import { pushCmsgpack } from './cmsgpack.js';
import { pushStruct } from './struct.js';

/** Libraries that Redis gives to scripts, by name: each leaves its table on the stack. */
export const LIBRARIES: Readonly<Record<string, (vm: Vm) => void>> = {
  bit: pushBit,
  cjson: pushCjson,
  cmsgpack: pushCmsgpack,
  struct: pushStruct,
};
