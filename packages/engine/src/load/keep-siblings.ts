import { followRef, tokensOf, valueAt } from './json-pointer.ts';
import { isTree, type Tree } from './tree.ts';

/**
 * Saves what http-spec would drop where it follows the reference of a whole schema: in JSON Schema what stands beside the `$ref`,
 * and everywhere the name of a schema that its discriminator tells by. The reference moves into an `allOf`, which http-spec
 * leaves alone. Siblings stay where they are, and so do their pointers; in OpenAPI up to 3.0 they mean nothing, and go.
 */
export function keepSiblings(root: Tree, schemaRefs: readonly Tree[], areHeard: boolean): void {
  const chains = new Map<string, Chain>();
  for (const schema of schemaRefs) {
    const { $ref, allOf } = schema;
    // What leads nowhere has been taken out.
    if (typeof $ref !== 'string') continue;
    const chain = chains.get($ref) ?? readChain(root, $ref);
    chains.set($ref, chain);
    const isSaid = areHeard && [schema, ...chain.links].some((link) => typeof link.$ref === 'string' && says(link));
    if (!isSaid && !chain.isNamed) continue;
    if (!areHeard) for (const key of Object.keys(schema)) delete schema[key];
    const exemplary = [schema, ...chain.links].find((link) => 'example' in link || Array.isArray(link.examples));
    for (const key of EXAMPLES) if (exemplary !== undefined && key in exemplary) schema[key] = exemplary[key];
    delete schema.$ref;
    schema.allOf = [...(areHeard && Array.isArray(allOf) ? allOf : []), { $ref }];
  }
}

interface Chain {
  readonly links: readonly Tree[];
  /** A discriminator that the schema has, or inherits, goes by its name. */
  readonly isNamed: boolean;
}

function readChain(root: Tree, ref: string): Chain {
  const links = chainOf(root, ref);
  return { links, isNamed: inheritsDiscriminator(root, links.at(-1), new Set()) };
}

/** One above a choice of schemas tells by those. */
function inheritsDiscriminator(root: Tree, schema: unknown, seen: Set<Tree>): boolean {
  if (!isTree(schema) || seen.has(schema)) return false;
  seen.add(schema);
  if (schema.discriminator !== undefined) return schema.oneOf === undefined && schema.anyOf === undefined;
  const parts: unknown[] = Array.isArray(schema.allOf) ? schema.allOf : [];
  return parts.some((part) => inheritsDiscriminator(root, followRef(root, part), seen));
}

/** http-spec looks for them at the top of what it takes for the whole schema, and nowhere else. */
const EXAMPLES = ['example', 'examples'] as const;

/** Words that change neither what is valid nor what is served. */
const SILENT: ReadonlySet<string> = new Set(['$ref', '$comment', 'title', 'summary', 'description', 'deprecated']);

const says = (schema: Tree): boolean => Object.keys(schema).some((key) => !SILENT.has(key) && !key.startsWith('x-'));

const MAX_HOPS = 50;

/** What a reference leads to: references as long as there are, then what the last one means. */
function chainOf(root: Tree, start: string): readonly Tree[] {
  const chain: Tree[] = [];
  let ref: unknown = start;
  while (typeof ref === 'string' && chain.length < MAX_HOPS) {
    const target = valueAt(root, tokensOf(ref.replace(/^#/, '')));
    if (!isTree(target)) break;
    chain.push(target);
    ref = target.$ref;
  }
  return chain;
}
