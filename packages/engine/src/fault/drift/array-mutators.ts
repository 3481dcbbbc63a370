import { type Mutator, NOWHERE } from './mutation.ts';

/** Changes of how many items an array has. */

export const emptyArray: Mutator = ({ path, value }) =>
  Array.isArray(value) && value.length > 0 ? [{ path, tries: [() => []] }] : NOWHERE;

const MANY = 5000;
const MAX_BYTES = 1_000_000;

/** The items that are there, over and over. */
export const hugeArray: Mutator = ({ path, value }) => {
  if (!Array.isArray(value) || value.length === 0 || value.length >= MANY) return NOWHERE;
  const repeat = (): unknown => {
    const size = Buffer.byteLength(JSON.stringify(value)) / value.length;
    const length = Math.min(MANY, Math.floor(MAX_BYTES / size));
    return length > value.length ? Array.from({ length }, (_, i) => value[i % value.length]) : value;
  };
  return [{ path, tries: [repeat] }];
};
