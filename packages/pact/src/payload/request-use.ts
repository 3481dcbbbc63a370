import type { Operation } from '@stuntdouble/engine';
import type { DocumentSide } from '../impact/document-side.ts';
import { readOperation } from '../impact/read-operation.ts';
import { type Place, viewOf } from '../impact/schema-view.ts';
import type { ContractUse } from './contract-use.ts';
import type { RequestUse } from './payload-report.ts';
import { isInside } from './served-fields.ts';

/** Fields and parameters that an operation takes and that no contract sends. Nothing is said of an operation that no contract calls. */
export function requestUse(side: DocumentSide, operation: Operation, use: ContractUse): RequestUse {
  const parts = readOperation(side, operation);
  const taken: Taken[] = [...parts.parameters.values()]
    .filter(({ in: place }) => place === 'query')
    .map(({ name, required }) => ({ field: `?${name}`, required }));
  const content = [...(parts.body?.contents ?? [])].find(([type]) =>
    /[/+](?:json|x-www-form-urlencoded)$/.test(type),
  )?.[1];
  if (content !== undefined) takenFields(side, content.places, '', taken, []);
  const isSent = (field: string) =>
    use.sent.has(field) || [...use.openlySent].some((open) => open !== '' && isInside(field, open));
  // A field inside of what nobody sends goes without saying.
  const parentIsSent = (field: string) =>
    !field.includes('.') || isSent(field.slice(0, field.lastIndexOf('.')).replace(/\[\]$/, ''));
  const missing = taken.filter(({ field }) => !isSent(field) && parentIsSent(field));
  const names = (required: boolean) => missing.filter((each) => each.required === required).map(({ field }) => field);
  return { requiredNeverSent: names(true), optionalNeverSent: names(false) };
}

interface Taken {
  readonly field: string;
  readonly required: boolean;
}

const DEEPEST = 6;

function takenFields(
  side: DocumentSide,
  places: readonly Place[],
  path: string,
  taken: Taken[],
  around: readonly unknown[],
): void {
  const key = places[0]?.schema;
  if (around.length > DEEPEST || around.includes(key)) return;
  const view = viewOf(places, side.request);
  const inside = [...around, key];
  for (const [name, property] of view.properties) {
    if (property.some(({ schema }) => typeof schema === 'object' && schema.readOnly === true)) continue;
    const field = path === '' ? name : `${path}.${name}`;
    taken.push({ field, required: view.required.has(name) });
    takenFields(side, property, field, taken, inside);
  }
  if (view.items.length > 0) takenFields(side, view.items, `${path}[]`, taken, inside);
}
