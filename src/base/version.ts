/** The Redis that clients take this server for: HELLO and INFO say so, and clients switch features on by it. */
export const REDIS_VERSION = '7.4.0';
