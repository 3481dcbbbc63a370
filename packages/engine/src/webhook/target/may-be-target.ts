import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf, type TargetRules } from './target-rules.ts';

/**
 * Whether a URL may be called now, by itself and by the addresses that its name leads to: for calls that somebody else makes
 * over connections that cannot be guarded. Never connects.
 */
export async function mayBeTarget(
  rules: TargetRules,
  url: string,
  lookup: LookupFunction = systemLookup,
): Promise<boolean> {
  if (rules.refusalOfUrl(url) !== undefined) return false;
  const host = hostOf(new URL(url).hostname);
  if (isIP(host) !== 0) return true;
  // All of them: which one is taken is not ours to say.
  const addresses = await new Promise<readonly string[]>((resolve) =>
    lookup(host, { all: true }, (_error, found) =>
      resolve(Array.isArray(found) ? found.map(({ address }) => address) : []),
    ),
  );
  return addresses.length > 0 && addresses.every((address) => rules.allows(host, address));
}
