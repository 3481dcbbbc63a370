import { tokensOf, valueAt } from './json-pointer.ts';
import { isTree, type Tree } from './tree.ts';

/**
 * Saves what stands beside a `$ref` in JSON Schema, where http-spec would follow the reference and drop it: the reference of
 * the whole schema moves into an `allOf`, which http-spec leaves alone. Siblings stay where they are, and so do their pointers.
 */
export function keepSiblings(root: Tree, schemaRefs: readonly Tree[]): void {
  const chains = new Map<string, readonly Tree[]>();
  for (const schema of schemaRefs) {
    const { $ref, allOf } = schema;
    // What leads nowhere has been taken out.
    if (typeof $ref !== 'string') continue;
    const chain = chains.get($ref) ?? chainOf(root, $ref);
    chains.set($ref, chain);
    if (![schema, ...chain].some((link) => typeof link.$ref === 'string' && says(link))) continue;
    const exemplary = [schema, ...chain].find((link) => 'example' in link || Array.isArray(link.examples));
    for (const key of EXAMPLES) if (exemplary !== undefined && key in exemplary) schema[key] = exemplary[key];
    delete schema.$ref;
    schema.allOf = [...(Array.isArray(allOf) ? allOf : []), { $ref }];
  }
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
