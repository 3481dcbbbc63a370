import type { DocumentFormat } from '../operation.ts';
import { inlinedEntries, literals, namedMaps } from './document-keys.ts';
import { inOlderWords } from './in-older-words.ts';
import { tokensOf, valueAt } from './json-pointer.ts';
import { branch, isTree, type Tree } from './tree.ts';

/**
 * The one walk over a parsed file: collects its media types, its references that need work, and what else a later step
 * asks for. Tells references from data that looks like one (examples, defaults, enums); never follows a reference.
 */

/**
 * - `node`: an object that stands for another one; kept, as a local pointer.
 * - `inline`: likewise, at a place where http-spec does not follow it; replaced by its target.
 * - `literal`: a whole example that was moved to another place; replaced by a copy of its target.
 * - `mapping`: a discriminator's name of a schema.
 * - `requirement`: a security requirement that names its scheme by URI: the key itself is the reference.
 */
export type ReferenceKind = 'node' | 'inline' | 'literal' | 'mapping' | 'requirement';

export interface Reference {
  readonly kind: ReferenceKind;
  /** The reference is `holder[key]`; the object that it stands for is `parent[parentKey]`, undefined at the top of a file. */
  readonly holder: Tree;
  readonly key: string;
  readonly ref: string;
  readonly parent: Tree | unknown[] | undefined;
  /** The map that it is an entry of: `examples`, `responses`, … */
  readonly entryOf: string | undefined;
  /** Where `holder` stands in its file. */
  readonly tokens: readonly string[];
  /** The schema resource (`$id`) that the reference lies in. */
  readonly resource: Resource | undefined;
}

export interface Resource {
  /** As written: absolute, or relative to the resource around it. */
  readonly id: string;
  readonly outer: Resource | undefined;
  readonly tokens: readonly string[];
}

/** A part that OpenAPI 3.2 added and that is not served. */
export interface Novelty {
  readonly what: string;
  readonly tokens: readonly string[];
}

export interface Survey {
  readonly mediaTypes: ReadonlySet<string>;
  /** Without those that are valid local pointers already. */
  readonly references: readonly Reference[];
  readonly anchors: ReadonlyMap<string, readonly string[]>;
  readonly resources: readonly Resource[];
  readonly novelties: readonly Novelty[];
  /** `$ref`s in the places of whole schemas, which http-spec replaces by what they lead to. */
  readonly schemaRefs: readonly Tree[];
}

export interface SurveyOptions {
  readonly format: DocumentFormat;
  /** False for files that others refer to: all their local pointers have to be rewritten. */
  readonly isRoot: boolean;
}

export function survey(tree: unknown, options: SurveyOptions): Survey {
  const surveyor = new Surveyor(tree, options);
  surveyor.visit(tree);
  return surveyor;
}

/** What the walk knows of the value that it enters. */
interface Place {
  readonly parent?: Tree | unknown[];
  /** The key that makes the value a map of names. */
  readonly map?: string;
  /** The map that the value is an entry of. */
  readonly entryOf?: string;
}

/** Deeper than any real document; a hostile one shall not exhaust the stack. */
const MAX_DEPTH = 500;

class Surveyor implements Survey {
  readonly mediaTypes = new Set<string>();
  readonly references: Reference[] = [];
  readonly anchors = new Map<string, readonly string[]>();
  readonly resources: Resource[] = [];
  readonly novelties: Novelty[] = [];
  readonly schemaRefs: Tree[] = [];
  readonly #root: unknown;
  readonly #isRoot: boolean;
  readonly #is2: boolean;
  readonly #is31: boolean;
  readonly #is32: boolean;
  readonly #path: string[] = [];
  /** YAML aliases share objects. */
  readonly #seen = new Set<object>();
  readonly #valid = new Map<string, boolean>();
  #resource: Resource | undefined;

  constructor(root: unknown, { format, isRoot }: SurveyOptions) {
    this.#root = root;
    this.#isRoot = isRoot;
    this.#is2 = format === 'openapi-2.0';
    this.#is31 = format === 'openapi-3.1' || format === 'openapi-3.2';
    this.#is32 = format === 'openapi-3.2';
  }

  visit(value: unknown, place: Place = {}): void {
    if (typeof value !== 'object' || value === null || this.#seen.has(value)) return;
    this.#seen.add(value);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) this.#below(String(index), value[index], { parent: value });
    } else if (isTree(value)) {
      const outer = this.#resource;
      if (place.map === undefined) this.#visitObject(value, place);
      else this.#visitMap(value, place.map, place);
      this.#resource = outer;
    }
  }

  #visitObject(node: Tree, place: Place): void {
    if (typeof node.$ref === 'string') {
      this.#reference(this.#isInlined(node, place.entryOf) ? 'inline' : 'node', node, '$ref', node.$ref, place);
    }
    // http-spec drops what is no object, and nothing would be left to satisfy.
    if (node.schema === false) node.schema = { not: {} };
    if (isTree(node.schema) && typeof node.schema.$ref === 'string') this.schemaRefs.push(node.schema);
    if (this.#is31) this.#identify(node);
    if (this.#is32) this.#modernise(node);
    for (const key in node) {
      const child = node[key];
      if (typeof child === 'object' && child !== null) this.#member(node, key, child);
    }
  }

  #visitMap(node: Tree, map: string, place: Place): void {
    // `properties: {$ref: …}` follows no specification, but is what dereferencing tools make of split files.
    if (typeof node.$ref === 'string') this.#reference('inline', node, '$ref', node.$ref, place);
    for (const name in node) {
      if (map === 'content' && name !== '$ref') this.mediaTypes.add(name);
      this.#below(name, node[name], { parent: node, entryOf: map });
    }
  }

