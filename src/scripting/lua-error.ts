/** Thrown by what JavaScript adds to Lua: becomes an error in the script. */
export class LuaError {
  constructor(
    readonly message: string,
    /** 1: the position of the caller stands in front, as with `error` of Lua; 0: nothing does. */
    readonly level: 0 | 1 = 1,
  ) {}
}

/** A wrong argument, by its place; Lua makes `bad argument #1 to 'f' (message)` of it. */
export class ArgumentError {
  constructor(
    readonly place: number,
    readonly message: string,
  ) {}
}

/** An argument of another type than `expected`. */
export class ArgumentTypeError {
  constructor(
    readonly place: number,
    readonly expected: string,
  ) {}
}

/** A table `{err = text}` as the error: what `redis.call` raises. */
export class RaisedReply {
  constructor(readonly text: string) {}
}
