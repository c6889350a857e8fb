/**
 * Ways to break the server on purpose, each of them a rule of consensus, of the machine or of time that is not kept. They
 * live here alone: classes are changed while a mutation is in force, and nothing of it stands in `src`.
 */
import type { RaftMessage } from '../../src/base/raft-message.js';
import { KnownIds } from '../../src/machine/values/queue/known-ids.js';
import { parseReceipt, receiptOf } from '../../src/machine/values/queue/message.js';
import { MessageStore } from '../../src/machine/values/queue/message-store.js';
import { Queue } from '../../src/machine/values/queue/queue.js';
import { ReadyLine } from '../../src/machine/values/queue/ready-line.js';
import type { Hold } from '../../src/machine/values/lock/hold.js';
import { type ReadyKey, Waiters } from '../../src/machine/waiters.js';
import { Sessions } from '../../src/machine/sessions.js';
import { Lock } from '../../src/machine/values/lock/lock.js';
import { Keyspace } from '../../src/machine/keyspace.js';
import { Ballot } from '../../src/raft/ballot.js';
import { Core } from '../../src/raft/core.js';
import { ElectionClock } from '../../src/raft/election-clock.js';
import { Leader } from '../../src/raft/leader.js';
import { Raft } from '../../src/raft/raft.js';
import { Replication } from '../../src/raft/replication.js';
import { Rounds } from '../../src/raft/rounds.js';
import { Transfer } from '../../src/raft/transfer.js';
import { ConsensusView } from '../../src/replica/consensus-view.js';
import { StampClock } from '../../src/replica/consensus/stamp-clock.js';

export interface Mutation {
  readonly name: string;
  /** What shows it: whole clusters under every kind of fault, or the one moment in which it matters. */
  readonly shownBy: 'storm' | 'locks' | 'queues' | 'churn' | 'usurpation' | 'lostFolder';
  /** Breaks the rule; the answer mends it. */
  readonly breaks: () => () => void;
}

/** Longer than an election takes in the simulator. */
const LONGER_MS = 3_000;

type Class = { readonly prototype: object };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- methods of any class, replaced by name
type Method = (this: any, ...args: any[]) => any;

/** Puts another method or getter in the place of one; `make` gets the right one. */
function replace({ prototype }: Class, name: string, make: (right: Method) => Method): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  if (own === undefined) throw new Error(`there is no ${name} to break`);
  const kind = Object.hasOwn(own, 'get') ? 'get' : 'value';
  const broken = { ...own, [kind]: make((own as Record<string, unknown>)[kind] as Method) };
  Object.defineProperty(prototype, name, broken);
  return () => Object.defineProperty(prototype, name, own);
}

function all(...mends: readonly (() => void)[]): () => void {
  return () => {
    for (const mend of mends) mend();
  };
}

/** The core whose input is at work. */
function watchCore(seen: (core: Core) => void): () => void {
  return replace(
    Core,
    'advance',
    right =>
      function (now) {
        seen(this as Core);
        right.call(this, now);
      },
  );
}

function commitsBy(index: (core: Core, onMajority: number) => number): () => void {
  let core: Core | null = null;
  let onMajority = 0;
  return all(
    watchCore(seen => {
      core = seen;
    }),
    replace(
      Replication,
      'onMajority',
      right =>
        function () {
          onMajority = right.call(this) as number;
          return onMajority;
        },
    ),
    replace(
      Leader,
      'commitOwn',
      right =>
        function () {
          right.call(this);
          if (core !== null && index(core, onMajority) > core.commit) core.commitTo(index(core, onMajority));
        },
    ),
  );
}

