import { hashOf, isValid, type JsonSchema, type Sampler, type Schemas } from '@stuntdouble/engine';
import type { Json } from '../pact/pact.ts';
import type { DocumentedValues } from './documented-values.ts';
import { isJson } from './json-value.ts';
import { REDACTED } from './recorded-exchange.ts';
import { literalsOf, partsOf } from './schema-parts.ts';

/**
 * Puts generated values of the same schema in the place of what was sent and answered. Kept is only what says nothing of a person:
 * what the document itself shows, booleans and null. Within one interaction the same value has the same stand-in,
 * and different ones have different stand-ins; between runs only the place decides.
 */
export interface StandIns {
  of(raw: Json, schemas: Schemas, schema: JsonSchema, at: Place): Json;
  /** Stands for something else already. */
  reserve(value: Json): void;
}

export interface Place {
  /** In names of the document: decides the stand-in. */
  readonly place: string;
  /** What the value is called. */
  readonly name: string;
  /** What the document shows there beside the schema. */
  readonly examples?: readonly unknown[];
}

export interface StandInSources {
  readonly sample: Sampler;
  readonly documented: DocumentedValues;
  /** Stand-ins of different interactions are different. */
  readonly seed: string;
}

const ATTEMPTS = 6;
/** How much, or which part, was asked for; nobody's data, and the answer depends on it. */
const COUNT = /limit|page|size|offset|count|skip|take|top|first|last/i;

export function createStandIns({ sample, documented, seed }: StandInSources): StandIns {
  const chosen = new Map<Json, Json>();
  const taken = new Set<Json>();
  const isKept = (raw: Json, schemas: Schemas, schema: JsonSchema, name: string): boolean => {
    if (raw === null || typeof raw === 'boolean') return true;
    if (raw === REDACTED) return false;
    if (documented.has(raw) && isValid(schemas, schema, raw)) return true;
    if (typeof raw === 'number' && Number.isInteger(raw) && raw >= 0 && raw <= 1000 && COUNT.test(name)) return true;
    return literalsOf(partsOf(schemas, schema, raw))?.includes(raw) ?? false;
  };
  const candidates = function* (
    raw: Json,
    schemas: Schemas,
    schema: JsonSchema,
    { place, name, examples: own }: Place,
  ) {
    yield* own ?? [];
    for (const { examples } of partsOf(schemas, schema, raw)) yield* examples ?? [];
    const typed = schema === true ? schemas.normalise(schemaLike(raw)) : schema;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // The generator likes the schema's own examples; where those are taken, it has to do without.
      const asked = attempt === 0 ? typed : withoutExamples(schemas, typed, raw);
      const drawn = sample(schemas, asked, { seed: hashOf(seed, place, attempt), hints: { name } });
      if (!('unsatisfiable' in drawn)) yield drawn.value;
    }
  };
  return {
    reserve: (value) => void taken.add(value),
    of(raw, schemas, schema, at) {
      if (isKept(raw, schemas, schema, at.name)) {
        taken.add(raw);
        return raw;
      }
      const before = raw === REDACTED ? undefined : chosen.get(raw);
      if (before !== undefined && isValid(schemas, schema, before)) return before;
      // Where the schema can only be met by what was sent, a plain word is wrong, and says nothing.
      let last: Json = typeof raw === 'number' ? 1 : 'text';
      for (const candidate of candidates(raw, schemas, schema, at)) {
        if (!isJson(candidate) || !isValid(schemas, schema, candidate)) continue;
        last = candidate;
        if (!taken.has(candidate)) break;
      }
      taken.add(last);
      if (raw !== REDACTED) chosen.set(raw, last);
      return last;
    },
  };
}

const schemaLike = (raw: Json): object => ({
  type: typeof raw === 'number' ? (Number.isInteger(raw) ? 'integer' : 'number') : 'string',
});

function withoutExamples(schemas: Schemas, schema: JsonSchema, raw: Json): JsonSchema {
  const parts = partsOf(schemas, schema, raw).map(
    ({ examples: _, default: _default, $ref: _ref, allOf: _all, oneOf: _one, anyOf: _any, ...said }) => said,
  );
  return schemas.normalise({ allOf: parts });
}
