import { bootstrapOf, type Configuration, type Member as Membership } from '../../src/base/configuration.js';
import type { MemberId, RaftMessage } from '../../src/base/raft-message.js';
import type { RaftLimits, Ready } from '../../src/raft/types.js';
import { Member } from '../raft-cluster/member.js';
import {
  describeEntries,
  describeMembers,
  describeMessage,
  describePersist,
  describeStatus,
} from './describe.js';
import type { Command } from './script.js';

const TICK_MS = 10;

/**
 * A group of cores, driven by the verbs of a script. There is one clock; it moves only by `tick`, `run` and `campaign`.
 * The n-th member always draws an election timeout of 1 + n/10 times the minimal one. Messages stay in the network until
 * a verb delivers them; writes stay in flight until a verb syncs them.
 *
 *     add-nodes 3 [spare=2] [unnamed] [election=1000] [heartbeat=100] [inflight=] [inflight-bytes=] [append-bytes=]
 *                 [cache-bytes=]
 *                            spare: so many more that belong to no cluster yet; unnamed: nobody knows the uuids of others
 *     campaign 1             lets time pass for this member alone until its election timeout runs out
 *     tick 1 [after=10]      moves the clock by `after` ms and ticks this member once
 *     run 500 [nodes=(1,2)]  moves the clock in steps of 10 ms; at each all (or these) members tick, then stabilize
 *     propose 1 a b          proposes entries
 *     fence 1 7 [quorum]     asks for a read fence under the id 7
 *     lease 1                says whether the lease holds now
 *     doubt 1                the clock was in doubt: the lease counts no more
 *     transfer 1 [to=2]      hands leadership over
 *     deliver 1 [from=(2)] [drop=(2)] [twice] [reversed] [only=append]
 *                            delivers what is in the network for this member; what comes from `drop` is lost
 *     drop 1                 loses what is in the network for this member
 *     persist 1              syncs the write in flight
 *     hold-disk 1            from now on only `persist` syncs writes of this member; release-disk ends that
 *     load 1                 answers reads of old entries, two entries at a time
 *     change 1 [add=4] [remove=3] [replace=3] [move=3]
 *                            changes the members: adds a learner, removes one, takes the node that is there now for
 *                            another under the same id, gives one another address
 *     wipe 3                 the crashed node has a new, empty data folder, and so a new uuid
 *     tear 3 2               the crashed node has lost two synced entries at the end of its log: its vote is doubtful
 *     compact 1 5            makes a snapshot of all that is applied, then forgets the log up to 5
 *     send-snapshot 1 2 [crash]
 *                            the snapshot of the first arrives at the second, which installs it, and the first hears so;
 *                            crash: the second crashes as soon as it is on its disk
 *     fail-snapshot 1 2      the driver of the first could not send it
 *     partition (1,2) (3)    messages between the groups are lost; heal ends that
 *     disconnect 1 2         the transport of the first tells that the connection to the second is gone; connect ends that
 *     crash 1, restart 1     what was not synced is lost; so is what is in the network for it
 *     stabilize [nodes=(1,2)] syncs, loads and delivers until nothing is left to do
 *     status [1], log 1, time
 *     quiet, loud            leaves out the trace between them
 */
export class Environment {
  readonly #members: Member[] = [];
  #network: RaftMessage[] = [];
  #groups: MemberId[][] = [];
  readonly #heldDisks = new Set<MemberId>();
  #now = 0;
  #quiet = false;
  #output: string[] = [];

  /** Runs one command and answers its trace. */
  run(command: Command): string[] {
    this.#output = [];
    const verb = this.#verbs[command.verb];
    if (verb === undefined) throw new Error(`unknown verb ${command.verb}`);
    verb(command);
    if (command.verb !== 'deliver' && command.verb !== 'stabilize') this.#pump();
    return this.#output;
  }

