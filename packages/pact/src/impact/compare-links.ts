import type { Operation } from '@stuntdouble/engine';
import { canonicalText } from '../pact/canonical-text.ts';
import { responseFor } from './compare-bodies.ts';
import type { About, PartChange } from './compared-operation.ts';
import { type DocumentSide, isTree, type Part, partAt, partsIn, type Tree } from './document-side.ts';
import { operationKey } from './operation-key.ts';
import type { OperationParts, ResponsePart } from './read-operation.ts';
import type { RuleId } from './rules.table.ts';

/**
 * What changed in the links of answers. A link is a statement of the document, nothing of it is sent: so no change of one breaks
 * for certain, but whoever follows it may be led astray.
 */
export function compareLinks(
  oldSide: DocumentSide,
  old: OperationParts,
  newSide: DocumentSide,
  current: OperationParts,
): PartChange[] {
  return [...old.responses].flatMap(([status, response]) => {
    const other = responseFor(current.responses, status);
    return other === undefined ? [] : compareResponseLinks(status, [oldSide, response], [newSide, other]);
  });
}

type Answer = readonly [DocumentSide, ResponsePart];

function compareResponseLinks(status: string, [oldSide, old]: Answer, [newSide, current]: Answer): PartChange[] {
  const changes: PartChange[] = [];
  const [before, after] = [linksOf(oldSide, old), linksOf(newSide, current)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(name), after.get(name)];
    const about: About = { kind: 'link', status, name, target: one?.operation?.pointer };
    const at = { old: one?.part.pointer ?? old.pointer, new: other?.part.pointer ?? current.pointer };
    const add = (rule: RuleId, message: string) => changes.push({ change: { ...at, rule, message }, about });
    if (other === undefined) add('link-removed', `it is gone; it led to ${one?.shown}`);
    else if (one === undefined) add('link-added', `it is new, and leads to ${other.shown}`);
    else if (one.key !== other.key) add('link-target-changed', `it led to ${one.shown}, leads to ${other.shown}`);
    else if (!isSameValues(one.part, other.part))
      add(
        'link-values-changed',
        `${one.shown} was called with ${valuesText(one.part)}, is with ${valuesText(other.part)}`,
      );
  }
  return changes;
}

interface Link {
  readonly part: Part;
  /** Undefined where it leads out of the document. */
  readonly operation: Operation | undefined;
  /** What of the target has to stay. */
  readonly key: string;
  readonly shown: string;
}

function linksOf(side: DocumentSide, { pointer }: ResponsePart): Map<string, Link> {
  const response = partAt(side, pointer);
  const links = response === undefined ? [] : [...partsIn(side, response, 'links')];
  return new Map(
    links.map(([name, part]) => {
      const operation = targetOf(side, part);
      const written = String(part.tree.operationId ?? part.tree.operationRef ?? 'nowhere');
      const shown = operation === undefined ? written : `${operation.method} ${operation.template}`;
      return [name, { part, operation, shown, key: operation === undefined ? written : operationKey(operation) }];
    }),
  );
}

function targetOf(side: DocumentSide, { tree: { operationId, operationRef } }: Part): Operation | undefined {
  const { operations } = side.document;
  if (typeof operationId === 'string') return operations.find(({ id }) => id === operationId);
  if (typeof operationRef !== 'string' || !operationRef.startsWith('#/')) return undefined;
  // The same place may be written in several ways: what lies there decides.
  const target = partAt(side, operationRef.slice(1));
  return target && operations.find(({ pointer }) => partAt(side, pointer)?.tree === target.tree);
}

/** Parameters of paths may have got other names: then the values alone are compared. */
function isSameValues({ tree: one }: Part, { tree: other }: Part): boolean {
  const [before, after] = [parametersIn(one), parametersIn(other)];
  const isSameNames = canonicalText(Object.keys(before).toSorted()) === canonicalText(Object.keys(after).toSorted());
  const valuesIn = (given: Tree) => (isSameNames ? given : Object.values(given).map(canonicalText).toSorted());
  return canonicalText([valuesIn(before), one.requestBody]) === canonicalText([valuesIn(after), other.requestBody]);
}

const parametersIn = ({ parameters }: Tree): Tree => (isTree(parameters) ? parameters : {});

/** `id=$response.body#/id`. */
function valuesText({ tree }: Part): string {
  const values = Object.entries({
    ...parametersIn(tree),
    ...(tree.requestBody !== undefined && { body: tree.requestBody }),
  });
  return (
    values.map(([name, value]) => `${name}=${typeof value === 'string' ? value : canonicalText(value)}`).join(', ') ||
    'nothing'
  );
}
