import type { JsonSchema, SchemaObject } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';

/** What may keep the value at a path from growing. Takes the narrowest of all branches, whether they apply or not: never too wide. */
export interface Bounds {
  maxItems: number;
  maxLength: number;
  /** Items may not be repeated. */
  unique: boolean;
  /** The text is one of few, or of a form that a longer one may not have. */
  formed: boolean;
}

export function boundsAlong(schemas: Schemas, schema: JsonSchema, path: readonly string[]): Bounds {
  const bounds: Bounds = { maxItems: Infinity, maxLength: Infinity, unique: false, formed: false };
  const seen = path.map(() => new Set<object>()).concat(new Set<object>());
  const visit = (node: JsonSchema | undefined, depth: number): void => {
    if (typeof node !== 'object' || seen[depth]?.has(node)) return;
    seen[depth]?.add(node);
    if (node.$ref !== undefined) visit(schemas.resolve(node.$ref), depth);
    for (const branch of branchesOf(node)) visit(branch, depth);
    if (depth === path.length) narrow(bounds, node);
    else for (const child of childrenOf(node, path[depth] ?? '')) visit(child, depth + 1);
  };
  visit(schema, 0);
  return bounds;
}

/** Schemas for the same value. */
function branchesOf(node: SchemaObject): (JsonSchema | undefined)[] {
  const { allOf = [], anyOf = [], oneOf = [], dependentSchemas = {} } = node;
  return [...allOf, ...anyOf, ...oneOf, ...Object.values(dependentSchemas), node.if, node.not, node.then, node.else];
}

/** Schemas for what lies at `token` in it. */
function childrenOf(node: SchemaObject, token: string): (JsonSchema | undefined)[] {
  const { properties = {}, patternProperties = {}, prefixItems = [] } = node;
  const own = Object.hasOwn(properties, token) ? properties[token] : undefined;
  const others = [
    node.additionalProperties,
    node.unevaluatedProperties,
    node.items,
    node.unevaluatedItems,
    node.contains,
  ];
  return [own, ...Object.values(patternProperties), ...prefixItems, ...others];
}

function narrow(bounds: Bounds, node: SchemaObject): void {
  bounds.maxItems = Math.min(bounds.maxItems, node.maxItems ?? Infinity, node.maxContains ?? Infinity);
  bounds.maxLength = Math.min(bounds.maxLength, node.maxLength ?? Infinity);
  bounds.unique ||= node.uniqueItems === true;
  bounds.formed ||= [node.pattern, node.format, node.enum, node.const].some((each) => each !== undefined);
}
