import type { Finding, SchemaDialect } from '../operation.ts';
import { isObject, type JsonObject, type JsonSchema, type SchemaObject } from './json-schema.ts';
import { type Translation, translate } from './normalise.ts';
import { pointerTokens, valueAt } from './pointer.ts';

export type Direction = 'request' | 'response';

/**
 * The schemas of one document in one direction, normalised when they are first asked for. Touches only what is asked:
 * `$ref`s stay where they are and are resolved one at a time, so that size and circles of the document cost nothing.
 */
export interface Schemas {
  readonly dialect: SchemaDialect;
  readonly direction: Direction;
  /** Same object in, same object out; what is normal already comes back as it is. `pointer` is for findings only. */
  normalise(schema: unknown, pointer?: string): JsonSchema;
  /** The target of a local `$ref`; undefined (and a finding) where it leads nowhere. */
  resolve(ref: string): JsonSchema | undefined;
  /** What was found wrong so far, in what was touched so far. */
  findings(): readonly Finding[];
}

/** `onFinding` is called once for each, when it is met. */
export function createSchemas(
  root: unknown,
  dialect: SchemaDialect,
  direction: Direction,
  onFinding: (finding: Finding) => void = () => {},
): Schemas {
  return new DocumentSchemas(root, dialect, direction, onFinding);
}

class DocumentSchemas implements Schemas {
  readonly dialect: SchemaDialect;
  readonly direction: Direction;
  readonly #root: unknown;
  readonly #normal = new WeakMap<object, SchemaObject>();
  readonly #targets = new Map<string, JsonSchema | undefined>();
  readonly #findings = new Map<string, Finding>();
  readonly #translation: Translation;
  readonly #onFinding: (finding: Finding) => void;
  #anchors: Map<string, unknown> | undefined;

  constructor(root: unknown, dialect: SchemaDialect, direction: Direction, onFinding: (finding: Finding) => void) {
    this.#root = root;
    this.#onFinding = onFinding;
    this.dialect = dialect;
    this.direction = direction;
    this.#translation = {
      openapi: dialect !== 'json-schema',
      child: (raw, pointer) => this.normalise(raw, pointer),
      excused: (property) => this.#excused(property),
      report: (message, pointer) => this.#report('SPEC_SCHEMA_BROKEN', message, pointer),
    };
  }

  normalise(schema: unknown, pointer?: string): JsonSchema {
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) {
      if (schema !== undefined)
        this.#report(
          'SPEC_SCHEMA_BROKEN',
          `a schema must be an object or a boolean, not ${JSON.stringify(schema)}; it is ignored`,
          pointer,
        );
      return true;
    }
    const known = this.#normal.get(schema);
    if (known !== undefined) return known;
    const out: Record<string, unknown> = {};
    this.#normal.set(schema, out);
    this.#normal.set(out, out);
    translate(schema, out, this.#translation, pointer);
    return out;
  }

  resolve(ref: string): JsonSchema | undefined {
    if (this.#targets.has(ref)) return this.#targets.get(ref);
    const raw = this.#lookUp(ref);
    const target = raw === undefined ? undefined : this.normalise(raw, ref.startsWith('#/') ? ref.slice(1) : undefined);
    if (raw === undefined) this.#report('SPEC_REF_UNRESOLVED', `${ref} leads nowhere`, undefined);
    this.#targets.set(ref, target);
    return target;
  }

  findings(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  /** `writeOnly` in a response, `readOnly` in a request; on the property, or on what its `$ref`s lead to. */
  #excused(property: unknown): boolean {
    const flag = this.direction === 'response' ? 'writeOnly' : 'readOnly';
    let current = property;
    for (let hops = 0; hops < 20 && isObject(current); hops++) {
      const isRef = typeof current.$ref === 'string';
      if (current[flag] === true && (!isRef || this.dialect === 'json-schema')) return true;
      if (typeof current.$ref !== 'string') return false;
      current = this.#lookUp(current.$ref);
    }
    return false;
  }

  #lookUp(ref: string, hops = 0): unknown {
    if (hops > 20) return undefined;
    if (ref === '#') return this.#root;
    if (ref.startsWith('#/'))
      return valueAt(this.#root, pointerTokens(ref.slice(1)), (next) => this.#lookUp(next, hops + 1));
    this.#anchors ??= anchorsOf(this.#root);
    return this.#anchors.get(ref);
  }

  #report(code: Finding['code'], message: string, pointer: string | undefined): void {
    const key = `${pointer ?? ''} ${message}`;
    if (this.#findings.has(key)) return;
    const finding: Finding = {
      severity: code === 'SPEC_REF_UNRESOLVED' ? 'error' : 'warning',
      code,
      message,
      ...(pointer === undefined ? {} : { pointer }),
    };
    this.#findings.set(key, finding);
    this.#onFinding(finding);
  }
}

/** `$anchor`, `$dynamicAnchor` and `$id` of the whole document: read once, and only where some `$ref` is no pointer. */
function anchorsOf(root: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const seen = new Set<object>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const name of isObject(node) ? nameOf(node) : []) found.set(name, node);
    for (const child of Object.values(node)) visit(child);
  };
  visit(root);
  return found;
}

function nameOf(node: JsonObject): string[] {
  const { $anchor, $dynamicAnchor, $id } = node;
  const names = [$anchor, $dynamicAnchor].filter((name) => typeof name === 'string').map((name) => `#${name}`);
  return typeof $id === 'string' ? [...names, $id] : names;
}
