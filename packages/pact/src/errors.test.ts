import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pactCatalogue } from './errors.ts';

const source = import.meta.dirname;

/** Code, exit code and title of each row below `## Contracts`. */
function documented(): (readonly string[])[] {
  const page = readFileSync(join(source, '../../../docs/errors.md'), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith('Contracts\n')) ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|/gm)];
  return rows.map(([, code = '', exitCode = '', title = '']) => [code, exitCode, title]);
}

function sourceText(): string {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^errors\.ts$/.test(file))
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .join('\n');
}

describe('pactCatalogue', () => {
  it('is what docs/errors.md lists for contracts', () => {
    const entries = Object.entries(pactCatalogue).map(([code, { exitCode, title }]) => [code, String(exitCode), title]);
    expect(documented().toSorted()).toEqual(entries.toSorted());
  });

  it('has no code that nothing reports', () => {
    const text = sourceText();
    expect(Object.keys(pactCatalogue).filter((code) => !new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
  });
});
