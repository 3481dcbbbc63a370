import type { Operation } from '../../operation.ts';
import type { Responded } from '../../respond/responder.ts';
import { equal } from '../../schema/equal.ts';
import type { JsonObject } from '../../schema/json-schema.ts';
import { statelessly } from '../base.ts';
import type { StateContext } from '../context.ts';
import { etagOf, etagOfFound } from '../etag.ts';
import { idempotently } from '../idempotency.ts';
import type { ItemStore } from '../item-store.ts';
import { notFound } from '../not-found.ts';
import type { Answering } from '../operation-state.ts';
import { sandboxFull } from '../sandbox-full.ts';
import type { StateCall } from '../state.ts';
import { preconditionFailed } from '../update.ts';
import { compileItemRules } from '../write/item-rules.ts';
import { unmet } from './requirement.ts';
import { settingValue } from './setting-value.ts';
import type { Transition } from './transition.ts';
import { uploadFlaw } from './uploaded.ts';
import { compileView } from './view.ts';

/** An action as its transition has it: changes the item, refuses from a wrong state, and is safe to repeat. */
export function compileTransition(
  operation: Operation,
  transition: Transition,
  store: ItemStore,
): Answering | undefined {
  const { context, resource, facts } = store.state;
  const answering = store.answerOf(operation);
  const reader = store.reader() ?? answering;
  if (reader === undefined || store.schema === undefined) return undefined;
  const rules = compileItemRules(facts.properties, new Map(), facts.idField);

  const view = transition.answer.size === 0 ? undefined : compileView(operation, transition.answer, store);
  const answered = (call: StateCall, item: JsonObject, etag: string | undefined, isFitted = false): Responded => {
    if (view !== undefined) return view(call, item);
    const fields = answering?.writer.describes('etag') ? { ETag: etag } : {};
    const answer = answering?.answer(item, call.ask.accept, 'stored', fields, isFitted);
    return answer ? { kind: 'answered', answer } : statelessly(context, operation, call.ask);
  };
  const act = (call: StateCall): Responded | undefined => {
    const found = store.find(call.sandbox, call.values.path, call.ask.params);
    if (found.kind === 'absent') return notFound(store, call);
    // What only says something of an item is said of what the document shows in whatever state.
    if (view !== undefined && transition.set.size === 0 && found.kind === 'base') return view(call, found.item);
    if (isThere(transition, found.item)) return answered(call, found.item, etagOfFound(found));
    const refused =
      preconditionFailed(call, found) ??
      wrongState(transition, found.item, context, call) ??
      otherBytes(transition, store, found, call);
    if (refused !== undefined) return refused;
    if (view !== undefined && transition.set.size === 0) return view(call, found.item);
    const now = context.clockOf(call.sandbox).now();
    const changed = { ...rules.patched(found.item, found.item, now) };
    for (const [field, setting] of transition.set)
      changed[field] = settingValue(setting, { call, item: found.item, now, property: facts.properties.get(field) });
    const item = reader.fitted(changed);
    if (item === undefined) return undefined;
    const id = String(call.values.path[resource.parameter]);
    const full = sandboxFull(context, call.sandbox, store.state.collectionOf(call.values.path), id);
    if (full !== undefined) return full;
    const stored = store.change({ call, operation, kind: 'updated', id, item, isFitted: true, emit: transition.emit });
    return answered(call, item, etagOf(stored), true);
  };
  const isRead = operation.method === 'GET';
  return { answer: (call) => (isRead ? act(call) : idempotently(call, operation, store, () => act(call))) };
}

/** Whether the item is what the transition makes of it, as far as that is known beforehand. */
function isThere({ set }: Transition, item: JsonObject): boolean {
  const known = [...set].filter(([, { kind }]) => kind === 'value');
  return (
    known.length > 0 &&
    known.every(([field, setting]) => setting.kind === 'value' && equal(item[field] ?? null, setting.value))
  );
}

/** Refused where the item is in none of the states that are named, or another one that it needs is not. */
export function wrongState(
  { resource, from, requires }: Pick<Transition, 'resource' | 'from' | 'requires'>,
  item: JsonObject,
  context: StateContext,
  call: Pick<StateCall, 'sandbox' | 'values'>,
): Responded | undefined {
  for (const [field, allowed] of from) {
    const is = item[field] ?? null;
    if (allowed.some((value) => equal(value, is))) continue;
    const refusal = { code: 'STATE_CONFLICT', resource, field, is, allowed } as const;
    return { kind: 'refused', refusal };
  }
  const other = unmet(requires, item, context, call);
  if (other === undefined) return undefined;
  const { collection, ...found } = other;
  return { kind: 'refused', refusal: { code: 'STATE_CONFLICT', resource: collection, ...found } };
}

function otherBytes(
  { resource, uploaded }: Transition,
  store: ItemStore,
  found: Parameters<typeof uploadFlaw>[2],
  call: StateCall,
): Responded | undefined {
  const flaw = uploaded === undefined ? undefined : uploadFlaw(uploaded, store, found, call);
  if (flaw === undefined || uploaded === undefined) return undefined;
  return { kind: 'refused', refusal: { code: 'UPLOAD_MISMATCH', resource, uploaded, flaw } };
}
