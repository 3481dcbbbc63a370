import { compileAdmission, compileSecurity, createRouter, type Operation, type Schemas } from '@stuntdouble/engine';
import { type DraftSettings, draftRequest } from './draft-request.ts';
import type { PlannedCase } from './request-draft.ts';
import { spoiledRequests } from './spoil-request.ts';
import { writeRequest } from './write-request.ts';

/** What is sent to one operation, the best first: what it has to take, then what it has to refuse. Sends nothing. */
export type Plan = { readonly cases: readonly PlannedCase[] } | { readonly cannot: string };

export function planCases(operation: Operation, schemas: Schemas, settings: DraftSettings): Plan {
  const admit = gateOf(operation, schemas);
  const variants = [
    { optional: false, fromExamples: true },
    { optional: false, fromExamples: false },
    { optional: true, fromExamples: false },
  ];
  const good: PlannedCase[] = [];
  const reasons: string[] = [];
  const seen = new Set<string>();
  for (const variant of variants) {
    const drafted = draftRequest(operation, settings, variant);
    if ('cannot' in drafted) {
      reasons.push(drafted.cannot);
      continue;
    }
    const what = drafted.documented
      ? "the document's examples"
      : `generated values${variant.optional ? ', optional parameters included' : ''}`;
    const planned: PlannedCase = { what, expects: 'accepted', documented: drafted.documented, draft: drafted.draft };
    if (admit(planned) !== 'admitted') {
      reasons.push('no request could be made that the document itself allows');
      continue;
    }
    const key = JSON.stringify(drafted.draft);
    if (!seen.has(key)) good.push(planned);
    seen.add(key);
  }
  const [first] = good;
  if (first === undefined) return { cannot: reasons[0] ?? 'no request could be made' };
  const spoiled = spoiledRequests(operation, schemas, first.draft).filter((planned) => admit(planned) === 'refused');
  const secured = compileSecurity(operation.model().security) !== undefined;
  const stranger: PlannedCase[] = secured
    ? [{ ...first, what: 'without credentials', expects: 'refused', documented: false, withoutCredentials: true }]
    : [];
  return { cases: [...good, ...stranger, ...onePerKind(spoiled)] };
}

/** Of a body's twenty properties one of each kind of mistake is enough. */
function onePerKind(cases: readonly PlannedCase[]): PlannedCase[] {
  const kinds = Map.groupBy(cases, ({ what }) =>
    what.replace(/^(without|with .* in) \S+ (?:in|of) the body$/, '$1 its properties'),
  );
  return [...kinds.values()].flatMap(([first]) => (first ? [first] : []));
}

/** Asks the document's own gate, so that nothing is called right or wrong that is not. `elsewhere`: another operation would answer. */
function gateOf(
  operation: Operation,
  schemas: Schemas,
): (planned: PlannedCase) => 'admitted' | 'refused' | 'elsewhere' {
  const admission = compileAdmission(operation, schemas, { presenceOnly: true });
  const router = createRouter([operation], []);
  return ({ draft }) => {
    const written = writeRequest(operation, draft);
    const match = router.match(written.method, written.target.split('?')[0] ?? '');
    if (match.kind !== 'matched') return 'elsewhere';
    return admission.admit(written, match.params).kind === 'admitted' ? 'admitted' : 'refused';
  };
}
