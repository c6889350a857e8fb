/** Preloaded into a server: it is of a later Quorate, which can run machine version 2. */
import { register } from 'node:module';

const HOOKS = `
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!url.endsWith('/dist/machine/version.js')) return loaded;
  const source = loaded.source.toString().replace('MACHINE_VERSION = 1;', 'MACHINE_VERSION = 2;');
  return { ...loaded, source };
}`;

register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
