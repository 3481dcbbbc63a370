import type { IHttpOperationResponse, IMediaTypeContent } from '@stoplight/types';
import type { Answer, PathParameters } from '../exchange.ts';
import { fieldValue } from '../header/field-value.ts';
import type { Operation } from '../operation.ts';
import type { Refusal } from '../problem.ts';
import { documentPointer } from '../schema/document-pointer.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { type BodyWish, bodyValue, schemaOf } from './body-source.ts';
import { contentPointer } from './content-pointer.ts';
import { echo } from './echo.ts';
import { withWords, wordsOfStatus } from './error-words.ts';
import { responseHeaders } from './response-headers.ts';
import { serialise } from './serialise.ts';

export type Responded =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What of a request a generated body repeats. */
export interface Requested {
  readonly params: PathParameters;
  readonly body: unknown;
}

export interface Chosen {
  readonly kind: 'chosen';
  readonly status: number;
  readonly response: IHttpOperationResponse;
  readonly content: IMediaTypeContent | undefined;
}

/** The content of a response that describes none, where it is given a media type nevertheless. */
export const NOTHING: IMediaTypeContent = { id: 'nothing', mediaType: 'text/plain' };

/** Writes the answer that was chosen: header fields, then the body's bytes. */
export function writeAnswer(
  operation: Operation,
  schemas: Schemas,
  chosen: Chosen,
  wish: BodyWish,
  request: Requested,
  sample: Sampler,
): Responded {
  const { status, response, content } = chosen;
  const headers = responseHeaders(response, schemas, wish.seed, sample);
  if (operation.deprecated) headers.push('Deprecation', 'true');
  if (content === undefined || content === NOTHING || isBodiless(status)) {
    const type = content === undefined || wish.repair ? [] : ['Content-Type', fieldValue(content.mediaType)];
    return {
      kind: 'answered',
      answer: {
        status,
        headers: [...type, ...headers, ...lengthOf(status, 0), 'Stunt-Source', 'example'],
        body: undefined,
        source: 'example',
      },
    };
  }
  const found = bodyValue(content, schemas, wish, sample);
  const refused = refusalOf(found, operation, schemas, response.code, content, wish);
  if (refused) return { kind: 'refused', refusal: refused };
  if (found.kind !== 'value') throw new Error(`a body of kind ${found.kind} was not refused`);
  const schema = schemaOf(content, schemas);
  const personal = found.source === 'generated' && schema !== undefined && wish.repair;
  const value = personal ? addressed(schemas, schema, found.value, status, request) : found.value;
  const mediaType = concrete(content.mediaType, value);
  const body = serialise(value, mediaType, schemas, wish.repair ? schema : undefined);
  if (body === undefined) return { kind: 'refused', refusal: { code: 'RESPONSE_NOT_TEXT', mediaType } };
  return {
    kind: 'answered',
    answer: {
      status,
      headers: [
        'Content-Type',
        fieldValue(mediaType),
        ...lengthOf(status, body.length),
        ...headers,
        'Stunt-Source',
        found.source,
      ],
      body,
      source: found.source,
    },
  };
}

/** A generated body says again what the client sent, or, where it is an error, what its status means. */
function addressed(schemas: Schemas, schema: JsonSchema, value: unknown, status: number, request: Requested): unknown {
  if (status >= 400) return withWords(schemas, schema, value, wordsOfStatus(status));
  return echo(schemas, schema, value, request.params, request.body);
}

function refusalOf(
  found: ReturnType<typeof bodyValue>,
  operation: Operation,
  schemas: Schemas,
  status: string,
  content: IMediaTypeContent,
  wish: BodyWish,
): Refusal | undefined {
  if (found.kind === 'no-schema') return { code: 'RESPONSE_NO_SCHEMA', mediaType: content.mediaType };
  if (found.kind === 'unsatisfiable') {
    const schema = `${contentPointer(operation.pointer, schemas.dialect, status, content.mediaType)}/schema`;
    // Prism's sampler names no place.
    const pointer = found.pointer.startsWith('#') ? `#${documentPointer(schema, found.pointer)}` : found.pointer;
    return { code: 'RESPONSE_UNSATISFIABLE', operation: operation.id, pointer };
  }
  if (found.kind === 'example-unknown')
    return {
      code: 'EXAMPLE_UNKNOWN',
      mediaType: content.mediaType,
      available: found.available,
      name: wish.example ?? '',
    };
  return undefined;
}

/** A 205 has no content either, and says so by its length (RFC 9110 15.3.6). */
const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304;

const lengthOf = (status: number, length: number): string[] =>
  status === 204 || status === 304 ? [] : ['Content-Length', String(length)];

/** A range in the document (`*\/*`, `application/*`) becomes a type that can be sent. */
function concrete(mediaType: string, value: unknown): string {
  if (!mediaType.includes('*')) return mediaType;
  if (typeof value !== 'string') return 'application/json';
  return USUAL[mediaType.slice(0, mediaType.indexOf('/')).toLowerCase()] ?? 'text/plain';
}

/** Of the ranges whose bytes are no text, the type that most clients know. */
const USUAL: Readonly<Record<string, string>> = {
  application: 'application/octet-stream',
  audio: 'audio/mpeg',
  font: 'font/woff2',
  image: 'image/png',
  video: 'video/mp4',
};
