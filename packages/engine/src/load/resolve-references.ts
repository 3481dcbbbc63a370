import { fileUrl, type Gathered, resourceUrl, withoutHash } from './gather-files.ts';
import { followRef, refTo, tokensOf, valueAt } from './json-pointer.ts';
import type { Draft, LoadedFile } from './loaded-file.ts';
import type { Reference } from './survey.ts';
import { isTree, type Tree } from './tree.ts';

/**
 * Makes every reference a local pointer into the bundled root. What leads nowhere is taken out and reported, so that after
 * it no `$ref` of the root dangles; nothing is dereferenced but what http-spec would not follow.
 */
export function resolveReferences(root: Tree, gathered: Gathered): Draft[] {
  const resolver = new Resolver(root, gathered);
  const all = [...gathered.files.values()].flatMap((file) =>
    file.survey.references.map((reference) => ({ file, reference })),
  );
  // First every pointer is rewritten, since checking one may lead through others.
  for (const { file, reference } of all) resolver.rewrite(file, reference);
  for (const { file, reference } of all) resolver.settle(file, reference);
  return [...resolver.broken.values()].map(({ draft, count }) =>
    count === 1
      ? draft
      : { ...draft, message: `${draft.message}, here and in ${count - 1} more ${count === 2 ? 'place' : 'places'}` },
  );
}

const WORDS: Partial<Record<Reference['kind'], string>> = {
  mapping: 'The mapping',
  requirement: 'The security requirement',
};

class Resolver {
  /** One finding per file and reference, however often it is used. */
  readonly broken = new Map<string, { draft: Draft; count: number }>();
  readonly #root: Tree;
  readonly #gathered: Gathered;
  readonly #reasons = new Map<Reference, string>();
  readonly #schemes = new Map<Reference, readonly string[]>();

  constructor(root: Tree, gathered: Gathered) {
    this.#root = root;
    this.#gathered = gathered;
  }

  rewrite(file: LoadedFile, reference: Reference): void {
    const target = this.#locate(file, reference);
    if (typeof target === 'string') this.#reasons.set(reference, target);
    else if (reference.kind === 'requirement') this.#schemes.set(reference, target);
    else reference.holder[reference.key] = refTo(target);
  }

