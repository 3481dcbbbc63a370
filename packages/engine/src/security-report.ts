import { askedScopes } from './admit/asked-scopes.ts';
import { compileCredential } from './admit/credentials.ts';
import { type DeclaredLimit, declaredLimits } from './limit/declared-limits.ts';
import type { ApiDocument, Operation } from './operation.ts';

/** What the operations of a document ask of their callers, and which ask for nothing. Reads the document; serves nothing. */
export interface SecurityReport {
  readonly operations: readonly SecuredOperation[];
  /** Ids of operations that answer anybody: because they ask for nothing, or because one of their alternatives is empty. */
  readonly unprotected: readonly string[];
  /** Ids of operations that cannot be read. */
  readonly broken: readonly string[];
}

export interface SecuredOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** One of them has to be met, as a whole. */
  readonly alternatives: readonly (readonly AskedScheme[])[];
  readonly isProtected: boolean;
  /** Rate limits that the document declares or its documented 429 tells of; milliseconds. */
  readonly limits: readonly DeclaredLimit[];
}

export interface AskedScheme {
  /** As the document calls it. */
  readonly name: string;
  /** `apiKey in header X-Api-Key`, `http basic`, `oauth2`. */
  readonly kind: string;
  readonly scopes: readonly string[];
  /** Whether `--auth enforce` finds out if it is right; false for schemes that are only seen, or not even that. */
  readonly isEnforced: boolean;
}

export function securityReport(document: ApiDocument): SecurityReport {
  const broken: string[] = [];
  const operations = document.operations.flatMap((operation) => {
    try {
      return securedOperation(document, operation);
    } catch {
      broken.push(operation.id);
      return [];
    }
  });
  const unprotected = operations.filter(({ isProtected }) => !isProtected).map(({ id }) => id);
  return { operations, unprotected, broken };
}

type Scheme = Parameters<typeof compileCredential>[0];

function securedOperation(document: ApiDocument, operation: Operation): SecuredOperation {
  const { id, method, template } = operation;
  const model = operation.model();
  const asked = askedScopes(document.root, operation.pointer, model.security);
  const alternatives = (model.security ?? []).map((schemes, at) =>
    schemes.map((scheme) => askedScheme(scheme, asked(at, scheme.key))),
  );
  const isProtected = alternatives.length > 0 && alternatives.every((schemes) => schemes.length > 0);
  return { id, method, path: template, alternatives, isProtected, limits: declaredLimits(document, operation) };
}

function askedScheme(scheme: Scheme, scopes: readonly string[] | undefined): AskedScheme {
  const credential = compileCredential(scheme, scopes);
  return {
    name: scheme.key,
    kind: kindOf(scheme),
    scopes: credential?.scopes ?? [],
    isEnforced: credential !== undefined && credential.type !== 'unseen',
  };
}

function kindOf(scheme: Scheme): string {
  if (scheme.type === 'apiKey') return `apiKey in ${scheme.in} ${scheme.name}`;
  return scheme.type === 'http' ? `http ${scheme.scheme}` : scheme.type;
}
