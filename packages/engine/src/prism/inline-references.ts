import { isObject } from '../schema/json-schema.ts';

/**
 * Copies a piece of a document with its `$ref`s replaced by what they lead to, as Prism's loader does for a whole document.
 * What contains itself, and what would grow too large, stays a `$ref` to an entry of `bundled`. Never changes the document.
 */
export interface Inlined {
  readonly value: unknown;
  /** Targets of the remaining `$ref`s, which read `#/__bundled__/NAME`. */
  readonly bundled: Record<string, unknown>;
}

/** A target with more objects than this, its own targets included, is shared by `$ref`: Stripe's would never end. */
const LARGEST = 10_000;

export function inlineReferences(value: unknown, resolve: (ref: string) => unknown): Inlined {
  const inliner = new Inliner(resolve);
  return { value: inliner.copy(value).value, bundled: inliner.bundled };
}

interface Copy {
  readonly value: unknown;
  /** Objects and arrays in it, counted as often as they appear. */
  readonly size: number;
}

class Inliner {
  readonly bundled: Record<string, unknown> = {};
  readonly #resolve: (ref: string) => unknown;
  /** Undefined while the target is being copied: meeting it again means that it contains itself. */
  readonly #targets = new Map<string, Copy | undefined>();
  readonly #names = new Map<string, string>();

  constructor(resolve: (ref: string) => unknown) {
    this.#resolve = resolve;
  }

  copy(value: unknown): Copy {
    if (Array.isArray(value)) {
      const items = value.map((item) => this.copy(item));
      return { value: items.map((item) => item.value), size: sizeOf(items) };
    }
    if (!isObject(value)) return { value, size: 0 };
    const { $ref, ...rest } = value;
    if (typeof $ref === 'string') return this.#follow($ref, rest);
    const members = Object.entries(value).map(([key, member]) => [key, this.copy(member)] as const);
    return {
      value: Object.fromEntries(members.map(([key, member]) => [key, member.value])),
      size: sizeOf(members.map(([, member]) => member)),
    };
  }

  #follow(ref: string, siblings: Record<string, unknown>): Copy {
    const target = this.#target(ref);
    if (target === undefined || target.size > LARGEST)
      return { value: { ...siblings, $ref: this.#bundle(ref) }, size: 1 };
    if (Object.keys(siblings).length === 0 || !isObject(target.value)) return target;
    const own = this.copy(siblings);
    return { value: { ...target.value, ...(isObject(own.value) ? own.value : {}) }, size: target.size + own.size };
  }

  #target(ref: string): Copy | undefined {
    if (this.#targets.has(ref)) return this.#targets.get(ref);
    const found = this.#resolve(ref);
    if (found === undefined) return { value: { $ref: ref }, size: 1 };
    this.#targets.set(ref, undefined);
    const target = this.copy(found);
    this.#targets.set(ref, target);
    const name = this.#names.get(ref);
    if (name !== undefined) this.bundled[name] = target.value;
    return target;
  }

  #bundle(ref: string): string {
    const name = this.#names.get(ref) ?? `target${this.#names.size}`;
    this.#names.set(ref, name);
    const target = this.#targets.get(ref);
    if (target !== undefined) this.bundled[name] = target.value;
    return `#/__bundled__/${name}`;
  }
}

const sizeOf = (parts: readonly Copy[]): number => parts.reduce((sum, part) => sum + part.size, 1);
