import { MessageChannel, Worker } from 'node:worker_threads';
import { OperatorError, type OperatorErrorCode } from '../base/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ToConsensus, ToMachine } from '../replica/channel.js';
import type { FromWorker, WorkerData } from './consensus-worker.js';
import type { ConsensusConfig } from './open-consensus.js';
import type { RealScheduler } from './real-scheduler.js';
import { Ring } from './ring.js';
import { channelMemory, ThreadChannel } from './thread-channel.js';

export interface ConsensusThread {
  readonly channel: ThreadChannel<ToMachine, ToConsensus>;
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
  const memory = channelMemory();
  const { port1, port2 } = new MessageChannel();
  const workerData: WorkerData = { config, channel: memory, port: port2 };
  const worker = new Worker(new URL('./consensus-worker.js', import.meta.url), {
    workerData,
    transferList: [port2],
  });
  await new Promise<void>((opened, refused) => {
    worker.on('error', error => {
      refused(error);
      failed(error);
    });
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'log') logger[message.level](message.fields, message.text);
      else if (message.type === 'opened') opened();
      else refused(new OperatorError(message.code as OperatorErrorCode, message.text));
    });
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  const [inbound, outbound] = [new Ring(memory.toMachine), new Ring(memory.toConsensus)];
  return {
    channel: new ThreadChannel(port1, inbound, outbound, scheduler),
    terminate: async () => {
      port1.close();
      await worker.terminate();
    },
  };
}
