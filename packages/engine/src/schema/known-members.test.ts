import { describe, expect, it } from '@jest/globals';
import { isValid } from './check.ts';
import { KnownMembers } from './known-members.ts';
import { createSchemas } from './schemas.ts';

const TIMES = { type: 'array', items: { type: 'string', format: 'date' } };
const schemas = createSchemas({}, 'json-schema', 'response');

/** How often the values of a list are looked at. */
function watched(values: readonly string[]): { readonly list: readonly string[]; looked(): number } {
  let looked = 0;
  const list = new Proxy(values, {
    get(target, name, receiver) {
      looked++;
      return Reflect.get(target, name, receiver);
    },
  });
  return { list, looked: () => looked };
}

describe('known members', () => {
  it('are looked at once, however many values share them', () => {
    const schema = { type: 'object', properties: { times: TIMES } };
    const { list, looked } = watched(['2026-01-01']);
    const known = new KnownMembers({ times: list });
    expect(isValid(schemas, schema, { times: list }, known)).toBe(true);
    const once = looked();
    expect(isValid(schemas, schema, { times: list, more: 1 }, known)).toBe(true);
    expect([once > 0, looked()]).toEqual([true, once]);
  });

  it('are none of another value, of another schema, or of another name', () => {
    const list = ['2026-01-01'];
    const known = new KnownMembers({ times: list });
    const schema = {
      type: 'object',
      properties: { times: TIMES, numbers: { type: 'array', items: { type: 'number' } } },
    };
    expect(isValid(schemas, schema, { times: list }, known)).toBe(true);
    expect(isValid(schemas, schema, { times: ['tomorrow'] }, known)).toBe(false);
    expect(isValid(schemas, schema, { numbers: list }, known)).toBe(false);
    const stricter = { properties: { times: { maxItems: 0 } } };
    expect(isValid(schemas, stricter, { times: list }, known)).toBe(false);
    expect(isValid(schemas, { allOf: [schema, stricter] }, { times: list }, known)).toBe(false);
  });

  it('are not those that were found wrong, or that only an alternative refused', () => {
    const list = ['tomorrow'];
    const known = new KnownMembers({ times: list });
    const schema = { type: 'object', properties: { times: TIMES } };
    for (let turn = 0; turn < 2; turn++) expect(isValid(schemas, schema, { times: list }, known)).toBe(false);
    const either = { anyOf: [schema, { properties: { times: { items: { const: 'tomorrow' } } } }] };
    for (let turn = 0; turn < 2; turn++) expect(isValid(schemas, either, { times: list }, known)).toBe(true);
    expect(isValid(schemas, schema, { times: list }, known)).toBe(false);
  });
});
