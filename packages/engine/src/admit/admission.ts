import type { DeclaredViolation, HttpRequest, PathParameters, Violation } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import type { Schemas } from '../schema/schemas.ts';
import { askedScopes } from './asked-scopes.ts';
import { type Authorize, bearerOf, compileAuthorize, takesTokens } from './authorize.ts';
import { compileBody } from './body/body.ts';
import type { Part } from './body/multipart.ts';
import type { MediaTypeRefused } from './body/outcome.ts';
import { declaredViolation } from './declared-places.ts';
import { type Fields, fieldsOfTarget, NO_FIELDS, parseCookies } from './fields.ts';
import { type Members, setMember } from './members.ts';
import { compileParameters } from './parameters/compile-parameters.ts';
import { admitParameters } from './parameters/parameter.ts';
import { decodePercent, MALFORMED } from './percent.ts';
import { compileSecurity } from './security.ts';
import { type BrokenSchema, createCheckContext } from './value-check.ts';

/** What a request brought, by name, in the types that the document gives. Path parameters are all there, declared or not. */
export interface AdmittedValues {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly cookie: Readonly<Record<string, unknown>>;
  /** Undefined where there was none; bytes where the media type is neither JSON, form nor text. */
  readonly body: unknown;
  /** Of a multipart body, files included. */
  readonly parts?: readonly Part[];
}

export type Admitted =
  | { readonly kind: 'admitted'; readonly values: AdmittedValues }
  | MediaTypeRefused
  | { readonly kind: 'invalid'; readonly violations: Violation[] };

/** The gate of one operation, compiled once: credentials, then, synchronously, the body's media type and everything that schemas say. */
export interface Admission {
  /** Comes first; `admit` trusts that it did. */
  readonly authorize: Authorize;
  /** Whether a request that was let in came with a token, for an operation that asks for one. */
  byToken(request: HttpRequest): boolean;
  admit(request: HttpRequest, params: PathParameters): Admitted;
  /** What may be remembered of a violation of a request to this operation. */
  declared(violation: Violation): DeclaredViolation;
  /** Schemas that turned out to be broken so far; what they would check is let through. */
  readonly broken: readonly BrokenSchema[];
}

export interface AdmissionOptions {
  /** Credentials must be there and well formed, and need not be right: Prism's rule. @default false */
  readonly presenceOnly?: boolean;
  /** The document, for what the model of an operation leaves out. @default nothing is left out */
  readonly root?: unknown;
  /** Called once for each schema that turns out to be broken: nothing is to pass unchecked without a word. */
  readonly onBroken?: (broken: BrokenSchema) => void;
}

const NOTHING: Members = Object.freeze({});

export function compileAdmission(operation: Operation, schemas: Schemas, options: AdmissionOptions): Admission {
  const model = operation.model();
  const context = createCheckContext(schemas, options.onBroken ?? (() => {}));
  const security = compileSecurity(model.security, askedScopes(options.root, operation.pointer, model.security));
  const body = compileBody(context, model.request?.body);
  const { path, query, header, cookie } = compileParameters(context, model.request);
  const undeclared = undeclaredNames(
    operation.template,
    path.map(({ name }) => name),
  );
  const readsQuery = query.length > 0;

  return {
    authorize: compileAuthorize(security, options.presenceOnly === true),
    byToken: (request) => security !== undefined && takesTokens(security) && bearerOf(request) !== undefined,
    declared: (violation) => declaredViolation(schemas, model.request, violation),
    get broken() {
      return [...context.broken.values()];
    },
    admit(request, params) {
      const fields: Fields = readsQuery ? fieldsOfTarget(request.target) : NO_FIELDS;
      const read = body.admit(request);
      if (read.kind === 'media-type') return read;

      const values = {
        path: path.length + undeclared.length > 0 ? {} : NOTHING,
        query: query.length > 0 ? {} : NOTHING,
        header: header.length > 0 ? {} : NOTHING,
        cookie: cookie.length > 0 ? {} : NOTHING,
      };
      // Prism's order, so that its error style can list them as it would.
      let found = read.kind === 'invalid' ? read.violations : undefined;
      if (header.length > 0) found = joined(found, admitParameters(header, request.headers, values.header));
      if (query.length > 0) found = joined(found, admitParameters(query, fields, values.query));
      if (path.length > 0) found = joined(found, admitParameters(path, params, values.path));
      if (cookie.length > 0)
        found = joined(found, admitParameters(cookie, parseCookies(request.headers.cookie), values.cookie));
      if (found !== undefined || read.kind === 'invalid') return { kind: 'invalid', violations: found ?? [] };

      for (const name of undeclared) setMember(values.path, name, decoded(params[name] ?? ''));
      return { kind: 'admitted', values: { ...values, body: read.value, ...(read.parts && { parts: read.parts }) } };
    },
  };
}

function joined(first: Violation[] | undefined, second: Violation[] | undefined): Violation[] | undefined {
  return first === undefined || second === undefined ? (first ?? second) : [...first, ...second];
}

/** Parameters that only the template names: there are no rules for them, but an answer may echo them. */
function undeclaredNames(template: string, declared: readonly string[]): string[] {
  const named = [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
  return named.filter((name) => !declared.includes(name));
}

function decoded(raw: string): string {
  const value = decodePercent(raw);
  return value === MALFORMED ? raw : value;
}