  readonly #verbs: Record<string, (command: Command) => void> = {
    'add-nodes': command => this.#addNodes(command),
    campaign: command => this.#campaign(this.#member(command)),
    tick: command => {
      this.#now += command.number('after', TICK_MS);
      this.#member(command).raft.tick(this.#now);
    },
    run: command => this.#runFor(Number(command.words[0]), this.#named(command)),
    propose: command => {
      const data = command.words.slice(1).map(word => Buffer.from(expand(word)));
      if (this.#member(command).raft.propose(data, this.#now) === null) this.#say('proposal refused');
    },
    fence: command =>
      this.#member(command).raft.fence(Number(command.words[1]), command.words[2] === 'quorum', this.#now),
    lease: command =>
      this.#say(this.#member(command).raft.lease(this.#now).end > this.#now ? 'holds' : 'does not hold'),
    doubt: command => this.#member(command).raft.doubtLease(this.#now),
    transfer: command => {
      const to = command.options.get('to');
      if (!this.#member(command).raft.transfer(to === undefined ? null : `n${to}`, this.#now)) {
        this.#say('transfer refused');
      }
    },
    deliver: command => {
      this.#deliver(this.#member(command), command);
      this.#pump();
    },
    drop: command => this.#lose(message => message.to === this.#member(command).id),
    persist: command => this.#sync(this.#member(command)),
    'hold-disk': command => this.#heldDisks.add(this.#member(command).id),
    'release-disk': command => this.#heldDisks.delete(this.#member(command).id),
    load: command => this.#member(command).answerLoads(),
    change: command => this.#change(this.#member(command), command),
    wipe: command => this.#member(command).wipe(`${this.#member(command).uuid}'`),
    tear: command => this.#member(command).tear(Number(command.words[1])),
    compact: command => {
      this.#member(command).takeSnapshot();
      this.#member(command).compact(Number(command.words[1]));
    },
    'send-snapshot': command => {
      const sender = this.#member(command);
      const receiver = this.#member(command, 1);
      const { snapshot } = sender;
      if (snapshot === null) throw new Error(`${sender.id} has no snapshot`);
      receiver.install(snapshot, this.#now, command.words[2] === 'crash');
      if (receiver.alive) sender.raft.snapshotSent(receiver.id, snapshot.meta.index);
    },
    'fail-snapshot': command => this.#member(command).raft.snapshotFailed(`n${command.words[1]}`),
    partition: command => (this.#groups = command.words.map(word => list(word))),
    heal: () => (this.#groups = []),
    connect: command => this.#member(command).raft.connected(`n${command.words[1]}`),
    disconnect: command => this.#member(command).raft.disconnected(`n${command.words[1]}`, this.#now),
    crash: command => {
      const member = this.#member(command);
      member.crash();
      this.#network = this.#network.filter(message => message.to !== member.id);
    },
    restart: command => this.#member(command).restart(this.#now),
    stabilize: command => this.#stabilize(this.#named(command)),
    status: command => {
      const members = command.words.length > 0 ? [this.#member(command)] : this.#members;
      for (const { id, alive, raft } of members) {
        this.#output.push(...(alive ? describeStatus(raft.status()) : [`${id}: down`]));
      }
    },
    log: command => {
      const { disk, applied } = this.#member(command);
      this.#output.push(`disk    ${describeEntries(disk)}`, `applied ${describeEntries(applied)}`);
    },
    time: () => this.#output.push(`${this.#now} ms`),
    quiet: () => (this.#quiet = true),
    loud: () => (this.#quiet = false),
  };

  #addNodes(command: Command): void {
    const voters = Number(command.words[0]);
    const ids = Array.from({ length: voters + command.number('spare', 0) }, (_, i) => `n${i + 1}`);
    const unnamed = command.words.includes('unnamed');
    const bootstrapAt = (id: MemberId): Configuration =>
      bootstrapOf(
        ids
          .slice(0, ids.indexOf(id) < voters ? voters : 0)
          .map(other => ({ id: other, uuid: unnamed && id !== other ? '' : other, address: `${other}:1` })),
      );
    const timing = {
      heartbeatMs: command.number('heartbeat', 100),
      electionMs: command.number('election', 1000),
      driftBound: 0.1,
    };
    const limits: RaftLimits = {
      inflightMessages: command.number('inflight', 16),
      inflightBytes: command.number('inflight-bytes', 1 << 20),
      appendBytes: command.number('append-bytes', 1 << 16),
      cacheBytes: command.number('cache-bytes', 1 << 20),
    };
    ids.forEach((id, i) => {
      const random = { next: () => ((i + 1) / 10) * 0x1_0000_0000 };
      const onReady = (ready: Ready): void => this.#onReady(id, ready);
      const send = (message: RaftMessage): void => {
        this.#say(describeMessage(message));
        this.#network.push(message);
      };
      this.#members.push(
        new Member(
          { id, uuid: id, bootstrap: bootstrapAt(id), timing, limits, random, send, onReady },
          this.#now,
        ),
      );
    });
  }

  #change({ raft }: Member, command: Command): void {
    const { members, lastNumber } = raft.configuration;
    const others = (id: MemberId): Membership[] => members.filter(member => member.id !== id);
    const learner = (id: MemberId): Membership => {
      const { uuid } = this.#members.find(member => member.id === id)!;
      return { id, uuid, address: `${id}:1`, votes: false, number: lastNumber + 1 };
    };
    const next = [...command.options].map(([what, number]) => {
      const id = `n${number}`;
      switch (what) {
        case 'remove':
          return others(id);
        case 'move':
          return members.map(member => (member.id === id ? { ...member, address: `${id}:2` } : member));
        default:
          return [...others(id), learner(id)];
      }
    });
    const answer = raft.changeMembers(next[0]!, this.#now);
    if (typeof answer === 'string') this.#say(`change refused: ${answer}`);
  }

  #onReady(
    id: MemberId,
    { persist, change, commitIndex, fences, loads, snapshots, configuration }: Ready,
  ): void {
    if (change !== null) {
      this.#say(`${id}: ${change.role} term=${change.term} leader=${change.leader ?? '-'}`);
    }
    if (configuration !== null) this.#say(`${id}: members ${describeMembers(configuration.members)}`);
    const { applied } = this.#members.find(member => member.id === id) ?? { applied: [] };
    if (commitIndex > applied.length) this.#say(`${id}: commit ${commitIndex}`);
    if (persist !== null) this.#say(`${id}: ${describePersist(persist)}`);
    for (const fence of fences) {
      this.#say(`${id}: fence ${fence.id} ${fence.index < 0 ? 'refused' : `at ${fence.index}`}`);
    }
    for (const peer of snapshots) this.#say(`${id}: snapshot for ${peer}`);
    for (const { peer, from, to } of loads) this.#say(`${id}: load ${from}..${to} for ${peer}`);
  }

  #campaign(member: Member): void {
    const { campaigns } = member.raft.status();
    while (member.raft.status().campaigns === campaigns) {
      this.#now += TICK_MS;
      member.raft.tick(this.#now);
    }
  }

  #runFor(ms: number, members: readonly Member[]): void {
    const end = this.#now + ms;
    while (this.#now < end) {
      this.#now += TICK_MS;
      for (const { alive, raft } of members) if (alive) raft.tick(this.#now);
      this.#stabilize(members);
    }
  }

  #pump(): boolean {
    return this.#members.map(member => member.alive && member.pump()).some(Boolean);
  }

  #sync(member: Member): void {
    if (member.write === null) {
      this.#say(`${member.id}: nothing to sync`);
      return;
    }
    this.#say(`${member.id}: synced`);
    member.sync();
  }

  #stabilize(members: readonly Member[]): void {
    for (let busy = true; busy; ) {
      busy = this.#pump();
      for (const member of members) {
        if (!member.alive) continue;
        if (member.write !== null && !this.#heldDisks.has(member.id)) {
          this.#sync(member);
          busy = true;
        }
        if (member.loads.length > 0) {
          member.answerLoads();
          busy = true;
        }
        const mail = this.#take(message => message.to === member.id);
        for (const message of mail) this.#step(member, message);
        busy ||= mail.length > 0;
      }
    }
    this.#lose(message => !this.#members.find(({ id }) => id === message.to)!.alive);
  }

