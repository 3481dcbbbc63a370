import { isDeepStrictEqual } from 'node:util';
import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject, Pact } from '../pact/pact.ts';
import type { PactFile } from '../pact/pact-files.ts';
import { pactOf } from '../pact/read-pact.ts';

/**
 * Makes one pact of all files of the same consumer and provider: test files that run side by side write one each. The same
 * interaction twice is one. @throws PactError PACT_CONFLICT where two of the same words differ; PACT_MIXED.
 */
export function mergePacts(files: readonly PactFile[]): { pact: Pact; files: readonly string[] }[] {
  const pairs = Map.groupBy(files, ({ pact }) => JSON.stringify([pact.consumer, pact.provider]));
  return [...pairs.values()].map((members) => ({
    pact: members.length === 1 ? firstOf(members).pact : merged(members),
    files: members.map(({ file }) => file),
  }));
}

function firstOf(members: readonly PactFile[]): PactFile {
  const [first] = members;
  if (!first) throw new PactError('PACT_NOT_FOUND', 'there is no pact');
  return first;
}

const lists = ['interactions', 'messages'] as const;

function merged(members: readonly PactFile[]): Pact {
  const first = firstOf(members);
  const other = members.find(({ pact }) => pact.specification !== first.pact.specification);
  if (other)
    throw new PactError(
      'PACT_MIXED',
      `${first.file} follows version ${first.pact.specification} of the Pact Specification and ${other.file} version ${other.pact.specification}: both are of ${first.pact.consumer} and ${first.pact.provider}`,
    );
  const json: Record<string, Json> = { ...first.pact.json };
  for (const list of lists) {
    const all = interactionsOf(members, list);
    if (all !== undefined) json[list] = all;
  }
  return pactOf(json, members.map(({ file }) => file).join(' + '));
}

function interactionsOf(members: readonly PactFile[], list: (typeof lists)[number]): Json[] | undefined {
  const seen = new Map<string, { file: string; raw: JsonObject }>();
  let isThere = false;
  for (const { file, pact } of members) {
    const raws = pact.json[list];
    if (!Array.isArray(raws)) continue;
    isThere = true;
    for (const raw of raws.filter(isObject)) {
      const key = keyOf(raw);
      const known = seen.get(key);
      if (known && !isDeepStrictEqual(withoutId(known.raw), withoutId(raw)))
        throw conflict(known.file, file, raw, pact);
      if (!known) seen.set(key, { file, raw });
    }
  }
  return isThere ? [...seen.values()].map(({ raw }) => raw) : undefined;
}

/** What tells interactions apart: kind, description, states with their parameters. */
function keyOf({ type, description, providerState, provider_state, providerStates }: JsonObject): string {
  return JSON.stringify([type ?? null, description ?? null, providerStates ?? providerState ?? provider_state ?? null]);
}

/** `key` and `_id` are numbers that libraries and brokers give. */
function withoutId({ _id, key, ...raw }: JsonObject): JsonObject {
  return raw;
}

function conflict(one: string, another: string, raw: JsonObject, pact: Pact): PactError {
  return new PactError(
    'PACT_CONFLICT',
    `"${String(raw.description)}" of ${pact.consumer} and ${pact.provider} is one thing in ${one} and another in ${another}`,
    'Give one of the two tests another description or provider state, or delete pacts that were left over.',
  );
}
