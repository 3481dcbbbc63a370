import type { RequestHeaders } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { equal } from '../schema/equal.ts';
import { isObject } from '../schema/json-schema.ts';
import type { Where } from './rule.ts';

/**
 * Which requests a rule is for, compiled once per rule. What depends on the operation alone is kept apart from what has to be
 * read from each request. Never reads a body that no rule asks about.
 */
export interface CompiledWhere {
  /** Undefined: of every API, also where no operation matched. */
  readonly api: string | undefined;
  /** Undefined: of every operation, also where none matched. */
  readonly operations: ReadonlySet<Operation> | undefined;
  readonly conditions: readonly Condition[];
}

export interface Condition {
  holds(facts: Facts): boolean;
  /** Where the condition compares a part of the request with one value: lets many rules be looked up at once. */
  readonly equality?: Equality;
}

export interface Equality {
  /** Names what is read: equal for all conditions that read the same. */
  readonly of: string;
  read(facts: Facts): string | readonly string[] | undefined;
  readonly value: string;
}

/** What conditions read of a request; each part at most once. */
export interface Facts {
  readonly path: string;
  readonly headers: RequestHeaders;
  query(name: string): readonly string[];
  /** The JSON value of the body; undefined where it is none. */
  body(): unknown;
}

/** A class, since one is made for each request that may meet a rule: closures would cost more than most conditions. */
class RequestFacts implements Facts {
  readonly path: string;
  readonly headers: RequestHeaders;
  readonly #search: string;
  readonly #bytes: Uint8Array;
  #query: URLSearchParams | undefined;
  #body: { readonly value: unknown } | undefined;

  constructor(target: string, headers: RequestHeaders, bytes: Uint8Array) {
    const at = target.indexOf('?');
    this.path = at === -1 ? target : target.slice(0, at);
    this.headers = headers;
    this.#search = at === -1 ? '' : target.slice(at + 1);
    this.#bytes = bytes;
  }

  query(name: string): readonly string[] {
    if (this.#search === '') return NO_VALUES;
    this.#query ??= new URLSearchParams(this.#search);
    return this.#query.getAll(name);
  }

  body(): unknown {
    this.#body ??= { value: this.#bytes.length === 0 ? undefined : jsonOf(this.#bytes) };
    return this.#body.value;
  }
}

const NO_VALUES: readonly string[] = [];

export const factsOf = (target: string, headers: RequestHeaders, bytes: Uint8Array): Facts =>
  new RequestFacts(target, headers, bytes);

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch {
    return undefined;
  }
}

export const conditionsOf = ({ path, query = {}, header = {}, body = {} }: Where): Condition[] => [
  ...Object.entries(header).map(([name, value]) => onHeader(name.toLowerCase(), value)),
  ...Object.entries(query).map(([name, value]) => onQuery(name, value)),
  ...(path === undefined ? [] : [path.includes('*') ? onPattern(path) : onPath(path)]),
  ...Object.entries(body).map(([pointer, value]) => onBody(pointer, value)),
];

function onHeader(name: string, value: string): Condition {
  const read = ({ headers }: Facts): string | readonly string[] | undefined => headers[name];
  return { holds: (facts) => has(read(facts), value), equality: { of: `header ${name}`, read, value } };
}

function onQuery(name: string, value: string): Condition {
  const read = (facts: Facts): readonly string[] => facts.query(name);
  return { holds: (facts) => has(read(facts), value), equality: { of: `query ${name}`, read, value } };
}

const onPath = (value: string): Condition => ({
  holds: ({ path }) => path === value,
  equality: { of: 'path', read: ({ path }) => path, value },
});

/** What stands before the first `*` is looked up, the rest only compared where that fits. */
function onPattern(pattern: string): Condition {
  const parts = pattern.split('*');
  const [value = ''] = parts;
  const holds = ({ path }: Facts): boolean => fits(path, parts);
  if (value.length < 2) return { holds };
  return { holds, equality: { of: `path ${value.length}`, read: ({ path }) => path.slice(0, value.length), value } };
}

/** Each part at the first place where it can be. No regular expression: whoever controls a sandbox writes patterns, and one that tries all ways stops the double. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function onBody(pointer: string, wanted: unknown): Condition {
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const holds = (facts: Facts): boolean => equal(valueAt(facts.body(), tokens), wanted);
  if (typeof wanted === 'object' && wanted !== null) return { holds };
  const read = (facts: Facts): string | undefined => {
    const found = valueAt(facts.body(), tokens);
    return found === undefined ? undefined : JSON.stringify(found);
  };
  return { holds, equality: { of: `body ${pointer}`, read, value: JSON.stringify(wanted) } };
}

function valueAt(value: unknown, tokens: readonly string[]): unknown {
  let current = value;
  for (const token of tokens) {
    if (Array.isArray(current)) current = current[Number(token)];
    else if (isObject(current) && Object.hasOwn(current, token)) current = current[token];
    else return undefined;
  }
  return current;
}

const has = (read: string | readonly string[] | undefined, value: string): boolean =>
  typeof read === 'string' ? read === value : read?.includes(value) === true;
