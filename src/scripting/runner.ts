import { assert } from '../base/assert.js';
import type { FunctionRun, LibraryText, LoadedLibrary, ScriptRun } from '../machine/script-engine.js';
import { ErrorReply, type Reply } from '../resp/reply.js';
import { BudgetSpent } from './budget.js';
import { ResultReader } from './from-lua.js';
import { ImageCache } from './image-cache.js';
import type { Registrations } from './registrations.js';
import type { RedisApi } from './redis-api.js';
import { enterLoading, furnish, leaveLoading } from './sandbox.js';
import { GLOBALS, type Image, TYPE, Vm } from './vm.js';

const CHUNK = '@user_script';
const LIBRARY_CHUNK = '@user_function';
/** Fields of tables that are made while a script runs. */
const FIELDS = [
  'err',
  'ok',
  'double',
  'map',
  'set',
  'big_number',
  'verbatim_string',
  'string',
  'format',
  'ignore_error_stats_update',
];
/** Where the error handler stands; what is to run is above it. */
const HANDLER = 1;
/** Of KEYS and ARGV, and of the code: what a script is given must leave room in its memory. */
const MAX_INPUT_BYTES = 64 * 1024 * 1024;
const INPUT_TOO_LARGE = new ErrorReply('ERR script and its arguments are too large');
const LOAD_TIMEOUT = new ErrorReply('ERR Error registering functions: ERR FUNCTION LOAD timeout');

/** Runs scripts and functions in one Lua machine, each from an image of its own. See `ScriptEngine`. */
export class ScriptRunner {
  readonly #vm = new Vm();
  readonly #redis: RedisApi;
  readonly #random: { seed(value: number): void };
  readonly #registrations: Registrations;
  readonly #base: Image;
  readonly #images = new ImageCache();

