import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type ApiDocument, hashOf, loadDocument, type Operation, seededRandom } from '@stuntdouble/engine';
import type { HttpInteraction, Pact } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import { recordPact } from '../record/record-pact.ts';
import { type Breakage, breakagesOf, pick } from '../testing/break-document.ts';
import { isNode } from '../testing/document-tree.ts';
import { exchangesWith, recordDouble } from '../testing/record-double.ts';
import { operationOf } from '../testing/used-places.ts';
import { comparePacts } from './compare-pacts.ts';

/**
 * Real documents of a hundred operations and more. What the double answers is compatible by construction; what breaks a field that is
 * used has to be found. A sample of both, all of it with STUNT_TEST_SCALE=1.
 */
const SCALE = Number(process.env.STUNT_TEST_SCALE ?? 0.01);
const BREAKAGES = Math.ceil(200 * SCALE);

const folder = join(import.meta.dirname, '../../../../../shared/specs');
const documents = [
  'slack/slack_web_openapi_v2.json',
  'twilio/twilio_api_v2010.json',
  'discord/openapi.json',
  'box/openapi.json',
  'stripe/spec3.yaml',
  'github/api.github.com.json',
];
const whenThere = existsSync(folder) ? it : it.skip;
const scratch = mkdtempSync(join(tmpdir(), 'stunt-corpus-'));

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Every n-th, so that all corners of a document are seen. */
function some(operations: readonly Operation[]): Operation[] {
  const count = Math.max(12, Math.ceil(operations.length * SCALE));
  const step = Math.max(1, Math.floor(operations.length / count));
  return operations.filter((_, index) => index % step === 0);
}

const only = (pact: Pact, interaction: HttpInteraction): Pact => ({ ...pact, interactions: [interaction] });

async function errorsOf(document: ApiDocument, pact: Pact): Promise<string[]> {
  const { interactions } = await comparePacts(document, [{ file: 'recorded.json', pact }]);
  return interactions.flatMap(({ description, findings }) =>
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => `${description}: ${code}: ${message}`),
  );
}

async function broken(document: ApiDocument, breakage: Breakage): Promise<ApiDocument> {
  const root: unknown = structuredClone(document.root);
  if (isNode(root)) breakage.apply(root);
  const path = join(scratch, 'broken.json');
  writeFileSync(path, JSON.stringify(root));
  return loadDocument(path);
}

describe('comparePacts over real documents', () => {
  whenThere.each(documents)(
    '%s: takes what the double recorded, finds what breaks it',
    async (file) => {
      const document = await loadDocument(join(folder, file));
      const pact = await recordDouble(document, some(document.operations));
      expect(pact.interactions.length).toBeGreaterThan(5);
      const wrong = await errorsOf(document, pact);

      const random = seededRandom(hashOf('breakages', file));
      const kinds = new Map<string, number>();
      const missed: string[] = [];
      for (let done = 0; done < BREAKAGES; ) {
        const interaction = pick(pact.interactions, random);
        const operation = interaction?.kind === 'http' ? operationOf(document, interaction) : undefined;
        if (interaction?.kind !== 'http' || operation === undefined) continue;
        // What is wrong before proves nothing.
        if ((await errorsOf(document, only(pact, interaction))).length > 0) continue;
        const possible = breakagesOf(document, operation, interaction, random);
        const ofFields = possible.filter(({ isOfField }) => isOfField);
        // Two of three break a field or a parameter that is used, as far as the interaction uses some.
        const breakage = pick(done % 3 > 0 && ofFields.length > 0 ? ofFields : possible, random);
        if (breakage === undefined) continue;
        done++;
        kinds.set(breakage.kind, (kinds.get(breakage.kind) ?? 0) + 1);
        const found = await errorsOf(await broken(document, breakage), only(pact, interaction));
        if (found.length === 0) missed.push(`${interaction.description}: ${breakage.kind} ${breakage.what}`);
      }
      if (SCALE >= 1) console.info(file, pact.interactions.length, 'interactions', Object.fromEntries(kinds));
      expect({ wrong, missed }).toEqual({ wrong: [], missed: [] });
    },
    3_600_000,
  );

  whenThere.each(documents)(
    '%s: takes what a recording makes of it',
    async (file) => {
      const document = await loadDocument(join(folder, file));
      const exchanges = await exchangesWith(document, some(document.operations));
      const { pact } = await recordPact({
        consumer: 'partner',
        provider: 'platform',
        document,
        // No client sends what stands behind a `#`, as two paths of Box have it.
        exchanges: exchanges
          .filter(({ operation }) => !operation.template.includes('#'))
          .map(({ operation, request, answer }) => ({
            operation: operation.id,
            request: {
              method: request.method,
              target: request.target,
              headers: Object.entries(request.headers).flat(),
              body: Buffer.from(request.body).toString('utf8'),
            },
            answer: { status: answer.status, headers: [...answer.headers].flat(), body: answer.body },
          })),
      });
      expect(await errorsOf(document, pactOf(pact, 'recorded.json'))).toEqual([]);
    },
    3_600_000,
  );
});
