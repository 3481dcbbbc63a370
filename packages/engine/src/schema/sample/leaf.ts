import type { Faker } from '@faker-js/faker';

/**
 * One scalar place of a shape. `draw` gives the n-th value for it within one sample (the items of an array share a leaf),
 * or undefined where nothing better is known than what json-schema-faker makes of type, bounds and pattern.
 */
export interface Leaf {
  draw(faker: Faker, n: number): unknown;
}
