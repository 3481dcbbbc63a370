import type { Operation } from '../operation.ts';
import { isObject, type JsonObject } from '../schema/json-schema.ts';
import { idIn } from './base.ts';
import type { ItemPlace } from './infer-facts.ts';
import { projected } from './item-answer.ts';
import type { ItemStore } from './item-store.ts';
import { listPlace } from './list-facts.ts';
import type { Answering } from './operation-state.ts';
import { pageOf } from './page.ts';
import { propertiesOf, successBody, targetOf } from './properties.ts';
import { narrowed, sorted } from './select.ts';
import type { StateCall } from './state.ts';
import { compileStoredWriter } from './write-stored.ts';

/** GET of a collection: the document's items without the deleted ones, then the written ones; filtered, sorted and paged as the document has it. */
export function compileList(operation: Operation, store: ItemStore): Answering | undefined {
  const { context, facts } = store.state;
  const { list, idField } = facts;
  const body = successBody(operation, context.responseSchemas);
  const place = body && listPlace(context.responseSchemas, body, store.schema, idField);
  const writer = compileStoredWriter(operation, context);
  if (list === undefined || place === undefined || writer === undefined || idField === undefined) return undefined;
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

  /** Undefined where an item cannot be shown in this list. */
  const all = (call: StateCall, collection: string): readonly JsonObject[] | undefined => {
    const base = store.baseList(collection, call.ask.params);
    const overlay = context.overlays.peek(call.sandbox);
    const shown: JsonObject[] = [];
    const put = (item: unknown): boolean => {
      const viewed = isObject(item) ? viewOf(item, base.items[0]) : undefined;
      if (viewed !== undefined) shown.push(viewed);
      return viewed !== undefined;
    };
    for (const item of base.items) {
      const written = overlay?.get(collection, idIn(item, idField) ?? '');
      if (written === undefined) shown.push(item);
      else if (!written.deleted && !put(written.item)) return undefined;
    }
    for (const written of overlay?.list(collection) ?? [])
      if (!written.deleted && !base.byId.has(written.id) && !put(written.item)) return undefined;
    return shown;
  };

  return {
    answer(call) {
      const collection = store.state.collectionOf(call.values.path);
      const items = all(call, collection);
      if (items === undefined) return undefined;
      const { query } = call.values;
      const chosen = sorted(narrowed(items, list, query), list.sort, query);
      const { around } = store.baseList(collection, call.ask.params);
      const page = pageOf(chosen, list, idField, { call, publicUrl: context.publicUrl }, around);
      const link = list.pagination.link ? { Link: page.link } : {};
      const answer = writer.write(page.body, call.ask.accept, 'stored', link);
      return answer && { kind: 'answered', answer };
    },
  };
}
