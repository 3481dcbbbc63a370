import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileValidator } from './compile-validator.ts';
import { equal } from './equal.ts';
import { createSchemas } from './schemas.ts';
import { firstTwins } from './twins.ts';

describe('firstTwins', () => {
  it('finds the first two that are equal by content, as who compares each with each does', () => {
    const part = fc.oneof(
      fc.constantFrom<unknown>(
        1,
        '1',
        null,
        true,
        [],
        {},
        [1],
        ['1'],
        { a: 1, b: [{}] },
        { b: [{}], a: 1 },
        { a: '1' },
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (items) => {
        const later = items.findIndex((item, at) => items.slice(0, at).some((other) => equal(other, item)));
        const earlier = items.findIndex((other) => equal(other, items[later]));
        expect(firstTwins(items)).toEqual(later === -1 ? undefined : [earlier, later]);
      }),
    );
  });

  it('looks at each item once, and so do validators of requests', () => {
    let looks = 0;
    const items = Array.from({ length: 2000 }, (_, at) => {
      const item = {};
      Object.defineProperty(item, 'a', { enumerable: true, get: () => [looks++, at][1] });
      return item;
    });
    firstTwins(items);
    expect(looks).toBe(2000);
    const schemas = createSchemas({}, 'oas3.0', 'request');
    const validate = compileValidator(schemas, { type: 'array', uniqueItems: true }, { coerce: false });
    expect(validate(items).valid).toBe(true);
    expect(looks).toBeLessThanOrEqual(6000);
    expect(validate([...items, items[7]])).toMatchObject({
      valid: false,
      violations: [{ code: 'uniqueItems', path: [] }],
    });
  });
});
