import type { HttpSecurityScheme } from '@stoplight/types';
import type { RequestHeaders } from '../exchange.ts';
import type { AskedScopes } from './asked-scopes.ts';
import { type Credential, compileCredential } from './credentials.ts';
import type { Fields } from './fields.ts';

/** Are the credentials that an operation asks for there, and well formed? Never asks whether they are right. */
export interface Unauthorized {
  readonly kind: 'unauthorized';
  /** Values of WWW-Authenticate (RFC 9110 11.6.1), one per way in that was not taken. */
  readonly challenges: string[];
  /** What is missing, one text per alternative. */
  readonly missing: string[];
  /** What Prism puts into WWW-Authenticate, joined by commas. */
  readonly prismTags: string[];
}

export interface Security {
  /** Each of which lets a request in, if all of it is met. */
  readonly alternatives: readonly (readonly Credential[])[];
  /** True where a credential is expected in the query. */
  readonly readsQuery: boolean;
  /** Undefined where one of the alternatives is met. */
  check(headers: RequestHeaders, query: Fields): Unauthorized | undefined;
}

/** Alternatives of sets, as the model has them; undefined where every request passes. */
export function compileSecurity(
  alternatives: readonly (readonly HttpSecurityScheme[])[] | undefined,
  asked: AskedScopes = () => undefined,
): Security | undefined {
  const compiled = (alternatives ?? []).map((schemes, at) =>
    schemes
      .map((scheme) => compileCredential(scheme, asked(at, scheme.key)))
      .filter((credential) => credential !== undefined),
  );
  // An empty set is met by every request; so is one of schemes that no header shows, such as mutual TLS.
  if (compiled.length === 0 || compiled.some((credentials) => credentials.length === 0)) return undefined;
  return {
    alternatives: compiled,
    readsQuery: compiled.flat().some((credential) => credential.inQuery),
    check(headers, query) {
      for (const credentials of compiled) {
        if (credentials.every((credential) => credential.judge(headers, query) === 'met')) return undefined;
      }
      return unauthorized(compiled, headers, query);
    },
  };
}

function unauthorized(
  alternatives: readonly (readonly Credential[])[],
  headers: RequestHeaders,
  query: Fields,
): Unauthorized {
  const challenges = new Set<string>();
  const prismTags: string[] = [];
  const missing = alternatives.map((credentials) => {
    const unmet = credentials.filter((credential) => credential.judge(headers, query) !== 'met');
    for (const credential of unmet) {
      const verdict = credential.judge(headers, query);
      challenges.add(credential.challenge);
      if (credential.prismTag !== undefined && !(verdict === 'malformed' && credential.prismTagOnlyWithoutScheme)) {
        prismTags.push(credential.prismTag);
      }
    }
    return unmet.map((credential) => credential.wanted).join(' and ');
  });
  return { kind: 'unauthorized', challenges: [...challenges], missing: [...new Set(missing)], prismTags };
}