function admits(wrong: 'skipped' | 'refused' | 'gap'): () => void {
  return replace(
    Sessions,
    'admit',
    right =>
      function (...identity) {
        const outcome = right.apply(this, identity) as string;
        return outcome === wrong ? 'applied' : outcome;
      },
  );
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'votes twice in a term',
    shownBy: 'churn',
    breaks: () =>
      all(
        replace(Ballot, 'vote', () => () => null),
        replace(Ballot, 'cast', () => () => undefined),
      ),
  },
  {
    name: 'answers before the sync',
    shownBy: 'churn',
    breaks: () =>
      replace(
        Raft,
        'ready',
        right =>
          function () {
            const ready = right.call(this) as ReturnType<Raft['ready']>;
            if (ready !== null) ready.messages.push(...ready.afterPersist.splice(0));
            return ready;
          },
      ),
  },
  {
    name: 'commits an entry of an old term by counting',
    shownBy: 'storm',
    breaks: () => commitsBy((_, onMajority) => onMajority),
  },
  {
    name: 'commits without a majority',
    shownBy: 'storm',
    breaks: () => commitsBy(core => core.log.lastIndex),
  },
  {
    name: 'reads without a fence',
    shownBy: 'storm',
    breaks: () =>
      all(
        replace(
          ConsensusView,
          'localFence',
          () =>
            function () {
              return { index: 0, stamp: (this as ConsensusView).stampNow() };
            },
        ),
        replace(ConsensusView, 'leaseHolds', () => () => true),
      ),
  },
  {
    name: 'votes at once after a restart, inside a lease',
    shownBy: 'usurpation',
    breaks: () => replace(ElectionClock, 'isBound', () => () => false),
  },
  {
    name: 'votes inside a lease',
    shownBy: 'usurpation',
    breaks: () => replace(ElectionClock, 'mayVote', () => () => true),
  },
  {
    name: 'goes on with the lease when a transfer was given up',
    shownBy: 'usurpation',
    breaks: () => replace(Transfer, 'endedLease', () => () => false),
  },
  {
    name: 'takes the lease for longer than the voters promise',
    shownBy: 'usurpation',
    breaks: () =>
      all(
        replace(
          Rounds,
          'lease',
          right =>
            function () {
              const { from, end } = right.call(this) as { from: number; end: number };
              return { from, end: end + LONGER_MS };
            },
        ),
        replace(
          Rounds,
          'leaseEnd',
          right =>
            function (now: number) {
              return (right.call(this, now) as number) + LONGER_MS;
            },
        ),
        // Its check of the quorum would end the leadership, and with it the lease, before the promise is over.
        replace(
          Leader,
          'tick',
          right =>
            function (late) {
              right.call(this, late);
              return true;
            },
        ),
      ),
  },
  { name: "lets an old incarnation's batch in", shownBy: 'storm', breaks: () => admits('refused') },
  { name: 'applies a batch twice', shownBy: 'storm', breaks: () => admits('skipped') },
  {
    name: 'applies a batch although one before it is missing',
    shownBy: 'storm',
    breaks: () => admits('gap'),
  },
  {
    name: 'forgets in a snapshot which batches were applied',
    shownBy: 'storm',
    breaks: () =>
      replace(
        Sessions,
        'restore',
        right =>
          function (row: object) {
            right.call(this, { ...row, lastSequence: 0 });
          },
      ),
  },
  {
    name: 'counts votes and acknowledgements of an unknown data folder',
    shownBy: 'lostFolder',
    breaks: () =>
      replace(
        Raft,
        'step',
        right =>
          function (message: RaftMessage, now) {
            const { members } = (this as Raft).configuration;
            const uuid = members.find(({ id }) => id === message.from)?.uuid || message.uuid;
            right.call(this, { ...message, uuid }, now);
          },
      ),
  },
  {
    name: 'serves first who came last',
    shownBy: 'storm',
    breaks: () =>
      replace(
        Waiters,
        'line',
        right =>
          function (...where) {
            return [...(right.apply(this, where) as Iterable<unknown>)].reverse();
          },
      ),
  },
  {
    name: 'gives a lock to who asks while it is held',
    shownBy: 'locks',
    breaks: () =>
      replace(
        Lock,
        'obstacle',
        right =>
          function (...how) {
            const obstacle = right.apply(this, how) as string | undefined;
            return (this as Lock).size > 1 ? obstacle : undefined;
          },
      ),
  },
  {
    name: 'takes any token for the one that holds the lock',
    shownBy: 'locks',
    breaks: () =>
      replace(
        Lock,
        'hold',
        right =>
          function (token) {
            return (right.call(this, token) as Hold | undefined) ?? (this as Lock).first();
          },
      ),
  },
  {
    name: 'gives tokens that it gave before',
    shownBy: 'locks',
    breaks: () =>
      replace(
        Keyspace,
        'nextSerial',
        right =>
          function () {
            return (right.call(this) as number) % 300;
          },
      ),
  },
  {
    name: 'forgets who waits for a lock that is free again',
    shownBy: 'locks',
    breaks: () =>
      replace(
        Waiters,
        'takeReady',
        right =>
          function () {
            const ready = right.call(this) as ReadyKey | undefined;
            return ready?.key.startsWith('lock') === true ? undefined : ready;
          },
      ),
  },
  {
    name: 'lets owners wait for each other',
    shownBy: 'locks',
    breaks: () => replace(Waiters, 'ofOwner', () => () => []),
  },
  {
    name: 'forgets the stamps that it saw',
    shownBy: 'storm',
    breaks: () => replace(StampClock, 'saw', () => () => undefined),
  },
  {
    name: 'shows keys whose time is over',
    shownBy: 'storm',
    breaks: () => replace(Keyspace, 'isDue', () => () => false),
  },
  {
    name: 'lets a receipt be good behind a later delivery',
    shownBy: 'queues',
    breaks: () =>
      replace(
        Queue,
        'held',
        right =>
          function (receipt: string, moment): unknown {
            const { content } = this as { readonly content: MessageStore };
            const message = content.get(parseReceipt(receipt)?.id ?? 0);
            return right.call(this, message === undefined ? receipt : receiptOf(message), moment);
          },
      ),
  },
  {
    name: 'gives out the next of a group while one is in flight',
    shownBy: 'queues',
    breaks: () => replace(ReadyLine, 'numberOf', () => () => 0),
  },
  {
    name: 'forgets in a snapshot which ids were pushed',
    shownBy: 'queues',
    breaks: () => replace(KnownIds, 'freeze', () => () => ({ size: 0, entries: () => [] })),
  },
  {
    name: 'leaves out of a snapshot what is in flight',
    shownBy: 'queues',
    breaks: () =>
      replace(
        MessageStore,
        'freeze',
        right =>
          function () {
            const whole = [...(right.call(this) as ReturnType<MessageStore['freeze']>).entries()];
            return { entries: () => whole.filter(({ message }) => message.state !== 'flying') };
          },
      ),
  },
];
