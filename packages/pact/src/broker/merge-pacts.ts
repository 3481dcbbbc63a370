import { PactError } from '../errors.ts';
import { mergePactJson } from '../pact/merge-pact-json.ts';
import type { JsonObject, Pact } from '../pact/pact.ts';
import type { PactFile } from '../pact/pact-files.ts';
import { pactOf } from '../pact/read-pact.ts';

/**
 * Makes one pact of all files of the same consumer and provider: test files that run side by side write one each. The same
 * interaction twice is one. @throws PactError PACT_CONFLICT where two of the same words differ; PACT_MIXED.
 */
export function mergePacts(files: readonly PactFile[]): { pact: Pact; files: readonly string[] }[] {
  const pairs = Map.groupBy(files, ({ pact }) => JSON.stringify([pact.consumer, pact.provider]));
  return [...pairs.values()].map((members) => ({ pact: merged(members), files: members.map(({ file }) => file) }));
}

function merged([first, ...others]: readonly PactFile[]): Pact {
  if (!first) throw new PactError('PACT_NOT_FOUND', 'there is no pact');
  if (others.length === 0) return first.pact;
  let json: JsonObject = first.pact.json;
  for (const [index, other] of others.entries()) {
    if (other.pact.specification !== first.pact.specification) throw mixed(first, other);
    const both = mergePactJson(json, other.pact.json);
    if (both.kind === 'conflict') throw conflict([first, ...others.slice(0, index)], other, both.descriptions);
    json = both.pact;
  }
  return pactOf(json, [first, ...others].map(({ file }) => file).join(' + '));
}

const mixed = (one: PactFile, another: PactFile): PactError =>
  new PactError(
    'PACT_MIXED',
    `${one.file} follows version ${one.pact.specification} of the Pact Specification and ${another.file} version ${another.pact.specification}: both are of ${one.pact.consumer} and ${one.pact.provider}`,
  );

function conflict(before: readonly PactFile[], { file, pact }: PactFile, descriptions: readonly string[]): PactError {
  const known = before.find((each) => mergePactJson(each.pact.json, pact.json).kind === 'conflict');
  return new PactError(
    'PACT_CONFLICT',
    `"${descriptions[0]}" of ${pact.consumer} and ${pact.provider} is one thing in ${known?.file} and another in ${file}`,
    'Give one of the two tests another description or provider state, or delete pacts that were left over.',
  );
}
