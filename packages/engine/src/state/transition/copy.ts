import type { Operation } from '../../operation.ts';
import type { JsonObject } from '../../schema/json-schema.ts';
import { idIn } from '../base.ts';
import { idempotently } from '../idempotency.ts';
import { itemPlace, writableOf } from '../infer/infer-facts.ts';
import { isKindOf } from '../infer/kinds.ts';
import type { ItemStore } from '../item-store.ts';
import { locationOf } from '../location.ts';
import { notFound } from '../not-found.ts';
import type { Answering } from '../operation-state.ts';
import { sandboxFull } from '../sandbox-full.ts';
import { compileItemRules, writtenOf } from '../write/item-rules.ts';
import { isTime, timeAs } from '../write/new-value.ts';

/** `POST /folders/{id}/copy`: what it answers is a new item, which the one that is copied must not be taken for. */
export const copies = ({ template }: Operation): boolean => /\/(copy|copies|clone|clones|duplicate)$/i.test(template);

/** A new item like the one that is named, with what was sent; undefined where the answer shows something else. */
export function compileCopy(operation: Operation, store: ItemStore): Answering | undefined {
  const { context, resource, facts, home } = store.state;
  const { idField } = facts;
  const { responseSchemas: schemas } = context;
  const place = itemPlace(operation, schemas, resource);
  const answering = store.answerOf(operation);
  const reader = store.reader();
  if (place === undefined || answering === undefined || reader === undefined || idField === undefined) return undefined;
  if (store.schema === undefined || !isKindOf(schemas, place.schema, store.schema)) return undefined;
  const writable = writableOf(operation, context.requestSchemas, place.envelope);
  const rules = compileItemRules(facts.properties, writable, idField);
  const created = [...facts.properties.values()].filter((each) => isTime(each) && /creat|insert/i.test(each.name));
  return {
    answer: (call) =>
      idempotently(call, operation, store, () => {
        const found = store.find(call.sandbox, call.values.path, call.ask.params);
        if (found.kind === 'absent') return notFound(store, call);
        const fresh = store.freshId(call, undefined);
        const now = context.clockOf(call.sandbox).now();
        const sent = Object.entries(writtenOf(call.values.body, place.envelope) ?? {});
        const told = Object.fromEntries(sent.filter(([name]) => name !== idField && facts.properties.has(name)));
        const changed: JsonObject = {
          ...rules.patched({ ...found.item, ...told }, found.item, now),
          ...Object.fromEntries(created.map((each) => [each.name, timeAs(each, found.item[each.name], now)])),
          [idField]: fresh,
        };
        const item = fresh === undefined ? undefined : reader.fitted(changed);
        const id = item && idIn(item, idField);
        if (item === undefined || id === undefined) return undefined;
        const above = {
          ...call,
          request: { ...call.request, target: call.request.target.replace(/\/[^/]+\/[^/]+$/, '') },
        };
        const fields = answering.writer.describes('location')
          ? { Location: locationOf(above, id, resource, home) }
          : {};
        const answer = answering.answer(item, call.ask.accept, 'stored', fields, true);
        if (answer === undefined) return undefined;
        const collection = store.state.collectionOf(call.values.path);
        const full = sandboxFull(context, call.sandbox, collection, id, answer.body?.length ?? 0);
        if (full !== undefined) return full;
        store.change({ call, operation, kind: 'created', id, item, isFitted: home === undefined });
        return { kind: 'answered', answer };
      }),
  };
}