  #deliver(member: Member, command: Command): void {
    const dropped = command.ids('drop');
    const from = command.options.has('from') ? command.ids('from') : this.#members.map(({ id }) => id);
    const only = command.options.get('only');
    const mail = this.#take(
      message =>
        message.to === member.id && from.includes(message.from) && (only ?? message.type) === message.type,
    );
    if (command.words.includes('reversed')) mail.reverse();
    const copies = command.words.includes('twice') ? [...mail, ...mail] : mail;
    for (const message of copies) {
      if (dropped.includes(message.from)) this.#say(`lost: ${describeMessage(message)}`);
      else this.#step(member, message);
    }
  }

  #step(member: Member, message: RaftMessage): void {
    const isCut = this.#groups.some(group => group.includes(message.from) !== group.includes(message.to));
    if (isCut || !member.alive) this.#say(`lost: ${describeMessage(message)}`);
    else member.raft.step(message, this.#now);
  }

  #lose(which: (message: RaftMessage) => boolean): void {
    for (const message of this.#take(which)) this.#say(`lost: ${describeMessage(message)}`);
  }

  #take(which: (message: RaftMessage) => boolean): RaftMessage[] {
    const taken = this.#network.filter(which);
    this.#network = this.#network.filter(message => !which(message));
    return taken;
  }

  #member(command: Command, word = 0): Member {
    const id = `n${command.words[word]}`;
    const member = this.#members.find(one => one.id === id);
    if (member === undefined) throw new Error(`there is no ${id}`);
    return member;
  }

  #named(command: Command): readonly Member[] {
    const ids = command.ids('nodes');
    return ids.length === 0 ? this.#members : this.#members.filter(({ id }) => ids.includes(id));
  }

  #say(line: string): void {
    if (!this.#quiet) this.#output.push(line);
  }
}

/** `x*200` stands for 200 bytes. */
function expand(word: string): string {
  const [text, times] = word.split('*');
  return text!.repeat(Number(times ?? 1));
}

function list(word: string): MemberId[] {
  return word
    .replace(/[()]/g, '')
    .split(',')
    .map(number => `n${number}`);
}
