import type { PactToVerify } from './pacts-to-verify.ts';
import { wordsFor } from './pacts-to-verify.ts';
import type { VerifyingVersion } from './pending.ts';

/** A line that the verifier shows; all of its values are texts, as clients expect. */
export interface VerificationNotice {
  readonly when: string;
  readonly text: string;
}

/** What is behind a pact that is verified, for the person who reads the build. */
export function noticesFor(toVerify: PactToVerify, version: VerifyingVersion): readonly VerificationNotice[] {
  const { pact, selected, pending, wip } = toVerify;
  const reasons = [...new Set(selected.map((each) => `${each.pact.version} (${wordsFor(each.because)})`))].join(', ');
  const by = versionWords(version);
  const why = wip
    ? `The pact of ${pact.consumer} version ${reasons} is verified as work in progress: nobody asked for it, it is new, and no version of ${by} has kept it yet.`
    : `The pact of ${pact.consumer} is verified because of version ${reasons}.`;
  const notices = [{ when: 'before_verification', text: why }];
  if (pending === undefined) return notices;
  const both = (outcome: boolean, text: string) => ({
    when: `after_verification:success_${outcome}_published_${false}`,
    text,
  });
  if (!pending)
    return [
      ...notices,
      {
        when: 'before_verification',
        text: `This pact was kept before by ${by}${version.branch === undefined ? '' : ' (or by the main branch, before that one was begun)'}, so a failure fails this build.`,
      },
    ];
  return [
    ...notices,
    {
      when: 'before_verification',
      text: `This pact is pending: ${by} has not kept it yet, so a failure does not fail this build.`,
    },
    both(true, 'This pact stays pending until a result that passed is published.'),
    {
      when: 'after_verification:success_true_published_true',
      text: `This pact is pending no more for ${by}: from now on a failure fails the build.`,
    },
    both(false, 'This pact is still pending, so the failure does not fail this build.'),
    {
      when: 'after_verification:success_false_published_true',
      text: 'This pact is still pending, so the failure does not fail this build.',
    },
  ];
}

function versionWords({ provider, branch, tags }: VerifyingVersion): string {
  if (branch !== undefined) return `branch ${branch} of ${provider}`;
  if (tags.length > 0) return `${provider} tagged ${tags.join(', ')}`;
  return provider;
}

export const shortDescription = ({ selected, wip }: PactToVerify): string =>
  [...new Set(selected.map(({ because }) => wordsFor(because)))].join(', ') + (wip ? ', work in progress' : '');
