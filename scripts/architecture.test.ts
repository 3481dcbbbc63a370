import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Holds ARCHITECTURE.md to the checkout: what it names exists, and what is there is named. */

const root = dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = read('ARCHITECTURE.md');

/** First and second cell of each row of the table below a heading. */
function table(heading: string): (readonly [string, string])[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = [...section.matchAll(/^\| ([^|]+) \| ([^|]+) \|/gm)].map(
    ([, first = '', second = '']) => [first, second] as const,
  );
  return rows.filter(([first]) => !first.startsWith('-')).slice(1);
}

const quoted = (text: string): string[] =>
  [...text.replaceAll(/^```$.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);

const foldersOf = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'dist' && entry.name !== 'node_modules')
    .map(({ name }) => name);

describe('ARCHITECTURE.md', () => {
  it('names no path that does not exist', () => {
    const paths = quoted(page).filter((name) => /^(packages|contracts|scripts|docs|examples|bench)\//.test(name));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('sends the reader of each row to a place', () => {
    const rows = table('Where to go for what');
    expect(rows.length).toBeGreaterThanOrEqual(13);
    expect(rows.filter(([, place]) => quoted(place).length === 0)).toEqual([]);
  });

  it('describes every folder of the engine', () => {
    const described = table('Folders of the engine').flatMap(([folders]) => quoted(folders));
    expect(described.toSorted()).toEqual(foldersOf('packages/engine/src').toSorted());
  });

  it('describes every package', () => {
    const described = table('Packages').flatMap(([name]) => quoted(name));
    expect(described.toSorted()).toEqual(
      foldersOf('packages')
        .map((name) => `packages/${name}`)
        .toSorted(),
    );
  });

  it('explains every dependency, here or in a decision', () => {
    const decisions = readdirSync(join(root, 'docs/adr')).map((file) => read(`docs/adr/${file}`));
    const explained = [page, ...decisions].join('\n');
    const manifests = foldersOf('packages').map((name): { dependencies?: Record<string, string> } =>
      JSON.parse(read(`packages/${name}/package.json`)),
    );
    const dependencies = new Set(manifests.flatMap(({ dependencies = {} }) => Object.keys(dependencies)));
    const foreign = [...dependencies].filter((name) => !name.startsWith('@stuntdouble/'));
    expect(foreign.filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
  });
});