  constructor() {
    const { redis, random, registrations } = furnish(this.#vm);
    this.#registrations = registrations;
    this.#redis = redis;
    this.#random = random;
    for (const name of [CHUNK, LIBRARY_CHUNK, 'KEYS', 'ARGV', ...FIELDS]) this.#vm.name(name);
    this.#base = this.#vm.image();
    this.#vm.seal();
  }

  get isRunning(): boolean {
    return this.#redis.host !== null;
  }

  compile(sha: string, code: string): string | null {
    const compiled = this.#compiled(sha, code);
    return typeof compiled === 'string' ? compiled : null;
  }

  run({ code, sha, keys, argv, host }: ScriptRun): Reply {
    if (bytesOf(keys) + bytesOf(argv) > MAX_INPUT_BYTES) return INPUT_TOO_LARGE;
    const image = this.#compiled(sha, code);
    if (typeof image === 'string')
      return new ErrorReply(`ERR Error compiling script (new function): ${image}`);
    this.#vm.restore(image);
    this.#setGlobal('KEYS', keys);
    this.#setGlobal('ARGV', argv);
    return this.#finish(host, 0, sha);
  }

  load(library: LibraryText, units: number): LoadedLibrary | ErrorReply {
    const image = this.#loaded(library, units);
    if (image instanceof ErrorReply) return image;
    return { functions: this.#registrations.functions(), units: units - this.#vm.budget.left };
  }

  callFunction({ library, name, keys, argv, host }: FunctionRun): Reply {
    if (bytesOf(keys) + bytesOf(argv) > MAX_INPUT_BYTES) return INPUT_TOO_LARGE;
    const image = this.#images.get(imageOf(library.sha)) ?? this.#loaded(library, Infinity);
    assert(!(image instanceof ErrorReply), 'a library is loaded again as it was before');
    this.#vm.restore(image);
    this.#registrations.pushCallback(name);
    this.#pushTexts(keys);
    this.#pushTexts(argv);
    return this.#finish(host, 2, name);
  }

  /** The image of a library behind its loading, or what is wrong with it. */
  #loaded({ code, sha }: LibraryText, units: number): Image | ErrorReply {
    if (code.length > MAX_INPUT_BYTES) return INPUT_TOO_LARGE;
    const vm = this.#vm;
    vm.restore(this.#base);
    this.#registrations.clear();
    enterLoading(vm);
    if (!vm.load(code, LIBRARY_CHUNK))
      return new ErrorReply(`ERR Error compiling function: ${vm.string(vm.L, -1)}`);
    this.#random.seed(0);
    try {
      if (!vm.call(0, 0, 0, units)) return this.#loadFailure();
    } catch (error) {
      if (error instanceof BudgetSpent) return LOAD_TIMEOUT;
      throw error;
    }
    leaveLoading(vm);
    const image = vm.image();
    this.#images.set(imageOf(sha), image);
    return image;
  }

  #loadFailure(): ErrorReply {
    const vm = this.#vm;
    const isTable = vm.api.lua_type(vm.L, -1) === TYPE.table;
    const text = isTable ? this.#field('err') : `ERR ${vm.string(vm.L, -1)}`;
    return new ErrorReply(`ERR Error registering functions: ${text ?? 'ERR unknown error'}`);
  }

  /** Calls what is above the handler with `args` arguments on the stack. */
  #finish(host: RedisApi['host'], args: number, name: string): Reply {
    const vm = this.#vm;
    this.#redis.host = host;
    this.#redis.protocol = 2;
    this.#random.seed(host?.seed ?? 0);
    let succeeded: boolean;
    try {
      succeeded = vm.call(args, 1, HANDLER, host?.budget ?? 0);
    } catch (error) {
      if (error instanceof BudgetSpent) return new ErrorReply(`ERR ${error.message} script: ${name}`);
      throw error;
    } finally {
      this.#redis.host = null;
    }
    if (succeeded) return new ResultReader(vm, this.#redis.protocol).take(vm.L);
    return this.#failure(name);
  }

  /** The image of a compiled script, or what the compiler says. */
  #compiled(sha: string, code: string): Image | string {
    if (code.length > MAX_INPUT_BYTES) return INPUT_TOO_LARGE.text;
    const known = this.#images.get(sha);
    if (known !== undefined) return known;
    const vm = this.#vm;
    vm.restore(this.#base);
    if (!vm.load(code, CHUNK)) return vm.string(vm.L, -1);
    const image = vm.image();
    this.#images.set(sha, image);
    return image;
  }

  #setGlobal(name: 'KEYS' | 'ARGV', texts: readonly string[]): void {
    this.#pushTexts(texts);
    this.#vm.setField(this.#vm.L, GLOBALS, name);
  }

  #pushTexts(texts: readonly string[]): void {
    const vm = this.#vm;
    vm.api.lua_createtable(vm.L, texts.length, 0);
    for (const [at, text] of texts.entries()) {
      vm.pushString(vm.L, text);
      vm.api.lua_rawseti(vm.L, -2, at + 1);
    }
  }

  /** The error on top of the stack: the handler has made a table of it. */
  #failure(name: string): ErrorReply {
    const vm = this.#vm;
    const { L, api } = vm;
    if (api.lua_type(L, -1) !== TYPE.table) {
      const text = api.lua_type(L, -1) === TYPE.string ? vm.string(L, -1) : 'execution failure';
      return new ErrorReply(
        `ERR Error running script ${name}, ${text.slice(0, 100)}`.replace(/[\r\n]/g, ' '),
      );
    }
    const text = this.#field('err') ?? 'ERR unknown error';
    const [source, line] = [this.#field('source'), this.#field('line')];
    const place = source !== null && line !== null ? ` script: ${name}, on ${source}:${line}.` : '';
    return new ErrorReply(`${text}${place}`.replace(/[\r\n]/g, ' '));
  }

  #field(name: string): string | null {
    const vm = this.#vm;
    vm.pushString(vm.L, name);
    vm.api.lua_rawget(vm.L, -2);
    const type = vm.api.lua_type(vm.L, -1);
    const text = type === TYPE.string || type === TYPE.number ? vm.string(vm.L, -1) : null;
    vm.api.lua_settop(vm.L, -2);
    return text;
  }
}

/** Under which an image is kept. */
function imageOf(library: string): string {
  return `library ${library}`;
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((bytes, text) => bytes + text.length + 40, 0);
}
