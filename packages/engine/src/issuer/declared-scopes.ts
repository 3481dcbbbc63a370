import type { ApiDocument } from '../operation.ts';
import { isObject } from '../schema/json-schema.ts';

/** Scopes that documents know: those of their OAuth2 flows, those that operations ask for, and OpenID Connect's own where that is used. */
export function declaredScopes(documents: readonly ApiDocument[]): readonly string[] {
  const found = new Set<string>();
  for (const { root, operations } of documents) {
    const document = objectOf(root);
    const schemes = Object.values({
      ...objectOf(objectOf(document.components).securitySchemes),
      ...objectOf(document.securityDefinitions),
    }).filter(isObject);
    for (const scheme of schemes) {
      if (scheme.type === 'openIdConnect') for (const scope of OPENID_SCOPES) found.add(scope);
      for (const holder of [scheme, ...Object.values(objectOf(scheme.flows)).filter(isObject)])
        for (const scope of Object.keys(objectOf(holder.scopes))) found.add(scope);
    }
    collect(found, document.security);
    for (const { pointer } of operations) collect(found, operationAt(document, pointer).security);
  }
  return [...found].filter((scope) => SCOPE.test(scope)).sort();
}

const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];
/** RFC 6749 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

function collect(found: Set<string>, security: unknown): void {
  if (!Array.isArray(security)) return;
  for (const requirement of security)
    for (const scopes of Object.values(objectOf(requirement)))
      if (Array.isArray(scopes)) for (const scope of scopes) if (typeof scope === 'string') found.add(scope);
}

function operationAt(document: unknown, pointer: string): Readonly<Record<string, unknown>> {
  const tokens = pointer.split('/').slice(1);
  return objectOf(
    tokens.reduce<unknown>(
      (place, token) => objectOf(place)[token.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    ),
  );
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});
