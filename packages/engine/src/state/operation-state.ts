import type { Operation } from '../operation.ts';
import type { Responded } from '../respond/responder.ts';
import { loadSampler } from '../schema/sample.ts';
import type { Stale } from '../state-damage.ts';
import type { StateContext } from './context.ts';
import { compileCreate } from './create.ts';
import type { ItemStore } from './item-store.ts';
import { compileList } from './list/list.ts';
import { isLaterPage } from './list/page.ts';
import { compileMembership } from './membership.ts';
import { compileRead } from './read.ts';
import { compileRemove } from './remove.ts';
import type { Resource, Role } from './resource.ts';
import type { CallValues, StateCall, StateOperation } from './state.ts';
import { compileUpdate } from './update.ts';

/** What one operation does once its schemas were read; the sampler is there. Undefined: answer without state. */
export interface Answering {
  answer(call: StateCall): Responded | undefined;
}

/** Reads cost one look-up while nothing was written; schemas are read when something was, or is about to be. */
export function lazyOperation(
  operation: Operation,
  { resource, role }: { readonly resource: Resource; readonly role: Role },
  context: StateContext,
  storeOf: (resource: Resource) => ItemStore,
): StateOperation {
  const isReading = role === 'read' || role === 'list';
  let compiled: { readonly answering: Answering | undefined; readonly store: ItemStore } | undefined;
  const answered = (call: StateCall): Responded | undefined => {
    if (compiled === undefined) {
      const store = storeOf(resource);
      compiled = { store, answering: compileRole(operation, role, store) };
    }
    const { answering, store } = compiled;
    if (answering === undefined) return undefined;
    const gone = store.state.goneAbove(call.sandbox, call.values.path);
    if (gone !== undefined) return { kind: 'refused', refusal: { code: 'ITEM_NOT_FOUND', ...gone } };
    if (isReading && context.base === 'document' && !turnsPage(call, role, store)) {
      const collection = store.state.collectionOf(call.values.path);
      if (context.overlays.peek(call.sandbox)?.touches(collection) !== true) return undefined;
    }
    return answering.answer(call);
  };
  return {
    ...(isReading && {
      hasEarlier(sandbox: string, { path }: CallValues, stale: Stale) {
        const overlay = context.overlays.peek(sandbox);
        if (overlay === undefined) return false;
        const store = storeOf(resource);
        if (role === 'read') return store.earlier(sandbox, path, stale) !== undefined;
        const collection = store.state.collectionOf(path);
        return overlay.list(collection).some(({ id }) => store.earlierOf(sandbox, collection, id, stale) !== undefined);
      },
    }),
    answer(sandbox, request, values, ask, damage) {
      if (ask.preferences !== undefined && ask.preferences.ofSandbox !== true) return undefined;
      const isUnwritten = isReading && context.base === 'document' && context.overlays.peek(sandbox) === undefined;
      if (isUnwritten && (role !== 'list' || !request.target.includes('?'))) return undefined;
      const call = { sandbox, request, values, ask, damage };
      const sampler = loadSampler();
      if (!(sampler instanceof Promise)) return answered(call);
      return sampler.then(() => answered(call) ?? context.responderOf(operation).respond(ask));
    },
  };
}

/** The document's list comes to an end, also where nothing was written: each page after the first is one of what the first showed. */
const turnsPage = ({ values }: StateCall, role: Role, { state: { facts } }: ItemStore): boolean =>
  role === 'list' && facts.list !== undefined && isLaterPage(facts.list, values.query);

function compileRole(operation: Operation, role: Role, store: ItemStore): Answering | undefined {
  const membership = compileMembership(operation, role, store);
  if (membership !== undefined) return membership;
  switch (role) {
    case 'create':
      return compileCreate(operation, store);
    case 'list':
      return compileList(operation, store);
    case 'read':
      return compileRead(operation, store);
    case 'replace':
    case 'patch':
      return compileUpdate(operation, store, false);
    case 'replaceByBody':
      return compileUpdate(operation, store, true);
    case 'remove':
      return compileRemove(operation, store);
  }
}
