import { describe, expect, it } from '@jest/globals';
import { compileValidator } from './compile-validator.ts';
import { createSchemas } from './schemas.ts';

/** Bodies of megabytes, in which much is wrong. */
const schemas = createSchemas({}, 'oas3.0', 'request');
const words = { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'boolean' }, { type: 'object' }] } };
const validator = (schema: object) => compileValidator(schemas, schema, { coerce: false });

describe('a value of many parts', () => {
  it('is told of a hundred that are wrong, and takes no memory for the others', () => {
    const validate = validator({ properties: { words } });
    const before = process.memoryUsage().heapUsed;
    const validated = validate({ words: Array.from({ length: 500_000 }, () => 1) });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
    if (validated.valid !== false) throw new Error('it is not valid');
    expect(validated.violations).toHaveLength(100);
    expect(validated.violations[7]).toMatchObject({
      path: ['words', '7'],
      code: 'anyOf',
      schemaPath: '#/properties/words/items/anyOf',
    });
  });

  it('is judged as one of few parts is', () => {
    const validate = validator({ properties: { words }, required: ['id'] });
    const many = Array.from({ length: 20_000 }, () => 'a');
    expect(validate({ words: many, id: 1 })).toEqual({ valid: true, value: { words: many, id: 1 } });
    const [few, some] = [validate({ words: ['a'] }), validate({ words: many })];
    expect(some).toEqual(few);
    expect(few.valid).toBe(false);
  });

  it('is refused where its words would have to be made numbers of', () => {
    const numbers = { type: 'array', items: { type: 'integer' } };
    const validate = compileValidator(schemas, numbers, { coerce: true });
    const of = (count: number) => validate(Array.from({ length: count }, () => '1'));
    expect(of(20_000).valid).toBe(true);
    expect(of(100_001)).toMatchObject({
      valid: false,
      violations: [{ message: 'must not have more than 100000 parts' }],
    });
  });
});
