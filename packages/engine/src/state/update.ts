import type { Operation } from '../operation.ts';
import type { Responded } from '../respond/responder.ts';
import { isObject, type JsonObject } from '../schema/json-schema.ts';
import { answerIn } from './answer-in.ts';
import { idIn, statelessly } from './base.ts';
import { etagOfFound, lists, tagged, tagIn } from './etag.ts';
import { writableOf } from './infer/infer-facts.ts';
import type { FoundItem, ItemStore } from './item-store.ts';
import { notFound } from './not-found.ts';
import type { Answering } from './operation-state.ts';
import type { PropertyFacts } from './resource.ts';
import { sandboxFull } from './sandbox-full.ts';
import { toSegment } from './segment.ts';
import type { StateCall } from './state.ts';
import { compileItemRules, writtenOf } from './write/item-rules.ts';
import { jsonPatch } from './write/json-patch.ts';
import { mergePatch } from './write/merge-patch.ts';
import { refuseChange } from './write/refuse-change.ts';
import { compileSentNames } from './write/sent-names.ts';

/** `written`: absent of a JSON patch, whose steps are no members. */
type Changed =
  | { readonly kind: 'changed'; readonly item: JsonObject; readonly written?: JsonObject }
  | Responded
  | undefined;

/** PUT, PATCH and POST of an item: what it is from then on. `byBody`: the body names the item, the path does not. */
export function compileUpdate(operation: Operation, store: ItemStore, byBody: boolean): Answering | undefined {
  const { context, facts, resource } = store.state;
  const { idField } = facts;
  const answering = store.answerOf(operation);
  const reader = store.reader() ?? answering;
  if (answering === undefined || reader === undefined || store.schema === undefined) return undefined;
  const { envelope } = reader.place ?? answering.place ?? {};
  // `POST /pets/{id}?name=…` has no body that could say it.
  const { body, query = [] } = operation.model().request ?? {};
  const inQuery =
    (body?.contents ?? []).length > 0 ? [] : query.map(({ name }) => name).filter((name) => facts.properties.has(name));
  const { writable, shown } = compileSentNames(
    inQuery.length > 0 ? only(facts.properties, inQuery) : writableOf(operation, context.requestSchemas, envelope),
    facts.properties,
  );
  const rules = compileItemRules(facts.properties, writable, idField);
  // Where nothing has to be sent, what is not sent is to stay.
  const isWhole = operation.method === 'PUT' && [...writable.values()].some(({ required }) => required);

  const askedFor = ({ values }: StateCall): JsonObject =>
    Object.fromEntries(
      inQuery.flatMap((name) => (values.query[name] === undefined ? [] : [[name, values.query[name]]])),
    );

  const changed = (call: StateCall, current: JsonObject): Changed => {
    const now = context.clockOf(call.sandbox).now();
    if (isSteps(call)) {
      const patched = jsonPatch(current, call.values.body);
      if (patched.kind !== 'patched')
        return { kind: 'refused', refusal: { code: 'PATCH_INAPPLICABLE', step: patched.step, reason: patched.reason } };
      return isObject(patched.value)
        ? { kind: 'changed', item: rules.patched(patched.value, current, now) }
        : undefined;
    }
    const sent = inQuery.length > 0 ? askedFor(call) : writtenOf(call.values.body, envelope);
    if (sent === undefined) return undefined;
    const written = shown(sent);
    if (isWhole) return { kind: 'changed', item: rules.replaced(written, current, now), written };
    const merged = mergePatch(current, written);
    return isObject(merged)
      ? { kind: 'changed', item: rules.patched(withNulls(merged, written), current, now), written }
      : undefined;
  };
  /** `null` removes a member; where the member may be null, that is what it is from then on. */
  const withNulls = (merged: JsonObject, written: JsonObject): JsonObject => {
    const nulls = Object.keys(written).filter(
      (name) => written[name] === null && facts.properties.get(name)?.types.has('null'),
    );
    return nulls.length === 0 ? merged : { ...merged, ...Object.fromEntries(nulls.map((name) => [name, null])) };
  };

  /** No schema says which values the steps of a JSON patch may write. */
  const isDeclaredBy = (call: StateCall) => (member: string) => !isSteps(call) && writable.has(member);

  return {
    answer(asked) {
      const call = byBody ? namedByBody(asked, resource.parameter, idField, envelope) : asked;
      if (call === undefined) return undefined;
      const found = store.find(call.sandbox, call.values.path, call.ask.params);
      if (found.kind === 'absent') return notFound(store, call);
      const refused = preconditionFailed(call, found);
      if (refused !== undefined) return refused;
      const outcome = changed(call, found.item);
      if (outcome?.kind !== 'changed') return outcome;
      const change = { item: outcome.item, current: found.item, isDeclared: isDeclaredBy(call), fitted: reader.fitted };
      const taken = refuseChange(store, change);
      if (taken.kind === 'refused') return taken;
      const item = reader.fitted(taken.item);
      const id = String(call.values.path[resource.parameter]);
      if (item === undefined || (idField !== undefined && found.kind !== 'base' && idIn(item, idField) !== id))
        return undefined;
      const answer =
        answering.answer(item, call.ask.accept, 'stored', {}, true, outcome.written) ??
        answerIn(statelessly(context, operation, asked.ask));
      if (answer === undefined) return undefined;
      const bytes = JSON.stringify(item).length;
      const full = sandboxFull(context, call.sandbox, store.state.collectionOf(call.values.path), id, bytes, item);
      if (full !== undefined) return full;
      const stored = store.change({ call, operation, kind: 'updated', id, item, isFitted: true, bytes });
      return { kind: 'answered', answer: answering.writer.describes('etag') ? tagged(answer, stored) : answer };
    },
  };
}

const isSteps = ({ request }: StateCall): boolean => /json-patch\+json/i.test(request.headers['content-type'] ?? '');

/** Refused where the client read another state of the item than there is (RFC 9110 13.1.1). */
export function preconditionFailed(call: StateCall, found: FoundItem): Responded | undefined {
  const sent = call.request.headers['if-match'];
  const own = found.kind === 'absent' ? undefined : tagIn(found.item);
  if (sent === undefined || lists(sent, etagOfFound(found)) || lists(sent, own)) return undefined;
  // What the document says of an item that nobody wrote has no tag that could be wrong.
  if (found.kind === 'base' && found.etag === undefined && own === undefined) return undefined;
  const etag = own ?? etagOfFound(found);
  return { kind: 'refused', refusal: { code: 'PRECONDITION_FAILED', received: sent.slice(0, 200), etag } };
}

function namedByBody(
  call: StateCall,
  parameter: string,
  idField: string | undefined,
  envelope: string | undefined,
): StateCall | undefined {
  const written = writtenOf(call.values.body, envelope);
  const id = written && idIn(written, idField);
  if (id === undefined) return undefined;
  const { values, ask } = call;
  return {
    ...call,
    values: { ...values, path: { ...values.path, [parameter]: id } },
    ask: { ...ask, params: { ...ask.params, [parameter]: toSegment(id) } },
  };
}

const only = (properties: ReadonlyMap<string, PropertyFacts>, names: readonly string[]): Map<string, PropertyFacts> =>
  new Map([...properties].filter(([name]) => names.includes(name)));
