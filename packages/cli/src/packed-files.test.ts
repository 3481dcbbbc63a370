import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

describe('the packed package', () => {
  it('contains the files that its README names', () => {
    const { files }: { files: string[] } = JSON.parse(read('package.json'));
    const named = [...read('README.md').matchAll(/`(dist\/[^`]+)`/g)].map(([, file = '']) => file);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !files.includes(file))).toEqual([]);
  });
});
