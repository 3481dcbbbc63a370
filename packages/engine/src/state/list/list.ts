import type { Operation } from '../../operation.ts';
import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import { type BaseList, idIn } from '../base.ts';
import type { ItemPlace } from '../infer/infer-facts.ts';
import { listPlace } from '../infer/list-facts.ts';
import { isOtherList, ownerOf } from '../infer/other-lists.ts';
import { propertiesOf, successBody, targetOf } from '../infer/properties.ts';
import { projected } from '../item-answer.ts';
import type { ItemStore } from '../item-store.ts';
import type { StoredItem } from '../kept/overlay.ts';
import type { Answering } from '../operation-state.ts';
import type { StateCall } from '../state.ts';
import { compileStoredWriter } from '../write-stored.ts';
import { isAskedFor } from './matches.ts';
import { pageOf } from './page.ts';
import { narrowed, orderOf, sorted } from './select.ts';

/** All items of a list, and in each order that was asked for: kept until one of them changes. */
interface WholeList {
  readonly name: string;
  /** Something in it was written, or deleted from it. */
  readonly isWritten: boolean;
  readonly base: BaseList;
  readonly items: readonly JsonObject[];
  readonly sorted: Map<string, readonly JsonObject[]>;
}

const NOTHING: readonly StoredItem[] = [];

/** GET of a collection: the document's items without the deleted ones, then the written ones; filtered, sorted and paged as the document has it. */
export function compileList(operation: Operation, store: ItemStore): Answering | undefined {
  const { context, facts, home, resource } = store.state;
  const { list, idField } = facts;
  const body = successBody(operation, context.responseSchemas);
  const place = body && listPlace(context.responseSchemas, body, store.schema, idField);
  const writer = compileStoredWriter(operation, context);
  if (list === undefined || place === undefined || writer === undefined || idField === undefined) return undefined;
  const owner = resource.of === undefined ? undefined : ownerOf(resource, facts.properties, idField);
  const { responseSchemas: schemas } = context;
  if (resource.listedAt !== undefined && !isOtherList(schemas, resource, store.schema, place, list, owner))
    return undefined;
  const isOwned = (item: unknown, { values }: StateCall): boolean =>
    owner === undefined || (isObject(item) && isAskedFor(item, owner, values.path[resource.of ?? '']));
  const isSame =
    store.schema !== undefined &&
    targetOf(context.responseSchemas, place.items) === targetOf(context.responseSchemas, store.schema);
  const view: Pick<ItemPlace, 'properties'> = { properties: propertiesOf(context.responseSchemas, place.items) };
  const views = new WeakMap<JsonObject, JsonObject>();
  const viewOf = (item: JsonObject, example: JsonObject | undefined): JsonObject | undefined => {
    if (isSame) return item;
    let shown = views.get(item);
    if (shown === undefined) {
      const fit = writer.fitted(projected(item, view, example), place.items);
      if (!isObject(fit?.value)) return undefined;
      shown = fit.value;
      views.set(item, shown);
    }
    return shown;
  };

  const known = new WeakMap<readonly StoredItem[], WholeList>();

  /** Undefined where an item cannot be shown in this list. */
  const all = (call: StateCall, collection: string, name: string): WholeList | undefined => {
    const base = store.baseList(name, call.ask.params, call.sandbox);
    const overlay = context.overlays.peek(call.sandbox);
    const stale = call.damage?.stale;
    const written = overlay?.list(collection) ?? NOTHING;
    const before = stale === undefined ? known.get(written) : undefined;
    if (before?.base === base && before.name === name) return before;
    const shown: JsonObject[] = [];
    let isWritten = false;
    const now = (stored: StoredItem): unknown => {
      const earlier = stale && store.earlierOf(call.sandbox, collection, stored.id, stale);
      if (earlier !== undefined) return earlier.kind === 'absent' ? undefined : earlier.item;
      return stored.deleted ? undefined : stored.item;
    };
    const put = (item: unknown): boolean => {
      const viewed = isObject(item) ? viewOf(item, base.items[0]) : undefined;
      if (viewed !== undefined) shown.push(viewed);
      return viewed !== undefined;
    };
    for (const item of base.items) {
      const stored = overlay?.get(collection, idIn(item, idField) ?? '');
      const current = stored === undefined ? item : now(stored);
      isWritten ||= stored !== undefined;
      if (stored === undefined) shown.push(item);
      else if (current !== undefined && !put(current)) return undefined;
    }
    for (const stored of written) {
      // Of items that are kept together with those of other lists.
      if (home !== undefined && stored.within !== name) continue;
      const current = base.byId.has(stored.id) ? undefined : now(stored);
      if (current !== undefined && !isOwned(current, call)) continue;
      isWritten = true;
      if (current !== undefined && !put(current)) return undefined;
    }
    const found = { name, isWritten, base, items: shown, sorted: new Map() };
    // The list is another one once something in it has changed.
    if (stale === undefined && written !== NOTHING) known.set(written, found);
    return found;
  };

  return {
    answer(call) {
      const collection = store.state.collectionOf(call.values.path);
      const name = store.state.listOf(call.values.path);
      const whole = all(call, collection, name);
      if (whole === undefined) return undefined;
      const { query } = call.values;
      const order = orderOf(list.sort, query);
      let items = whole.sorted.get(order);
      if (items === undefined) {
        items = sorted(whole.items, list.sort, query);
        whole.sorted.set(order, items);
      }
      const chosen = narrowed(items, list, query);
      const { around, source } = store.baseList(name, call.ask.params, call.sandbox);
      const page = pageOf(chosen, list, idField, { call, publicUrl: context.publicUrl }, around);
      const link = list.pagination.link ? { Link: page.link } : {};
      const isOwn = context.base === 'empty' || whole.isWritten;
      const answer = writer.write(page.body, call.ask.accept, isOwn ? 'stored' : source, link);
      return answer && { kind: 'answered', answer };
    },
  };
}
