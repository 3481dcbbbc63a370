import { OPERATION_CONFIG as config } from '@stoplight/http-spec/oas';
import { transformOas2Operation } from '@stoplight/http-spec/oas2/operation';
import { transformOas3Operation } from '@stoplight/http-spec/oas3/operation';
import type { IHttpOperation } from '@stoplight/types';
import { type HttpRequest, newExchange, type PathParameters } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import type { AuthMode, SandboxRecord } from '../sandbox.ts';
import { createSchemas } from '../schema/schemas.ts';
import { type Admission, type Admitted, compileAdmission } from './admission.ts';
import type { Authorized } from './authorize.ts';

/** For tests of admission: an operation from a few lines of OpenAPI, and requests to it. Not part of the engine. */
type Json = Readonly<Record<string, unknown>>;

export interface Sent {
  readonly target?: string;
  readonly headers?: HttpRequest['headers'];
  readonly body?: string | Uint8Array;
  readonly params?: PathParameters;
}

export interface Gate {
  readonly admission: Admission;
  admit(sent: Sent): Admitted | Exclude<Authorized, { kind: 'authorized' }>;
}

/** OpenAPI 3.1 unless the document says otherwise; the operation is `POST /things` or what `at` names. */
export function gateFor(
  operation: Json,
  document: Json = {},
  at: { path: string; auth?: AuthMode } = { path: '/things' },
): Gate {
  const base = 'swagger' in document ? {} : { openapi: '3.1.0' };
  const root = {
    ...base,
    info: { title: 'Test', version: '1' },
    ...document,
    paths: { [at.path]: { post: { responses: { 204: { description: 'Done' } }, ...operation } } },
  };
  const isOas2 = 'swagger' in document;
  const model = (isOas2 ? transformOas2Operation : transformOas3Operation)({
    document: root,
    name: at.path,
    method: 'post',
    config,
  });
  if (!isOperation(model)) throw new Error('not an operation');
  const dialect = isOas2 ? 'oas2' : 'json-schema';
  const admission = compileAdmission(operationOf(model, at.path), createSchemas(root, dialect, 'request'), {});
  const sandbox = sandboxOf(at.auth ?? 'presence');
  return {
    admission,
    admit({ target = '/things', headers = {}, body = '', params = {} }) {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      const request = { method: 'POST', target, headers, body: bytes };
      const exchange = newExchange({ serial: 0, id: 'test-0', startedAt: 0, sandbox: sandbox.name, request });
      const authorized = admission.authorize(exchange, sandbox, NO_TOKENS, params);
      if (authorized instanceof Promise) throw new Error('nothing to wait for');
      return authorized.kind === 'authorized' ? admission.admit(request, params) : authorized;
    },
  };
}

/** `in.path code` of each violation, or what else came of it. */
export function verdictOf(admitted: ReturnType<Gate['admit']>): unknown {
  if (admitted.kind === 'admitted') return 'admitted';
  if (admitted.kind !== 'invalid') return admitted.kind;
  return admitted.violations.map(({ in: part, path, code }) => `${[part, ...path].join('.')} ${code}`);
}

/** Its secrets are what they are called. */
export const sandboxOf = (auth: AuthMode, name = 'test'): SandboxRecord => ({
  name,
  createdAt: 0,
  expiresAt: undefined,
  seed: '',
  auth,
  port: undefined,
  record: false,
  credentials: { apiKey: 'the-key', clientId: 'client', clientSecret: 'secret', controlKey: 'control' },
});

const NO_TOKENS = {
  verify: () => ({ kind: 'bad', flaw: 'signature', description: 'the signature of the token is wrong' }) as const,
  opensLink: () => false,
};

function isOperation(model: unknown): model is IHttpOperation {
  return typeof model === 'object' && model !== null && 'path' in model;
}

function operationOf(model: IHttpOperation, template: string): Operation {
  return {
    id: 'test',
    method: 'POST',
    template,
    pointer: '/paths',
    tags: [],
    summary: undefined,
    deprecated: false,
    model: () => model,
  };
}
