import { type AcceptedDifference, acceptedDifferences, type Difference } from './accepted-differences.ts';
import type { PreparedCase } from './cases.ts';
import { compare } from './compare.ts';
import { type Ask, askOurs } from './our-side.ts';
import { askPrism } from './prism-side.ts';

/** Puts every case to both sides. Sorts what differs into accepted and not; judges nothing else. */
export interface SuiteResult {
  readonly asked: number;
  readonly differences: readonly Difference[];
  readonly unaccepted: readonly Difference[];
  /** How many differences each entry covers; the first entry that covers one takes it. */
  readonly covered: ReadonlyMap<AcceptedDifference, number>;
}

export async function runSuite(cases: readonly PreparedCase[], askOf: (document: string) => Ask): Promise<SuiteResult> {
  const differences: Difference[] = [];
  for (const prepared of cases) {
    const { title, document, request, operations } = prepared;
    const prism = await askPrism(operations, request);
    const ours = await askOurs(askOf(document), request);
    const aspects = compare(prism, ours);
    if (aspects.length > 0) differences.push({ title, document, request, aspects, prism, ours });
  }
  const covered = new Map<AcceptedDifference, number>();
  const unaccepted = differences.filter((difference) => {
    const entry = acceptedDifferences.find(({ covers }) => covers(difference));
    if (entry) covered.set(entry, (covered.get(entry) ?? 0) + 1);
    return entry === undefined;
  });
  return { asked: cases.length, differences, unaccepted, covered };
}

/** For the reader of a failing test: what was asked, and what each side said. */
export function describeDifference({ title, aspects, prism, ours }: Difference): string {
  const told = ({ status, mediaType, verdict, body }: Difference['ours']): string =>
    `${status} ${mediaType ?? '-'} [${verdict.join(' ')}] ${Buffer.from(body ?? [])
      .toString()
      .slice(0, 300)}`;
  return `${title}\n  differs in ${aspects.join(', ')}\n  prism ${told(prism)}\n  ours  ${told(ours)}`;
}
