import { type ApiDocument, createSchemas, type Schemas } from '@stuntdouble/engine';
import { escapeToken } from './pointer.ts';

/** What a document says of the messages that a provider sends: payloads of webhooks, and of callbacks. Judges none. */
export interface MessagePayload {
  /** `order.paid`; of a callback, its name. */
  readonly name: string;
  readonly schemas: Schemas;
  /** Undefined where the document describes no JSON payload. */
  readonly schema: unknown;
  /** Of the schema. */
  readonly pointer: string;
}

/** By name and by operationId; where two have one name the first counts, webhooks before callbacks. */
export function messagePayloads(document: ApiDocument): ReadonlyMap<string, MessagePayload> {
  // What is sent is a resource as an answer would hold it: `readOnly` properties are there, `writeOnly` ones are not.
  const schemas = createSchemas(document.root, document.dialect, 'response');
  const found = new Map<string, MessagePayload>();
  const add = (name: string, pointer: string): void => {
    const payload = { name, schemas, ...contentAt(document.root, pointer) };
    const { operationId } = members(document.root, at(document.root, pointer));
    for (const key of [name, operationId]) if (typeof key === 'string' && !found.has(key)) found.set(key, payload);
  };
  for (const { name, pointer } of document.webhooks) add(name, pointer);
  for (const operation of document.operations)
    if (operation.hasCallbacks)
      for (const [name, pointer] of callbacksOf(document.root, operation.pointer)) add(name, pointer);
  return found;
}

function callbacksOf(root: unknown, operation: string): [name: string, pointer: string][] {
  const callbacks = `${operation}/callbacks`;
  return Object.keys(members(root, at(root, callbacks))).flatMap((name) => {
    const callback = `${callbacks}/${escapeToken(name)}`;
    return Object.keys(members(root, at(root, callback))).flatMap((expression) => {
      const item = `${callback}/${escapeToken(expression)}`;
      const methods = Object.keys(members(root, at(root, item))).filter((key) =>
        /^(?:post|put|patch|get|delete)$/.test(key),
      );
      return methods.map((method): [string, string] => [name, `${item}/${method}`]);
    });
  });
}

function contentAt(root: unknown, operation: string): Pick<MessagePayload, 'schema' | 'pointer'> {
  const content = `${operation}/requestBody/content`;
  const names = Object.keys(members(root, at(root, content)));
  const json = names.find((mediaType) => /[/+]json\s*(;|$)/i.test(mediaType));
  if (json === undefined) return { schema: undefined, pointer: operation };
  const pointer = `${content}/${escapeToken(json)}/schema`;
  return { schema: at(root, pointer), pointer };
}

type Members = Readonly<Record<string, unknown>>;

function members(root: unknown, value: unknown): Members {
  const followed = follow(root, value);
  return isMembers(followed) ? followed : {};
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function follow(root: unknown, value: unknown): unknown {
  let current = value;
  for (let hops = 0; hops < 20 && isMembers(current) && typeof current.$ref === 'string'; hops++)
    current = at(root, decodeURI(current.$ref.replace(/^#/, '')));
  return current;
}

function at(root: unknown, pointer: string): unknown {
  let current = root;
  for (const token of pointer.split('/').slice(1)) {
    const holder = members(root, current);
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    current = Object.hasOwn(holder, key) ? holder[key] : undefined;
  }
  return current;
}
