import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = dirname(import.meta.dirname);
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const rows = [...page.matchAll(/^\| ([^|]+) \| `([^`]+\.test\.ts)` \| ([^|]+) \|$/gm)].map(
  ([, promise = '', file = '', test = '']) => ({ promise, file, test }),
);

describe('docs/security.md', () => {
  it('makes its promises in rows that name a test', () => {
    expect(rows.length).toBeGreaterThan(25);
  });

  it.each(rows)('names a test that exists: $promise', ({ file, test }) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(readFileSync(join(root, file), 'utf8')).toContain(test);
  });
});