  #member(node: Tree, key: string, child: object): void {
    if (literals.has(key)) this.#literal(node, key, child);
    else if (key === 'examples' && (Array.isArray(child) || this.#is2)) {
      if (Array.isArray(child))
        for (let index = 0; index < child.length; index += 1) this.#literal(child, index, child[index], key);
    } else if (key === 'mapping' && typeof node.propertyName === 'string' && isTree(child)) this.#mapping(child);
    else if (namedMaps.has(key) && !Array.isArray(child)) this.#below(key, child, { parent: node, map: key });
    else if (!key.startsWith('x-')) this.#below(key, child, { parent: node });
    else if (this.#path.length === 0) this.#below(key, child, { parent: node, map: key });
    if (this.#is2 && (key === 'consumes' || key === 'produces') && Array.isArray(child)) {
      for (const name of child) if (typeof name === 'string') this.mediaTypes.add(name);
    }
  }

  #below(key: string, child: unknown, place: Place): void {
    if (typeof child !== 'object' || child === null || this.#path.length > MAX_DEPTH) return;
    this.#path.push(key);
    this.visit(child, place);
    this.#path.pop();
  }

  /** A whole example of the form `{$ref}` is no data: split documents keep their examples in files of their own. */
  #literal(parent: Tree | unknown[], key: string | number, child: unknown, list?: string): void {
    if (!isTree(child) || typeof child.$ref !== 'string' || Object.keys(child).length !== 1 || key === 'default')
      return;
    const path = list === undefined ? [String(key)] : [list, String(key)];
    this.#path.push(...path);
    this.#reference('literal', child, '$ref', child.$ref, { parent });
    this.#path.length -= path.length;
  }

  #mapping(mapping: Tree): void {
    this.#path.push('mapping');
    for (const name of Object.keys(mapping)) this.#mapped(mapping, name);
    this.#path.pop();
  }

  #mapped(holder: Tree, key: string): void {
    const ref = holder[key];
    const isName = typeof ref !== 'string' || /^[\w.-]+$/.test(ref);
    if (isName && !/\.(?:json|ya?ml)$/.test(String(ref))) return;
    this.#reference('mapping', holder, key, String(ref), {});
  }

  #isInlined(node: Tree, entryOf: string | undefined): boolean {
    if (entryOf === undefined) return false;
    if (inlinedEntries.has(entryOf) || (this.#is2 && entryOf === 'headers')) return true;
    // Operations beside the `$ref` of a path item: 3.1 leaves them undefined, authors expect both.
    return entryOf === 'paths' && Object.keys(node).length > 1;
  }

  #reference(kind: ReferenceKind, holder: Tree, key: string, ref: string, place: Place): void {
    if (this.#isRoot && this.#resource === undefined && (kind === 'node' || kind === 'mapping') && this.#isValid(ref))
      return;
    const { parent, entryOf } = place;
    this.references.push({
      kind,
      holder,
      key,
      ref,
      parent,
      entryOf,
      tokens: [...this.#path],
      resource: this.#resource,
    });
  }

  /** Most references are of this kind: local, well-formed, and to a place that exists and is no reference itself. */
  #isValid(ref: string): boolean {
    const known = this.#valid.get(ref);
    if (known !== undefined) return known;
    let valid = false;
    if (/^#(?:\/\S*)?$/.test(ref)) {
      const target = valueAt(this.#root, tokensOf(ref.slice(1)));
      valid = target !== undefined && !(isTree(target) && typeof target.$ref === 'string');
    }
    this.#valid.set(ref, valid);
    return valid;
  }

  #identify(node: Tree): void {
    if (typeof node.$id === 'string') {
      this.#resource = { id: node.$id, tokens: [...this.#path], outer: this.#resource };
      this.resources.push(this.#resource);
    }
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const name = node[keyword];
      if (typeof name === 'string') this.anchors.set(name, [...this.#path]);
    }
  }

  #modernise(node: Tree): void {
    for (const { what, below } of inOlderWords(node, this.#path))
      this.novelties.push({ what, tokens: [...this.#path, ...below] });
    // A name of the document itself. Relative references still start from where the file is.
    if (this.#path.length === 0 && typeof node.$self === 'string')
      this.resources.push({ id: node.$self, outer: undefined, tokens: [] });
    if (typeof node.propertyName === 'string' && 'defaultMapping' in node) this.#mapped(node, 'defaultMapping');
    this.#requirements(node.security);
  }

  #requirements(security: unknown): void {
    if (!Array.isArray(security)) return;
    for (const [index, alternative] of security.entries()) {
      if (!isTree(alternative)) continue;
      this.#path.push('security', String(index));
      for (const name of Object.keys(alternative))
        if (/[/#:]/.test(name) && !this.#isSchemeName(name))
          this.#reference('requirement', alternative, name, name, {});
      this.#path.length -= 2;
    }
  }

  #isSchemeName(name: string): boolean {
    const components = isTree(this.#root) ? branch(this.#root, 'components') : {};
    return Object.hasOwn(branch(components, 'securitySchemes'), name);
  }
}
