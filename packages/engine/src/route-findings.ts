import type { Router } from './match/router.ts';
import type { ApiDocument, Finding, Operation } from './operation.ts';

/** Operations that are never asked, or not everywhere, since an earlier one answers: within one document, and between those that are served together. */

export function routeFindings(document: ApiDocument, router: Router): Finding[] {
  return router.duplicates.map(({ first, second }) =>
    duplicate(document, second, `${shown(second)} answers the same requests as ${first.template}; the first is served`),
  );
}

/** The document given first answers. What it takes from a later one may be left to that one below its base path. */
export function mountFindings(documents: readonly ApiDocument[]): Finding[] {
  const taken = new Map<string, string>();
  return documents.flatMap((document) => {
    const found = document.operations.flatMap((operation) => {
      const lost = pathsOf(document, operation).filter((path) => taken.has(keyOf(operation, path)));
      const left = pathsOf(document, operation).filter((path) => !lost.includes(path));
      const [path] = lost;
      if (path === undefined) return [];
      const where = left.length === 0 ? 'this one is never served' : `this one is served at ${left.join(', ')} only`;
      const first = taken.get(keyOf(operation, path));
      return [
        duplicate(document, operation, `${shown(operation)} is in ${first} already, which was given first; ${where}`),
      ];
    });
    for (const operation of document.operations)
      for (const path of pathsOf(document, operation)) {
        const key = keyOf(operation, path);
        if (!taken.has(key)) taken.set(key, document.name);
      }
    return found;
  });
}

const pathsOf = ({ basePaths }: ApiDocument, { template }: Operation): string[] =>
  ['', ...basePaths].map((base) => base + template);

/** Names of parameters do not tell routes apart. */
const keyOf = ({ method }: Operation, path: string): string => `${method} ${path.replace(/\{[^{}]*\}/g, '{}')}`;

const shown = ({ method, template }: Operation): string => `${method} ${template}`;

const duplicate = ({ source }: ApiDocument, { pointer }: Operation, message: string): Finding => ({
  severity: 'warning',
  code: 'SPEC_ROUTE_DUPLICATE',
  message,
  hint: 'Remove one of them, or make their paths differ.',
  pointer,
  file: source,
});
