import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, runStunt } from '../packages/cli/src/testing/run-stunt.ts';

/** Runs the drills in the READMEs beside it and holds their matrices to them: some rows, and with STUNT_TEST_SCALE=1 all of them. */
const isFull = process.env.STUNT_TEST_SCALE === '1';
const QUICK = ['503', 'reset-after', 'drift', 'rate-limit', 'html-once', 'reset-body', '400', 'reset-once'];
const PATIENCE = 180_000;
const JOBS = '8';

const root = join(import.meta.dirname, '..');

interface Shown {
  readonly folder: string;
  readonly client: string;
  readonly words: readonly string[];
  readonly rows: Readonly<Record<string, string>>;
}

function shownIn(folder: string): Shown[] {
  const page = readFileSync(join(root, 'examples', folder, 'README.md'), 'utf8');
  return [...page.matchAll(/^<!-- run: drill -->\n```sh\nstunt ([^\n]*)\n```\n\n```\n(.*?)^```$/gms)].map(
    ([, line = '', matrix = '']) => {
      const client = line.split('/').at(-1)?.replace(/\..*/, '') ?? '';
      return { folder, client, words: line.split(' '), rows: rowsOf(matrix) };
    },
  );
}

/** Rows of a matrix by mode. */
const rowsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, mode = '', marks] = /^([a-z0-9-]+) {2,}([a-zA-Z!\- ]+)$/.exec(line) ?? [];
      return marks === undefined ? [] : [[mode, marks.trimEnd()]];
    }),
  );

const shown = ['drill-ferry', 'drill-python', 'drill-shell'].flatMap(shownIn);
const programs = ['python3', 'curl'];
const missing = programs.filter((name) => spawnSync(name, ['--version']).status !== 0);

/** What of the machine a drill needs, and does not find. */
const lackedBy = ({ folder }: Shown): string | undefined =>
  missing.find((name) => name === { 'drill-python': 'python3', 'drill-shell': 'curl' }[folder]);

async function isAsShown({ words, rows }: Shown): Promise<void> {
  const modes = Object.keys(rows).filter((mode) => isFull || QUICK.includes(mode));
  const dashes = words.indexOf('--');
  const only = isFull ? [] : modes.flatMap((mode) => ['--only', mode]);
  const own = words.slice(0, dashes).map((word, index) => (words[index - 1] === '--jobs' ? JOBS : word));
  const command = words.slice(dashes).map((word) => (word === 'node' ? process.execPath : word));
  const { code, stdout } = await runStunt([...own, ...only, ...command], root);
  const wanted = Object.fromEntries(modes.map((mode) => [mode, rows[mode]]));
  expect(rowsOf(stdout)).toEqual(wanted);
  expect(code).toBe(Object.values(wanted).join().includes('!') ? 1 : 0);
  expect(modes.length).toBeGreaterThanOrEqual(QUICK.length);
}

afterAll(endAll);

describe('the drills of examples', () => {
  it('are all in their READMEs', () => {
    expect(shown.map(({ folder, client }) => `${folder} ${client}`)).toEqual([
      'drill-ferry sound-client',
      'drill-ferry naive-client',
      'drill-python test_library_client',
      'drill-shell tide-watch',
      'drill-shell plain-watch',
    ]);
  });

  it('show the naive client fail in five ways', () => {
    const marks = Object.values(shown[1]?.rows ?? {}).flatMap((row) => row.match(/[A-Z](?=!)/g) ?? []);
    expect([...new Set(marks)].sort()).toEqual(['F', 'H', 'T', 'W', 'X']);
  });

  for (const drill of shown) {
    const lacks = lackedBy(drill);
    const name = `print what the README shows: ${drill.folder}, ${drill.client}`;
    if (lacks !== undefined) it.skip(`${name} (this machine has no ${lacks})`, () => {});
    else it(name, () => isAsShown(drill), PATIENCE);
  }
});
