import { Worker } from 'node:worker_threads';
import { OperatorError, type OperatorErrorCode } from '../base/errors.js';
import type { Logger } from '../ports/logger.js';
import type { Channel, ToConsensus, ToMachine } from '../replica/channel.js';
import type { FromWorker } from './consensus-worker.js';
import type { ConsensusConfig } from './open-consensus.js';
import type { RealScheduler } from './real-scheduler.js';
import { ThreadChannel } from './thread-channel.js';

export interface ConsensusThread {
  readonly channel: Channel<ToConsensus>;
  /** From now on `receive` gets what the consensus half says; what it said before is not lost. */
  attach(receive: (message: ToMachine) => void): void;
  /** Ends the thread; its log must be closed by then, or its process about to end. */
  terminate(): Promise<void>;
}

/**
 * Starts the thread of the consensus half and waits until its log and its port are open.
 *
 * @throws OperatorError for everything that the operator must know; the thread is gone then.
 */
export async function startConsensusThread(
  config: ConsensusConfig,
  scheduler: RealScheduler,
  logger: Logger,
  failed: (error: Error) => void,
): Promise<ConsensusThread> {
  const worker = new Worker(new URL('./consensus-worker.js', import.meta.url), { workerData: config });
  const early: ToMachine[] = [];
  let receive = (message: ToMachine): void => void early.push(message);
  await new Promise<void>((opened, refused) => {
    worker.on('error', error => {
      refused(error);
      failed(error);
    });
    worker.on('message', (message: FromWorker) => {
      if ('length' in message) for (const each of message) receive(each);
      else if (message.type === 'log') logger[message.level](message.fields, message.text);
      else if (message.type === 'opened') opened();
      else refused(new OperatorError(message.code as OperatorErrorCode, message.text));
    });
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  return {
    channel: new ThreadChannel<ToConsensus>(worker, scheduler),
    attach: handler => {
      receive = handler;
      for (const message of early.splice(0)) handler(message);
    },
    terminate: async () => void (await worker.terminate()),
  };
}
