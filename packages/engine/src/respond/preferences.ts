import type { HttpRequest, Preferences } from '../exchange.ts';
import type { Refusal } from '../problem.ts';

/**
 * Reads what a client asks of the double itself: `Prefer: code=404, example=NAME, dynamic=true, seed=WORD` (RFC 7240),
 * or without that header the query forms `__code`, `__example`, `__dynamic`, `__seed`.
 */
export type ReadPreferences =
  | { readonly kind: 'read'; readonly preferences: Preferences | undefined }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const NONE: ReadPreferences = { kind: 'read', preferences: undefined };
const QUERY_FORM = /[?&]__(code|example|dynamic|seed)=([^&#]*)/g;
const PREFER_FORM = /(?:^|[,;\s])(code|example|dynamic|seed)\s*=\s*(?:"([^"]*)"|([^\s,;"]+))/gi;

export function readPreferences(request: HttpRequest): ReadPreferences {
  const prefer = request.headers.prefer;
  if (prefer !== undefined) return parse(wordsOfHeader(String(prefer)));
  if (request.target.includes('__')) return parse(wordsOfQuery(request.target));
  return NONE;
}

function wordsOfHeader(prefer: string): Map<string, string> {
  const words = new Map<string, string>();
  // The first counts (RFC 7240 2).
  for (const [, name = '', quoted, bare] of prefer.matchAll(PREFER_FORM))
    if (!words.has(name.toLowerCase())) words.set(name.toLowerCase(), quoted ?? bare ?? '');
  return words;
}

function wordsOfQuery(target: string): Map<string, string> {
  const words = new Map<string, string>();
  for (const [, name = '', value = ''] of target.matchAll(QUERY_FORM)) words.set(name, decode(value));
  return words;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function parse(words: Map<string, string>): ReadPreferences {
  if (words.size === 0) return NONE;
  const code = words.get('code');
  if (code !== undefined && !/^[2-5]\d\d$/.test(code)) return refuse('code', code, '200 to 599');
  const dynamic = words.get('dynamic');
  if (dynamic !== undefined && dynamic !== 'true' && dynamic !== 'false')
    return refuse('dynamic', dynamic, 'true or false');
  const example = words.get('example');
  const seed = words.get('seed');
  return {
    kind: 'read',
    preferences: {
      ...(code !== undefined && { code: Number(code) }),
      ...(example !== undefined && { example }),
      ...(dynamic !== undefined && { dynamic: dynamic === 'true' }),
      ...(seed !== undefined && { seed }),
    },
  };
}

const refuse = (name: string, received: string, allowed: string): ReadPreferences => ({
  kind: 'refused',
  refusal: { code: 'PREFERENCE_INVALID', name, received, allowed },
});
