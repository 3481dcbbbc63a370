import { describe, expect, it } from '@jest/globals';
import { basePaths, givenBase } from './base-paths.ts';

const source = new URL('file:///orders.yaml');
const pathsOf = (url: string, variables: object): string[] => basePaths({ servers: [{ url, variables }] }, [], source);

describe('basePaths', () => {
  it('has every value that a server variable lists, the default first', () => {
    const variables = {
      stage: { default: 'live', enum: ['test', 'live'] },
      version: { default: 'v2', enum: ['v1', 'v2'] },
    };
    expect(pathsOf('https://api.example.com/{stage}/{version}/', variables)).toEqual([
      '/live/v2',
      '/test/v2',
      '/live/v1',
      '/test/v1',
    ]);
  });

  it('does not count hosts, and has no more than some dozens', () => {
    const many = (length: number) => ({ default: 'a', enum: Array.from({ length }, (_, index) => `a${index}`) });
    expect(pathsOf('https://{region}.example.com/{part}', { region: many(500), part: many(3) })).toEqual([
      '/a',
      '/a0',
      '/a1',
      '/a2',
    ]);
    expect(pathsOf('/{a}/{b}/{c}', { a: many(90), b: many(90), c: many(90) })).toHaveLength(48);
  });

  it('leaves out what has no value', () => {
    expect(pathsOf('/{a}/b', {})).toEqual([]);
  });
});

describe('givenBase', () => {
  it.each([
    ['/multi/', ['/multi']],
    ['/a/b', ['/a/b']],
    ['a', ['/a']],
    ['/', []],
  ])('makes of %j %j', (given, made) => {
    expect(givenBase(given)).toEqual(made);
  });
});
