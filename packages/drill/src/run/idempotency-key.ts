import type { ApiDocument, Exchange } from '@stuntdouble/engine';

/** Finds the key by which a write says that it is the same one again. Keeps nothing of what it reads. */
export type KeyOf = (exchange: Pick<Exchange, 'request' | 'operation'>) => string | undefined;

/** @param places header fields by name, or JSON pointers into the body; fields that the document describes as such keys come on top */
export function keyReader(places: readonly string[], { operations }: ApiDocument): KeyOf {
  const pointers = places.filter((place) => place.startsWith('/'));
  const names = places.filter((place) => !place.startsWith('/')).map((name) => name.toLowerCase());
  const described = new Map(operations.map((operation) => [operation.id, lazily(() => fieldsIn(operation))]));
  return ({ request: { headers, body }, operation }) => {
    const own = operation === undefined ? [] : (described.get(operation.id)?.() ?? []);
    for (const name of [...names, ...own]) {
      const value = headers[name];
      if (typeof value === 'string' && value !== '') return value;
    }
    const json = pointers.length === 0 ? undefined : parsed(body);
    const [found] = pointers.map((pointer) => valueAt(json, pointer)).filter((value) => value !== undefined);
    return found === undefined ? undefined : JSON.stringify(found);
  };
}

/** `Request-Id: makes the request idempotent`. */
function fieldsIn(operation: ApiDocument['operations'][number]): string[] {
  try {
    const fields = operation.model().request?.headers ?? [];
    return fields
      .filter(({ name, description = '' }) => /idempoten/i.test(`${name} ${description}`))
      .map(({ name }) => name.toLowerCase());
  } catch {
    // One that cannot be read is served all the same.
    return [];
  }
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    return undefined;
  }
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return value ?? undefined;
}
