/**
 * Where one test file writes its pact: a folder of its own, since parallel workers that write the same file lose interactions silently. The
 * file's name stands in each interaction, so that each file can hold its part of the committed pact against what it wrote, in whatever
 * order the files run. `npm run pacts` writes the committed pacts.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Interaction, keyOf, type PactFile, parsePact, stable, withoutVolatile } from './pact-files.ts';

const contracts = fileURLToPath(new URL('.', import.meta.url));
export const committedPacts = join(contracts, 'pacts');
export const provider = 'platform';

export interface PactOutput {
  /** For `PactV4`. */
  readonly options: {
    readonly consumer: string;
    readonly provider: string;
    readonly dir: string;
    readonly logLevel: 'warn';
  };
  /** For `testName`: which file an interaction comes from. */
  readonly testName: string;
  /** Around each test that writes: tells a file that ran as a whole from one of which tests were picked, or failed. */
  agrees(test: () => Promise<void>): () => Promise<void>;
  /**
   * What this file wrote, and what is committed of it; ask once all tests have run, in whatever order. Equal, unless the committed pact is
   * out of date. Of tests that did not run nothing is said.
   */
  compare(): { readonly written: readonly Interaction[]; readonly committed: readonly Interaction[] };
  /** Removes the folder, where nobody asked to keep it. */
  discard(): void;
}

export function pactOutput(testFile: string, consumer: string): PactOutput {
  const testName = relative(contracts, testFile).split(sep).join('/');
  const kept = process.env.PACT_OUTPUT;
  const dir = kept === undefined ? mkdtempSync(join(tmpdir(), 'pact-')) : join(kept, testName.replaceAll('/', '.'));
  // An existing file would be merged into.
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  let declared = 0;
  let finished = 0;
  return {
    options: { consumer, provider, dir, logLevel: 'warn' },
    testName,
    agrees(test) {
      declared += 1;
      return async () => {
        await test();
        finished += 1;
      };
    },
    compare() {
      const interactions = readdirSync(dir).flatMap((name) => readPact(join(dir, name)).interactions);
      const written = stable(interactions.map(withoutVolatile));
      // `npm run pacts` is about to write them.
      if (kept !== undefined) return { written, committed: written };
      const file = join(committedPacts, `${consumer}-${provider}.json`);
      const committed = existsSync(file) ? readPact(file).interactions : [];
      const names = new Set(written.map(keyOf));
      const ofFile = committed.filter(({ comments }) => comments?.testname === testName);
      return { written, committed: finished === declared ? ofFile : ofFile.filter((one) => names.has(keyOf(one))) };
    },
    discard() {
      if (kept === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const readPact = (file: string): PactFile => parsePact(readFileSync(file, 'utf8'), file);
