/** What is said of an error by its first word, on which clients switch. */
export interface ErrorCode {
  /** `refused`: the command has changed nothing and never will. `unknown`: nobody can say whether it took effect, or will. */
  readonly outcome: 'refused' | 'unknown';
  /** Redis has no such error, or answers it for another reason. */
  readonly own?: true;
  /** When it is answered. */
  readonly when: string;
  /** What the client should do then. */
  readonly advice: string;
}

const CORRECT = 'Correct the command.';

/** All codes that errors of this server begin with; docs/errors.md is made of them. */
export const ERROR_CODES: Readonly<Record<string, ErrorCode>> = {
  CLUSTERDOWN: {
    outcome: 'refused',
    own: true,
    when: 'No majority was reached within `client-timeout`: the command was never handed to a leader, or every one that got it refused it. Of a read: nobody confirmed in time that it would see the newest state.',
    advice: 'Try again, on another node perhaps. Many clients do so by themselves.',
  },
  TIMEOUT: {
    outcome: 'unknown',
    own: true,
    when: 'A write was handed to a leader, and no majority confirmed it within `client-timeout`. It takes effect once or not at all, now or later; never behind a later command of the same connection. RAFT ADD, REMOVE, UPDATE and CONFIG SET of settings of the cluster likewise.',
    advice:
      'Read what it would have changed before it is sent again, or send such commands as may be repeated. No client repeats it by itself.',
  },
  LOADING: {
    outcome: 'refused',
    own: true,
    when: 'This node is further behind in applying the log than `apply-lag-limit`.',
    advice: 'Try again, on another node perhaps.',
  },
  MISCONF: {
    outcome: 'refused',
    own: true,
    when: 'A write, while the disk of the leader has less room than `disk-reserve`, and no member with more room could take over.',
    advice: 'Make room on the disk. Reads are answered.',
  },
  TRYAGAIN: {
    outcome: 'refused',
    own: true,
    when: 'RAFT ADD, REMOVE or UPDATE, while another change of the members is under way or the leader is new.',
    advice: 'Try again.',
  },
  FENCED: {
    outcome: 'refused',
    own: true,
    when: 'The token does not hold the lock, or no longer: DLOCK GUARD, DLOCK UPGRADE, and EXEC of a transaction with a guard.',
    advice: 'Stop: another one may hold the lock. Take it again before anything that it protects.',
  },
  DEADLOCK: {
    outcome: 'refused',
    own: true,
    when: 'A wait for a lock that could never end, because the owner would wait for itself over others. The text names the circle.',
    advice:
      'Let go of the locks held, and begin anew; better, take all of them at once with DLOCK ACQUIREALL.',
  },
  QUOTA: {
    outcome: 'refused',
    own: true,
    when: 'A push to a queue that is as full as it may be.',
    advice: 'Push again when messages were taken.',
  },
  OOM: {
    outcome: 'refused',
    when: 'A write that may need memory, when `maxmemory` is used up and nothing may be evicted. All nodes decide that alike.',
    advice: 'Delete something, or raise `maxmemory`. Deletes are never refused.',
  },
  EXECABORT: {
    outcome: 'refused',
    when: 'EXEC, when a command between MULTI and EXEC was refused: none of them is executed.',
    advice: 'Correct the transaction.',
  },
  UNBLOCKED: {
    outcome: 'refused',
    when: 'A blocking command that CLIENT UNBLOCK ended with ERROR. It took nothing.',
    advice: 'What the one who unblocked it meant.',
  },
  ERR: { outcome: 'refused', when: 'Whatever has no code of its own; the text says what.', advice: CORRECT },
  WRONGTYPE: { outcome: 'refused', when: 'The key holds a value of another type.', advice: CORRECT },
  NOAUTH: {
    outcome: 'refused',
    when: 'The client has not authenticated.',
    advice: 'AUTH, or HELLO with AUTH.',
  },
  WRONGPASS: { outcome: 'refused', when: 'AUTH with a wrong name or password.', advice: CORRECT },
  NOPROTO: { outcome: 'refused', when: 'HELLO with another version than 2 or 3.', advice: CORRECT },
  DENIED: {
    outcome: 'refused',
    when: 'Protected mode: the client comes from another machine and no password is set. The connection is closed.',
    advice: 'Set `requirepass`, or `protected-mode no`.',
  },
  BUSYKEY: { outcome: 'refused', when: 'RESTORE without REPLACE onto a key that exists.', advice: CORRECT },
  BUSYGROUP: { outcome: 'refused', when: 'XGROUP CREATE of a group that exists.', advice: 'Use the group.' },
  NOGROUP: {
    outcome: 'refused',
    when: 'There is no such stream or consumer group.',
    advice: 'XGROUP CREATE.',
  },
  NOQUORUM: {
    outcome: 'refused',
    when: 'SENTINEL CKQUORUM, when no majority of the nodes is there.',
    advice: 'Bring nodes back.',
  },
  INVALIDOBJ: {
    outcome: 'refused',
    when: 'The string is not a HyperLogLog that PFADD has made.',
    advice: CORRECT,
  },
  NOSCRIPT: {
    outcome: 'refused',
    when: 'EVALSHA of a script that the cluster does not know. Scripts are replicated: SCRIPT LOAD holds on every node.',
    advice: 'EVAL with the text. Libraries do so by themselves.',
  },
  NOTBUSY: {
    outcome: 'refused',
    when: 'SCRIPT KILL: a script ends by itself or by its budget before anybody can ask for that.',
    advice: 'Lower `script-instruction-budget` if scripts take too long.',
  },
};
