import { PactError } from '../errors.ts';
import { isObject } from './json.ts';
import type { Interaction, Json, JsonObject, Pact } from './pact.ts';
import { readHttpInteraction, readMessages } from './read-interaction.ts';

/**
 * Reads a pact of the Pact Specification 1 to 4 into one shape. Keeps the file as it was; never repairs one.
 * @param text the file's JSON. @param source what to call the file in errors.
 * @throws PactError PACT_SYNTAX, PACT_INVALID (with a JSON pointer) or PACT_MIXED.
 */
export function readPact(text: string, source: string): Pact {
  return pactOf(parse(text, source), source);
}

/** As {@link readPact}, of what was parsed already. */
export function pactOf(json: Json, source: string): Pact {
  if (!isObject(json)) throw new PactError('PACT_INVALID', `${source} holds ${kindOf(json)}, a pact is an object`);
  if (isDeeper(json, MOST_LEVELS))
    throw new PactError(
      'PACT_INVALID',
      `${source} has lists or objects within each other, more than ${MOST_LEVELS} of them: Pact's own libraries read no more`,
    );
  const [consumer, provider] = [participant(json, 'consumer', source), participant(json, 'provider', source)];
  const raw = [...rawOf(json, 'interactions', source), ...rawOf(json, 'messages', source)];
  if (json.interactions === undefined && json.messages === undefined)
    throw new PactError('PACT_INVALID', `${source} has no interactions: keys ${Object.keys(json).join(', ')}`);
  const specification = specificationOf(json, raw, source);
  const interactions = raw.flatMap(({ value, pointer }): Interaction[] => {
    const isMessage = pointer.startsWith('/messages') || /Message/.test(String(value.type ?? ''));
    const at = { source, pointer };
    return isMessage ? readMessages(value, at) : [readHttpInteraction(value, at)];
  });
  const { stuntdouble } = isObject(json.metadata) ? json.metadata : {};
  return {
    consumer,
    provider,
    specification,
    interactions,
    recorded: isObject(stuntdouble) && stuntdouble.recorded === true,
    json,
  };
}

const MOST_LEVELS = 127;

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member: Json) => isDeeper(member, levels - 1));
}

function parse(text: string, source: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PactError('PACT_SYNTAX', `${source} is no JSON: ${reason.replace(/, ".*" is not valid JSON$/s, '')}`);
  }
}

function participant(json: JsonObject, role: 'consumer' | 'provider', source: string): string {
  const { [role]: given } = json;
  const name = isObject(given) ? given.name : undefined;
  if (typeof name !== 'string' || name.trim() === '')
    throw new PactError(
      'PACT_INVALID',
      `${source} names no ${role}: /${role}/name is ${kindOf(name)}, a text is expected`,
    );
  return name;
}

interface Raw {
  readonly value: JsonObject;
  readonly pointer: string;
}

function rawOf(json: JsonObject, key: 'interactions' | 'messages', source: string): Raw[] {
  const list = json[key];
  if (list === undefined) return [];
  if (!Array.isArray(list))
    throw new PactError('PACT_INVALID', `${source} /${key} is ${kindOf(list)}, a list is expected`);
  return list.map((value: Json, index) => {
    const pointer = `/${key}/${index}`;
    if (!isObject(value))
      throw new PactError('PACT_INVALID', `${source} ${pointer} is ${kindOf(value)}, an object is expected`);
    return { value, pointer };
  });
}

/** V4 alone says of each interaction what it is. Older files without metadata go by how their states are written. */
function specificationOf(json: JsonObject, raw: readonly Raw[], source: string): Pact['specification'] {
  const metadata = isObject(json.metadata) ? json.metadata : {};
  const named = metadata.pactSpecification ?? metadata['pact-specification'];
  const version = isObject(named) ? String(named.version ?? '') : String(metadata.pactSpecificationVersion ?? '');
  const declared = Number(version.split('.')[0]);
  const typed = raw.find(({ value }) => value.type !== undefined);
  const untyped = raw.find(({ value }) => value.type === undefined);
  if (version !== '' && ![1, 2, 3, 4].includes(declared))
    throw new PactError(
      'PACT_INVALID',
      `${source} follows version ${version} of the Pact Specification; 1 to 4 are read`,
    );
  if (typed && untyped)
    throw new PactError(
      'PACT_MIXED',
      `${source} mixes V4 (${typed.pointer} has a type) with an older version (${untyped.pointer} has none)`,
    );
  if (declared === 4 && untyped)
    throw new PactError('PACT_MIXED', `${source} says that it is V4, but ${untyped.pointer} has no type`);
  if (version !== '' && declared < 4 && typed)
    throw new PactError(
      'PACT_MIXED',
      `${source} says that it is V${declared}, but ${typed.pointer} has a type, as V4 has`,
    );
  if (declared === 1 || declared === 2 || declared === 3 || declared === 4) return declared;
  if (typed) return 4;
  return raw.some(({ value }) => value.providerStates !== undefined) || json.messages !== undefined ? 3 : 2;
}

function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
