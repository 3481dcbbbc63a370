import type { JsonObject, ProviderState } from '../pact/pact.ts';

/**
 * The sentences that a recorded contract says of a provider's state: the whole vocabulary, as docs/adr/023-provider-states.md has it.
 * Knows nothing of where they come from.
 */
export const vocabulary = {
  authorised: (scopes: readonly string[]): ProviderState => ({
    name: 'the client is authorised',
    params: scopes.length === 0 ? {} : { scopes },
  }),
  exists: (resource: string, params: JsonObject): ProviderState => ({
    name: `${/^[aeio]/.test(resource) ? 'an' : 'a'} ${resource} exists`,
    params,
  }),
  pageWasRead: (path: string, query: Readonly<Record<string, string>>): ProviderState => ({
    name: 'a page was read',
    params: { path, query },
  }),
  existsNot: (resource: string, params: JsonObject): ProviderState => ({ name: `no ${resource} exists`, params }),
} as const;

/** `/participants/{id}/webhook-subscriptions` holds each a `webhook subscription`. */
export function resourceWord(collection: string): string {
  const last = collection.split('/').findLast((segment) => segment !== '' && !segment.includes('{')) ?? 'item';
  const words = last
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.~]+/g, ' ')
    .toLowerCase()
    .trim();
  return singular(words);
}

function singular(words: string): string {
  if (/ies$/.test(words)) return words.replace(/ies$/, 'y');
  if (/(?:ss|x|z|ch|sh)es$/.test(words)) return words.replace(/es$/, '');
  return words.replace(/([^sui])s$/, '$1');
}
