import fc from 'fast-check';

/** For tests only: schemas of every keyword over a tiny vocabulary, and values that often almost fit them. */

const names = fc.constantFrom('a', 'b', 'c', 'aa');
const texts = fc.constantFrom(
  '',
  'a',
  'b',
  'aa',
  'abc',
  '12',
  '2025-06-02',
  '2025-06-02T09:00:00Z',
  'x@example.com',
  '😀',
);
const numbers = fc.constantFrom(-1, 0, 1, 2, 3, 10, 0.5, 1.5, 2.25);
const scalars = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null));

export const values: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const types = fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'object', 'array');
const small = fc.nat({ max: 3 });
const record = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true });

/** Schemas that may refer to `#/components/schemas/A` and `B`. */
export const schemas: fc.Arbitrary<unknown> = fc.letrec<{ schema: unknown }>((tie) => {
  const schema = tie('schema');
  const some = fc.array(schema, { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(names, schema, { maxKeys: 3, noNullPrototype: true });
  return {
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 1, arbitrary: fc.boolean() },
      {
        weight: 3,
        arbitrary: record({
          type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
          enum: fc.uniqueArray(scalars, { minLength: 1, maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ const: scalars }) },
      { weight: 2, arbitrary: fc.constantFrom({ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }) },
      {
        weight: 2,
        arbitrary: record({
          type: fc.constant('string'),
          minLength: small,
          maxLength: small,
          pattern: fc.constantFrom('^a', 'b$', '^[a-z]*$', '^\\d+$'),
          format: fc.constantFrom('date', 'date-time', 'email', 'uri', 'unknown'),
        }),
      },
      {
        weight: 2,
        arbitrary: record({
          minimum: numbers,
          maximum: numbers,
          exclusiveMinimum: numbers,
          exclusiveMaximum: numbers,
          multipleOf: fc.constantFrom(0.5, 1, 2, 0.1),
        }),
      },
      {
        weight: 3,
        arbitrary: record({
          type: fc.constant('array'),
          items: schema,
          prefixItems: some,
          minItems: small,
          maxItems: small,
          uniqueItems: fc.boolean(),
        }),
      },
      {
        weight: 5,
        arbitrary: record({
          type: fc.constant('object'),
          properties: map,
          required: fc.uniqueArray(names, { maxLength: 2 }),
          additionalProperties: schema,
          patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), schema, { maxKeys: 1, noNullPrototype: true }),
          minProperties: small,
          maxProperties: small,
        }),
      },
      {
        weight: 1,
        arbitrary: record({
          propertyNames: schema,
          dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), {
            maxKeys: 2,
            noNullPrototype: true,
          }),
          dependentSchemas: map,
        }),
      },
      { weight: 3, arbitrary: record({ allOf: some, anyOf: some, oneOf: some, not: schema }) },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      { weight: 1, arbitrary: record({ if: schema, then: schema, else: schema }) },
      {
        weight: 2,
        arbitrary: record({ properties: map, allOf: some, anyOf: some, unevaluatedProperties: fc.boolean() }),
      },
      // Not beside anyOf: there ajv counts items that the branch has not seen.
      { weight: 1, arbitrary: record({ prefixItems: some, allOf: some, unevaluatedItems: fc.boolean() }) },
    ),
  };
}).schema;

/** A document whose schemas A and B the others refer to. */
export const roots: fc.Arbitrary<{ components: { schemas: { A: unknown; B: unknown } } }> = fc.record({
  components: fc.record({ schemas: fc.record({ A: schemas, B: schemas }) }),
});
