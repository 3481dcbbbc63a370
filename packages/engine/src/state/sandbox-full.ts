import type { Responded } from '../respond/responder.ts';
import type { StateContext } from './context.ts';

/** The refusal of what would be more than a sandbox may hold; undefined where there is room. `id`: of an item, which may be there already; `bytes`: what it, or an upload, then has. */
export function sandboxFull(
  { overlays }: StateContext,
  sandbox: string,
  collection: string,
  id: string | undefined,
  bytes = 0,
  item?: unknown,
): Responded | undefined {
  const full = overlays.of(sandbox).full(collection, id, bytes, item);
  return full && { kind: 'refused', refusal: { code: 'SANDBOX_FULL', full } };
}
