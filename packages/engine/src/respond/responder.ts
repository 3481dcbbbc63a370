import type { IHttpOperationResponse } from '@stoplight/types';
import type { LRUCache } from 'lru-cache';
import { hashOf } from '../chance/random.ts';
import type { PathParameters, Preferences } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { loadPrismSampler } from '../prism/sample-as-prism.ts';
import { loadSampler, type Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { type BodyWish, isStatic } from './body-source.ts';
import { chooseContent, responseOfStatus, usualResponse } from './choose-response.ts';
import { answerSeed } from './example-value.ts';
import { undescribed } from './undescribed.ts';
import { type Chosen, NOTHING, type Responded, writeAnswer } from './write-answer.ts';

export type { Responded } from './write-answer.ts';

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

export interface Responder {
  /** A promise only on the first generated body of the process, while the sampler is loaded. */
  respond(ask: Ask): Responded | Promise<Responded>;
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
    const wish = wishOf(settings, operation, chosen, ask);
    const keepsForever = preferences === undefined && (chosen.content === undefined || isStatic(chosen.content, wish));
    const key = keepsForever ? undefined : keyOf(operation, chosen, wish, ask);
    const cached = key === undefined ? undefined : settings.generated.get(key);
    if (cached !== undefined) return cached;
    const write = (sample: Sampler): Responded => {
      const responded = writeAnswer(operation, schemas, chosen, wish, ask, sample);
      if (keepsForever && usual.size < KEPT_ACCEPTS) return keep(usual, accept, responded);
      if (key !== undefined) settings.generated.set(key, responded);
      return responded;
    };
    const sampler = settings.asPrism && !wish.dynamic ? loadPrismSampler() : loadSampler();
    return sampler instanceof Promise ? sampler.then(write) : write(sampler);
  };
  return { respond };
}

function keep(usual: Map<string, Responded>, accept: string, responded: Responded): Responded {
  const kept: Responded =
    responded.kind === 'answered' ? { ...responded, answer: { ...responded.answer, repeats: true } } : responded;
  usual.set(accept, kept);
  return kept;
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
  if (!found && !asPrism) return { kind: 'answered', answer: undescribed(200) };
  if (!found) return { kind: 'refused', refusal: { code: 'RESPONSE_UNDEFINED', operation: operation.id } };
  const content = chooseContent(found.response, accept, { asPrism });
  if (content.kind === 'content') return { kind: 'chosen', ...found, content: content.content };
  // Prism says text/plain of nothing, unless an Accept was sent.
  const nothing = asPrism && accept === undefined ? NOTHING : undefined;
  if (content.kind === 'empty') return { kind: 'chosen', ...found, content: nothing };
  // Prism serves the usual response where the forced one is not acceptable.
  if (forced && asPrism) return choose(responses, operation, undefined, accept, asPrism);
  const available = (found.response.contents ?? []).map(({ mediaType }) => mediaType);
  return { kind: 'refused', refusal: { code: 'NOT_ACCEPTABLE', accept: accept ?? '', available } };
}

function wishOf(settings: ResponderSettings, operation: Operation, chosen: Chosen, ask: Ask): BodyWish {
  const { preferences } = ask;
  const { response, content } = chosen;
  const wish = {
    example: preferences?.example,
    dynamic: preferences?.dynamic ?? settings.dynamic,
    ignoreExamples: settings.ignoreExamples,
    fillProperties: settings.fillProperties,
    repair: !settings.asPrism,
  };
  const seed =
    content === undefined || isStatic(content, wish)
      ? answerSeed(settings.seed, operation.id, response.code, content?.mediaType ?? '')
      : hashOf(preferences?.seed ?? settings.seed, operation.id, ...Object.values(ask.params));
  return { ...wish, seed };
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
