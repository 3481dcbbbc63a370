import type { IHttpOperationResponse, IMediaTypeContent } from '@stoplight/types';
import type { LRUCache } from 'lru-cache';
import { hashOf } from '../chance/random.ts';
import type { Answer, PathParameters, Preferences } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { loadPrismSampler } from '../prism/sample-as-prism.ts';
import type { Refusal } from '../problem.ts';
import { loadSampler, type Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { type BodyWish, bodyValue, isStatic, schemaOf } from './body-source.ts';
import { chooseContent, responseOfStatus, usualResponse } from './choose-response.ts';
import { conform } from './conform.ts';
import { echo } from './echo.ts';
import { responseHeaders } from './response-headers.ts';
import { serialise } from './serialise.ts';
import { undescribed } from './undescribed.ts';

/**
 * Answers one operation as its document describes. An answer that does not depend on the request is written once and
 * served as the same bytes ever after; a generated one is kept per path. Never looks at sockets, limits or faults.
 */
export interface ResponderSettings {
  readonly seed: string;
  readonly dynamic: boolean;
  readonly ignoreExamples: boolean;
  readonly fillProperties: boolean;
  /** Prism's rules: examples unrepaired, a status that is not described is a 404. */
  readonly asPrism: boolean;
  /** Generated answers by operation, seed and path; shared by all operations of an engine. */
  readonly generated: LRUCache<string, Responded>;
}

export interface Ask {
  readonly accept: string | undefined;
  readonly preferences: Preferences | undefined;
  readonly params: PathParameters;
  /** The admitted body, whose fields are echoed. */
  readonly body: unknown;
}

export type Responded =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface Responder {
  /** A promise only on the first generated body of the process, while the sampler is loaded. */
  respond(ask: Ask): Responded | Promise<Responded>;
  /** Holds an answer that was made elsewhere to the document: a JSON body that violates its schema is repaired. */
  conform(answer: Answer): Promise<Answer>;
}

const KEPT_ACCEPTS = 64;

export function compileResponder(operation: Operation, schemas: Schemas, settings: ResponderSettings): Responder {
  const responses = operation.model().responses;
  const usual = new Map<string, Responded>();

  const respond = (ask: Ask): Responded | Promise<Responded> => {
    const { preferences, accept = '' } = ask;
    if (preferences === undefined) {
      const kept = usual.get(accept);
      if (kept !== undefined) return kept;
    }
    const chosen = choose(responses, operation, preferences?.code, ask.accept, settings.asPrism);
    if (chosen.kind !== 'chosen') return chosen;
    const wish = wishOf(settings, operation, ask);
    const keepsForever = preferences === undefined && (chosen.content === undefined || isStatic(chosen.content, wish));
    const key = keepsForever ? undefined : keyOf(operation, chosen, wish, ask);
    const cached = key === undefined ? undefined : settings.generated.get(key);
    if (cached !== undefined) return cached;
    const write = (sample: Sampler): Responded => {
      const responded = writeAnswer(operation, schemas, chosen, wish, ask, sample);
      if (keepsForever && usual.size < KEPT_ACCEPTS) usual.set(accept, responded);
      else if (key !== undefined) settings.generated.set(key, responded);
      return responded;
    };
    const sampler = settings.asPrism && !wish.dynamic ? loadPrismSampler() : loadSampler();
    return sampler instanceof Promise ? sampler.then(write) : write(sampler);
  };
  return {
    respond,
    conform: async (answer) => (settings.asPrism ? answer : conform(responses, schemas, answer, await loadSampler())),
  };
}

interface Chosen {
  readonly kind: 'chosen';
  readonly status: number;
  readonly response: IHttpOperationResponse;
  readonly content: IMediaTypeContent | undefined;
}

/** Which response and content are served: the forced status where there is one, else the usual response. */
function choose(
  responses: readonly IHttpOperationResponse[],
  operation: Operation,
  code: number | undefined,
  accept: string | undefined,
  asPrism: boolean,
): Chosen | Responded {
  const forced = code === undefined ? undefined : responseOfStatus(responses, code);
  if (code !== undefined && forced === undefined) {
    if (asPrism) return { kind: 'refused', refusal: { code: 'RESPONSE_STATUS_UNKNOWN', status: code } };
    return { kind: 'answered', answer: undescribed(code) };
  }
  const found = forced ?? usualResponse(responses);
  if (!found) return { kind: 'refused', refusal: { code: 'RESPONSE_UNDEFINED', operation: operation.id } };
  const content = chooseContent(found.response, accept);
  if (content.kind === 'content') return { kind: 'chosen', ...found, content: content.content };
  if (content.kind === 'empty') return { kind: 'chosen', ...found, content: undefined };
  // Prism serves the usual response where the forced one is not acceptable.
  if (forced && asPrism) return choose(responses, operation, undefined, accept, asPrism);
  const available = (found.response.contents ?? []).map(({ mediaType }) => mediaType);
  return { kind: 'refused', refusal: { code: 'NOT_ACCEPTABLE', accept: accept ?? '', available } };
}

function wishOf(settings: ResponderSettings, operation: Operation, ask: Ask): BodyWish {
  const { preferences } = ask;
  return {
    example: preferences?.example,
    dynamic: preferences?.dynamic ?? settings.dynamic,
    ignoreExamples: settings.ignoreExamples,
    fillProperties: settings.fillProperties,
    repair: !settings.asPrism,
    seed: hashOf(preferences?.seed ?? settings.seed, operation.id, ...Object.values(ask.params)),
  };
}

/** Undefined where the answer depends on more than the path: a body whose fields are echoed. */
function keyOf(operation: Operation, chosen: Chosen, wish: BodyWish, ask: Ask): string | undefined {
  if (typeof ask.body === 'object' && ask.body !== null) return undefined;
  return [
    operation.id,
    chosen.status,
    chosen.content?.mediaType,
    wish.seed,
    wish.example,
    wish.dynamic,
    ...Object.values(ask.params),
  ].join('\n');
}

function writeAnswer(
  operation: Operation,
  schemas: Schemas,
  chosen: Chosen,
  wish: BodyWish,
  ask: Ask,
  sample: Sampler,
): Responded {
  const { status, response, content } = chosen;
  const headers = responseHeaders(response, schemas, wish.seed, sample);
  if (operation.deprecated) headers.push('Deprecation', 'true');
  if (content === undefined || status === 204 || status === 304) {
    return {
      kind: 'answered',
      answer: {
        status,
        headers: [...headers, ...lengthOf(status, 0), 'Stunt-Source', 'example'],
        body: undefined,
        source: 'example',
      },
    };
  }
  const found = bodyValue(content, schemas, wish, sample);
  const refused = refusalOf(found, operation, content, wish);
  if (refused) return { kind: 'refused', refusal: refused };
  if (found.kind !== 'value') throw new Error(`a body of kind ${found.kind} was not refused`);
  const schema = schemaOf(content, schemas);
  const value =
    found.source === 'generated' && schema !== undefined && wish.repair
      ? echo(schemas, schema, found.value, ask.params, ask.body)
      : found.value;
  const mediaType = concrete(content.mediaType, value);
  const body = serialise(value, mediaType, schema);
  if (body === undefined) return { kind: 'refused', refusal: { code: 'RESPONSE_NOT_TEXT', mediaType } };
  return {
    kind: 'answered',
    answer: {
      status,
      headers: ['Content-Type', mediaType, ...lengthOf(status, body.length), ...headers, 'Stunt-Source', found.source],
      body,
      source: found.source,
    },
  };
}

function refusalOf(
  found: ReturnType<typeof bodyValue>,
  operation: Operation,
  content: IMediaTypeContent,
  wish: BodyWish,
): Refusal | undefined {
  if (found.kind === 'no-schema') return { code: 'RESPONSE_NO_SCHEMA', mediaType: content.mediaType };
  if (found.kind === 'unsatisfiable')
    return { code: 'RESPONSE_UNSATISFIABLE', operation: operation.id, pointer: found.pointer };
  if (found.kind === 'example-unknown')
    return {
      code: 'EXAMPLE_UNKNOWN',
      mediaType: content.mediaType,
      available: found.available,
      name: wish.example ?? '',
    };
  return undefined;
}

const lengthOf = (status: number, length: number): string[] =>
  status === 204 || status === 304 ? [] : ['Content-Length', String(length)];

/** A range in the document (`*\/*`, `application/*`) becomes a type that can be sent. */
function concrete(mediaType: string, value: unknown): string {
  if (!mediaType.includes('*')) return mediaType;
  return typeof value === 'string' ? 'text/plain' : 'application/json';
}
