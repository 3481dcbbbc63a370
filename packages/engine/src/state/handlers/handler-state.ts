import type { HandlerState } from '../../handler.ts';
import type { Operation } from '../../operation.ts';
import { check } from '../../schema/check.ts';
import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import { pointerOf } from '../../schema/pointer.ts';
import { idIn } from '../base.ts';
import type { FixturePlace } from '../fixtures/load-fixtures.ts';
import type { ItemStore } from '../item-store.ts';
import type { DocumentState, StateCall } from '../state.ts';
import { HandlerFlaw } from './handler-flaw.ts';

/** The state of the sandbox as a handler sees it: by paths, valid items only, every change told. Never leaves the sandbox. */
export function handlerState(state: DocumentState | undefined, operation: Operation, call: StateCall): HandlerState {
  const needed = (): DocumentState => {
    if (state === undefined)
      throw new HandlerFlaw('there is no state: the double runs with --stateless or in front of an upstream');
    return state;
  };
  const itemAt = (path: string) => {
    const cut = path.lastIndexOf('/');
    const place = needed().placeOf(path.slice(0, cut));
    const id = path.slice(cut + 1);
    if (place === undefined || id === '')
      throw new HandlerFlaw(`${JSON.stringify(path)} is no item that the document has`);
    return { ...place, id, path: { ...place.path, [place.resource.parameter]: id } };
  };
  return {
    get(path) {
      const { resource, path: values } = itemAt(path);
      return structuredClone(needed().current(resource, call.sandbox, values));
    },
    put(path, item, emit) {
      const { resource, path: values, id, store } = itemAt(path);
      const flaw = isObject(item) ? flawOf(store, item) : 'must be an object';
      if (flaw !== undefined) throw new HandlerFlaw(`what it puts to ${resource.template} does not fit: ${flaw}`);
      const isNew = needed().current(resource, call.sandbox, values) === undefined;
      const kind = isNew ? 'created' : 'updated';
      const inside = { ...call, values: { ...call.values, path: values } };
      needed().change(resource, { call: inside, operation, kind, id, item: structuredClone(item), emit });
    },
    list(path) {
      const place = needed().placeOf(path);
      if (place === undefined) throw new HandlerFlaw(`${JSON.stringify(path)} is no collection that the document has`);
      return structuredClone(itemsOf(place, call.sandbox));
    },
    delete(path) {
      const { resource, path: values, id } = itemAt(path);
      const inside = { ...call, values: { ...call.values, path: values } };
      needed().change(resource, { call: inside, operation, kind: 'deleted', id, item: undefined });
    },
  };
}

function flawOf({ schema, state }: ItemStore, item: JsonObject): string | undefined {
  const [flaw] = schema === undefined ? [] : check(state.context.responseSchemas, schema, item);
  return flaw && `${pointerOf(flaw.path) || 'it'} ${flaw.message}`;
}

/** Those of the document that were not deleted, as they are now, then the others in the order in which they were written. */
function itemsOf({ context, store, path }: FixturePlace, sandbox: string): JsonObject[] {
  const collection = store.state.collectionOf(path);
  const params = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, encodeURIComponent(value)]));
  const shown = store.baseList(store.state.listOf(path), params, sandbox);
  const { home } = store.state;
  const kept = context.overlays.peek(sandbox)?.list(collection) ?? [];
  const written = home === undefined ? kept : kept.filter(({ within }) => within === store.state.listOf(path));
  const byId = new Map(written.map((each) => [each.id, each]));
  const items = [
    ...shown.items.map((item) => byId.get(idIn(item, store.state.facts.idField) ?? '') ?? { item, deleted: false }),
    ...written.filter(({ id }) => !shown.byId.has(id)),
  ];
  return items.flatMap(({ item, deleted }) => (deleted || !isObject(item) ? [] : [item]));
}
