import type { PartChange } from './compared-operation.ts';
import { type DocumentSide, isTree, type Tree, valueAt } from './document-side.ts';
import type { OperationParts } from './read-operation.ts';
import type { RuleId } from './rules.table.ts';

/** What changed in what callers must show. Schemes are compared by what they ask for, not by their names. */
export function compareSecurity(
  oldSide: DocumentSide,
  old: OperationParts,
  newSide: DocumentSide,
  current: OperationParts,
): PartChange[] {
  const [before, after] = [alternativesOf(oldSide, old), alternativesOf(newSide, current)];
  const at = { old: placeOf(old), new: placeOf(current) };
  const found: [RuleId, string][] = [];
  const wasOpen = before.some(isEmpty);
  const isOpen = after.some(isEmpty);
  if (wasOpen && !isOpen) found.push(['security-added', `it asks for ${after.map(shown).join(', or ')}`]);
  if (!wasOpen && isOpen) found.push(['security-removed', 'it answers anybody']);
  for (const one of before.filter((each) => !isEmpty(each))) found.push(...lost(one, after));
  for (const other of after.filter((each) => !isEmpty(each)))
    if (!wasOpen && !before.some((one) => isSameSchemes(one, other)))
      found.push(['security-alternative-added', `${shown(other)} will do too`]);
  return found.map(([rule, message]) => ({ change: { ...at, rule, message }, about: { kind: 'operation' } }));
}

/** Scopes by scheme. */
type Alternative = ReadonlyMap<string, readonly string[]>;

const isEmpty = ({ size }: Alternative): boolean => size === 0;

const shown = (alternative: Alternative): string =>
  [...alternative]
    .map(([kind, scopes]) => (scopes.length === 0 ? kind : `${kind} (${scopes.join(' ')})`))
    .join(' and ');

const isSameSchemes = (one: Alternative, other: Alternative): boolean =>
  one.size === other.size && [...one.keys()].every((kind) => other.has(kind));

/** What becomes of somebody who authenticated like this. */
function lost(one: Alternative, after: readonly Alternative[]): [RuleId, string][] {
  const reachable = after.filter((other) => [...other.keys()].every((kind) => one.has(kind)));
  if (reachable.length === 0) {
    const now = after.map(shown).join(', or ');
    return [['security-alternative-removed', `${shown(one)} will no longer do; it asks for ${now}`]];
  }
  const missing = reachable.map((other) =>
    [...other].flatMap(([kind, scopes]) => scopes.filter((scope) => !one.get(kind)?.includes(scope))),
  );
  if (!missing.some((scopes) => scopes.length === 0))
    return [['security-scope-added', `a token needs ${missing[0]?.join(' and ')} too`]];
  const dropped = reachable
    .filter((other) => isSameSchemes(one, other))
    .map((other) => [...one].flatMap(([kind, scopes]) => scopes.filter((scope) => !other.get(kind)?.includes(scope))));
  const [first] = dropped;
  return dropped.every((scopes) => scopes.length > 0) && first !== undefined
    ? [['security-scope-removed', `a token needs ${first.join(' and ')} no longer`]]
    : [];
}

const placeOf = ({ part: { tree, pointer } }: OperationParts): string =>
  tree.security === undefined ? pointer : `${pointer}/security`;

function alternativesOf({ document: { root, dialect } }: DocumentSide, { part }: OperationParts): Alternative[] {
  const given = part.tree.security ?? valueAt(root, '/security');
  const list = Array.isArray(given) ? given.filter(isTree) : [];
  if (list.length === 0) return [new Map()];
  const schemes = valueAt(root, dialect === 'oas2' ? '/securityDefinitions' : '/components/securitySchemes');
  return list.map(
    (entry) =>
      new Map(
        Object.entries(entry).map(([name, scopes]) => [
          kindOf(isTree(schemes) ? schemes[name] : undefined, name),
          Array.isArray(scopes) ? scopes.map(String).toSorted() : [],
        ]),
      ),
  );
}

function kindOf(scheme: unknown, name: string): string {
  if (!isTree(scheme)) return name;
  const { type }: Tree = scheme;
  if (type === 'apiKey') return `apiKey in ${scheme.in} ${scheme.name}`;
  if (type === 'basic') return 'http basic';
  return type === 'http' ? `http ${scheme.scheme}` : `${type}`;
}
