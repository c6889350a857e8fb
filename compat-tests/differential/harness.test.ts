import { type Server, createServer, connect } from 'node:net';
import { expect } from 'chai';
import { startRedis } from '../support/server-process.js';
import { campaign } from './campaign.js';
import { interleaving, sequence } from './generate/scripts.js';
import { usePair } from './pair.js';
import type { Script } from './script.js';

/** Stands before a server and rewrites the bytes that it sends. */
async function startProxy(
  port: number,
  rewrite: (bytes: string) => string,
): Promise<{ port: number; server: Server }> {
  const server = createServer(client => {
    const upstream = connect({ port, host: '127.0.0.1' });
    client.pipe(upstream);
    upstream.setEncoding('latin1');
    upstream.on('data', bytes => client.write(rewrite(bytes.toString()), 'latin1'));
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: address !== null && typeof address === 'object' ? address.port : 0, server };
}

describe('the comparison itself', () => {
  const pair = usePair(() => startRedis('--hz', '500'));
  const short = (seed: number): Script => sequence(seed, 50);

  it('finds nothing between two servers of one kind', async () => {
    expect(await campaign(pair, 1, 40, short)).to.deep.equal([]);
    expect(await campaign(pair, 1, 60, interleaving)).to.deep.equal([]);
  });

  const faults: [string, (bytes: string) => string, (seed: number) => Script][] = [
    ['another error text', bytes => bytes.replaceAll('wrong kind of value', 'wrong sort of value'), short],
    ['a null of the other kind', bytes => bytes.replaceAll('*-1\r\n', '$-1\r\n'), interleaving],
    ['an integer that is one too high', bytes => bytes.replace(/:7\r\n/g, ':8\r\n'), short],
    ['another order', bytes => bytes.replace('$1\r\nx\r\n$1\r\ny\r\n', '$1\r\ny\r\n$1\r\nx\r\n'), short],
    [
      'an UNBLOCKED without its reason',
      bytes => bytes.replace('-UNBLOCKED client', '-UNBLOCKED the client'),
      interleaving,
    ],
  ];
  for (const [what, rewrite, make] of faults) {
    it(`finds ${what}, and shrinks the script to a few steps`, async () => {
      const proxy = await startProxy(pair.ours, rewrite);
      try {
        const [failure] = await campaign({ ...pair, ours: proxy.port, nodes: [proxy.port] }, 1, 60, make);
        expect(failure).to.be.a('string');
        const steps = (failure ?? '').split('\n').findIndex(line => line.startsWith('differs at:')) - 1;
        expect(steps, failure).to.be.within(1, 9);
      } finally {
        proxy.server.close();
      }
    });
  }
});
