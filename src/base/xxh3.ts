/**
 * XXH3, 64 bits, seed 0, with the default secret: "xxHash fast digest algorithm", version 0.2.0, by Yann Collet. Names
 * follow that specification. All words are little-endian, all arithmetic is modulo 2^64.
 */
export function xxh3(input: Buffer): bigint {
  const length = input.length;
  if (length > 240) return large(input);
  if (length > 128) return upTo240(input);
  if (length > 16) return upTo128(input);
  if (length > 8) return upTo16(input);
  if (length > 3) return upTo8(input);
  if (length > 0) return upTo3(input);
  return avalancheXxh64(secretWord(56) ^ secretWord(64));
}

const PRIME32_1 = 0x9e3779b1n;
const PRIME32_2 = 0x85ebca77n;
const PRIME32_3 = 0xc2b2ae3dn;
const PRIME64_1 = 0x9e3779b185ebca87n;
const PRIME64_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME64_3 = 0x165667b19e3779f9n;
const PRIME64_4 = 0x85ebca77c2b2ae63n;
const PRIME64_5 = 0x27d4eb2f165667c5n;
const PRIME_MX1 = 0x165667919e3779f9n;
const PRIME_MX2 = 0x9fb21c651e98df25n;

const SECRET = Buffer.from(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f' +
    'cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c' +
    '3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8' +
    'a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364' +
    'eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e' +
    '2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
  'hex',
);

const STRIPE = 64;
const STRIPES_PER_BLOCK = (SECRET.length - STRIPE) / 8;
const BLOCK = STRIPE * STRIPES_PER_BLOCK;

function word(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function secretWord(offset: number): bigint {
  return SECRET.readBigUInt64LE(offset);
}

function avalanche(x: bigint): bigint {
  x = word((x ^ (x >> 37n)) * PRIME_MX1);
  return x ^ (x >> 32n);
}

function avalancheXxh64(x: bigint): bigint {
  x = word((x ^ (x >> 33n)) * PRIME64_2);
  x = word((x ^ (x >> 29n)) * PRIME64_3);
  return x ^ (x >> 32n);
}

function rotateLeft(x: bigint, places: bigint): bigint {
  return word(x << places) | (x >> (64n - places));
}

/** The two halves of the 128-bit product, one over the other. */
function multiplyFold(left: bigint, right: bigint): bigint {
  const product = left * right;
  return word(product) ^ (product >> 64n);
}

function upTo3(input: Buffer): bigint {
  const length = input.length;
  const combined =
    (input[length - 1]! | (length << 8) | (input[0]! << 16) | (input[length >> 1]! << 24)) >>> 0;
  const secret = (SECRET.readUInt32LE(0) ^ SECRET.readUInt32LE(4)) >>> 0;
  return avalancheXxh64(BigInt(secret) ^ BigInt(combined));
}

function upTo8(input: Buffer): bigint {
  const length = input.length;
  const combined = BigInt(input.readUInt32LE(length - 4)) | (BigInt(input.readUInt32LE(0)) << 32n);
  let value = secretWord(8) ^ secretWord(16) ^ combined;
  value = word((value ^ rotateLeft(value, 49n) ^ rotateLeft(value, 24n)) * PRIME_MX2);
  value = word((value ^ ((value >> 35n) + BigInt(length))) * PRIME_MX2);
  return value ^ (value >> 28n);
}

function upTo16(input: Buffer): bigint {
  const length = input.length;
  const low = secretWord(24) ^ secretWord(32) ^ input.readBigUInt64LE(0);
  const high = secretWord(40) ^ secretWord(48) ^ input.readBigUInt64LE(length - 8);
  const swapped = Buffer.alloc(8);
  swapped.writeBigUInt64LE(low);
  return avalanche(word(BigInt(length) + swapped.readBigUInt64BE(0) + high + multiplyFold(low, high)));
}

/** Mixes 16 bytes of the input with 16 of the secret. */
function mixStep(input: Buffer, offset: number, secretOffset: number): bigint {
  return multiplyFold(
    input.readBigUInt64LE(offset) ^ secretWord(secretOffset),
    input.readBigUInt64LE(offset + 8) ^ secretWord(secretOffset + 8),
  );
}

function upTo128(input: Buffer): bigint {
  const length = input.length;
  let accumulator = BigInt(length) * PRIME64_1;
  for (let i = (length - 1) >> 5; i >= 0; i--) {
    accumulator += mixStep(input, i * 16, i * 32) + mixStep(input, length - i * 16 - 16, i * 32 + 16);
  }
  return avalanche(word(accumulator));
}

function upTo240(input: Buffer): bigint {
  const length = input.length;
  let accumulator = BigInt(length) * PRIME64_1;
  for (let i = 0; i < 8; i++) accumulator += mixStep(input, i * 16, i * 16);
  accumulator = avalanche(word(accumulator));
  for (let i = 8; i < length >> 4; i++) accumulator += mixStep(input, i * 16, (i - 8) * 16 + 3);
  return avalanche(word(accumulator + mixStep(input, length - 16, 119)));
}

function large(input: Buffer): bigint {
  const length = input.length;
  const accumulators = BigUint64Array.of(
    PRIME32_3,
    PRIME64_1,
    PRIME64_2,
    PRIME64_3,
    PRIME64_4,
    PRIME32_2,
    PRIME64_5,
    PRIME32_1,
  );
  const stripes = new DataView(input.buffer, input.byteOffset, length);
  const lastBlock = Math.floor((length - 1) / BLOCK) * BLOCK;
  for (let block = 0; block < lastBlock; block += BLOCK) {
    for (let n = 0; n < STRIPES_PER_BLOCK; n++) accumulate(accumulators, stripes, block + n * STRIPE, n * 8);
    scramble(accumulators);
  }
  const fullStripes = Math.floor((length - lastBlock - 1) / STRIPE);
  for (let n = 0; n < fullStripes; n++) accumulate(accumulators, stripes, lastBlock + n * STRIPE, n * 8);
  accumulate(accumulators, stripes, length - STRIPE, SECRET.length - 71);
  return finalMerge(accumulators, word(BigInt(length) * PRIME64_1), 11);
}

const SECRET_WORDS = new DataView(SECRET.buffer, SECRET.byteOffset, SECRET.length);

/** The inner loop: one stripe of 64 bytes in eight lanes. */
function accumulate(
  accumulators: BigUint64Array,
  stripes: DataView,
  offset: number,
  secretOffset: number,
): void {
  for (let i = 0; i < 8; i++) {
    const lane = stripes.getBigUint64(offset + i * 8, true);
    const value = lane ^ SECRET_WORDS.getBigUint64(secretOffset + i * 8, true);
    accumulators[i ^ 1] = BigInt.asUintN(64, accumulators[i ^ 1]! + lane);
    accumulators[i] = BigInt.asUintN(64, accumulators[i]! + BigInt.asUintN(32, value) * (value >> 32n));
  }
}

function scramble(accumulators: BigUint64Array): void {
  for (let i = 0; i < 8; i++) {
    const value = accumulators[i]!;
    accumulators[i] = word((value ^ (value >> 47n) ^ secretWord(SECRET.length - STRIPE + i * 8)) * PRIME32_1);
  }
}

function finalMerge(accumulators: BigUint64Array, initial: bigint, secretOffset: number): bigint {
  let result = initial;
  for (let i = 0; i < 8; i += 2) {
    result += multiplyFold(
      accumulators[i]! ^ secretWord(secretOffset + i * 8),
      accumulators[i + 1]! ^ secretWord(secretOffset + i * 8 + 8),
    );
  }
  return avalanche(word(result));
}
