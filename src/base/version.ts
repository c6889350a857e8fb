/** The Redis that clients take this server for: HELLO and INFO say so, and clients switch features on by it. */
export const REDIS_VERSION = '7.4.0';

/** The version of this software, as package.json has it. */
export const VERSION = '0.1.0';
