import { hash } from 'node:crypto';
import { canonicalText } from './canonical-text.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './pact.ts';

/**
 * What makes two pacts the same: everything that a verification looks at, and nothing else. Order of keys and of interactions,
 * identifiers, comments and what a client says of itself do not count, nor does whether an empty part is written down.
 */
export function pactIdentity(pact: JsonObject): string {
  const metadata = isObject(pact.metadata) ? pact.metadata : {};
  const specification = metadata.pactSpecification ?? metadata['pact-specification'];
  const version = isObject(specification) ? specification.version : metadata.pactSpecificationVersion;
  return hash(
    'sha1',
    canonicalText({
      version: typeof version === 'string' ? (version.split('.')[0] ?? '') : null,
      plugins: metadata.plugins ?? null,
      interactions: textsOf(pact.interactions),
      messages: textsOf(pact.messages),
    }),
  );
}

/** The same for the same interaction, in whichever pact it stands: what results of verifications refer to. */
export const interactionId = (interaction: Json): string => hash('sha1', canonicalText(essence(interaction)));

const textsOf = (list: Json | undefined): string[] =>
  Array.isArray(list) ? list.map((each: Json) => canonicalText(essence(each))).sort() : [];

const IGNORED = new Set(['_id', 'key', 'comments', 'interactionMarkup', 'testContext']);
/** Parts that clients leave out, or write as empty, as they like. */
const OPTIONAL = new Set([
  'headers',
  'query',
  'matchingRules',
  'generators',
  'providerStates',
  'pluginConfiguration',
  'metadata',
]);
const PARTS = new Set(['request', 'response', 'contents']);

function essence(interaction: Json): Json {
  if (!isObject(interaction)) return interaction;
  return Object.fromEntries(
    Object.entries(interaction)
      .filter(([name, value]) => !IGNORED.has(name) && !isLeftOut(name, value))
      .map(([name, value]) => [name, PARTS.has(name) ? essence(value) : value]),
  );
}

const isLeftOut = (name: string, value: Json): boolean =>
  (OPTIONAL.has(name) && isEmpty(value)) ||
  (name === 'pending' && value === false) ||
  (name === 'query' && value === '');

const isEmpty = (value: Json): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).every((part: Json) => isEmptyObject(part)));

const isEmptyObject = (value: Json): boolean =>
  isObject(value) && Object.values(value).every((part: Json) => isEmptyObject(part));
