import type { ApiDocument } from '@stuntdouble/engine';
import { nearestName } from '@stuntdouble/engine/nearest-name';

/**
 * Refuses the name of an operation that no document has: what is said of it would hold always, "was not received" first of all.
 * @throws Error with the nearest name
 */
export function checkOperation(name: string, documents: readonly ApiDocument[]): void {
  const known = documents.flatMap(({ operations }) => operations.map(({ id }) => id));
  if (known.includes(name)) return;
  const nearest = nearestName(name, known);
  const words =
    nearest === undefined
      ? `It has ${known.length === 0 ? 'none' : known.slice(0, SHOWN).join(', ')}${known.length > SHOWN ? ' and so on' : ''}.`
      : `Did you mean ${nearest}?`;
  throw new Error(`The document has no operation "${name}". ${words}`);
}

const SHOWN = 8;
