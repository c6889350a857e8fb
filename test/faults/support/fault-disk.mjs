import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { open } from 'node:fs/promises';

/** Of the shared words; SLOW: syncs that are being delayed now; HEALED: how often all was said to be well again. */
const [DELAY_MS, DELAYS, ERROR, ERRORS, STATE, SLOW, HEALED] = [0, 1, 2, 3, 4, 5, 6];
const TEXTS = { EIO: 'i/o error', ENOSPC: 'no space left on device', EROFS: 'read-only file system' };
const CODES = Object.keys(TEXTS);
const STATES = ['healthy', 'full', 'low'];
const LAST_STANDARD_FD = 2;

const SLICE_MS = 10;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const isCallback = value => typeof value === 'function';

/**
 * All that one thread asks of the disk: its log, whose writes are syncs, its small files, its database. It fails and
 * takes its time as the fault socket says; all threads share the orders.
 */
export class FaultyDisk {
  #words;

  constructor(memory) {
    this.#words = new Int32Array(memory);
  }

  /** From now on this thread has such a disk. */
  async install() {
    this.#wrapLog();
    this.#wrapRoom();
    syncBuiltinESMExports();
    this.#wrapDatabase();
    await this.#wrapFiles();
  }

  static allocate() {
    return new SharedArrayBuffer(8 * Int32Array.BYTES_PER_ELEMENT);
  }

  delay(ms, times) {
    Atomics.store(this.#words, DELAY_MS, ms);
    Atomics.store(this.#words, DELAYS, times);
  }

  fail(code, times) {
    if (!CODES.includes(code)) throw new Error(`a sync cannot fail with ${code}`);
    Atomics.store(this.#words, ERROR, CODES.indexOf(code));
    Atomics.store(this.#words, ERRORS, times);
  }

  be(state) {
    Atomics.store(this.#words, STATE, STATES.indexOf(state));
    if (state !== 'healthy') return;
    for (const counter of [DELAYS, ERRORS]) Atomics.store(this.#words, counter, 0);
    Atomics.add(this.#words, HEALED, 1);
    Atomics.notify(this.#words, HEALED);
  }

  get state() {
    const [delays, errors, slow] = [DELAYS, ERRORS, SLOW].map(word => Atomics.load(this.#words, word));
    return { delays, errors, slow };
  }

  /** What becomes of one operation: an error, or null and for how long it waits first. */
  #fate(isSync, what) {
    if (STATES[Atomics.load(this.#words, STATE)] === 'full') return { error: failure('ENOSPC', what), ms: 0 };
    if (!isSync) return { error: null, ms: 0 };
    if (this.#take(ERRORS)) return { error: failure(CODES[Atomics.load(this.#words, ERROR)], what), ms: 0 };
    return { error: null, ms: this.#take(DELAYS) ? Atomics.load(this.#words, DELAY_MS) : 0 };
  }

  /** A delay; it ends early when the disk is said to be healthy. */
  async #wait(ms) {
    const healed = Atomics.load(this.#words, HEALED);
    const end = performance.now() + ms;
    Atomics.add(this.#words, SLOW, 1);
    while (performance.now() < end && Atomics.load(this.#words, HEALED) === healed) await pause(SLICE_MS);
    Atomics.sub(this.#words, SLOW, 1);
  }

  #take(counter) {
    if (Atomics.load(this.#words, counter) <= 0) return false;
    return Atomics.sub(this.#words, counter, 1) > 0;
  }

  #wrapLog() {
    const { write, writeSync } = fs;
    fs.write = (fd, ...args) => {
      const done = args.at(-1);
      if (fd <= LAST_STANDARD_FD || !isCallback(done)) return write(fd, ...args);
      const { error, ms } = this.#fate(true, 'write');
      if (error !== null) setImmediate(done, error);
      else if (ms === 0) write(fd, ...args);
      else void this.#wait(ms).then(() => write(fd, ...args));
    };
    fs.writeSync = (fd, ...args) => {
      if (fd <= LAST_STANDARD_FD) return writeSync(fd, ...args);
      const { error, ms } = this.#fate(true, 'write');
      if (error !== null) throw error;
      if (ms > 0) Atomics.wait(this.#words, HEALED, Atomics.load(this.#words, HEALED), ms);
      return writeSync(fd, ...args);
    };
  }

  #wrapRoom() {
    const { statfs } = fs;
    fs.statfs = (path, ...args) => {
      const done = args.at(-1);
      const isFull = STATES[Atomics.load(this.#words, STATE)] !== 'healthy';
      statfs(path, (error, disk) => done(error, isFull && disk ? Object.assign(disk, { bavail: 0 }) : disk));
    };
  }

  #wrapDatabase() {
    const require = createRequire(createRequire(import.meta.url).resolve('level'));
    const { prototype } = require('classic-level').ClassicLevel;
    for (const name of ['_batch', '_put']) {
      const isSynced = args => args.at(-1)?.sync === true;
      prototype[name] = this.#guarded(prototype[name], `database ${name.slice(1)}`, isSynced);
    }
  }

  /** By the prototype that all open files have: it is not exported. */
  async #wrapFiles() {
    const handle = await open(process.execPath);
    const files = Object.getPrototypeOf(handle);
    await handle.close();
    for (const name of ['write', 'writev']) files[name] = this.#guarded(files[name], 'write', () => false);
    for (const name of ['sync', 'datasync']) files[name] = this.#guarded(files[name], name, () => true);
  }

  #guarded(run, what, isSync) {
    const fate = args => this.#fate(isSync(args), what);
    return async function (...args) {
      const { error, ms } = fate(args);
      if (error !== null) throw error;
      if (ms > 0) await this.#wait(ms);
      return run.apply(this, args);
    };
  }
}

function failure(code, what) {
  return Object.assign(new Error(`${code}: ${TEXTS[code]}, ${what}`), { code, syscall: what });
}
