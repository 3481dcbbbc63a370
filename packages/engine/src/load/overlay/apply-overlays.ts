import { StuntError } from '../../errors.ts';
import type { Finding } from '../../operation.ts';
import { parseText } from '../parse-text.ts';
import { readSource } from '../read-source.ts';
import { displayName, sourceUrl } from '../source-location.ts';
import { isTree, type Tree } from '../tree.ts';
import { parsePath, placesAt } from './json-path.ts';

/**
 * OpenAPI Overlays (1.0): changes to a document that somebody else writes, kept in a file of one's own. Applied to what was
 * read before anything is indexed; never touches a file.
 */
export async function applyOverlays(
  root: Tree,
  overlays: readonly string[],
  { cwd, signal }: { readonly cwd: string; readonly signal?: AbortSignal | undefined },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const source of overlays) {
    const url = sourceUrl(source, cwd);
    const name = displayName(url, cwd);
    const tree = await parseText(await readSource(url, signal), name);
    for (const [index, action] of actionsOf(tree, name).entries()) findings.push(...apply(root, action, name, index));
  }
  return findings;
}

function actionsOf(tree: unknown, name: string): unknown[] {
  const hint = 'Give `overlay: 1.0.0`, `info` and `actions`, a list of { target, update } or { target, remove: true }.';
  if (!isTree(tree) || typeof tree.overlay !== 'string')
    throw new StuntError('OVERLAY_INVALID', `${name} is no OpenAPI Overlay: it has no "overlay: 1.0.0"`, hint);
  if (!/^1\.\d/.test(tree.overlay))
    throw new StuntError('OVERLAY_INVALID', `${name}#/overlay is ${JSON.stringify(tree.overlay)}; allowed: 1.0.0`);
  if (!Array.isArray(tree.actions))
    throw new StuntError('OVERLAY_INVALID', `${name}#/actions is missing or no list`, hint);
  return tree.actions;
}

function apply(root: Tree, action: unknown, name: string, index: number): Finding[] {
  const at = `${name}#/actions/${index}`;
  if (!isTree(action)) throw new StuntError('OVERLAY_INVALID', `${at} is no object; allowed: target, update, remove`);
  const steps = typeof action.target === 'string' ? parsePath(action.target) : undefined;
  if (steps === undefined)
    throw new StuntError(
      'OVERLAY_INVALID',
      `${at}/target is ${JSON.stringify(action.target) ?? 'missing'}`,
      "Allowed are $ and members, indices and *: $.paths['/orders/{id}/ship'].post, $.paths.*.get, $.tags[0].",
    );
  if (action.remove !== true && !isTree(action.update) && !Array.isArray(action.update))
    throw new StuntError('OVERLAY_INVALID', `${at} has neither an update nor remove: true`);
  const places = placesAt(root, steps);
  // From the end, so that indices before it stay what they are.
  for (const { holder, key, value } of places.toReversed()) {
    if (action.remove !== true) merge(value, action.update);
    else if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else if (holder) delete holder[key];
  }
  if (places.length > 0) return [];
  const message = `${at}: ${String(action.target)} is not in the document: nothing is changed`;
  return [{ severity: 'warning', code: 'OVERLAY_UNMATCHED', message, pointer: `/actions/${index}/target` }];
}

/** Objects are merged member by member, lists are continued (Overlay 1.0, 4.4.3). */
function merge(target: unknown, update: unknown): void {
  if (Array.isArray(target))
    target.push(...(Array.isArray(update) ? structuredClone(update) : [structuredClone(update)]));
  else if (isTree(target) && isTree(update))
    for (const [name, value] of Object.entries(update)) {
      const before = Object.hasOwn(target, name) ? target[name] : undefined;
      if ((isTree(before) && isTree(value)) || (Array.isArray(before) && Array.isArray(value))) merge(before, value);
      else Object.defineProperty(target, name, OWN(structuredClone(value)));
    }
}

/** Also a member that is called `__proto__` is only a member. */
const OWN = (value: unknown): PropertyDescriptor => ({ value, writable: true, enumerable: true, configurable: true });
