export type { Codec } from './codec.js';
export { type ConnectionOptions, Connections } from './connections.js';
export { LockLost, LockNotAcquired } from './lock-errors.js';
export type { Lock } from './lock.js';
export { type AcquireOptions, Locks, type LocksOptions } from './locks.js';
export { type Message, RetryAfter } from './message.js';
export type { Producer, ProducerOptions, PushOptions } from './producer.js';
export { Queues } from './queues.js';
export type { Handler, Worker, WorkerOptions } from './worker.js';
