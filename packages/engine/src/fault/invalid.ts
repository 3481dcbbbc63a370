import { StuntError } from '../errors.ts';
import { isObject } from '../schema/json-schema.ts';
import { nearestName } from '../spelling/nearest-name.ts';
import { shown, unknownWords } from '../spelling/unknown-name.ts';

export { shown };

/** How a rule is refused: where in it, what was received, what is allowed. Never decides what is right. */

export const invalid = (message: string, hint?: string): StuntError => new StuntError('FAULT_INVALID', message, hint);

/** The members of a part of a rule, of which only `allowed` may be there. */
export function membersOf(value: unknown, part: string, allowed: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw invalid(`${part} is ${shown(value)}; it has to be an object with ${allowed.join(', ')}.`);
  for (const name of Object.keys(value)) if (!allowed.includes(name)) throw unknownMember(part, name, allowed);
  return value;
}

function unknownMember(part: string, name: string, allowed: readonly string[]): StuntError {
  const nearest = nearestName(name, allowed);
  const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return invalid(`${part} has no ${shown(name)}; it has ${allowed.join(', ')}.${meant}`);
}

/** Refuses a name that does not exist. `what` is worded to stand behind `there is no`. */
export const unknownName = (part: string, what: string, given: string, names: Iterable<string>): StuntError =>
  invalid(unknownWords(part, what, given, names));

export function textOf(value: unknown, part: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${part} is ${shown(value)}; it has to be a text.`);
}
