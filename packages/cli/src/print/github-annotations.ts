import type { Comparison, Verification } from '@stuntdouble/pact';
import { interactionName, problemLines } from './verification-lines.ts';

/** A verification as GitHub Actions shows it on a commit: an error for what failed, a warning for what is pending. */
export function verificationAnnotations({ provider, pacts }: Verification): string[] {
  return pacts.flatMap(({ consumer, interactions }) =>
    interactions.flatMap((interaction) => {
      if (interaction.outcome === 'verified') return [];
      const level = interaction.outcome === 'failed' ? 'error' : 'warning';
      const title = `${provider} does not keep the pact of ${consumer}`;
      const text = [interactionName(interaction), ...interaction.problems.flatMap(problemLines)].join('\n');
      return [annotation(level, { title }, text)];
    }),
  );
}

/** A comparison, at the document's line. */
export function comparisonAnnotations({ interactions }: Comparison): string[] {
  return interactions.flatMap(({ consumer, description, findings }) =>
    findings.map(({ severity, code, message, pact, document }) => {
      const place: Properties =
        document?.line === undefined ? { file: pact.file } : { file: document.file, line: String(document.line) };
      return annotation(severity, { ...place, title: code }, `${consumer}, ${description}: ${message}`);
    }),
  );
}

type Properties = Readonly<Record<string, string>>;

/** `::error file=…,line=…,title=…::message` */
function annotation(level: string, properties: Properties, message: string): string {
  const said = Object.entries(properties).map(([name, value]) => `${name}=${inProperty(value)}`);
  return `::${level} ${said.join(',')}::${inMessage(message)}`;
}

const inMessage = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const inProperty = (text: string): string => inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
