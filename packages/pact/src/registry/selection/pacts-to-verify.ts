import type { PublishedPact } from '../read/pacts.ts';
import type { Database } from '../store/database.ts';
import { isPending, progressOf, type VerifyingVersion } from './pending.ts';
import { type Because, type SelectedPact, selectByDefault, selectHeads, selectPacts } from './select-pacts.ts';
import type { ConsumerVersionSelector } from './selector.ts';

export interface VerificationQuestion extends VerifyingVersion {
  readonly selectors: readonly ConsumerVersionSelector[];
  readonly includePending: boolean;
  /** Work in progress that was published since. */
  readonly wipSince: number | undefined;
}

/** One content to verify, and all the reasons for it. */
export interface PactToVerify {
  /** The newest publication among those that were selected. */
  readonly pact: PublishedPact;
  readonly selected: readonly SelectedPact[];
  /** Undefined where it was not asked. */
  readonly pending: boolean | undefined;
  readonly wip: boolean;
}

export function pactsToVerify(tables: Database, question: VerificationQuestion): readonly PactToVerify[] {
  const { provider, selectors, branch, includePending, wipSince } = question;
  const selected =
    selectors.length === 0
      ? selectByDefault(tables, provider)
      : selectors.flatMap((selector) => selectPacts(tables, provider, selector, branch));
  const explicit = byContent(selected).map(
    (group): PactToVerify => ({
      ...group,
      pending: includePending ? isPending(tables, group.pact.pactVersionId, question) : undefined,
      wip: false,
    }),
  );
  return [
    ...explicit,
    ...inProgress(tables, question, wipSince, new Set(explicit.map(({ pact }) => pact.pactVersionId))),
  ];
}

function inProgress(
  tables: Database,
  question: VerificationQuestion,
  since: number | undefined,
  selected: ReadonlySet<number>,
): readonly PactToVerify[] {
  if (since === undefined || (question.branch === undefined && question.tags.length === 0)) return [];
  const isInProgress = progressOf(tables, question);
  const heads = selectHeads(tables, question.provider, since).filter(
    ({ pact }) => !selected.has(pact.pactVersionId) && isInProgress(pact),
  );
  return byContent(heads).map((group) => ({ ...group, pending: true, wip: true }));
}

function byContent(
  selected: readonly SelectedPact[],
): readonly { readonly pact: PublishedPact; readonly selected: SelectedPact[] }[] {
  const groups = Map.groupBy(selected, ({ pact }) => pact.pactVersionId);
  return [...groups.values()].flatMap((group) => {
    const [first] = group.toSorted((a, b) => b.pact.versionId - a.pact.versionId);
    return first === undefined ? [] : [{ pact: first.pact, selected: withoutRepeats(group) }];
  });
}

function withoutRepeats(group: readonly SelectedPact[]): SelectedPact[] {
  const seen = new Map(group.map((each) => [`${each.pact.versionId} ${wordsFor(each.because)}`, each]));
  return [...seen.values()];
}

/** Why, in words that go behind "because it is". */
export function wordsFor(because: Because): string {
  switch (because.kind) {
    case 'main-branch':
      return `latest of the main branch ${because.branch}`;
    case 'branch':
      return `latest of branch ${because.branch}${insteadOf(because.insteadOf)}${because.matching ? ', the branch of the provider' : ''}`;
    case 'tag':
      return `${because.latest ? 'latest tagged' : 'tagged'} ${because.tag}${insteadOf(because.insteadOf)}`;
    case 'deployed':
      return `deployed to ${because.environment}${because.target === undefined ? '' : ` (${because.target})`}`;
    case 'released':
      return `released and supported in ${because.environment}`;
    case 'latest':
      return 'latest of all';
  }
}

const insteadOf = (name: string | undefined): string => (name === undefined ? '' : `, since there is none for ${name}`);
