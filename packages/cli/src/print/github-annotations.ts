import type { Verification } from '@stuntdouble/pact';
import { interactionName, problemLines } from './verification-lines.ts';

/** A verification as GitHub Actions shows it on a commit: an error for what failed, a warning for what is pending. */
export function githubAnnotations({ provider, pacts }: Verification): string[] {
  return pacts.flatMap(({ consumer, interactions }) =>
    interactions.flatMap((interaction) => {
      if (interaction.outcome === 'verified') return [];
      const level = interaction.outcome === 'failed' ? 'error' : 'warning';
      const title = property(`${provider} does not keep the pact of ${consumer}`);
      const text = [interactionName(interaction), ...interaction.problems.flatMap(problemLines)].join('\n');
      return [`::${level} title=${title}::${data(text)}`];
    }),
  );
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
