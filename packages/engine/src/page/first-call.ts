import type { ApiDocument, Operation } from '../operation.ts';

/** A request that is answered with success when it is pasted, once the key is in it. */
export interface FirstCall {
  readonly operation: string;
  readonly summary: string | undefined;
  /** Path below the base URL. */
  readonly path: string;
  readonly credential: CallCredential;
}

/** Where the credential of a call goes. */
export type CallCredential =
  | { readonly kind: 'none' }
  /** `X-Api-Key: KEY`, `Authorization: Bearer KEY`: `before` stands between name and key. */
  | { readonly kind: 'header'; readonly name: string; readonly before: string }
  | { readonly kind: 'query'; readonly name: string }
  | { readonly kind: 'basic' }
  /** A token, which is fetched before. */
  | { readonly kind: 'token' };

type Model = ReturnType<Operation['model']>;
type Scheme = NonNullable<Model['security']>[number][number];

/** How many operations are looked into: a page must not wait for a large document. */
const PATIENCE = 25;

/** The first GET without parameters that it needs, and with a 2xx; undefined where there is none. */
export function firstCall(document: ApiDocument): FirstCall | undefined {
  const candidates = document.operations.filter(
    ({ method, template, deprecated }) => method === 'GET' && !template.includes('{') && !deprecated,
  );
  for (const operation of candidates.slice(0, PATIENCE)) {
    const credential = simpleCredential(operation);
    if (credential !== undefined)
      return { operation: operation.id, summary: operation.summary, path: operation.template, credential };
  }
  return undefined;
}

function simpleCredential(operation: Operation): CallCredential | undefined {
  try {
    const { request, responses, security } = operation.model();
    if (!responses.some(({ code }) => /^(2..|default)$/i.test(code))) return undefined;
    const places = [request?.query, request?.headers, request?.cookie];
    if (places.some((parameters) => parameters?.some(({ required }) => required))) return undefined;
    return credentialOf(security ?? []);
  } catch {
    // An operation that cannot be read is a matter for the findings; here it is no candidate.
    return undefined;
  }
}

/** The more that one can see of how it works, the better as a first call. */
const PREFERRED: readonly CallCredential['kind'][] = ['none', 'header', 'query', 'basic', 'token'];

function credentialOf(alternatives: readonly (readonly Scheme[])[]): CallCredential | undefined {
  if (alternatives.length === 0) return { kind: 'none' };
  const fitting = alternatives.flatMap(([scheme, ...more]) => {
    if (scheme === undefined) return [{ kind: 'none' } as const];
    return more.length === 0 ? (placeOf(scheme) ?? []) : [];
  });
  return PREFERRED.flatMap((kind) => fitting.find((each) => each.kind === kind) ?? [])[0];
}

function placeOf(scheme: Scheme): CallCredential | undefined {
  switch (scheme.type) {
    case 'apiKey':
      if (scheme.in === 'header') return { kind: 'header', name: scheme.name, before: '' };
      return scheme.in === 'query' ? { kind: 'query', name: scheme.name } : undefined;
    case 'http':
      if (scheme.scheme.toLowerCase() === 'bearer') return { kind: 'header', name: 'Authorization', before: 'Bearer ' };
      return scheme.scheme.toLowerCase() === 'basic' ? { kind: 'basic' } : undefined;
    case 'oauth2':
    case 'openIdConnect':
      return { kind: 'token' };
    default:
      return undefined;
  }
}
