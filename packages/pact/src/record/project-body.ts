import { isValid, type JsonSchema, type SchemaObject, type Schemas } from '@stuntdouble/engine';
import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';
import type { DocumentedValues } from './documented-values.ts';
import { and, eitherOf, type Rule, ruleOf } from './matcher.ts';
import { REDACTED } from './recorded-exchange.ts';
import {
  discriminatorsOf,
  entryOf,
  itemOf,
  literalsOf,
  partsOf,
  propertyOf,
  requiredOf,
  typesOf,
} from './schema-parts.ts';
import type { StandIns } from './stand-ins.ts';

export interface Projection {
  readonly schemas: Schemas;
  readonly standIns: StandIns;
  readonly documented: DocumentedValues;
  /** Of a request all that was sent counts; of a response what the consumer may rely on. */
  readonly side: 'request' | 'response';
  /** The fields that the consumer reads, where somebody says so; `*` stands for an index. */
  readonly reads?: ((path: readonly string[]) => boolean) | undefined;
  /** Where the body stands, for its stand-ins. */
  readonly place: string;
}

export interface Projected {
  readonly content: Json;
  readonly rules: Readonly<Record<string, Rule>>;
  /** Places and types, the same for bodies that are alike. */
  readonly shape: string;
}

interface At {
  readonly path: string;
  readonly names: readonly string[];
  /** In a list the items may be of several kinds. */
  readonly inList: boolean;
}

/** Makes the body of an interaction of a body that was seen: stand-ins, matchers, lists of one item. Never follows more than the value has. */
export function projectBody(raw: Json, schema: JsonSchema, projection: Projection): Projected {
  const walk = new Walk(projection);
  const content = walk.visit(raw, schema, { path: '$', names: [], inList: false }) ?? null;
  const rules = Object.fromEntries([...walk.rules].filter(([path]) => walk.isThere(path)));
  return { content, rules, shape: shapeOf(content, '$', rules).toSorted().join(' ') };
}

class Walk {
  readonly rules = new Map<string, Rule>();
  readonly #gone = new Set<string>();
  readonly #p: Projection;
  /** Further items of a list tell what it is like; their values go nowhere, and need no stand-ins. */
  #isOnlyLooking = false;

  constructor(projection: Projection) {
    this.#p = projection;
  }

  isThere(path: string): boolean {
    return ![...this.#gone].some((gone) => path === gone || path.startsWith(`${gone}.`) || path.startsWith(`${gone}[`));
  }

  /** Undefined where nothing can be said of it. */
  visit(given: Json, schema: JsonSchema, at: At): Json | undefined {
    const { schemas, standIns } = this.#p;
    const name = at.names.findLast((each) => each !== '*') ?? '';
    const standIn = (value: Json): Json =>
      this.#isOnlyLooking ? value : standIns.of(value, schemas, schema, { place: this.#placeOf(at), name });
    const raw = given === REDACTED ? standIn(given) : given;
    const parts = partsOf(schemas, schema, raw);
    if (Array.isArray(raw)) return this.#list(raw, parts, at);
    if (isObject(raw)) return this.#object(raw, parts, at);
    const value = standIn(raw);
    return this.#scalar(value, schema, parts, at, false) ? value : undefined;
  }

  #placeOf({ path }: At): string {
    return `${this.#p.place} ${path}`;
  }

  #scalar(value: Json, schema: JsonSchema, parts: readonly SchemaObject[], at: At, tells: boolean): boolean {
    const isNull = value === null;
    const nullable = schema !== true && isValid(this.#p.schemas, schema, null);
    // What an object, a list or just anything is like cannot be said next to null.
    if (isNull && !isScalar(parts)) return this.#p.side === 'request';
    this.#rule(at.path, ruleOf(parts, { nullable, isNull, tells: tells && !at.inList }));
    return true;
  }

