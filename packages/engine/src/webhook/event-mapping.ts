import { StuntError } from '../errors.ts';
import type { ApiDocument, Operation } from '../operation.ts';
import { isObject } from '../schema/json-schema.ts';
import { pointerTokens } from '../schema/pointer.ts';
import type { StateChange } from '../state-change.ts';
import { type Happening, isPing, namesFiredBy, sameName } from './event-name.ts';
import { followed } from './followed.ts';
import type { WebhookSettings } from './webhook.ts';

/** Which webhooks a change of state fires: those given, those that its transition names, else those whose name says it. Fires nothing. */
export interface EventMapping {
  /** Names of webhooks as the documents write them. */
  eventsOf(change: StateChange): readonly string[];
}

/** `names`: those of the documents. @throws StuntError WEBHOOK_INVALID where the given map names what there is not. */
export function createEventMapping(
  documents: readonly ApiDocument[],
  names: readonly string[],
  map: WebhookSettings['map'] = {},
): EventMapping {
  const operations = documents.flatMap((document) => document.operations);
  const given = givenMap(operations, names, map);
  const inferable = names.filter((name) => !given.has(name));
  // A change differs from another in few ways, so that each is judged once.
  const known = new Map<string, readonly string[]>();
  return {
    eventsOf(change) {
      const key = JSON.stringify([change.kind, change.resource, change.operation, change.emit]);
      let events = known.get(key);
      if (events === undefined) {
        events = [
          ...[...given].flatMap(([name, ids]) => (ids.has(change.operation) ? [name] : [])),
          ...inferredEvents(change, operations, inferable),
        ];
        if (known.size < KNOWN_CHANGES) known.set(key, events);
      }
      return events;
    },
  };
}

const KNOWN_CHANGES = 10_000;

function inferredEvents(change: StateChange, operations: readonly Operation[], names: readonly string[]): string[] {
  if (change.emit !== undefined)
    return names.filter((name) => change.emit?.some((emitted) => sameName(emitted, name)) === true);
  const operation = operations.find((candidate) => isCalled(candidate, change.operation));
  const { kind, resource } = change;
  return namesFiredBy(names, { kind, resource, action: operation && actionOf(operation.template, resource) });
}

const isCalled = ({ id, method, template }: Operation, name: string): boolean =>
  id === name || `${method} ${template}` === name;

/** `submit` of `/intakes/{id}/submit`; undefined where the operation's path is the item's or its collection's. */
function actionOf(template: string, resource: string): string | undefined {
  const last = template.split('/').at(-1) ?? '';
  if (last === '' || last.includes('{') || template.length <= resource.length) return undefined;
  return last;
}

function givenMap(
  operations: readonly Operation[],
  names: readonly string[],
  map: NonNullable<WebhookSettings['map']>,
): Map<string, ReadonlySet<string>> {
  const given = new Map<string, ReadonlySet<string>>();
  for (const [name, value] of Object.entries(map)) {
    if (!names.includes(name))
      throw invalid(`webhooks.map has "${name}", which is no webhook of the documents. There are: ${listed(names)}.`);
    const wanted = typeof value === 'string' ? [value] : value;
    const ids = wanted.flatMap((word) => {
      const found = operations.find((operation) => isCalled(operation, word));
      if (found === undefined)
        throw invalid(
          `webhooks.map.${name} has "${word}"; write an operationId, or a method and a path: POST /intakes.`,
        );
      return [found.id, `${found.method} ${found.template}`];
    });
    given.set(name, new Set(ids));
  }
  return given;
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
const invalid = (message: string): StuntError => new StuntError('WEBHOOK_INVALID', message);

const NONE: ReadonlySet<string> = new Set();

export interface MappedWebhook {
  readonly name: string;
  /** The operations that would fire it, by their ids. */
  readonly firedBy: readonly string[];
}

/**
 * Each webhook of a document with the operations that fire it, as far as the document tells; for
 * `stunt check`. `ignored` are pointers of operations whose transition is not followed.
 */
export function mappedWebhooks(document: ApiDocument, ignored: ReadonlySet<string> = NONE): MappedWebhook[] {
  const names = [...new Set(document.webhooks.map(({ name }) => name))];
  if (names.length === 0) return [];
  const mapping = createEventMapping([document], names);
  const firedBy = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const operation of document.operations) {
    const change = likelyChange(document, operation, ignored);
    for (const name of change === undefined ? [] : mapping.eventsOf(change)) firedBy.get(name)?.push(operation.id);
    const ping = asksForPing(operation, document.operations) ? names.find(isPing) : undefined;
    const pings = ping === undefined ? undefined : firedBy.get(ping);
    if (pings?.includes(operation.id) === false) pings.push(operation.id);
  }
  return names.map((name) => ({ name, firedBy: firedBy.get(name) ?? [] }));
}

const asksForPing = ({ method, template }: Operation, operations: readonly Operation[]): boolean => {
  const [, item = '', word = ''] = /^(.+\})\/([^/{}]+)$/.exec(template) ?? [];
  return method === 'POST' && isPing(word) && operations.some((other) => other.template === item);
};

/** What an operation changes, judged by method and path alone. */
function likelyChange(
  document: ApiDocument,
  operation: Operation,
  ignored: ReadonlySet<string>,
): StateChange | undefined {
  const { method, template, pointer } = operation;
  const happening = likelyHappening(document.operations, method, template);
  const transition = followed(document.root, [...pointerTokens(pointer), 'x-stunt-transition']);
  const emit =
    !ignored.has(pointer) && isObject(transition) && Array.isArray(transition.emit)
      ? transition.emit.map(String)
      : undefined;
  if (happening === undefined && emit === undefined) return undefined;
  const { kind = 'updated', resource = template } = happening ?? {};
  return { sandbox: '', at: 0, kind, resource, id: '', operation: operation.id, item: undefined, emit };
}

function likelyHappening(
  operations: readonly Operation[],
  method: string,
  template: string,
): Omit<Happening, 'action'> | undefined {
  const endsInParameter = /\{[^/]*\}$/.test(template);
  if (method === 'DELETE') return { kind: 'deleted', resource: template };
  if (method === 'PUT' || method === 'PATCH') return { kind: 'updated', resource: template };
  if (method !== 'POST') return undefined;
  if (endsInParameter) return { kind: 'updated', resource: template };
  const items = operations.map((other) => other.template);
  const item = items.find(
    (other) => other.startsWith(`${template}/{`) && /^\{[^/]*\}$/.test(other.slice(template.length + 1)),
  );
  if (item !== undefined) return { kind: 'created', resource: item };
  const parent = template.slice(0, template.lastIndexOf('/'));
  // An action stands below an item that there is; else it is a collection of which no item can be read.
  return items.includes(parent) && parent.includes('{')
    ? { kind: 'updated', resource: parent }
    : { kind: 'created', resource: `${template}/{id}` };
}
