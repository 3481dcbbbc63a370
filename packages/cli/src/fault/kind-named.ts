import type { KindDescription } from '@stuntdouble/engine';
import { nearestName } from '@stuntdouble/engine/nearest-name';
import { CliError } from '../errors.ts';

/** The kind of that name; refused with the nearest one where there is none. */
export function kindNamed(name: string, kinds: readonly KindDescription[]): KindDescription {
  const found = kinds.find(({ kind }) => kind === name);
  if (found) return found;
  const names = kinds.map(({ kind }) => kind);
  const nearest = nearestName(name, names);
  const hint = nearest ? `Did you mean ${nearest}?` : `Kinds: ${names.join(', ')}`;
  throw new CliError('USAGE', `there is no kind of fault "${name}"`, hint);
}
