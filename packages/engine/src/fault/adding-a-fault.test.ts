import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerOf, contextOf, optionsOf } from '../testing/fault-context.ts';
import { describeKinds } from './describe-kinds.ts';
import type { FaultKind } from './fault-kind.ts';
import { parseOptions } from './parse-options.ts';

/** Takes the code out of docs/adding-a-fault.md and runs it, so that the guide cannot promise what does not work. */

const kinds = join(import.meta.dirname, 'kinds');
const guide = readFileSync(join(import.meta.dirname, '../../../../docs/adding-a-fault.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'stunt-guide-'));

/** The block below `<!-- NAME -->`, its imports led to where they would lead from `kinds`. */
async function runBlock(name: string): Promise<Record<string, unknown>> {
  const [, block = ''] = new RegExp(`^<!-- ${name} -->\\n\`\`\`ts\\n(.*?)^\`\`\`$`, 'ms').exec(guide) ?? [];
  const code = block.replaceAll(/from '(\.[^']+)'/g, (_, path: string) => `from '${join(kinds, path)}'`);
  const file = join(folder, `${name.replaceAll(' ', '-')}.ts`);
  writeFileSync(file, code);
  return import(pathToFileURL(file).href);
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('docs/adding-a-fault.md', () => {
  let teapot: FaultKind<unknown>;
  let examples: readonly Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    teapot = (await runBlock('the kind')).teapot as FaultKind<unknown>;
    examples = ((await runBlock('the examples')).examples as { teapot: typeof examples }).teapot;
  });

  it('has a kind that works with its examples', () => {
    const answers = examples.map((given) => answerOf(teapot.plan(optionsOf(teapot, given), contextOf())));
    expect(answers.map(({ status }) => status)).toEqual([418, 418]);
    expect(answers.map((answer) => answer.header('Retry-After'))).toEqual([undefined, '30']);
    expect(answers[0]?.header('Content-Length')).toBe(String(answers[0]?.text.length));
  });

  it('has a kind that says where it does not apply, and what contradicts', () => {
    expect(teapot.plan({ brew: 'tea' }, contextOf())).toEqual({ do: 'nothing', why: 'tea is what teapots are for' });
    expect(parseOptions(teapot, { brew: 'tea', sulk: '30s' })).toMatchObject({ kind: 'refused' });
    expect(parseOptions(teapot, { brw: 'tea' })).toMatchObject({
      problems: ['teapot has no option brw; it has brew, sulk. Did you mean brew?'],
    });
  });

  it('describes it as the catalogue would', () => {
    expect(describeKinds([teapot])).toMatchObject([
      { kind: 'teapot', layers: ['edge'], options: [{ flag: 'brew', default: 'coffee' }, { flag: 'sulk' }] },
    ]);
  });

  it('names files that exist', () => {
    const named = [...guide.matchAll(/`(packages\/[^`]+)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => !path.endsWith('teapot.ts'));
    const root = join(import.meta.dirname, '../../../..');
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
