import { LRUCache } from 'lru-cache';
import { hashOf, seededRandom } from '../chance/random.ts';
import type { PathParameters, Source } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { isValid } from '../schema/check.ts';
import { isObject, type JsonObject, type JsonSchema } from '../schema/json-schema.ts';
import type { Stale } from '../state-damage.ts';
import { type BaseList, baseBody, createBaseLists, fieldOf, idIn, namesOf, only } from './base.ts';
import type { ResourceState } from './context.ts';
import { formatOfExample } from './infer/id-facts.ts';
import { propertySchemas } from './infer/properties.ts';
import { compileItemAnswer, type ItemAnswer } from './item-answer.ts';
import type { EarlierItems } from './kept/earlier.ts';
import type { StoredItem } from './kept/overlay.ts';
import { pathOf } from './path-of.ts';
import type { IdFormat } from './resource.ts';
import type { ItemChange, StateCall } from './state.ts';
import { newId } from './write/new-id.ts';
import { compileReadings } from './write/readings.ts';
import { loaded } from './write-stored.ts';

/** The items of one resource in all sandboxes: what was written over what the document shows. Never writes an answer. */
export interface ItemStore {
  readonly state: ResourceState;
  /** What items are stored as; undefined where nothing is known of it. */
  readonly schema: JsonSchema | undefined;
  /** `list`: its name. */
  baseList(list: string, params: PathParameters, sandbox: string): BaseList;
  find(sandbox: string, path: Readonly<Record<string, unknown>>, params: PathParameters): FoundItem;
  change(change: ItemChange): StoredItem;
  /** As it was before it changed; undefined where it did not change that lately. */
  earlier(sandbox: string, path: Readonly<Record<string, unknown>>, stale: Stale): FoundItem | undefined;
  earlierOf(sandbox: string, collection: string, id: string, stale: Stale): FoundItem | undefined;
  /** An id that nothing has; undefined where none is found that the schema allows. */
  freshId(call: StateCall, wish: string | undefined): unknown;
  /** The answer of an operation of this resource, or of one beside it. */
  answerOf(operation: Operation): ItemAnswer | undefined;
  /** The answer whose schema items are stored by: the read's, where it shows one, else that of what writes them. */
  reader(): ItemAnswer | undefined;
}

export type FoundItem =
  | { readonly kind: 'stored'; readonly item: JsonObject; readonly stored: StoredItem }
  /** `isShown`: as a read without state shows it; `etag` as that read tells it. */
  | {
      readonly kind: 'base';
      readonly item: JsonObject;
      readonly source: Source;
      readonly etag: string | undefined;
      readonly isShown: boolean;
    }
  | { readonly kind: 'absent' };

/** Of one resource, as the document shows them: they are the same in all sandboxes of one seed. */
const KEPT_ITEMS = 500;

const ABSENT: FoundItem = { kind: 'absent' };

