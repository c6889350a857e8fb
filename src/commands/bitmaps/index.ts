import type { Command } from '../spec.js';
import { bitfield, bitfieldRo } from './bitfield.js';
import { bitop } from './combining.js';
import { bitcount, bitpos } from './searching.js';
import { getbit, setbit } from './single-bits.js';

export const bitmaps: readonly Command[] = [setbit, getbit, bitcount, bitpos, bitop, bitfield, bitfieldRo];
