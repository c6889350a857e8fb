import { deserialize, serialize } from 'node:v8';
import { ByteReader, ByteWriter } from '../base/bytes.js';
import type { BatchId } from '../base/peer-message.js';
import type { Channel, ToConsensus, ToMachine } from '../replica/channel.js';
import type { Scheduler } from '../ports/scheduler.js';
import { Reader, Ring } from './ring.js';

const RING_BYTES = 4 << 20;
/** A writer that found no room tries again. Milliseconds. */
const RETRY_MS = 1;

const TAG_OTHER = 0;
const TAG_PROPOSE = 1;
const TAG_ENTRIES = 2;
const TAG_FENCE = 3;
const TAG_FENCED = 4;
const OTHER = Uint8Array.of(TAG_OTHER);
const ENTRIES = Uint8Array.of(TAG_ENTRIES);
const NOTHING = new Uint8Array();

type Message = ToConsensus | ToMachine;

/** What a port carries: a wake-up, or a message too large for the ring; those arrive before what follows them in the ring. */
type OnPort = null | { readonly large: Uint8Array };

/** One end of a MessageChannel. */
interface Port {
  postMessage(message: OnPort): void;
  on(event: 'message', arrived: (message: OnPort) => void): void;
}

/** What a channel needs to know of its thread. */
export interface Turns extends Pick<Scheduler, 'after'> {
  /** `began`: called as soon as a turn has something to end with; `ended`: after all that. */
  onTurn(began: () => void, ended: () => void): void;
}

/** The memory of both directions, to be shared by both threads. */
export interface ChannelMemory {
  readonly toConsensus: SharedArrayBuffer;
  readonly toMachine: SharedArrayBuffer;
}

export function channelMemory(): ChannelMemory {
  return { toConsensus: Ring.allocate(RING_BYTES), toMachine: Ring.allocate(RING_BYTES) };
}

/**
 * One half's end of the way to the other. Messages go through shared memory; a thread that is at work finds them at the end
 * of its turn, so that under load nobody has to be woken: a wake-up costs more than all the rest.
 */
export class ThreadChannel<In extends Message, Out extends Message> implements Channel<Out> {
  #receive: (message: In) => void = () => undefined;
  #attached = false;
  /** Messages for which there was no room, in order. */
  #backlog: Encoded[] = [];
  /** The next record of the ring was too large for it, and has not come through the port. */
  #missing = 0;
  readonly #large: Uint8Array[] = [];

  constructor(
    private readonly port: Port,
    private readonly inbound: Ring,
    private readonly outbound: Ring,
    private readonly scheduler: Turns,
  ) {
    port.on('message', (message: OnPort) => this.#onPort(message));
  }

  /** From now on messages are received; those that came before are, too. */
  attach(receive: (message: In) => void): void {
    this.#receive = receive;
    this.#attached = true;
    this.scheduler.onTurn(
      () => (this.inbound.reader = Reader.AWAKE),
      () => this.#endTurn(),
    );
    this.#endTurn();
  }

  #onPort(message: OnPort): void {
    if (message !== null) this.#large.push(message.large);
    if (this.#attached) this.#endTurn();
  }

  /** While it holds, this thread looks at the ring by itself soon: proposals need not wake it. */
  waiting = (): boolean => false;

  post(message: Out): void {
    const encoded = encode(message);
    if (this.#backlog.length > 0 || !this.#write(encoded)) {
      if (this.#backlog.push(encoded) === 1) this.scheduler.after(RETRY_MS, this.#retry);
      return;
    }
    this.#wake(message.type !== 'propose');
  }

  readonly #retry = (): void => {
    while (this.#backlog[0] !== undefined && this.#write(this.#backlog[0])) this.#backlog.shift();
    this.#wake(true);
    if (this.#backlog.length > 0) this.scheduler.after(RETRY_MS, this.#retry);
  };

  #write({ head, body }: Encoded): boolean {
    if (head.length + body.length <= this.outbound.maxBytes) return this.outbound.write(head, body);
    if (!this.outbound.write(NOTHING)) return false;
    this.port.postMessage({ large: Buffer.concat([head, body]) } satisfies OnPort);
    return true;
  }

  #wake(urgent: boolean): void {
    if (this.outbound.mustWake(urgent)) this.port.postMessage(null satisfies OnPort);
  }

  /** Receives all that is there. */
  poll(): void {
    for (;;) {
      if (this.#missing === 0) {
        const record = this.inbound.read();
        if (record === null) return;
        if (record.length > 0) this.#receive(decode(record) as In);
        else this.#missing++;
      } else {
        const large = this.#large.shift();
        if (large === undefined) return;
        this.#missing--;
        this.#receive(decode(large) as In);
      }
    }
  }

  /** Looks once more after it has said that it sleeps: the other thread may have just found it awake. */
  #endTurn(): void {
    do {
      this.inbound.reader = Reader.AWAKE;
      this.poll();
      this.inbound.reader = this.waiting() ? Reader.WAITING : Reader.ASLEEP;
    } while (!this.inbound.isEmpty && this.#missing === 0);
  }
}

interface Encoded {
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

/** What every command may need goes as it is; all else is rare, and structured data of any kind. */
function encode(message: Message): Encoded {
  if (message.type === 'entries') return { head: ENTRIES, body: message.packed };
  if (message.type === 'propose') return { head: proposal(message.batch), body: message.body };
  if (message.type === 'fence') {
    const { id, quorum, tick } = message;
    return { head: numbers(TAG_FENCE, id, Number(quorum), tick), body: NOTHING };
  }
  if (message.type === 'fenced') {
    const { id, index, stamp } = message;
    return { head: numbers(TAG_FENCED, id, index, stamp), body: NOTHING };
  }
  return { head: OTHER, body: serialize(message) };
}

function proposal({ uuid, incarnation, sequence }: BatchId): Uint8Array {
  const head = new ByteWriter(64);
  head.uint8(TAG_PROPOSE);
  head.string(uuid);
  head.varint(incarnation);
  head.varint(sequence);
  return head.take();
}

function numbers(tag: number, ...values: readonly number[]): Uint8Array {
  const head = new ByteWriter(1 + 8 * values.length);
  head.uint8(tag);
  for (const value of values) head.float64(value);
  return head.take();
}

function decode(record: Uint8Array): Message {
  const reader = new ByteReader(record);
  switch (reader.uint8()) {
    case TAG_ENTRIES:
      return { type: 'entries', packed: reader.restView() };
    case TAG_PROPOSE: {
      const batch = { uuid: reader.string(), incarnation: reader.varint(), sequence: reader.varint() };
      return { type: 'propose', batch, body: reader.restView() };
    }
    case TAG_FENCE:
      return { type: 'fence', id: reader.float64(), quorum: reader.float64() === 1, tick: reader.float64() };
    case TAG_FENCED:
      return { type: 'fenced', id: reader.float64(), index: reader.float64(), stamp: reader.float64() };
    default:
      return deserialize(reader.restView()) as Message;
  }
}
