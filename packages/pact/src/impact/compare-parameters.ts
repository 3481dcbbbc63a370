import type { PartChange } from './compared-operation.ts';
import type { Change } from './difference.ts';
import type { OperationParts, ParameterPart } from './read-operation.ts';
import { suggestRenames } from './rename.ts';
import type { SchemaGraph } from './schema-graph.ts';
import type { SchemaNode } from './schema-node.ts';

/** What changed among the parameters of an operation. Those of the path are paired by their order, since their names travel with nobody. */
export function compareParameters(
  old: OperationParts,
  current: OperationParts,
  graph: SchemaGraph,
): { readonly changes: PartChange[]; readonly nodes: Map<string, SchemaNode> } {
  const { pairs, removed, added } = pairParameters(old, current);
  const changes: PartChange[] = [];
  const nodes = new Map<string, SchemaNode>();
  for (const [key, one, other] of pairs) {
    if (one.places.length > 0 && other.places.length > 0) nodes.set(key, graph.node(one.places, other.places));
    changes.push(...compareParameter(one, other).map((change) => changeOf(one, change)));
  }
  const candidate = ({ in: place, name }: ParameterPart) => ({ name, kind: place, description: undefined });
  const renames = suggestRenames(removed.map(candidate), added.map(candidate));
  const sources = new Map([...renames].map(([from, to]) => [to, from]));
  changes.push(...removed.map((one) => changeOf(one, gone(one, current, renames.get(one.name)))));
  changes.push(...added.map((one) => changeOf(one, isNew(one, old, sources.get(one.name)))));
  return { changes, nodes };
}

const changeOf = ({ in: place, name }: ParameterPart, change: Change): PartChange => ({
  change,
  about: { kind: 'parameter', in: place, name },
});

function pairParameters(old: OperationParts, current: OperationParts) {
  const inPath = ({ operation }: OperationParts) =>
    [...operation.template.matchAll(/\{([^{}?#]+)\}/g)].map(([, name = '']) => `path ${name}`);
  const positions = new Map(inPath(old).map((key, index) => [key, inPath(current)[index]]));
  const pairs: (readonly [string, ParameterPart, ParameterPart])[] = [];
  const removed: ParameterPart[] = [];
  const taken = new Set<string>();
  for (const [key, one] of old.parameters) {
    const otherKey = positions.get(key) ?? key;
    const other = current.parameters.get(otherKey);
    if (other === undefined) {
      if (one.in !== 'path') removed.push(one);
      continue;
    }
    taken.add(otherKey);
    pairs.push([key, one, other]);
  }
  const added = [...current.parameters].filter(([key, { in: place }]) => !taken.has(key) && place !== 'path');
  return { pairs, removed, added: added.map(([, each]) => each) };
}

function compareParameter(one: ParameterPart, other: ParameterPart): Change[] {
  const at = { old: one.pointer, new: other.pointer };
  const changes: Change[] = [];
  if (one.name !== other.name && one.in === 'path')
    changes.push({ ...at, rule: 'path-parameter-renamed', message: `it was ${one.name}, is ${other.name}` });
  if (!one.required && other.required)
    changes.push({ ...at, rule: 'request-parameter-became-required', message: 'it was optional, is required' });
  if (one.required && !other.required)
    changes.push({ ...at, rule: 'request-parameter-became-optional', message: 'it was required, is optional' });
  if (one.style !== other.style && [one, other].every(isList))
    changes.push({ ...at, rule: 'request-parameter-style-changed', message: `it was ${one.style}, is ${other.style}` });
  if (!one.deprecated && other.deprecated)
    changes.push({ ...at, rule: 'request-parameter-deprecated', message: 'it is deprecated' });
  return changes;
}

/** A single value is written in one way only, whatever the style is called. */
export const isList = ({ places, style }: ParameterPart): boolean =>
  style === 'content' || places.some(({ schema }) => typeof schema === 'object' && isComposed(schema.type));

const isComposed = (type: string | readonly string[] | undefined): boolean =>
  type === undefined || ['array', 'object'].some((each) => [type].flat().includes(each));

function gone(one: ParameterPart, current: OperationParts, renamed: string | undefined): Change {
  return {
    rule: 'request-parameter-removed',
    message: `it is gone${renamed === undefined ? '' : `; it may be ${renamed} now`}`,
    old: one.pointer,
    new: current.part.pointer,
    ...(renamed !== undefined && { renamed }),
  };
}

function isNew(one: ParameterPart, old: OperationParts, renamed: string | undefined): Change {
  return {
    rule: one.required ? 'request-required-parameter-added' : 'request-parameter-added',
    message: `it is new${one.required ? ' and required' : ''}${renamed === undefined ? '' : `; it may have been ${renamed}`}`,
    old: old.part.pointer,
    new: one.pointer,
    ...(renamed !== undefined && { renamed }),
  };
}
