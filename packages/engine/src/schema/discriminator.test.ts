import { beforeAll, describe, expect, it } from '@jest/globals';
import { check } from './check.ts';
import { compileValidator } from './compile-validator.ts';
import type { Discriminator } from './json-schema.ts';
import { repair } from './repair.ts';
import { loadSampler, type Sampler } from './sample.ts';
import { createSchemas } from './schemas.ts';

const animal = (more: object) => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { type: 'string' }, ...more },
});
const root = {
  components: {
    schemas: {
      Cat: animal({ lives: { type: 'integer' } }),
      Dog: animal({ tricks: { type: 'array', items: { type: 'string' } } }),
      Bird: { allOf: [animal({ wings: { type: 'integer' } }), { properties: { kind: { enum: ['bird', 'fowl'] } } }] },
      Thing: { type: 'object', properties: { kind: { type: 'string' } } },
    },
  },
};
const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const mapping = { cat: to('Cat').$ref, hound: 'Dog' };
const pet = (discriminator: Partial<Discriminator> = { mapping }, more: object[] = []) => ({
  oneOf: [to('Cat'), to('Dog'), ...more],
  discriminator: { propertyName: 'kind', ...discriminator },
});
const requests = createSchemas(root, 'json-schema', 'request');
const answers = createSchemas(root, 'json-schema', 'response');

const found = (violations: readonly { path: readonly string[]; code: string; allowed?: unknown }[]) =>
  violations.map(({ path, code, allowed }) => [path.join('/'), code, allowed]);
/** What the interpreter says of a request, after it was seen that ajv says the same; ajv lists the branches that do not fit besides. */
function judge(schema: object, value: unknown): unknown {
  const interpreted = found(check(requests, schema, value));
  const validated = compileValidator(requests, schema, { coerce: false })(value);
  const told = validated.valid === false ? found(validated.violations) : [];
  expect(told).toEqual(interpreted.length === 0 ? [] : expect.arrayContaining(interpreted));
  return interpreted;
}

describe('discriminator in a request', () => {
  it('lets the branch that is named decide, where several would fit', () => {
    expect(judge(pet(), { kind: 'cat', lives: 9 })).toEqual([]);
    expect(judge(pet(), { kind: 'hound' })).toEqual([]);
    expect(judge(pet({}), { kind: 'Dog', tricks: ['roll'] })).toEqual([]);
  });

  it('says what is wrong with that branch, and nothing of the others', () => {
    expect(judge(pet(), { kind: 'cat', lives: 'nine' })).toEqual([['lives', 'type', 'integer']]);
    expect(judge(pet(), { kind: 'hound', tricks: 1 })).toEqual([['tricks', 'type', 'array']]);
  });

  it('names the values that there are', () => {
    expect(judge(pet(), { kind: 'fish' })).toEqual([['kind', 'enum', ['cat', 'hound']]]);
    expect(judge(pet({}), { kind: 'cat' })).toEqual([['kind', 'enum', ['Cat', 'Dog']]]);
    expect(judge({ type: 'array', items: pet() }, [{ kind: 7 }])).toEqual([['0/kind', 'enum', ['cat', 'hound']]]);
  });

  it('says no more of a value without the name than that', () => {
    const birds = { ...pet({ mapping }, [to('Bird')]) };
    const validated = compileValidator(requests, birds, { coerce: false })({ lives: 'nine' });
    expect(validated.valid === false && found(validated.violations)).toEqual([
      ['', 'required', undefined],
      ['', 'oneOf', undefined],
    ]);
  });

  it('goes by the values of a branch where the mapping does not know it', () => {
    expect(judge(pet({ mapping }, [to('Bird')]), { kind: 'fowl', wings: 'two' })).toEqual([
      ['wings', 'type', 'integer'],
    ]);
  });

  it('works for anyOf as well', () => {
    const { oneOf, discriminator } = pet();
    expect(judge({ anyOf: oneOf, discriminator }, { kind: 'cat', lives: 'nine' })).toEqual([
      ['lives', 'type', 'integer'],
    ]);
  });

  it('leaves the verdict to the alternatives where it has no say', () => {
    const inline = pet({ mapping }, [{ type: 'object', required: ['x'], properties: { x: {} } }]);
    expect(judge(inline, { kind: 'fish', x: 1 })).toEqual([['', 'oneOf', undefined]]);
    expect(judge(pet({ mapping }, [{ type: 'null' }]), null)).toEqual([]);
    expect(judge(pet(), {})).toEqual([['', 'oneOf', undefined]]);
  });

  it('reaches values behind what is left over', () => {
    const schema = { ...pet(), unevaluatedProperties: false };
    expect(judge(schema, { kind: 'cat', lives: 9 })).toEqual([]);
    expect(judge(schema, { kind: 'cat', tricks: [] })).toEqual([['', 'unevaluatedProperties', undefined]]);
  });
});

describe('discriminator in an answer', () => {
  let sample: Sampler;
  beforeAll(async () => {
    sample = await loadSampler();
  });

  it('has to name its branch and to fit no other', () => {
    expect(found(check(answers, pet(), { kind: 'cat', lives: 9 }))).toEqual([['', 'oneOf', undefined]]);
    expect(found(check(answers, pet(), { kind: 'cat', tricks: 1 }))).toEqual([]);
    expect(found(check(answers, pet(), { kind: 'hound', tricks: 1 }))).toEqual([['tricks', 'type', 'array']]);
  });

  it('is sampled with the name of its branch', () => {
    const schema = { oneOf: [to('Bird'), to('Cat')], discriminator: { propertyName: 'kind', mapping } };
    for (let seed = 1; seed < 20; seed++) {
      const sampled = sample(answers, schema, { seed });
      expect(sampled).toMatchObject({ value: { kind: expect.stringMatching(/^(bird|fowl|cat)$/) } });
      expect('value' in sampled && check(answers, schema, sampled.value)).toEqual([]);
    }
  });

  it('is sampled so that it fits one branch only, even where both are open', () => {
    const sampled = sample(answers, pet(), { seed: 3 });
    expect(sampled).toMatchObject({ value: { kind: expect.stringMatching(/^(cat|hound)$/) } });
  });

  it('is repaired within the branch that it names', () => {
    const schema = { oneOf: [to('Cat'), to('Bird')], discriminator: { propertyName: 'kind', mapping } };
    const repaired = repair(answers, schema, { kind: 'fowl', wings: 'two', lives: 'x' }, { seed: 1, sample });
    expect(repaired).toMatchObject({ value: { kind: 'fowl', wings: expect.any(Number) } });
    const renamed = repair(answers, schema, { kind: 'BIRD', wings: 2, lives: 'x' }, { seed: 1, sample });
    expect(renamed).toMatchObject({ value: { kind: 'bird', wings: 2 } });
  });
});
