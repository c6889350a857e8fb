import { type Random, below } from '../../../src/base/random.js';
import type { TestCluster } from './cluster.js';
import { Load } from './load.js';
import type { TestNode } from './node.js';

type Blow = 'kill' | 'stop' | 'pause' | 'kill all';

/**
 * For `milliseconds`, hits one node after another, at times all, while clients of all nodes count, push and pop; each blow
 * falls after some commands got through since the one before, so it never hits a cluster that stands still. Then holds the
 * final state, as every node has it, against the history.
 */
export async function storm(cluster: TestCluster, random: Random, milliseconds: number): Promise<Load> {
  const load = new Load(cluster.nodes, 2);
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const victim = cluster.node(below(random, cluster.nodes.length));
    const blow = draw(random);
    await strike(cluster, load, victim, blow, 20 + below(random, 300));
  }
  await load.stop();
  await cluster.heal();
  await cluster.level();
  await load.check(cluster.nodes);
  return load;
}

function draw(random: Random): Blow {
  const choice = below(random, 100);
  if (choice < 50) return 'kill';
  if (choice < 75) return 'pause';
  return choice < 90 ? 'stop' : 'kill all';
}

/** One blow, some load that gets through meanwhile where a majority lives, and the recovery. */
async function strike(
  cluster: TestCluster,
  load: Load,
  victim: TestNode,
  blow: Blow,
  commands: number,
): Promise<void> {
  const living = cluster.others(victim);
  switch (blow) {
    case 'kill':
      await victim.kill();
      await load.progress(commands, living);
      await victim.start();
      break;
    case 'stop':
      await victim.stop();
      await load.progress(commands, living);
      await victim.start();
      break;
    case 'pause':
      victim.pause();
      await load.progress(commands, living);
      victim.resume();
      break;
    case 'kill all':
      await Promise.all(cluster.nodes.map(node => node.kill()));
      await Promise.all(cluster.nodes.map(node => node.start()));
  }
  await load.progress(commands, cluster.nodes);
}
