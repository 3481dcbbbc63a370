import type { InteractionVerification, PactVerification, Verification } from '@stuntdouble/pact';
import { interactionName, problemLines } from './verification-lines.ts';

/** A verification as JUnit XML: a suite for each pact, a case for each interaction; what is pending is skipped. */
export function junit({ provider, pacts }: Verification): string {
  const suites = pacts.map((pact) => suite(provider, pact));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(provider)}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(provider: string, { consumer, source, interactions }: PactVerification): string {
  const name = escaped(`${consumer} - ${provider}`);
  const counted = (outcome: string) => interactions.filter((one) => one.outcome === outcome).length;
  const seconds = interactions.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0) / 1000;
  const counts = `tests="${interactions.length}" failures="${counted('failed')}" errors="0" skipped="${counted('pending')}" time="${seconds}"`;
  return [
    `  <testsuite name="${name}" ${counts}>`,
    `    <properties><property name="pact" value="${escaped(source)}"/></properties>`,
    ...interactions.map((interaction) => testCase(interaction, name)),
    '  </testsuite>',
  ].join('\n');
}

function testCase(interaction: InteractionVerification, suiteName: string): string {
  const { outcome, durationMs = 0, problems } = interaction;
  const start = `    <testcase classname="${suiteName}" name="${escaped(interactionName(interaction))}" time="${durationMs / 1000}"`;
  if (outcome === 'verified') return `${start}/>`;
  const text = escaped(problems.flatMap(problemLines).join('\n'));
  const [first = ''] = text.split('\n');
  const inside =
    outcome === 'pending' ? `<skipped message="pending: ${first}"/>` : `<failure message="${first}">${text}</failure>`;
  return `${start}>${inside}</testcase>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no place for most control characters, however they are written. */
const isUnspeakable = (code: number): boolean =>
  (code < 32 && ![9, 10, 13].includes(code)) || code === 0xfffe || code === 0xffff;

function escaped(text: string): string {
  const sayable = Array.from(text, (sign) => (isUnspeakable(sign.codePointAt(0) ?? 0) ? '\ufffd' : sign)).join('');
  return sayable.replace(/[&<>"]/g, (found) => entities[found] ?? found);
}
