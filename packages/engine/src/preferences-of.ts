import type { Engine } from './engine.ts';
import type { Exchange } from './exchange.ts';
import { DEFAULT_SANDBOX } from './resolve/resolve-sandbox.ts';
import { type ReadPreferences, readPreferences } from './respond/preferences.ts';

/** What a request prefers, and its sandbox where the request says nothing: the seed of generated data. Decides nothing else. */
export function preferencesOf({ registry, options }: Engine, { request, sandbox }: Exchange): ReadPreferences {
  const read = readPreferences(request);
  if (sandbox === DEFAULT_SANDBOX || read.kind === 'refused') return read;
  const seed = registry.get(sandbox)?.seed;
  if (seed === undefined || seed === options.seed) return read;
  const { preferences } = read;
  return {
    kind: 'read',
    preferences: preferences === undefined ? { seed, ofSandbox: true } : { seed, ...preferences },
  };
}
