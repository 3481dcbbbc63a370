import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { drillCatalogue } from './errors.ts';

const source = import.meta.dirname;

/** Code and title of each row below `## Drills`. */
function documented(): (readonly string[])[] {
  const page = readFileSync(join(source, '../../../docs/errors.md'), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith('Drills\n')) ?? '';
  return [...section.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, code = '', title = '']) => [code, title]);
}

describe('drillCatalogue', () => {
  it('is what docs/errors.md lists for drills', () => {
    const entries = Object.entries(drillCatalogue).map(([code, { title }]) => [code, title]);
    expect(documented().toSorted()).toEqual(entries.toSorted());
  });

  it('has no code that nothing reports', () => {
    const text = ['.', '../../cli/src']
      .flatMap((folder) =>
        readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
          join(source, folder, file),
        ),
      )
      .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|errors\.ts$/.test(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    expect(Object.keys(drillCatalogue).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});
