/** The part of redis-parser 3 that is used; the package brings no types. */
declare module 'redis-parser' {
  interface ParserOptions {
    returnReply(reply: unknown): void;
    returnError(error: Error): void;
    returnFatalError(error: Error): void;
    returnBuffers?: boolean;
  }

  export default class RedisParser {
    constructor(options: ParserOptions);
    execute(buffer: Uint8Array): void;
  }
}
