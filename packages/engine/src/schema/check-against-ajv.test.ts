import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { schemas as anySchema, roots, values } from './arbitrary-schema.ts';
import { check } from './check.ts';
import { compileValidator } from './compile-validator.ts';
import { isObject } from './json-schema.ts';
import { MULTIPLE_OF_PRECISION } from './precision.ts';
import { createSchemas, type Schemas } from './schemas.ts';

/** Everything that the document's operations refer to, as ajv wants it: under one id. */
function ajvOf(
  schemas: Schemas,
  root: { components: { schemas: { A: unknown; B: unknown } } },
  schema: unknown,
): ValidateFunction {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    logger: false,
    formats: fullFormats,
    multipleOfPrecision: MULTIPLE_OF_PRECISION,
  });
  const { A, B } = root.components.schemas;
  ajv.addSchema({ $id: 'root', components: { schemas: { A: schemas.normalise(A), B: schemas.normalise(B) } } });
  return ajv.compile({
    $id: 'top',
    allOf: [JSON.parse(JSON.stringify(schemas.normalise(schema)).replaceAll('"$ref":"', '"$ref":"root'))],
  });
}

/** Undefined where ajv gives up on its own code (circles, and `props0 is not defined`). */
function verdict(validate: () => boolean): boolean | undefined {
  try {
    return validate();
  } catch {
    return undefined;
  }
}

describe('check against ajv', () => {
  it('gives the same verdict on whatever schema and value', () => {
    fc.assert(
      fc.property(roots, anySchema, fc.array(values, { minLength: 4, maxLength: 6 }), (root, schema, list) => {
        const schemas = createSchemas(root, 'json-schema', 'response');
        let ajv: ValidateFunction;
        try {
          ajv = ajvOf(schemas, root, schema);
        } catch {
          return;
        }
        const compiled = compileValidator(schemas, schema, { coerce: false });
        const lax = JSON.stringify([root, schema]).includes('unevaluated');
        for (const value of list) {
          const theirs = verdict(() => ajv(value));
          const ours = check(schemas, schema, value).length === 0;
          // ajv merges what branches evaluate before it knows which of them fit.
          if (theirs === undefined || (lax && theirs && !ours)) continue;
          expect([value, ours]).toEqual([value, theirs]);
          const { valid } = compiled(value);
          if (valid !== 'unknown') expect([value, valid]).toEqual([value, theirs]);
        }
      }),
      { numRuns: 400, seed: 20250602 },
    );
  });
});

const SPECS = new URL('../../../../../shared/specs/', import.meta.url);
const DOCUMENTS = [
  'twilio/twilio_api_v2010.json',
  'slack/slack_web_openapi_v2.json',
  'adyen-checkout/CheckoutService-v71.json',
];

function documentAt(path: string): unknown {
  try {
    return JSON.parse(readFileSync(new URL(path, SPECS), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Pairs of a response schema and an example that the document gives for it, found without any model. */
function* examples(node: unknown): Generator<{ schema: unknown; value: unknown }> {
  if (typeof node !== 'object' || node === null) return;
  if (isObject(node) && isObject(node.schema)) {
    if (node.example !== undefined) yield { schema: node.schema, value: node.example };
    for (const example of isObject(node.examples) ? Object.entries(node.examples) : []) {
      const value = isObject(example[1]) && 'value' in example[1] ? example[1].value : example[1];
      yield { schema: node.schema, value };
    }
  }
  for (const child of Object.values(node)) yield* examples(child);
}

describe('check on real documents', () => {
  // Skipped where the documents are not at hand: they are not part of the repository.
  const test = documentAt(DOCUMENTS[0] ?? '') === undefined ? it.skip : it;

  test.each(DOCUMENTS)('agrees with ajv on every example of %s', (path) => {
    const root = documentAt(path);
    const dialect =
      isObject(root) && 'swagger' in root
        ? 'oas2'
        : isObject(root) && String(root.openapi).startsWith('3.0')
          ? 'oas3.0'
          : 'json-schema';
    const schemas = createSchemas(root, dialect, 'response');
    let seen = 0;
    for (const { schema, value } of examples(root)) {
      seen++;
      const { valid } = compileValidator(schemas, schema, { coerce: false })(value);
      expect([value, check(schemas, schema, value).length === 0]).toEqual([value, valid]);
    }
    expect(seen).toBeGreaterThan(40);
  });
});
