import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { complaintsOf, readWorkflow } from './testing/workflow.ts';

/** The files as GitHub reads them, and the page that leads to them. */
const here = import.meta.dirname;
const page = readFileSync(join(here, 'README.md'), 'utf8');
const recipes = ['partner', 'platform', 'one-repository'].flatMap((folder) =>
  readdirSync(join(here, folder)).map((name) => `${folder}/${name}`),
);

describe('the workflows', () => {
  it.each(recipes)('are what GitHub accepts: %s', async (recipe) => {
    const { jobs } = await readWorkflow(join(here, recipe));
    expect(Object.keys(jobs).length).toBeGreaterThan(0);
    expect(page).toContain(`(${recipe})`);
  });

  it.each(recipes)('ask for no more than they need, and end some time: %s', async (recipe) => {
    const text = readFileSync(join(here, recipe), 'utf8');
    const { jobs } = await readWorkflow(join(here, recipe));
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(text).toMatch(/^defaults:\n {2}run:\n {4}shell: bash\b/m);
    expect(Object.values(jobs).filter((job) => !('timeout-minutes' in job))).toEqual([]);
  });

  it.each(recipes)(
    'put nothing from outside into a command, and have every setting on the page: %s',
    async (recipe) => {
      const { jobs } = await readWorkflow(join(here, recipe));
      const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
      expect(commands.length).toBeGreaterThan(0);
      expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
      const text = readFileSync(join(here, recipe), 'utf8');
      const settings = [...text.matchAll(/\b(?:vars|secrets)\.(\w+)/g)].map(([, name = '']) => name);
      expect(settings.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    },
  );
});

describe("GitHub's parser", () => {
  const workflow = (job: string, on = 'on: push'): string =>
    `${on}\njobs:\n  build:\n    runs-on: ubuntu-latest\n${job}`;
  it.each([
    [
      'an unknown event filter',
      workflow('    steps: [{ run: ls }]', 'on: { push: { branch: [main] } }'),
      "Unexpected value 'branch'",
    ],
    ['an unknown key of a job', workflow('    step: []\n    steps: [{ run: ls }]'), "Unexpected value 'step'"],
    ['a step with both', workflow('    steps: [{ run: ls, uses: actions/checkout@v6 }]'), "Unexpected value 'uses'"],
    ['a job that needs none there is', workflow('    needs: test\n    steps: [{ run: ls }]'), 'no dependencies'],
    [
      'a function there is not',
      workflow('    if: succeeded()\n    steps: [{ run: ls }]'),
      "Unrecognized function: 'succeeded'",
    ],
    [
      'a secret in an if',
      workflow("    if: secrets.A == ''\n    steps: [{ run: ls }]"),
      "Unrecognized named-value: 'secrets'",
    ],
  ])('would tell of %s', async (_, text, complaint) => {
    expect((await complaintsOf(text)).join('\n')).toContain(complaint);
  });
});
