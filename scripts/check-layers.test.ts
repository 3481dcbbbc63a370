import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkLayers } from './check-layers.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'layers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes files below `packages/` and checks them. */
function check(files: Record<string, string>): string[] {
  for (const [name, text] of Object.entries(files)) {
    const file = join(root, 'packages', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return checkLayers(root);
}

const lines = (count: number) => '// x\n'.repeat(count);

describe('package edges', () => {
  it('refuses an engine that imports the command', () => {
    expect(check({ 'engine/src/engine.ts': "\nimport { run } from 'stuntdouble';\n" })).toEqual([
      'packages/engine/src/engine.ts:2 package engine must not import package cli',
    ]);
  });

  it('refuses a relative way into another package', () => {
    expect(check({ 'engine/src/engine.ts': "import type { X } from '../../pact/src/x.ts';\n" })).toEqual([
      'packages/engine/src/engine.ts:1 package engine must not import package pact',
    ]);
  });

  it('lets the command import the engine', () => {
    expect(
      check({ 'cli/src/main.ts': "import { serve } from '@stuntdouble/engine';\nimport yargs from 'yargs';\n" }),
    ).toEqual([]);
  });
});

describe('stage edges', () => {
  it('refuses a stage that imports another stage', () => {
    expect(check({ 'engine/src/match/match.ts': "import {\n  admit,\n} from '../admit/admit.ts';\n" })).toEqual([
      'packages/engine/src/match/match.ts:3 stage match must not import stage admit: only handle.ts knows both',
    ]);
  });

  it('refuses a library that imports a stage, lazily too', () => {
    expect(check({ 'engine/src/schema/compile.ts': "const lazy = () => import('../load/load.ts');\n" })).toEqual([
      'packages/engine/src/schema/compile.ts:1 library schema must not import stage load',
    ]);
  });

  it('refuses a shape that imports a stage, and one that imports handle.ts', () => {
    const exchange = "import type { M } from './match/match.ts';\nimport { handle } from './handle.ts';\n";
    expect(check({ 'engine/src/exchange.ts': exchange })).toEqual([
      'packages/engine/src/exchange.ts:1 exchange.ts holds shapes and must not import stage match',
      'packages/engine/src/exchange.ts:2 exchange.ts holds shapes and must not import handle.ts',
    ]);
  });

  it('refuses a folder that imports a file of src which is no shape', () => {
    expect(check({ 'engine/src/record/journal.ts': "import { handle } from '../handle.ts';\n" })).toEqual([
      'packages/engine/src/record/journal.ts:1 folder record must not import handle.ts: of the files in src, folders see shapes only',
    ]);
  });

  it('allows stages to use libraries and shapes, handle.ts to use stages, and tests to use anything', () => {
    const files = {
      'engine/src/handle.ts': "import { match } from './match/match.ts';\nimport { admit } from './admit/admit.ts';\n",
      'engine/src/match/match.ts':
        "import type { Exchange } from '../exchange.ts';\nimport { now } from '../time/clock.ts';\n",
      'engine/src/match/match.test.ts': "import { admit } from '../admit/admit.ts';\n",
      'engine/src/admit/admit.ts': "// as in: import { match } from '../match/match.ts'\n",
    };
    expect(check(files)).toEqual([]);
  });
});

describe('test beds', () => {
  it('import anything, and are imported by tests only', () => {
    const files = {
      'engine/src/testing/engine-of.ts':
        "import { handle } from '../handle.ts';\nimport { load } from '../load/load.ts';\n",
      'engine/src/handle.ts': "import { engineOf } from './testing/engine-of.ts';\n",
      'engine/src/handle.test.ts': "import { engineOf } from './testing/engine-of.ts';\n",
    };
    expect(check(files)).toEqual(['packages/engine/src/handle.ts:1 only tests import testing']);
  });
});

describe('cycles between folders', () => {
  it('names each import that takes part', () => {
    const files = {
      'engine/src/schema/a.ts': "import { b } from '../store/b.ts';\n",
      'engine/src/store/b.ts': "import { c } from '../time/c.ts';\n",
      'engine/src/time/c.ts': "import { a } from '../schema/a.ts';\n",
      'engine/src/prism/d.ts': "import { a } from '../schema/a.ts';\n",
    };
    expect(check(files)).toEqual([
      expect.stringContaining('packages/engine/src/schema/a.ts:1 folder engine/schema imports engine/store'),
      expect.stringContaining('packages/engine/src/store/b.ts:1 folder engine/store imports engine/time'),
      expect.stringContaining('packages/engine/src/time/c.ts:1 folder engine/time imports engine/schema'),
    ]);
  });
});

describe('sizes', () => {
  it('limits handle.ts, the command files and every other source', () => {
    const files = {
      'engine/src/handle.ts': lines(121),
      'cli/src/commands/serve.ts': lines(101),
      'engine/src/match/match.ts': lines(301),
      'engine/src/match/match.test.ts': lines(400),
      'engine/src/load/load.ts': lines(300),
    };
    expect(check(files).map((violation) => violation.split(':', 2).join(':'))).toEqual([
      'packages/cli/src/commands/serve.ts:101 has 101 lines, 100 are allowed',
      'packages/engine/src/handle.ts:121 has 121 lines, 120 are allowed',
      'packages/engine/src/match/match.ts:301 has 301 lines, 300 are allowed',
    ]);
  });
});
