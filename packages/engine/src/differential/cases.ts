import type { IHttpOperation } from '@stoplight/types';
import fc from 'fast-check';
import type { ApiDocument } from '../operation.ts';
import { isObject } from '../schema/json-schema.ts';
import { pointerTokens } from '../schema/pointer.ts';
import { arbitraryRequest } from './arbitrary-request.ts';
import { cutOut } from './cut-out.ts';
import { type HandMade, requestOf } from './hand-made/hand-made.ts';
import { loadIntoPrism } from './prism-side.ts';
import type { Case } from './side.ts';

/** A request together with the operations that Prism is given to answer it. */
export interface PreparedCase extends Case {
  readonly operations: IHttpOperation[];
}

export interface Sampling {
  /** Operations of the document, evenly spread. */
  readonly operations: number;
  /** Requests to each of them. */
  readonly each: number;
  readonly seed: number;
}

export async function handMadeCases({ name, document, requests }: HandMade): Promise<PreparedCase[]> {
  const operations = await loadIntoPrism(document);
  return requests.map((entry) => ({
    title: `${name}: ${entry[0]} ${JSON.stringify(entry.slice(1))}`,
    document: name,
    request: requestOf(entry),
    operations,
  }));
}

export async function generatedCases(document: ApiDocument, sampling: Sampling): Promise<PreparedCase[]> {
  const step = Math.max(1, Math.floor(document.operations.length / sampling.operations));
  const chosen = document.operations.filter((_, index) => index % step === 0).slice(0, sampling.operations);
  const cases: PreparedCase[] = [];
  for (const { pointer, id } of chosen) {
    const [, path = '', method = ''] = pointerTokens(pointer);
    // A fragment in a template tells operations apart that no request can: nobody sends it.
    const part = isObject(document.root) && !path.includes('#') ? cutOut(document.root, path, method) : undefined;
    if (part === undefined) continue;
    const operations = await loadIntoPrism(part);
    const [operation] = operations;
    if (operation === undefined) continue;
    for (const { what, request } of fc.sample(arbitraryRequest(operation), {
      numRuns: sampling.each,
      seed: sampling.seed,
    })) {
      cases.push({
        title: `${document.name}: ${id}: ${what}: ${request.method} ${request.target}`,
        document: document.name,
        request,
        operations,
      });
    }
  }
  return cases;
}