  #object(raw: JsonObject, parts: readonly SchemaObject[], at: At): JsonObject {
    const telling = discriminatorsOf(parts);
    const out: Record<string, Json> = {};
    for (const [name, member] of this.#membersOf(raw)) {
      const declared = propertyOf(this.#p.schemas, parts, name);
      if (this.#p.side === 'response' && !this.#isReliable(name, declared, parts, at)) continue;
      const shown = declared === undefined ? this.#nameFor(name, out) : name;
      const below = { path: pathOf(at.path, shown), names: [...at.names, shown], inList: at.inList };
      const schema = declared ?? entryOf(this.#p.schemas, parts) ?? true;
      const value = this.visit(member, schema, below);
      if (value === undefined) continue;
      const inside = partsOf(this.#p.schemas, schema, member);
      const isOnly = literalsOf(inside)?.length === 1;
      if ((telling.has(name) || isOnly) && typeof member !== 'object') this.#scalar(value, schema, inside, below, true);
      out[shown] = value;
    }
    if (this.#p.side === 'response' && Object.keys(out).length === 0) this.#rule(at.path, and({ match: 'type' }));
    return out;
  }

  /** Clients write members in any order; it is the same contract. */
  #membersOf(raw: JsonObject): [string, Json][] {
    const members = Object.entries(raw);
    return this.#p.side === 'request' ? members.toSorted(([a], [b]) => (a < b ? -1 : 1)) : members;
  }

  /** What the schema promises, or what somebody says that the consumer reads. */
  #isReliable(name: string, declared: JsonSchema | undefined, parts: readonly SchemaObject[], at: At): boolean {
    const { reads } = this.#p;
    if (reads) return reads([...at.names, name]);
    const required = requiredOf(parts);
    return declared !== undefined && (required.size === 0 || required.has(name));
  }

  /** Names of a map's entries are chosen by the client, as values are. */
  #nameFor(name: string, out: Readonly<Record<string, Json>>): string {
    if (this.#p.documented.hasName(name)) return name;
    return `entry${Object.keys(out).length + 1}`;
  }

  #list(raw: readonly Json[], parts: readonly SchemaObject[], at: At): Json[] {
    const below = { path: `${at.path}[*]`, names: [...at.names, '*'], inList: true };
    // Each place of a tuple means something else.
    const isTuple = parts.some(({ prefixItems }) => prefixItems !== undefined);
    const isAlike = this.#p.side === 'response' && !isTuple;
    const items: Json[] = [];
    for (const [index, item] of raw.entries()) {
      const schema = itemOf(this.#p.schemas, parts, index) ?? true;
      const wasLooking = this.#isOnlyLooking;
      this.#isOnlyLooking = wasLooking || (isAlike && items.length > 0);
      const value = this.visit(item, schema, below);
      this.#isOnlyLooking = wasLooking;
      if (value !== undefined) items.push(value);
    }
    this.#rule(at.path, and(items.length > 0 ? { match: 'type', min: 1 } : { match: 'type' }));
    if (isTuple) return items;
    const [first, ...others] = items;
    if (isAlike)
      return first === undefined ? [] : [others.reduce((kept, item) => this.#inBoth(kept, item, below.path), first)];
    return ofEachShape(items, Math.max(0, ...parts.map(({ minItems = 0 }) => minItems)));
  }

  /** A list says of each item what all of those seen had. */
  #inBoth(kept: Json, item: Json, path: string): Json {
    if (!isObject(kept) || !isObject(item)) return kept;
    for (const name of Object.keys(item)) if (!Object.hasOwn(kept, name)) this.#gone.add(pathOf(path, name));
    return Object.fromEntries(
      Object.entries(kept).flatMap(([name, value]): [string, Json][] => {
        const other = item[name];
        if (other !== undefined) return [[name, this.#inBoth(value, other, pathOf(path, name))]];
        this.#gone.add(pathOf(path, name));
        return [];
      }),
    );
  }

  #rule(path: string, rule: Rule): void {
    const before = this.rules.get(path);
    // Items of several kinds: one of what they are like each. Elsewhere the later one knows more.
    this.rules.set(path, before && path.includes('[*]') ? eitherOf(before, rule) : rule);
  }
}

function isScalar(parts: readonly SchemaObject[]): boolean {
  const types = typesOf(parts);
  if (types === undefined) return literalsOf(parts) !== undefined;
  return !types.has('object') && !types.has('array');
}

function ofEachShape(items: readonly Json[], atLeast: number): Json[] {
  const shapes = new Set<string>();
  const [kept, spare]: [Json[], Json[]] = [[], []];
  for (const item of items) {
    const shape = shapeOf(item, '', {}).join(' ');
    (shapes.has(shape) ? spare : kept).push(item);
    shapes.add(shape);
  }
  return [...kept, ...spare.slice(0, Math.max(0, atLeast - kept.length))];
}

const pathOf = (path: string, name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}['${name.replaceAll("'", "\\'")}']`;

function shapeOf(value: Json, path: string, rules: Readonly<Record<string, Rule>>): string[] {
  if (Array.isArray(value))
    return [`${path}:list`, ...new Set(value.flatMap((each: Json) => shapeOf(each, `${path}[*]`, rules)))];
  if (isObject(value))
    return [
      `${path}:object`,
      ...Object.entries(value).flatMap(([name, each]) => shapeOf(each, pathOf(path, name), rules)),
    ];
  const rule = rules[path];
  if (rule?.matchers[0]?.match === 'equality') return [`${path}=${JSON.stringify(value)}`];
  return [`${path}:${rule?.combine === 'OR' ? 'nullable' : value === null ? 'null' : typeof value}`];
}
