import type { JsonObject, JsonSchema } from './json-schema.ts';

/**
 * Which members of one object, that nobody ever changes, were found valid: what a new item takes over from the document is the
 * same for each, and need not be looked at again. Never knows of a member by its name alone.
 */
export class KnownMembers {
  readonly #of: JsonObject;
  readonly #valid = new Map<string | number, { readonly value: unknown; readonly schema: JsonSchema }>();

  constructor(of: JsonObject) {
    this.#of = of;
  }

  /** Whether this very value was found valid by this very schema. */
  has(name: string | number, value: unknown, schema: JsonSchema): boolean {
    const known = this.#valid.get(name);
    return known !== undefined && known.value === value && known.schema === schema;
  }

  /** It was valid; kept where it is a member, and takes time to look at. */
  note(name: string | number, value: unknown, schema: JsonSchema): void {
    if (typeof value === 'object' && value !== null && typeof name === 'string' && this.#of[name] === value)
      this.#valid.set(name, { value, schema });
  }
}
