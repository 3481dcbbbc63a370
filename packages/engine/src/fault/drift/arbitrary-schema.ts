import fc from 'fast-check';

/** Schemas as platforms write them, with everything that makes a change of a value hard to judge: unions, choices, circles. */

/** `__proto__` is not among them: ajv looks for it along the prototypes. */
const NAMES = ['id', 'orderId', 'created_at', 'Kind', 'items', 'nextPage', 'amount', 'x-code', '2fa'];
const name = fc.constantFrom(...NAMES);
const FORMATS = ['date-time', 'date', 'time', 'uuid', 'email', 'uri', 'ipv4', 'ipv6', 'hostname', 'duration', 'byte'];

const text = fc.oneof(
  fc.record({ type: fc.constant('string') }),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom(...FORMATS) }),
  fc.record({
    type: fc.constant('string'),
    enum: fc.uniqueArray(fc.constantFrom('open', 'IN_TRANSIT', 'isPaid', 'on-hold', 'Closed', '7'), { minLength: 1 }),
  }),
  fc.record({ const: fc.constantFrom('card', 'iban', 3) }),
);
const number = fc.oneof(
  fc.record({ type: fc.constantFrom('integer', 'number') }),
  fc.record({ type: fc.constant('integer'), format: fc.constantFrom('int32', 'int64'), minimum: fc.constant(0) }),
  fc.record({ type: fc.constant('integer'), enum: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }) }),
);
const union = fc.record({
  type: fc.uniqueArray(fc.constantFrom('string', 'integer', 'boolean', 'null'), { minLength: 1, maxLength: 3 }),
});
const leaf = fc.oneof(text, number, union, fc.constantFrom({ type: 'boolean' }, { type: 'null' }, {}));

const CIRCLE = { $ref: '#/$defs/Node' };
const DEFS = {
  Node: {
    type: 'object',
    required: ['id', 'parentId'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      parentId: { type: ['string', 'null'] },
      children: { type: 'array', items: CIRCLE },
    },
  },
};

const { schema: anySchema, object: anyObject } = fc.letrec<{ schema: object; object: object }>((tie) => {
  const child = tie('schema');
  const object = fc
    .tuple(
      fc.uniqueArray(fc.tuple(name, child), { selector: ([key]) => key, maxLength: 4 }),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      fc.option(fc.oneof(fc.boolean(), child), { nil: undefined }),
    )
    .map(([properties, required, additionalProperties]) => ({
      type: 'object',
      properties: Object.fromEntries(properties),
      required: properties.flatMap(([key], at) => (required[at] ? [key] : [])),
      ...(additionalProperties === undefined ? {} : { additionalProperties }),
    }));
  const array = fc.record(
    {
      type: fc.constant('array'),
      items: child,
      minItems: fc.constantFrom(1, 2),
      maxItems: fc.constantFrom(3, 6000),
      uniqueItems: fc.boolean(),
    },
    { requiredKeys: ['type', 'items'] },
  );
  const choice = fc.oneof(
    fc.record({ oneOf: fc.array(child, { minLength: 1, maxLength: 3 }) }),
    fc.record({ anyOf: fc.array(child, { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.tuple(tie('object'), tie('object')) }),
    fc.record({ if: tie('object'), else: child }),
  );
  return {
    object,
    schema: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, object, array, choice, fc.constant(CIRCLE)),
  };
});

/** A document of schemas, one of which is that of the answer. */
export const arbitraryDocument = fc
  .oneof({ arbitrary: anyObject, weight: 2 }, { arbitrary: anySchema, weight: 1 })
  .map((schema) => ({ $defs: DEFS, schema }));
