import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { usePair } from './pair.js';

/** Fields of INFO that client libraries and tools read, by section. */
const INFO_FIELDS: Readonly<Record<string, readonly string[]>> = {
  server: [
    'redis_version',
    'redis_mode',
    'os',
    'arch_bits',
    'process_id',
    'run_id',
    'tcp_port',
    'uptime_in_seconds',
    'uptime_in_days',
    'executable',
  ],
  clients: ['connected_clients', 'maxclients', 'blocked_clients', 'tracking_clients'],
  memory: [
    'used_memory',
    'used_memory_human',
    'used_memory_rss',
    'used_memory_peak',
    'maxmemory',
    'maxmemory_human',
    'maxmemory_policy',
    'mem_fragmentation_ratio',
  ],
  persistence: [
    'loading',
    'rdb_bgsave_in_progress',
    'rdb_last_bgsave_status',
    'aof_enabled',
    'aof_rewrite_in_progress',
    'aof_last_write_status',
  ],
  stats: [
    'total_connections_received',
    'total_commands_processed',
    'instantaneous_ops_per_sec',
    'total_net_input_bytes',
    'total_net_output_bytes',
    'rejected_connections',
    'evicted_keys',
  ],
  replication: ['role', 'connected_slaves'],
  cpu: ['used_cpu_sys', 'used_cpu_user'],
  cluster: ['cluster_enabled'],
  keyspace: ['db0'],
};

describe('what clients ask a server about itself', () => {
  const pair = usePair();

  /** The text of a reply from both servers, the reference first. */
  async function texts(...command: readonly string[]): Promise<[string, string]> {
    const answers: string[] = [];
    for (const port of [pair.reference, pair.ours]) {
      const connection = await RawConnection.open(port);
      await connection.call('SET', 'k', 'v', 'EX', '1000');
      answers.push((await connection.ask(...command)).text);
      connection.close();
    }
    return answers as [string, string];
  }

  for (const [section, fields] of Object.entries(INFO_FIELDS)) {
    it(`INFO ${section} has the title and the fields of redis-server`, async () => {
      const [reference, ours] = await texts('INFO', section);
      expect(ours.split('\r\n')[0]).to.equal(reference.split('\r\n')[0]);
      for (const field of fields) {
        expect(reference, 'the reference itself').to.match(new RegExp(`^${field}:`, 'm'));
        expect(ours).to.match(new RegExp(`^${field}:.+\r$`, 'm'));
      }
    });
  }

  it('INFO without a section has the same sections, separated the same way', async () => {
    const [reference, ours] = await texts('INFO');
    const titles = (text: string): string[] => text.match(/^# \w+\r$/gm) ?? [];
    expect(titles(ours)).to.include.members(
      titles(reference).filter(title => !/Modules|Errorstats/.test(title)),
    );
    expect(ours).to.match(/\r\n\r\n# /);
    expect(ours).to.match(/^db0:keys=1,expires=1,avg_ttl=\d+\r$/m);
  });

  it('CLIENT INFO and CLIENT LIST name the fields that redis-server names, in its order', async () => {
    for (const command of ['INFO', 'LIST']) {
      const [reference, ours] = await texts('CLIENT', command);
      const names = (text: string): string[] =>
        (text.split('\n')[0] ?? '').split(' ').map(field => field.split('=')[0] ?? '');
      expect(names(ours).filter(name => names(reference).includes(name))).to.deep.equal(names(reference));
      expect(ours.endsWith('\n')).to.be.true;
    }
  });

  it('HELLO names the fields that redis-server names', async () => {
    for (const protocol of ['2', '3']) {
      const replies: string[][] = [];
      for (const port of [pair.reference, pair.ours]) {
        const connection = await RawConnection.open(port);
        const { items } = await connection.ask('HELLO', protocol);
        connection.close();
        replies.push(items.map(item => item.text));
        expect(items[5]?.text).to.equal(protocol);
      }
      const [reference = [], ours = []] = replies;
      const names = (texts: string[]): string[] => texts.filter((_, i) => i % 2 === 0);
      expect(names(ours)).to.deep.equal(names(reference));
      for (const name of ['server', 'mode', 'role']) {
        expect(ours[ours.indexOf(name) + 1]).to.equal(reference[reference.indexOf(name) + 1]);
      }
    }
  });

  it('CONFIG GET knows what clients ask for', async () => {
    for (const name of [
      'maxmemory-policy',
      'save',
      'appendonly',
      'databases',
      'notify-keyspace-events',
      'timeout',
      'maxmemory',
      'maxclients',
      'proto-max-bulk-len',
      'port',
    ]) {
      const connection = await RawConnection.open(pair.ours);
      const reply = await connection.ask('CONFIG', 'GET', name);
      connection.close();
      expect(reply.items[0]?.text, name).to.equal(name);
    }
  });

  it('ROLE says that it is a master without replicas', async () => {
    const connection = await RawConnection.open(pair.ours);
    const role = await connection.ask('ROLE');
    connection.close();
    expect([role.items[0]?.text, role.items[1]?.type, role.items[2]?.items.length]).to.deep.equal([
      'master',
      ':',
      0,
    ]);
  });
});
