import type { HttpSecurityScheme } from '@stoplight/types';
import { isObject } from '../schema/json-schema.ts';
import { pointerTokens, valueAt } from '../schema/pointer.ts';

/**
 * What the `security` of an operation asks of each scheme, as the document writes it: also scopes that the flows of the scheme
 * do not declare, which the model leaves out. Undefined where the two cannot be told to be the same.
 */
export type AskedScopes = (alternative: number, scheme: string) => readonly string[] | undefined;

export function askedScopes(
  root: unknown,
  pointer: string,
  alternatives: readonly (readonly HttpSecurityScheme[])[] | undefined,
): AskedScopes {
  const requirements = requirementsOf(root, pointer);
  if (requirements.length !== alternatives?.length) return () => undefined;
  return (alternative, scheme) => {
    const requirement = requirements[alternative];
    const scopes = requirement && Object.hasOwn(requirement, scheme) ? requirement[scheme] : undefined;
    return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : undefined;
  };
}

function requirementsOf(root: unknown, pointer: string): Readonly<Record<string, unknown>>[] {
  const own = valueAt(root, pointerTokens(pointer), (ref) =>
    ref.startsWith('#') ? valueAt(root, pointerTokens(ref.slice(1)), () => undefined) : undefined,
  );
  const places = [own, root].filter(isObject);
  const listed = places.map(({ security }) => security).find((security) => security !== undefined);
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}
