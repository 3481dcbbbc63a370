import type { InteractionVerification, PactVerification, Verification, VerificationProblem } from '@stuntdouble/pact';
import { plural } from './finding-lines.ts';
import type { JunitCase } from './junit.ts';
import { inOneLine } from './plain-text.ts';

/** A verification as a person reads it: what failed, with what was expected and what came. */
const words = { verified: 'ok', failed: 'FAILED', pending: 'pending' } as const;

export function pactLines(pact: PactVerification): string[] {
  const title = `${inOneLine(`${pact.consumer}  (${pact.source})`)}${pact.pending ? '  pending: a failure does not fail the build' : ''}`;
  const lines = pact.interactions.flatMap((interaction) => [
    `  ${words[interaction.outcome].padEnd(7)}  ${interactionName(interaction)}`,
    ...interaction.problems.flatMap(problemLines).map((line) => `             ${line}`),
  ]);
  // Why it is verified at all, and why it may fail, matters where it is not kept.
  const isKept = pact.interactions.every(({ outcome }) => outcome === 'verified');
  const why = isKept ? [] : pact.notices.map((notice) => `  (${inOneLine(notice)})`);
  return [title, ...why, ...(lines.length > 0 ? lines : ['  holds no interactions'])];
}

export function interactionName({ description, states }: InteractionVerification): string {
  return inOneLine(states.length === 0 ? description : `${description}, given ${states.join(' and ')}`);
}

export function problemLines(problem: VerificationProblem): string[] {
  const { kind, at, message, expected, actual } = problem;
  const where = kind === 'no-answer' || kind === 'other' ? '' : `${[kind, at].filter(Boolean).join(' ')}: `;
  const said = `${where}${message}`.split('\n');
  const isTold =
    expected === undefined ||
    actual === undefined ||
    said.some((line) => line.includes(actual) || line.includes(bare(actual)));
  return isTold ? said : [...said, `expected ${expected}`, `received ${actual}`];
}

/** The verifier writes values as JSON, its messages do not. */
const bare = (text: string): string => text.replace(/^"|"$/g, '');

export function verificationSummary({ provider, pacts }: Verification): string {
  const all = pacts.flatMap(({ interactions }) => interactions);
  const counted = (outcome: InteractionVerification['outcome']) => all.filter((one) => one.outcome === outcome).length;
  const parts = [`${counted('verified')} kept`, `${counted('failed')} not kept`];
  if (counted('pending') > 0) parts.push(`${counted('pending')} pending`);
  return `${provider}: ${plural(pacts.length, 'pact')}, ${plural(all.length, 'interaction')}: ${parts.join(', ')}`;
}

/** As cases of a JUnit report: what is pending is skipped. */
export function verificationCases({ provider, pacts }: Verification): JunitCase[] {
  return pacts.flatMap(({ consumer, source, interactions }) =>
    interactions.map((interaction): JunitCase => {
      const lines = interaction.problems.flatMap(problemLines);
      const isPending = interaction.outcome === 'pending';
      return {
        suite: `${consumer} - ${provider}`,
        name: interactionName(interaction),
        result: isPending ? 'skipped' : interaction.outcome === 'verified' ? 'passed' : 'failed',
        lines: isPending ? [`pending: ${lines[0] ?? ''}`, ...lines.slice(1)] : lines,
        durationMs: interaction.durationMs,
        pact: source,
      };
    }),
  );
}
