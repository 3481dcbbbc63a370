import type { ApiDocument } from '@stuntdouble/engine';
import { openDocument } from '../compare/open-document.ts';
import { PactError } from '../errors.ts';
import { compareDocuments } from './compare-documents.ts';
import type { DeployedContract } from './deployed-contract.ts';
import type { Difference } from './difference.ts';
import { createJoin } from './join-contract.ts';
import { differenceKey, listDifferences } from './list-differences.ts';
import type { PartnerImpact } from './partner-impact.ts';
import type { Severity } from './rules.table.ts';

/** What a new version of a document changes, and whom of those with a contract it hits. */
export interface Impact {
  readonly old: ComparedVersion;
  readonly new: ComparedVersion;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly differences: readonly Difference[];
  /** Undefined where no contracts were asked for. */
  readonly partners: readonly PartnerImpact[] | undefined;
  /** Where they are deployed or released, if that was asked for. */
  readonly environment?: string | undefined;
}

export interface ComparedVersion {
  readonly source: string;
  readonly title: string;
  readonly version: string;
  readonly operations: number;
}

export function impactOf(
  old: ApiDocument,
  current: ApiDocument,
  contracts: readonly DeployedContract[] | undefined,
  environment?: string,
): Impact {
  const compared = compareDocuments(old, current);
  const differences = listDifferences(compared);
  const indexes = new Map(differences.map((difference, index) => [differenceKey(difference), index]));
  const count = (severity: Severity) => differences.filter((each) => each.severity === severity).length;
  return {
    ...{ old: versionOf(old), new: versionOf(current), differences },
    counts: { breaking: count('breaking'), risky: count('risky'), safe: count('safe') },
    partners: contracts?.map(createJoin(compared, indexes)),
    ...(environment !== undefined && { environment }),
  };
}

const versionOf = ({ name, title, version, operations }: ApiDocument): ComparedVersion => ({
  ...{ source: name, title, version, operations: operations.length },
});

/**
 * Reads a document that can be compared. @throws PactError CONTRACT_DOCUMENT: that the question has no answer is not the answer no.
 */
export async function openComparable(source: string, cwd: string): Promise<ApiDocument> {
  const document = await openDocument(source, cwd);
  if (document.format === 'postman-2')
    throw new PactError('CONTRACT_DOCUMENT', `${source} is a Postman collection; OpenAPI 2 and 3 can be compared`);
  return document;
}
