import type { Responded } from '../respond/responder.ts';
import type { ItemStore } from './item-store.ts';
import type { StateCall } from './state.ts';

/** Nothing is there: it was deleted, or never written where only that counts. */
export function notFound({ state: { resource } }: ItemStore, { values }: StateCall): Responded {
  const id = String(values.path[resource.parameter] ?? '').slice(0, 200);
  return { kind: 'refused', refusal: { code: 'ITEM_NOT_FOUND', resource: resource.template, id } };
}
