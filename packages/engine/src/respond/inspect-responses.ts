import type { INodeExample } from '@stoplight/types';
import type { Finding, Operation } from '../operation.ts';
import { check } from '../schema/check.ts';
import { compileProblem } from '../schema/compile-validator.ts';
import { documentPointer } from '../schema/document-pointer.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Change } from '../schema/repair.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { contentPointer } from './content-pointer.ts';
import { answerSeed, repairedExample, validReading } from './example-value.ts';
import { isJson } from './serialise.ts';

/** An example that violates its schema, with what is served in its place. */
export interface Repair {
  readonly operation: string;
  readonly status: string;
  readonly mediaType: string;
  readonly example: string;
  /** JSON pointer of the content in the document. */
  readonly pointer: string;
  readonly changes: readonly Change[];
}

export interface ResponseInspection {
  readonly findings: readonly Finding[];
  readonly repairs: readonly Repair[];
  readonly examples: number;
  readonly schemas: number;
}

/** Looks at everything that an operation could answer, not only at what is served first. For `stunt check`. */
export function inspectResponses(
  operation: Operation,
  schemas: Schemas,
  sample: Sampler,
  seed: string,
): ResponseInspection {
  const found = { findings: [] as Finding[], repairs: [] as Repair[], examples: 0, schemas: 0 };
  for (const response of operation.model().responses) {
    for (const content of response.contents ?? []) {
      if (content.schema === undefined) continue;
      found.schemas++;
      const place = {
        operation: operation.id,
        status: response.code,
        mediaType: content.mediaType,
        pointer: contentPointer(operation.pointer, schemas.dialect, response.code, content.mediaType),
      };
      const schema = schemas.normalise(content.schema, `${place.pointer}/schema`);
      found.findings.push(...schemaFindings(schemas, schema, place, sample));
      if (!isJson(content.mediaType)) continue;
      for (const example of content.examples ?? []) {
        if (!('value' in example) || example.value === undefined) continue;
        found.examples++;
        inspectExample(example, schemas, schema, place, seed, sample, found);
      }
    }
  }
  return found;
}

type Place = Omit<Repair, 'example' | 'changes'>;

function schemaFindings(schemas: Schemas, schema: JsonSchema, place: Place, sample: Sampler): Finding[] {
  const broken = compileProblem(schemas, schema);
  if (broken)
    return [
      {
        severity: 'error',
        code: 'SPEC_SCHEMA_BROKEN',
        message: `${place.operation} ${place.status}: ${broken.broken}`,
        pointer: documentPointer(`${place.pointer}/schema`, broken.pointer),
        hint: 'Fix the schema.',
      },
    ];
  const sampled = sample(schemas, schema, { seed: 1 });
  if (!('unsatisfiable' in sampled)) return [];
  const pointer = documentPointer(`${place.pointer}/schema`, sampled.unsatisfiable);
  return [
    {
      severity: 'error',
      code: 'SPEC_SCHEMA_UNSATISFIABLE',
      message: `${place.operation} ${place.status}: no value was found that satisfies the schema, because of #${pointer}`,
      pointer,
      hint: 'Fix the schema; until then the operation answers 500.',
    },
  ];
}

function inspectExample(
  example: INodeExample,
  schemas: Schemas,
  schema: JsonSchema,
  place: Place,
  seed: string,
  sample: Sampler,
  found: { findings: Finding[]; repairs: Repair[] },
): void {
  if (validReading(schemas, schema, example.value)) return;
  const violations = check(schemas, schema, example.value);
  const [first] = violations;
  if (first === undefined) return;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : '';
  found.findings.push({
    severity: 'warning',
    code: 'SPEC_EXAMPLE_INVALID',
    message: `${place.operation} ${place.status} example "${example.key}": /${first.path.join('/')} ${first.message}${more}`,
    pointer: place.pointer,
    hint: 'Fix the example; a repaired one is served.',
  });
  const { operation, status, mediaType } = place;
  const ownSeed = answerSeed(seed, operation, status, mediaType);
  const repaired = repairedExample(schemas, schema, example.value, ownSeed, sample);
  if (!('unsatisfiable' in repaired)) found.repairs.push({ ...place, example: example.key, changes: repaired.changes });
}
