import { assert } from '../base/assert.js';

/**
 * Where metered code counts what it does: a word of memory that the compiler leaves alone, for an address below 1024 is
 * none that C could mean.
 */
export const METER_AT = 16;
/**
 * The import that metered code calls when the word is below zero. It is one that C has for itself: another one would give
 * all functions other numbers.
 */
export const ASKS_FOR_MORE = '_emscripten_throw_longjmp';
/** What one pass of a loop, or one call, counts at most: it may leave its body anywhere. */
const MOST_A_PASS = 16;
/** Instructions of the machine below that count as one. */
const INSTRUCTIONS_A_TICK = 4;

const IMPORT_SECTION = 2;
const CODE_SECTION = 10;
const HEADER_BYTES = 8;
const OP = { block: 0x02, loop: 0x03, if: 0x04, end: 0x0b, call: 0x10 } as const;
const FUNCTION = 0;

/** A place at which the code counts: where a function or the body of a loop begins. */
interface Tick {
  readonly at: number;
  instructions: number;
}

/**
 * Rewrites compiled code so that every call and every pass of a loop counts down, by the length of what it runs: whatever
 * C does, comparing and copying bytes, walking a chain of a hash table, collecting garbage, is then counted exactly, and
 * alike on every node. The format is that of the WebAssembly core specification, chapter 5.
 */
export function metered(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const source = new Reader(module);
  const parts: Uint8Array[] = [module.subarray(0, HEADER_BYTES)];
  source.at = HEADER_BYTES;
  let door = -1;
  while (source.at < module.length) {
    const start = source.at;
    const id = source.byte();
    const size = source.unsigned();
    const body = source.at;
    source.at += size;
    if (id === IMPORT_SECTION) door = importedFunction(module, body);
    if (id !== CODE_SECTION) parts.push(module.subarray(start, source.at));
    else parts.push(...withSize([id], codeSection(module, body, door)));
  }
  return concatenated(parts);
}

/** The number of the function ASKS_FOR_MORE. */
function importedFunction(module: Uint8Array, start: number): number {
  const source = new Reader(module);
  source.at = start;
  for (let functions = 0, left = source.unsigned(); left > 0; left--) {
    source.text();
    const name = source.text();
    assert(source.byte() === FUNCTION, 'Lua asks its host for functions only');
    source.unsigned();
    if (name === ASKS_FOR_MORE) return functions;
    functions += 1;
  }
  return -1;
}

function codeSection(module: Uint8Array, start: number, door: number): Uint8Array {
  assert(door >= 0, 'there is a door for code that asks for more');
  const source = new Reader(module);
  source.at = start;
  const count = source.unsigned();
  const parts: Uint8Array[] = [Uint8Array.from(unsigned(count))];
  for (let left = count; left > 0; left--) {
    const size = source.unsigned();
    parts.push(...withSize([], meteredFunction(module, source.at, size, door)));
    source.at += size;
  }
  return concatenated(parts);
}

function meteredFunction(module: Uint8Array, start: number, size: number, door: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = start;
  for (const tick of ticksOf(module, start, start + size)) {
    parts.push(module.subarray(at, tick.at), Uint8Array.from(counting(tick, door)));
    at = tick.at;
  }
  parts.push(module.subarray(at, start + size));
  return concatenated(parts);
}

/** In the order in which they stand. */
function ticksOf(module: Uint8Array, start: number, end: number): Tick[] {
  const source = new Reader(module);
  source.at = start;
  for (let locals = source.unsigned(); locals > 0; locals--) {
    source.unsigned();
    source.byte();
  }
  const first: Tick = { at: source.at, instructions: 0 };
  const ticks = [first];
  /** By open block: what its instructions belong to. */
  const open = [first];
  while (source.at < end) {
    const owner = open[open.length - 1];
    assert(owner !== undefined, 'a function ends with its last block');
    owner.instructions += 1;
    const opcode = source.instruction();
    if (opcode === OP.end) open.pop();
    else if (opcode === OP.block || opcode === OP.if) open.push(owner);
    else if (opcode === OP.loop) {
      const tick: Tick = { at: source.at, instructions: 0 };
      ticks.push(tick);
      open.push(tick);
    }
  }
  assert(open.length === 0 && source.at === end, 'a function is read to its end');
  return ticks;
}

/** `memory[METER_AT] -= weight`, and the call when that is below zero. */
function counting({ instructions }: Tick, door: number): number[] {
  const weight = Math.min(MOST_A_PASS, Math.ceil(instructions / INSTRUCTIONS_A_TICK));
  const [constant, load, store, subtract, less, aligned, empty] = [0x41, 0x28, 0x36, 0x6b, 0x48, 2, 0x40];
  const read = [constant, 0, load, aligned, METER_AT];
  return [
    ...[constant, 0, ...read, constant, weight, subtract, store, aligned, METER_AT],
    ...[...read, constant, 0, less, OP.if, empty, OP.call, ...unsigned(door), OP.end],
  ];
}

/** Reads the binary format. */
class Reader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const byte = this.bytes[this.at++];
    assert(byte !== undefined, 'a module is whole');
    return byte;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    const length = this.unsigned();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString('latin1');
  }

  /** Passes an instruction with what belongs to it; answers what it is. */
  instruction(): number {
    const opcode = this.byte();
    if (opcode === 0x0e)
      this.#passMany(this.unsigned() + 1); // br_table
    else if (opcode === 0x1c)
      this.#passMany(this.unsigned()); // select with types
    else if (opcode === 0x43) this.at += 4;
    else if (opcode === 0x44) this.at += 8;
    else if (opcode === 0xfc) this.#passMany(operandsOfMore(this.unsigned()));
    else this.#passMany(operandsOf(opcode));
    return opcode;
  }

  /** Numbers in LEB128, of any width. */
  #passMany(count: number): void {
    for (let left = count; left > 0; left--) while (this.byte() >= 0x80);
  }
}

/** Numbers behind an instruction of one byte. */
function operandsOf(opcode: number): number {
  const has = (least: number, most: number): boolean => opcode >= least && opcode <= most;
  if (has(0x28, 0x3e) || opcode === 0x11) return 2; // loads and stores; call_indirect
  if (has(0x02, 0x04) || opcode === 0x0c || opcode === 0x0d || opcode === 0x10) return 1; // blocks, branches, call
  if (has(0x20, 0x26) || has(0x3f, 0x42) || opcode === 0xd0 || opcode === 0xd2) return 1; // variables, memory, constants
  assert(has(0x00, 0x01) || has(0x05, 0x1b) || has(0x45, 0xc4) || opcode === 0xd1, 'an instruction is known');
  return 0;
}

/** Numbers behind an instruction of the second table: conversions, and memory in bulk. */
function operandsOfMore(opcode: number): number {
  assert(opcode < 8, 'code that counts its loops moves memory in loops');
  return 0;
}

function withSize(head: readonly number[], body: Uint8Array): Uint8Array[] {
  return [Uint8Array.from([...head, ...unsigned(body.length)]), body];
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80);
    left >>>= 7;
  }
  return [...bytes, left];
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
