import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hashOf, seededRandom } from '../../chance/random.ts';
import type { Answer } from '../../exchange.ts';
import { loadDocument } from '../../load/load-document.ts';
import type { Operation } from '../../operation.ts';
import { loadSampler, type Sampler } from '../../schema/sample.ts';
import { createSchemas } from '../../schema/schemas.ts';
import type { FaultPlan, OperationView } from '../fault-kind.ts';
import { driftFault } from '../kinds/drift.ts';
import { answerOf, exchangeOf } from './drift-fixture.ts';
import { DRIFT_MODES, type DriftMode, SURPRISING } from './drift-mode.ts';

/** Descriptions that real platforms publish. They lie beside the checkout; a clone without them skips these tests. */
const root = join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const specs = join(root, '../shared/specs');
const corpus = existsSync(specs) ? describe : describe.skip;

/** The judge of `npm run sweep`: ajv over the document as it is written. It shares no code with the engine. */
interface Description {
  readonly operations: readonly { readonly method: string; readonly path: string }[];
}
type Judge = (
  operation: Description['operations'][number] | undefined,
  answer: { readonly status: number; readonly type: string; readonly text: string },
) => { readonly verdict: string; readonly why?: string };
let readDescription: (file: string) => Description;
let createJudge: (description: Description) => Judge;
let sample: Sampler;

beforeAll(async () => {
  ({ readDescription } = await import(join(root, 'scripts/sweep/api-description.mjs')));
  ({ createJudge } = await import(join(root, 'scripts/sweep/judge.mjs')));
  sample = await loadSampler();
});

interface Subject {
  readonly operation: Operation;
  readonly healthy: Answer;
  readonly view: OperationView;
}

async function subjectsOf(file: string, count: number): Promise<Subject[]> {
  const document = await loadDocument(file, { cwd: specs });
  const schemas = createSchemas(document.root, document.dialect, 'response');
  const subjects: Subject[] = [];
  const step = Math.max(1, Math.floor(document.operations.length / (count * 2)));
  for (let at = 0; at < document.operations.length && subjects.length < count; at += step) {
    const operation = document.operations[at];
    const response = operation?.model().responses.find(({ code }) => /^20[01]$/.test(code));
    const schema = response?.contents?.find(({ mediaType }) => mediaType === 'application/json')?.schema;
    if (operation === undefined || response === undefined || schema === undefined) continue;
    const sampled = sample(schemas, schema, { seed: hashOf(operation.id) });
    if (!('value' in sampled)) continue;
    subjects.push({
      operation,
      healthy: answerOf(sampled.value, Number(response.code)),
      view: {
        schemas,
        responseSchema: (status) => (status === Number(response.code) ? schema : undefined),
        describedAnswer: () => undefined,
        errorStatuses: [],
        list: () => undefined,
      },
    });
  }
  return subjects;
}

const planOf = ({ view, healthy }: Subject, mode: DriftMode, seed: number): FaultPlan =>
  driftFault.plan({ mode }, { exchange: exchangeOf(), random: seededRandom(seed), answer: healthy, operation: view });

corpus('drift of real documents', () => {
  it.each([
    ['museum/openapi.yaml', 8],
    ['box/openapi.json', 12],
    ['github/api.github.com.json', 12],
    ['stripe/spec3.yaml', 8],
  ])(
    '%s: every mode that claims to violate does, in the eyes of an ajv of its own; the others surprise',
    async (file, count) => {
      const subjects = await subjectsOf(file, count);
      expect(subjects.length).toBeGreaterThanOrEqual(Math.min(count, 6));
      const description = readDescription(join(specs, file));
      const judge = createJudge(description);
      const wrong: string[] = [];
      const fired = new Map<DriftMode, number>();
      for (const subject of subjects) {
        const { operation, healthy } = subject;
        const described = description.operations.find(
          ({ method, path }) => method === operation.method && path === operation.template,
        );
        const verdictOf = (answer: Answer): string =>
          judge(described, {
            status: answer.status,
            type: 'application/json',
            text: Buffer.from(answer.body ?? []).toString(),
          }).verdict;
        if (verdictOf(healthy) !== 'valid') {
          wrong.push(`${operation.id} is not healthy: ${verdictOf(healthy)}`);
          continue;
        }
        for (const mode of DRIFT_MODES) {
          const plan = planOf(subject, mode, hashOf(operation.id, mode));
          if (plan.do !== 'replace') continue;
          fired.set(mode, (fired.get(mode) ?? 0) + 1);
          const verdict = verdictOf(plan.answer);
          const claimed = plan.note?.endsWith('violating') ? ['invalid', 'format'] : ['valid'];
          const right = claimed.includes(verdict) && (SURPRISING.has(mode) || verdict !== 'valid');
          const same = Buffer.compare(plan.answer.body ?? Buffer.of(), healthy.body ?? Buffer.of()) === 0;
          if (!right || same) wrong.push(`${operation.id} ${plan.note} at ${plan.pointer}: judged ${verdict}`);
        }
      }
      if (process.env.STUNT_COUNTS) console.log(file, subjects.length, Object.fromEntries(fired));
      expect(wrong).toEqual([]);
    },
  );
});
