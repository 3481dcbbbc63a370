import type { Random } from '../../chance/random.ts';
import { check, isValid } from '../../schema/check.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import { pointerOf } from '../../schema/pointer.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { emptyArray, hugeArray } from './array-mutators.ts';
import { DRIFT_MODES, type DriftMode, SURPRISING } from './drift-mode.ts';
import type { Mutator, Place } from './mutation.ts';
import { extraField, missingRequired, renamed } from './object-mutators.ts';
import { pathPattern } from './path-pattern.ts';
import { replaceAt } from './replace-at.ts';
import { badFormat, nulled, numberAsString, unknownEnum, wrongType } from './scalar-mutators.ts';
import { type Node, walk } from './walk.ts';

const MUTATORS: Readonly<Record<DriftMode, Mutator>> = {
  'missing-required': missingRequired,
  'wrong-type': wrongType,
  null: nulled,
  'unknown-enum': unknownEnum,
  'extra-field': extraField,
  renamed,
  'empty-array': emptyArray,
  'huge-array': hugeArray,
  'number-as-string': numberAsString,
  'bad-format': badFormat,
};

export interface DriftWish {
  /** Any one that applies where none is given. */
  readonly mode: DriftMode | undefined;
  /** A JSON pointer, `*` for any item. */
  readonly path: string | undefined;
}

export interface Drifted {
  readonly value: unknown;
  readonly mode: DriftMode;
  readonly pointer: string;
  readonly effect: 'violating' | 'surprising, valid';
}

/** One change of a body that its schema does not allow, or that no client expects; undefined where there is none. Changes no argument. */
export function drift(
  schemas: Schemas,
  schema: unknown,
  body: unknown,
  { mode, path }: DriftWish,
  random: Random,
): Drifted | undefined {
  const normal = schemas.normalise(schema);
  const pattern = path === undefined ? undefined : pathPattern(path);
  const nodes = walk(schemas, normal, body, pattern);
  const judge = createJudge(schemas, normal, body);
  const modes = mode === undefined ? shuffled(DRIFT_MODES, random) : [mode];
  for (const tried of modes) {
    const found = nodes.flatMap((node) => MUTATORS[tried](node, random).map((place) => ({ node, place })));
    const wanted = found.filter(({ node, place }) => {
      if (pattern === undefined || pattern.isAt(place.path)) return true;
      // A property that is yet to come is found by its object.
      return tried === 'extra-field' && pattern.isAt(node.path);
    });
    const drifted = firstThatWorks(judge, tried, wanted, random);
    if (drifted !== undefined) return drifted;
  }
  return undefined;
}

interface Candidate {
  readonly node: Node;
  readonly place: Place;
}

/** Whole bodies that may be judged in vain before a mode is given up. */
const MAX_JUDGED = 60;

function firstThatWorks(
  judge: Judge,
  mode: DriftMode,
  candidates: readonly Candidate[],
  random: Random,
): Drifted | undefined {
  let judged = 0;
  for (const { node, place } of shuffled(candidates, random)) {
    for (const attempt of place.tries) {
      const value = attempt();
      if (value === node.value || (!SURPRISING.has(mode) && judge.allowsHere(node, value))) continue;
      const whole = replaceAt(judge.body, node.path, value);
      const violating = judge.violates(whole);
      if (violating || SURPRISING.has(mode))
        return {
          value: whole,
          mode,
          pointer: pointerOf(place.path),
          effect: violating ? 'violating' : 'surprising, valid',
        };
      if (++judged >= MAX_JUDGED) return undefined;
    }
  }
  return undefined;
}

interface Judge {
  readonly body: unknown;
  /** Cheap: sorts out what the schemas of that very place allow. */
  allowsHere(node: Node, value: unknown): boolean;
  /** Is the body wrong in a way in which the healthy one is not? */
  violates(whole: unknown): boolean;
}

function createJudge(schemas: Schemas, schema: JsonSchema, body: unknown): Judge {
  const reasons = (value: unknown): string[] =>
    check(schemas, schema, value).map(({ path, schemaPath, property }) => JSON.stringify([path, schemaPath, property]));
  // An upstream's answer, or an example served as Prism would, may be wrong to begin with.
  const known = isValid(schemas, schema, body) ? undefined : new Set(reasons(body));
  return {
    body,
    allowsHere: ({ owners }, value) => owners.every((owner) => isValid(schemas, owner, value)),
    violates: (whole) =>
      known === undefined ? !isValid(schemas, schema, whole) : reasons(whole).some((reason) => !known.has(reason)),
  };
}

/** Lazy, since mostly the first one is taken. */
function* shuffled<T>(list: readonly T[], random: Random): Generator<T> {
  const rest = [...list];
  while (rest.length > 0) {
    const at = Math.floor(random.next() * rest.length);
    const [chosen] = rest.splice(at, 1, ...rest.slice(-1));
    rest.pop();
    if (chosen !== undefined) yield chosen;
  }
}
