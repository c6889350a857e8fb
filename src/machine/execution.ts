import { type Random, SeededRandom } from '../base/random.js';
import type { Blocked } from '../resp/reply.js';
import type { BlockRequest, WriteContext } from './context.js';
import type { Database } from './database.js';
import type { Keyspace } from './keyspace.js';
import type { MachineSettings } from './settings.js';

/** What handlers see: one object that is set for each command anew, so that none is made for it. */
export class Execution implements WriteContext {
  now = 0;
  random: Random = new SeededRandom(0);
  db: Database;
  dbIndex = 0;
  mayBlock = false;
  /** Who asks. */
  uuid = '';
  lane = 0;
  argv: readonly string[] = [];

  constructor(
    readonly keyspace: Keyspace,
    readonly settings: MachineSettings,
    private readonly register: (request: BlockRequest) => Blocked,
  ) {
    this.db = keyspace.database(0);
  }

  begin(uuid: string, lane: number, db: number, argv: readonly string[], mayBlock: boolean): void {
    this.db = this.keyspace.database(db);
    this.dbIndex = db;
    this.uuid = uuid;
    this.lane = lane;
    this.argv = argv;
    this.mayBlock = mayBlock;
  }

  block(request: BlockRequest): Blocked {
    return this.register(request);
  }
}