/** `earlierItems`: shared by all whose items may be kept by one of them. */
export function createItemStore(state: ResourceState, earlierItems: EarlierItems): ItemStore {
  const { context, resource, facts } = state;
  const { read, create, replace, patch } = resource.operations;
  const names = namesOf(resource.template);
  const answers = new Map<Operation, ItemAnswer | undefined>();
  const reference = [read, create, replace, patch].flatMap((operation) => {
    const found = operation && compileItemAnswer(operation, state, undefined);
    return found?.place && operation ? [{ operation, answer: found, schema: found.place.schema }] : [];
  })[0];
  const baseList = createBaseLists(state);
  const idsShown = new WeakMap<BaseList, ShownIds>();
  const answerOf = (operation: Operation): ItemAnswer | undefined => {
    if (!answers.has(operation)) answers.set(operation, compileItemAnswer(operation, state, reference?.schema));
    return answers.get(operation);
  };
  const readings = compileReadings(state, reference?.schema);

  const known = new LRUCache<string, FoundItem>({ max: KEPT_ITEMS });
  const shown = (sandbox: string, path: Readonly<Record<string, unknown>>, params: PathParameters): FoundItem => {
    if (context.base === 'empty') return ABSENT;
    const id = String(path[resource.parameter]);
    const key = `${context.seedOf(sandbox)}\n${state.collectionOf(path)}\n${id}`;
    let found = known.get(key);
    if (found === undefined) {
      found = shownAs(id, sandbox, path, params);
      known.set(key, found);
    }
    return found;
  };
  const shownAs = (
    id: string,
    sandbox: string,
    path: Readonly<Record<string, unknown>>,
    params: PathParameters,
  ): FoundItem => {
    const listed = baseList(state.listOf(path), params, sandbox);
    const body = read && baseBody(context, read, only(params, names), sandbox);
    const own = (read && answerOf(read)?.itemIn(body?.value)) ?? reference?.answer.base()?.item;
    const etag = body && fieldOf(body.answer.headers, 'etag');
    const source = body?.source ?? listed.source;
    const isOwn = own !== undefined && (facts.idField === undefined || idIn(own, facts.idField) === id);
    if (own !== undefined && isOwn && read) return { kind: 'base', item: own, source, etag, isShown: true };
    const inList = listed.byId.get(id);
    if (inList !== undefined) {
      const item = own === undefined ? inList : { ...own, ...inList };
      return { kind: 'base', item: fit(item, inList), source: listed.source, etag, isShown: false };
    }
    const renamed = own && readings.withId(own, id);
    return renamed === undefined ? ABSENT : { kind: 'base', item: renamed, source, etag, isShown: false };
  };
  /** A list may show less of an item than a read does. */
  const fit = (whole: JsonObject, part: JsonObject): JsonObject => {
    const { responseSchemas } = context;
    if (reference === undefined || isValid(responseSchemas, reference.schema, part)) return part;
    return reference.answer.fitted(whole) ?? part;
  };

  let idSchemasOnce: IdSchemas | undefined;
  const foundIn = (stored: StoredItem): FoundItem =>
    stored.deleted || !isObject(stored.item) ? ABSENT : { kind: 'stored', item: stored.item, stored };
  const was = (before: StoredItem | undefined, { sandbox, values, ask }: ItemChange['call']): FoundItem =>
    before === undefined ? shown(sandbox, values.path, ask.params) : foundIn(before);

  const earlierOf: ItemStore['earlierOf'] = (sandbox, collection, id, stale) => {
    const overlay = context.overlays.peek(sandbox);
    return overlay && earlierItems.find(overlay, collection, id, context.clockOf(sandbox).now(), stale);
  };

  return {
    state,
    schema: reference?.schema,
    baseList,
    answerOf,
    reader: () => reference && answerOf(reference.operation),
    find(sandbox, path, params) {
      const stored = context.overlays.peek(sandbox)?.get(state.collectionOf(path), String(path[resource.parameter]));
      return stored === undefined ? shown(sandbox, path, params) : foundIn(stored);
    },
    change({ call, operation, kind, id, item: given, isFitted = false, bytes, emit, answered }) {
      const overlay = context.overlays.of(call.sandbox);
      const at = context.clockOf(call.sandbox).now();
      const collection = state.collectionOf(call.values.path);
      const isGone = kind === 'deleted';
      const item = isGone || isFitted || !isObject(given) ? given : (reference?.answer.visible(given) ?? given);
      const size = bytes ?? (isGone ? 0 : (JSON.stringify(item)?.length ?? 0));
      const within = state.home === undefined || kind !== 'created' ? undefined : state.listOf(call.values.path);
      const written = { id, item, at, isFitted, bytes: size, within };
      if (call.damage?.lostWrite === true) return overlay.lose(collection, written);
      const before = kind === 'created' ? undefined : overlay.get(collection, id);
      earlierItems.remember(overlay, collection, id, kind === 'created' ? ABSENT : was(before, call), at);
      if (kind === 'deleted') overlay.removeBlobs(pathOf(context, resource.template, call.values.path));
      const stored = kind === 'deleted' ? overlay.remove(collection, id, at) : overlay.put(collection, written);
      context.changes.tell({
        sandbox: call.sandbox,
        at,
        kind,
        resource: resource.template,
        id,
        operation: operation.id,
        item: kind === 'deleted' ? (item ?? before?.item) : item,
        emit,
        answered,
      });
      return stored;
    },
    earlier: (sandbox, path, stale) =>
      earlierOf(sandbox, state.collectionOf(path), String(path[resource.parameter]), stale),
    earlierOf,
    freshId({ sandbox, values, ask }, wish) {
      const overlay = context.overlays.of(sandbox);
      const collection = state.collectionOf(values.path);
      const listed = baseList(state.listOf(values.path), ask.params, sandbox);
      const isFree = (id: unknown): boolean =>
        overlay.get(collection, String(id)) === undefined && !listed.byId.has(String(id));
      for (let attempt = 0; attempt < 20; attempt++) {
        const count = overlay.next(collection);
        const id = wish !== undefined && attempt === 0 ? wish : made(sandbox, collection, count, listed);
        if (id !== undefined && id !== null && isFree(id)) return id;
        if (wish !== undefined && isFree(`${wish}-${count}`)) return `${wish}-${count}`;
      }
      return otherText(sandbox, collection, isFree);
    },
  };

  function made(sandbox: string, collection: string, count: number, listed: BaseList): unknown {
    const { idFormat, idField } = facts;
    const seed = hashOf(context.seedOf(sandbox), sandbox, collection, count);
    if (idFormat.kind !== 'sampled') return newId(idFormat, seededRandom(seed), shownIds(listed).largest + count);
    const given = idSchemas();
    // Nothing to draw by: a sampler would only take its time.
    if (given.isPlainText) {
      const { format, largest } = shownIds(listed);
      return newId(format.kind === 'sampled' ? ANY_TEXT : format, seededRandom(seed), largest + count);
    }
    const sampled = loaded()(
      context.responseSchemas,
      { allOf: given.schemas },
      { seed, hints: { name: idField ?? 'id' } },
    );
    return 'value' in sampled ? sampled.value : undefined;
  }

  /** A list of the document stays as it is, however much is made below it. */
  function shownIds(listed: BaseList): ShownIds {
    let shownOnce = idsShown.get(listed);
    if (shownOnce === undefined) {
      shownOnce = { format: shownFormat(listed), largest: largest(listed) };
      idsShown.set(listed, shownOnce);
    }
    return shownOnce;
  }

  /** Ids of examples mean something, also where the schema says nothing of them. */
  function shownFormat({ source, byId }: BaseList): IdFormat {
    const [listedId] = source === 'example' || source === 'repaired' ? byId.keys() : [];
    const { item, isExample } = reference?.answer.base() ?? { item: {}, isExample: false };
    const id = listedId ?? (isExample ? idIn(item, facts.idField) : undefined);
    return id === undefined ? { kind: 'sampled' } : formatOfExample(id);
  }

  /** Where the document has one example for all ids, which something has already. */
  function otherText(sandbox: string, collection: string, isFree: (id: unknown) => boolean): unknown {
    const count = context.overlays.of(sandbox).next(collection);
    const text = newId(ANY_TEXT, seededRandom(hashOf(context.seedOf(sandbox), sandbox, collection, count)), count);
    const { schemas } = idSchemas();
    const isAllowed = schemas.length > 0 && schemas.every((each) => isValid(context.responseSchemas, each, text));
    return isAllowed && isFree(text) ? text : undefined;
  }

  function idSchemas(): IdSchemas {
    if (idSchemasOnce === undefined) {
      const { idField } = facts;
      const schemas =
        idField === undefined || reference === undefined
          ? []
          : propertySchemas(context.responseSchemas, reference.schema, idField);
      idSchemasOnce = { schemas, isPlainText: schemas.length > 0 && schemas.every(isPlainText) };
    }
    return idSchemasOnce;
  }

  /** Ids count on from what the document shows, below where numbers lose their last digits. */
  function largest(listed: BaseList): number {
    if (context.base === 'empty') return 0;
    const shownId = Number(idIn(reference?.answer.base()?.item ?? {}, facts.idField));
    const ids = [...listed.byId.keys()].map(Number).concat(shownId);
    return ids.reduce((max, id) => (Number.isSafeInteger(id) && id < 1e15 && id > max ? id : max), 0);
  }
}

interface ShownIds {
  readonly format: IdFormat;
  readonly largest: number;
}

/** What ids have to be, in all schemas that say something of them. */
interface IdSchemas {
  readonly schemas: readonly JsonSchema[];
  readonly isPlainText: boolean;
}

const ANY_TEXT: IdFormat & { kind: 'prefixed' } = {
  kind: 'prefixed',
  prefix: '',
  alphabet: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  length: 14,
};
const SAYS_NOTHING = new Set(['type', 'title', 'description', 'readOnly']);

const isPlainText = (schema: JsonSchema): boolean =>
  typeof schema === 'object' && schema.type === 'string' && Object.keys(schema).every((key) => SAYS_NOTHING.has(key));
