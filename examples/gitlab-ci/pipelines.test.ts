import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pipelineOf, readPipeline } from './testing/pipeline-file.ts';
import { holds } from './testing/rule-expression.ts';

/** The files as GitLab reads them, and the page that leads to them. */
const here = import.meta.dirname;
const page = readFileSync(join(here, 'README.md'), 'utf8');
const recipes = ['partner', 'platform', 'one-repository'].map((folder) => `${folder}/.gitlab-ci.yml`);

describe('the pipelines', () => {
  it.each(recipes)('have keys, stages and conditions that GitLab knows, and end some time: %s', (recipe) => {
    const { jobs } = readPipeline(join(here, recipe));
    expect(Object.keys(jobs).length).toBeGreaterThan(0);
    expect(Object.entries(jobs).filter(([, { timeout }]) => timeout === undefined)).toEqual([]);
    expect(page).toContain(`(${recipe})`);
  });

  it.each(recipes)('say what starts each job, and nothing starts one for a tag: %s', (recipe) => {
    for (const [, { rules }] of Object.entries(readPipeline(join(here, recipe)).jobs)) {
      expect(rules.length).toBeGreaterThan(0);
      const ofTag = { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1', CI_DEFAULT_BRANCH: 'main' };
      expect(rules.filter((rule) => holds(rule.if, ofTag))).toEqual([]);
    }
  });

  it('run the same commands of stunt as those for GitHub', () => {
    const commandsIn = (folder: string): string[] => {
      const files = readdirSync(folder).filter((name) => /\.yml$/.test(name));
      const texts = files.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/\\\n\s*/g, ''));
      const found = texts.flatMap((text) => [...text.matchAll(/^.*(?:npx|\.bin\/)\s?(stunt .*)$/gm)]);
      return found.map(([, command = '']) => command.replace('$BRANCH', '$PROVIDER_BRANCH')).toSorted();
    };
    for (const folder of ['partner', 'platform', 'one-repository'])
      expect(commandsIn(join(here, folder))).toEqual(commandsIn(join(here, '../github-actions', folder)));
  });
});

describe('the reader of pipelines', () => {
  it.each([
    ['an unknown key of a job', 'a: { script: [ls], rules: [], step: x }', 'a: job has no step'],
    ['a stage that is not there', 'a: { script: [ls], rules: [], stage: check }', 'a: there is no stage check'],
    ['a job without a script', 'a: { rules: [] }', 'a: it has no script'],
    ['a line that YAML takes for an object', 'a: { rules: [], script: [echo: b] }', 'a: a line of a script is no text'],
    ['a condition that is none', 'a: { script: [ls], rules: [{ if: $A = "b" }] }', 'not understood'],
  ])('would tell of %s', (_, text, complaint) => {
    expect(() => pipelineOf(text)).toThrow(complaint);
  });

  it('judges conditions as GitLab does', () => {
    const variables = { A: 'a', B: 'a', EMPTY: '' };
    const judged = ['$A == "a"', '$A == $B', '$A != "a"', '$NONE', '$EMPTY', '$NONE == null', '$A && $NONE || $B'];
    expect(judged.map((each) => holds(each, variables))).toEqual([true, true, false, false, false, true, true]);
    expect(holds('$A && ($NONE || $EMPTY)', variables)).toBe(false);
  });
});
