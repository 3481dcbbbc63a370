/**
 * The committed pacts as files. Each consumer test holds its own part against what it writes; what no test can see is held here: parts of
 * tests that are gone, tests whose part was never written, and files that were edited by hand.
 */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fileName, mergePacts, pactText } from './pact-files.ts';
import { committedPacts, readPact } from './pact-output.ts';

const names = readdirSync(committedPacts);
const pacts = names.map((name) => readPact(join(committedPacts, name)));

describe('the committed pacts', () => {
  it('come from all consumer tests that there are, and from no other: `npm run pacts` writes them', () => {
    const tests = globSync('partners/*/*.pact.test.ts', { cwd: import.meta.dirname });
    const written = pacts.flatMap(({ interactions }) => interactions).map(({ comments }) => comments?.testname);
    expect([...new Set(written)].toSorted()).toEqual(tests.toSorted());
  });

  it('are one for each partner, as they are written', () => {
    const texts = names.map((name) => readFileSync(join(committedPacts, name), 'utf8'));
    expect(mergePacts(pacts).map(pactText)).toEqual(texts);
    expect(names).toEqual(pacts.map(({ consumer, provider }) => fileName(consumer.name, provider.name)));
    expect(names.map((name) => name.replace('-platform.json', ''))).toEqual(
      readdirSync(join(import.meta.dirname, 'partners')),
    );
  });
});
