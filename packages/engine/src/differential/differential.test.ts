import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createEngine } from '../engine.ts';
import type { Exchange } from '../exchange.ts';
import { handle } from '../handle.ts';
import { loadDocument } from '../load/load-document.ts';
import type { ApiDocument } from '../operation.ts';
import { acceptedDifferences } from './accepted-differences.ts';
import { generatedCases, handMadeCases, type PreparedCase } from './cases.ts';
import { hasCorpus, suiteDocuments } from './documents.ts';
import { answers } from './hand-made/answers.ts';
import { bodies } from './hand-made/bodies.ts';
import { parameters } from './hand-made/parameters.ts';
import { security } from './hand-made/security.ts';
import type { Ask } from './our-side.ts';
import { describeDifference, runSuite, type SuiteResult } from './run-suite.ts';

/** The same requests to our engine and to Prism: from real documents with fast-check, and by hand. */
describe(`differential suite, ${hasCorpus ? 'with' : 'without (../shared/specs is missing)'} the corpus`, () => {
  let folder = '';
  let result: SuiteResult;

  beforeAll(async () => {
    // Prism's sampler speaks of schemas that it cannot merge.
    jest.spyOn(console, 'warn').mockImplementation(() => {});
    folder = await mkdtemp(join(tmpdir(), 'stunt-differential-'));
    const cases: PreparedCase[] = [];
    const asks = new Map<string, Ask>();
    for (const handMade of [parameters, bodies, answers, security]) {
      const file = join(folder, `${handMade.name}.json`);
      await writeFile(file, JSON.stringify(handMade.document));
      asks.set(handMade.name, engineFor(await loadDocument(file)));
      cases.push(...(await handMadeCases(handMade)));
    }
    for (const { name, source, sampling } of suiteDocuments) {
      const document = await loadDocument(source, { name });
      asks.set(document.name, engineFor(document));
      cases.push(...(await generatedCases(document, sampling)));
    }
    result = await runSuite(cases, (name) => asks.get(name) ?? fail(name));
  }, 60_000);

  afterAll(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });

  it('asks at least 500 requests', () => {
    expect(result.asked).toBeGreaterThanOrEqual(500);
  });

  it('finds the same status, the same violations and an equivalent body, but for accepted differences', () => {
    expect(result.unaccepted.map(describeDifference)).toEqual([]);
  });

  it('accepts differences in at most 5% of the requests', () => {
    expect(result.differences.length / result.asked).toBeLessThanOrEqual(0.05);
  });

  it.each(acceptedDifferences)('still differs: $id', (entry) => {
    if (entry.onlyInCorpus && !hasCorpus) return;
    expect(result.covered.get(entry) ?? 0).toBeGreaterThan(0);
  });
});

function engineFor(document: ApiDocument): Ask {
  let last: Exchange | undefined;
  const engine = createEngine({
    documents: [document],
    errorStyle: 'prism',
    cors: false,
    onExchange: (exchange) => (last = exchange),
  });
  return async (request) => {
    const answer = await handle(engine, request);
    return { answer, exchange: last ?? fail('no exchange was recorded') };
  };
}

function fail(what: string): never {
  throw new Error(what);
}
