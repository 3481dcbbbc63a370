import type { JsonSchema } from '../json-schema.ts';
import type { Sampled, SampleOptions } from '../sampler.ts';
import type { Schemas } from '../schemas.ts';
import { generate } from './generate.ts';
import type { Leaf } from './leaf.ts';
import { isUnsatisfiable, type Place, type Unsatisfiable } from './part.ts';
import type { At, Pass, Shape } from './pass.ts';
import { createPass } from './shape.ts';

/** One draw from a schema: its shape, prepared once, filled in. Almost always valid; the caller checks. */
export function draw(schemas: Schemas, schema: JsonSchema, options: SampleOptions): Sampled {
  const prepared = prepare(schemas, schema, options);
  return isUnsatisfiable(prepared) ? prepared : { value: generate(prepared.shape, prepared.leaves, options.seed) };
}

interface Prepared {
  readonly shape: Shape;
  readonly leaves: readonly Leaf[];
}

/** Nodes of a shape; what lies deeper than they reach is left out, required parts excepted. */
const BUDGET = 400;
/** The topmost object is complete, however wide it is. */
const LEAST_BUDGET = 20_000;
const MAX_LIMIT = 8;

const shapes = new WeakMap<Schemas, WeakMap<object, Map<string, Prepared | Unsatisfiable>>>();
/** `true` and `false` are no keys. */
const BOOLEANS = { true: {}, false: {} };

function prepare(schemas: Schemas, schema: JsonSchema, options: SampleOptions): Prepared | Unsatisfiable {
  const bySchema = shapes.get(schemas) ?? new WeakMap<object, Map<string, Prepared | Unsatisfiable>>();
  shapes.set(schemas, bySchema);
  const key = typeof schema === 'object' ? schema : BOOLEANS[schema ? 'true' : 'false'];
  const byOptions = bySchema.get(key) ?? new Map<string, Prepared | Unsatisfiable>();
  bySchema.set(key, byOptions);
  const variant = `${options.fillProperties !== false} ${options.hints?.name ?? ''}`;
  const known = byOptions.get(variant) ?? deepest(schemas, schema, options);
  byOptions.set(variant, known);
  return known;
}

/** Deeper and deeper, as long as the tree stays small: what is near the top is complete before anything far down is there. */
function deepest(schemas: Schemas, schema: JsonSchema, options: SampleOptions): Prepared | Unsatisfiable {
  const place: Place = { schema, pointer: '#' };
  const at: At = { name: options.hints?.name ?? '', owners: [], depth: 0, minimal: false, stack: [], hints: [] };
  let best: Prepared | undefined;
  let pass: Pass | undefined;
  for (let limit = 1; limit <= MAX_LIMIT; limit++) {
    const budget = limit === 1 ? LEAST_BUDGET : BUDGET;
    pass = createPass(schemas, limit, budget, options.fillProperties !== false, pass);
    const shape = limit === 1 ? pass.buildRequired([place], at) : pass.build([place], at);
    if (shape === 'cut' || pass.nodes > budget) break;
    if (isUnsatisfiable(shape)) return best ?? shape;
    best = { shape, leaves: pass.leaves };
    if (!pass.wasCut) break;
  }
  return best ?? { unsatisfiable: '#' };
}
