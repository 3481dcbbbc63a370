import { isObject } from '../schema/json-schema.ts';
import { pointerTokens, valueAt } from '../schema/pointer.ts';

/**
 * A document with one path only and what that path refers to: small enough for Prism's own loader, which dereferences all of
 * what it is given. Undefined where too much is referred to for it to come to an end.
 */
export function cutOut(
  root: Readonly<Record<string, unknown>>,
  path: string,
  method: string,
): Record<string, unknown> | undefined {
  const item = isObject(root.paths) ? root.paths[path] : undefined;
  if (!isObject(item)) return undefined;
  const kept = Object.fromEntries(
    Object.entries(item).filter(([key]) => key === method || key === 'parameters' || key === 'servers'),
  );
  const out: Record<string, unknown> = { ...withoutParts(root), paths: { [path]: structuredClone(kept) } };
  const seen = new Set<string>();
  const open = [...refsIn(kept)];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (seen.has(ref)) continue;
    if (seen.add(ref).size > MOST_TARGETS) return undefined;
    const tokens = pointerTokens(ref.slice(1));
    const target = valueAt(root, tokens, () => undefined);
    if (target === undefined) continue;
    put(out, tokens, structuredClone(target));
    open.push(...refsIn(target));
  }
  return out;
}

const MOST_TARGETS = 60;

/** What all operations share; security schemes are named, not referred to. */
function withoutParts(root: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shared = Object.fromEntries(SHARED.flatMap((key) => (root[key] === undefined ? [] : [[key, root[key]]])));
  const schemes = isObject(root.components) ? root.components.securitySchemes : undefined;
  return structuredClone({ ...shared, ...(schemes !== undefined && { components: { securitySchemes: schemes } }) });
}

const SHARED = [
  ...['openapi', 'swagger', 'jsonSchemaDialect', 'info', 'servers', 'host', 'basePath', 'schemes'],
  ...['consumes', 'produces', 'security', 'securityDefinitions'],
];

function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === '$ref' && typeof member === 'string' && member.startsWith('#/')) yield member;
    else yield* refsIn(member);
  }
}

/** Sets the place, making objects on the way; what a wider target brought already stays. */
function put(out: Record<string, unknown>, tokens: readonly string[], value: unknown): void {
  let place: Record<string, unknown> = out;
  for (const token of tokens.slice(0, -1)) {
    const next = place[token] ?? {};
    place[token] = next;
    if (!isObject(next)) return;
    place = next as Record<string, unknown>;
  }
  const last = tokens.at(-1);
  if (last !== undefined) place[last] ??= value;
}