  settle(file: LoadedFile, reference: Reference): void {
    const scheme = this.#schemes.get(reference);
    const reason =
      this.#reasons.get(reference) ??
      (scheme === undefined ? this.#follow(reference) : this.#require(reference, scheme));
    if (reason !== undefined) this.#report(file, reference, reason);
  }

  /** The tokens of the target in the root, or why there is none. */
  #locate(file: LoadedFile, reference: Reference): readonly string[] | string {
    const { ref, resource } = reference;
    const [path = '', fragment = ''] = splitRef(ref);
    if (path === '') {
      const inResource =
        resource === undefined ? undefined : [...file.mount, ...resource.tokens, ...tokensOf(fragment)];
      // Many authors set an `$id` and go on to write pointers from the top of the file.
      if (inResource !== undefined && valueAt(this.#root, inResource) !== undefined) return inResource;
      return place(file, fragment);
    }
    const url = fileUrl(file, reference);
    if (url === undefined) {
      const id = resourceUrl(file, path, resource);
      const owner = file.survey.resources.find((known) => resourceUrl(file, known.id, known.outer) === id);
      return owner === undefined ? `${path} is no address` : [...file.mount, ...owner.tokens, ...tokensOf(fragment)];
    }
    const href = withoutHash(url);
    const other = this.#gathered.files.get(href);
    return other === undefined ? (this.#gathered.failures.get(href) ?? 'the file is missing') : place(other, fragment);
  }

  /** Carries out what the kind of the reference asks for; says why where that fails. */
  #follow({ kind, holder, key, ref, parent, tokens }: Reference): string | undefined {
    const pointer = String(holder[key]).slice(1);
    const target = valueAt(this.#root, tokensOf(pointer));
    if (target === undefined) return `there is no ${splitRef(ref)[1] || ref}`;
    const end = followRef(this.#root, target);
    if (end === undefined) return isTree(target) && this.#isCircle(target) ? 'it leads in a circle' : undefined;
    const last = tokens.at(-1);
    if (kind === 'inline' && isTree(end)) inline(holder, end);
    if (kind === 'literal' && parent !== undefined && last !== undefined) setEntry(parent, last, structuredClone(end));
    return undefined;
  }

  /** From then on the requirement names its scheme as the others do; one of another file gets a name for that. */
  #require({ holder, key, ref }: Reference, tokens: readonly string[]): string | undefined {
    const scheme = followRef(this.#root, valueAt(this.#root, tokens));
    if (!isTree(scheme)) return `there is no ${splitRef(ref)[1] || ref}`;
    const schemes = within(within(this.#root, 'components'), 'securitySchemes');
    const names = Object.keys(schemes);
    let name = names.find((known) => followRef(this.#root, schemes[known]) === scheme);
    for (let count = 1; name === undefined; count += 1) {
      const free = `${tokens.at(-1)}${count === 1 ? '' : `_${count}`}`;
      if (!names.includes(free)) name = free;
    }
    if (!names.includes(name)) setEntry(schemes, name, scheme);
    const scopes = holder[key];
    delete holder[key];
    setEntry(holder, name, scopes);
    return undefined;
  }

  /** As opposed to a chain that is cut further on, which is reported where it is cut. */
  #isCircle(start: Tree): boolean {
    const seen = new Set<unknown>();
    let current: unknown = start;
    while (isTree(current) && typeof current.$ref === 'string') {
      if (seen.has(current)) return true;
      seen.add(current);
      current = valueAt(this.#root, tokensOf(current.$ref.slice(1)));
    }
    return false;
  }

  #report(file: LoadedFile, reference: Reference, reason: string): void {
    const isExample = reference.kind === 'literal' || reference.entryOf === 'examples';
    const draft: Draft = {
      severity: isExample ? 'warning' : 'error',
      code: 'SPEC_REF_UNRESOLVED',
      message: `${WORDS[reference.kind] ?? '$ref'} ${JSON.stringify(reference.ref)} leads nowhere: ${reason}`,
      file,
      tokens: [...reference.tokens, reference.key],
    };
    const id = `${file.url.href} ${isExample} ${reference.ref}`;
    const known = this.broken.get(id);
    if (known === undefined) this.broken.set(id, { draft, count: 1 });
    else known.count += 1;
    takeOut(reference, isExample);
  }
}

/** A schema that accepts anything, a response without content, a path item without operations, a parameter that is skipped. */
function takeOut({ kind, holder, key, ref, parent, tokens }: Reference, isExample: boolean): void {
  // A requirement stays, and is told as one of a scheme that is not there.
  if (kind === 'literal' || kind === 'requirement') return;
  const name = tokens.at(-1);
  if (isExample && isTree(parent) && name !== undefined) delete parent[name];
  delete holder[key];
  if (kind !== 'mapping') holder.description ??= `$ref ${JSON.stringify(ref)} leads nowhere`;
}

function inline(holder: Tree, target: Tree): void {
  delete holder.$ref;
  for (const [key, value] of Object.entries(target)) if (!Object.hasOwn(holder, key)) setEntry(holder, key, value);
}

function within(owner: Tree, key: string): Tree {
  const known = owner[key];
  if (isTree(known)) return known;
  const made: Tree = {};
  owner[key] = made;
  return made;
}

function setEntry(parent: Tree | unknown[], key: string, value: unknown): void {
  // Assignment would swallow a name such as `__proto__`.
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}

function place({ mount, survey }: LoadedFile, fragment: string): readonly string[] | string {
  if (fragment === '' || fragment.startsWith('/')) return [...mount, ...tokensOf(fragment)];
  const anchor = survey.anchors.get(fragment);
  return anchor === undefined ? `there is no anchor ${fragment}` : [...mount, ...anchor];
}

function splitRef(ref: string): [path: string, fragment: string] {
  const hash = ref.indexOf('#');
  return hash < 0 ? [ref, ''] : [ref.slice(0, hash), ref.slice(hash + 1)];
}
