import type { ProblemJsonError } from '@stoplight/prism-http';
import type { RequestPart, Violation } from '../exchange.ts';
import type { Refusal } from '../problem.ts';

/** What prism-http refused, as one of our refusals, so that both styles can be rendered from it. Never loads prism-http. */
export interface PrismRefusalContext {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly accept: string;
  readonly contentType: string | undefined;
}

type PrismError = Error & Partial<Pick<ProblemJsonError, 'status' | 'detail' | 'additional'>>;

export function refusalOfPrism(error: PrismError, context: PrismRefusalContext): Refusal {
  const detail = error.detail ?? '';
  switch (error.name.slice(error.name.indexOf('#') + 1)) {
    case 'UNPROCESSABLE_ENTITY':
      return { code: 'REQUEST_INVALID', violations: violationsOf(error.additional?.validation) };
    case 'UNAUTHORIZED':
      return unauthorized(error.additional?.headers);
    case 'INVALID_CONTENT_TYPE':
      return {
        code: 'MEDIA_TYPE_UNSUPPORTED',
        received: context.contentType,
        allowed: listAfter(detail, 'Supported content types: '),
      };
    case 'NOT_ACCEPTABLE':
      return { code: 'NOT_ACCEPTABLE', accept: context.accept, available: [] };
    case 'NO_PATH_MATCHED_ERROR':
      return { code: 'ROUTE_NOT_FOUND', method: context.method, path: context.path, nearest: [] };
    case 'NO_RESPONSE_RESPONSE_DEFINED':
      return { code: 'RESPONSE_UNDEFINED', operation: context.operation };
    case 'SCHEMA_TOO_COMPLEX':
      return { code: 'RESPONSE_UNSATISFIABLE', operation: context.operation, pointer: 'its size' };
    case 'NOT_FOUND':
      return notFound(detail);
    default:
      return { code: 'INTERNAL', detail: error.message };
  }
}

function unauthorized(headers: unknown): Refusal {
  const challenge = isRecord(headers) ? headers['WWW-Authenticate'] : undefined;
  const challenges = typeof challenge === 'string' ? [challenge] : [];
  return {
    code: 'UNAUTHORIZED',
    challenges,
    prismTags: challenges,
    missing: challenges.length > 0 ? challenges : ['credentials'],
  };
}

function notFound(detail: string): Refusal {
  const status = /^Requested status code (\d+)/.exec(detail)?.[1];
  if (status !== undefined) return { code: 'RESPONSE_STATUS_UNKNOWN', status: Number(status) };
  const [, mediaType = '', name = ''] =
    /^Response for contentType: (.*) and exampleKey: (.*) does not exist\.$/s.exec(detail) ?? [];
  return { code: 'EXAMPLE_UNKNOWN', mediaType, name, available: [] };
}

function violationsOf(validation: unknown): Violation[] {
  return (Array.isArray(validation) ? validation : []).filter(isRecord).map((entry) => {
    const [part = 'body', ...path] = Array.isArray(entry.location) ? entry.location.map(String) : [];
    return {
      in: isPart(part) ? part : 'body',
      path,
      code: String(entry.code),
      message: withoutSubject(String(entry.message), path),
    };
  });
}

/** `Request body property a.b must be integer` -> `must be integer`: our own renderings put their subject before it. */
function withoutSubject(message: string, path: readonly string[]): string {
  const subject = /^Request (?:body|query|header|path) (?:(?:property|parameter) )?/.exec(message)?.[0] ?? '';
  const rest = message.slice(subject.length);
  const place = path.join('.');
  return subject !== '' && place !== '' && rest.startsWith(`${place} `) ? rest.slice(place.length + 1) : rest;
}

const listAfter = (text: string, prefix: string): string[] =>
  text.startsWith(prefix) ? text.slice(prefix.length).split(',') : [];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isPart = (part: string): part is RequestPart => ['path', 'query', 'header', 'cookie', 'body'].includes(part);
