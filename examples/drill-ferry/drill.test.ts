import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, runStunt } from '../../packages/cli/src/testing/run-stunt.ts';

/** Runs the drills of README.md and holds their matrices to it: some rows, and with STUNT_TEST_SCALE=1 all of them. */
const isFull = process.env.STUNT_TEST_SCALE === '1';
const QUICK = ['503', 'reset-after', 'drift', 'rate-limit', 'html-once', 'reset-body', '400', 'reset-once'];
const PATIENCE = 180_000;

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const drills = [...page.matchAll(/^<!-- run: drill -->\n```sh\nstunt ([^\n]*)\n```\n\n```\n(.*?)^```$/gms)].map(
  ([, line = '', matrix = '']) => ({ line, matrix, client: /(\w+)-client/.exec(line)?.[1] ?? '' }),
);

/** Rows of a matrix by mode. */
const rowsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, mode = '', marks] = /^([a-z0-9-]+) {2,}([a-zA-Z!\- ]+)$/.exec(line) ?? [];
      return marks === undefined ? [] : [[mode, marks.trimEnd()]];
    }),
  );

afterAll(endAll);

describe('examples/drill-ferry', () => {
  it('has both drills in its README', () => {
    expect(drills.map(({ client }) => client)).toEqual(['sound', 'naive']);
    expect(dirname(drills[0]?.line.split(' ')[1] ?? '')).toBe('examples/drill-ferry');
  });

  it.each(drills)(
    'prints for the $client client what its README shows',
    async ({ line, matrix }) => {
      const shown = rowsOf(matrix);
      const modes = Object.keys(shown).filter((mode) => isFull || QUICK.includes(mode));
      const words = line.split(' ').map((word) => (word === 'node' ? process.execPath : word));
      const dashes = words.indexOf('--');
      const only = isFull ? [] : modes.flatMap((mode) => ['--only', mode]);
      const { stdout } = await runStunt([...words.slice(0, dashes), ...only, ...words.slice(dashes)], root);
      expect(rowsOf(stdout)).toEqual(Object.fromEntries(modes.map((mode) => [mode, shown[mode]])));
      expect(modes.length).toBeGreaterThanOrEqual(QUICK.length);
    },
    PATIENCE,
  );
});
