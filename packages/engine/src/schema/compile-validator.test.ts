import { describe, expect, it } from '@jest/globals';
import { compileProblem, compileValidator } from './compile-validator.ts';
import { createSchemas } from './schemas.ts';

const root = {
  components: {
    schemas: {
      Node: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          size: { type: 'integer', nullable: true },
          next: { $ref: '#/components/schemas/Node' },
        },
      },
      Broken: { properties: { x: { $ref: '#/nowhere' } } },
    },
  },
};
const schemas = createSchemas(root, 'oas3.0', 'request');
const node = { $ref: '#/components/schemas/Node' };

describe('compileValidator', () => {
  it('reports every violation at its place, behind circular $refs too', () => {
    expect(compileValidator(schemas, node, { coerce: false })({ size: 1.5, next: { name: 1 } })).toEqual({
      valid: false,
      violations: [
        {
          path: ['next', 'name'],
          schemaPath: '#/components/schemas/Node/properties/name/type',
          code: 'type',
          message: 'must be string',
          allowed: 'string',
        },
        {
          path: [],
          schemaPath: '#/components/schemas/Node/required',
          code: 'required',
          message: "must have required property 'name'",
          property: 'name',
        },
        {
          path: ['size'],
          schemaPath: '#/components/schemas/Node/properties/size/type',
          code: 'type',
          message: 'must be integer,null',
          allowed: ['integer', 'null'],
        },
      ].sort((a, b) => a.path.length - b.path.length),
    });
  });

  it('coerces words, at the top and behind $refs, and never makes a list of one', () => {
    const validate = (schema: unknown, value: unknown) => compileValidator(schemas, schema, { coerce: true })(value);
    expect(validate({ type: 'integer' }, '12')).toEqual({ valid: true, value: 12 });
    expect(validate({ type: 'boolean' }, 'true')).toEqual({ valid: true, value: true });
    expect(validate(node, { name: 'a', next: { name: 'b', size: '3' } })).toEqual({
      valid: true,
      value: { name: 'a', next: { name: 'b', size: 3 } },
    });
    expect(validate({ type: 'array', items: { type: 'string' } }, 'a')).toMatchObject({ valid: false });
  });

  it('holds bounds that were looked at too early against the coerced value', () => {
    const schema = { allOf: [{ maximum: 5 }, { $ref: '#/components/schemas/Size' }] };
    const sized = createSchemas({ components: { schemas: { Size: { type: 'integer' } } } }, 'oas3.0', 'request');
    const validate = compileValidator(sized, schema, { coerce: true });
    expect(validate('5')).toEqual({ valid: true, value: 5 });
    expect(validate('9')).toMatchObject({ valid: false, violations: [{ code: 'maximum', allowed: 5 }] });
  });

  it('takes decimal steps as people do', () => {
    expect(compileValidator(schemas, { multipleOf: 0.01 }, { coerce: false })(19.99)).toMatchObject({ valid: true });
  });

  it('judges what is left over through $refs', () => {
    const schema = { allOf: [node], properties: { more: true }, unevaluatedProperties: false };
    const open = createSchemas(root, 'json-schema', 'request');
    expect(compileValidator(open, schema, { coerce: false })({ name: 'a', more: 1 })).toMatchObject({ valid: true });
    expect(compileValidator(open, schema, { coerce: false })({ name: 'a', less: 1 })).toMatchObject({
      valid: false,
      violations: [{ code: 'unevaluatedProperties', property: 'less', path: [] }],
    });
  });

  it('refuses a value that is nested deeper than the stack reaches, whatever ran out of it', () => {
    const lists = {
      components: { schemas: { List: { type: 'array', items: { $ref: '#/components/schemas/List' } } } },
    };
    const validate = compileValidator(
      createSchemas(lists, 'oas3.0', 'request'),
      { $ref: '#/components/schemas/List' },
      { coerce: false },
    );
    const nested: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    for (let i = 0; i < 3; i++)
      expect(validate(nested)).toMatchObject({ valid: false, violations: [{ code: 'parse' }] });
  });

  it('says that nothing is known where a schema is broken, instead of letting everything pass', () => {
    const broken = { $ref: '#/components/schemas/Broken' };
    expect(compileValidator(schemas, broken, { coerce: false })({ x: 1 })).toEqual({
      valid: 'unknown',
      broken: '#/nowhere leads nowhere',
      pointer: '#/nowhere',
    });
    expect(compileProblem(schemas, broken)).toEqual({ broken: '#/nowhere leads nowhere', pointer: '#/nowhere' });
    expect(compileProblem(schemas, node)).toBeUndefined();
  });
});

describe('coercion', () => {
  const schemas = createSchemas({}, 'json-schema', 'request');
  const coerced = (schema: object, value: unknown) => {
    const validated = compileValidator(schemas, schema, { coerce: true })(value);
    return validated.valid === true ? validated.value : validated.valid;
  };

  it.each(['Infinity', '-Infinity', '0x10', ' 1', '1 ', '+5', '1e999', '.5', '5.', '', ' '])(
    'makes no number of %j',
    (text) => {
      expect(coerced({ type: 'number' }, text)).toBe(false);
      expect(coerced({ type: 'array', items: { type: 'number' } }, [text])).toBe(false);
      expect(coerced({ type: 'integer' }, text)).toBe(false);
    },
  );

  it.each([
    ['0', 0],
    ['-1', -1],
    ['1.5', 1.5],
    ['1e3', 1000],
  ])('makes a number of %s', (text, number) => {
    expect(coerced({ type: 'number' }, text)).toBe(number);
    expect(coerced({ type: 'array', items: { type: 'number' } }, [text])).toEqual([number]);
  });

  it('leaves a word alone that fits one alternative as it came and two as a number', () => {
    const either = { oneOf: [{ type: 'integer' }, { type: 'string' }] };
    expect(coerced(either, '4170803')).toBe('4170803');
    expect(coerced(either, 'main')).toBe('main');
    expect(coerced({ oneOf: [{ type: 'integer' }, { type: 'number' }] }, '1')).toBe(false);
  });
});
