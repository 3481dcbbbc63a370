import { OPERATION_CONFIG as config } from '@stoplight/http-spec/oas';
import { transformOas2Operation } from '@stoplight/http-spec/oas2/operation';
import { transformOas3Operation } from '@stoplight/http-spec/oas3/operation';
import type { IHttpOperation } from '@stoplight/types';
import type { HttpRequest, PathParameters } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { createSchemas } from '../schema/schemas.ts';
import { type Admission, type Admitted, compileAdmission } from './admission.ts';

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
  admit(sent: Sent): Admitted;
}

/** OpenAPI 3.1 unless the document says otherwise; the operation is `POST /things` or what `at` names. */
export function gateFor(
  operation: Json,
  document: Json = {},
  at: { path: string; auth?: 'presence' | 'off' } = { path: '/things' },
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
  const admission = compileAdmission(operationOf(model, at.path), createSchemas(root, dialect, 'request'), {
    auth: at.auth ?? 'presence',
  });
  return {
    admission,
    admit({ target = '/things', headers = {}, body = '', params = {} }) {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      return admission.admit({ method: 'POST', target, headers, body: bytes }, params);
    },
  };
}

/** `in.path code` of each violation, or what else came of it. */
export function verdictOf(admitted: Admitted): unknown {
  if (admitted.kind === 'admitted') return 'admitted';
  if (admitted.kind !== 'invalid') return admitted.kind;
  return admitted.violations.map(({ in: part, path, code }) => `${[part, ...path].join('.')} ${code}`);
}

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
