import type { IHttpOperation, IHttpOperationRequest } from '@stoplight/types';
import type { Answer, HttpRequest } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import { compileValidator } from '../schema/compile-validator.ts';
import type { Schemas } from '../schema/schemas.ts';
import { prismProblem } from './prism-problem.ts';
import { type PrismValidation, prismResponseValidation, prismValidation } from './prism-validation.ts';

/**
 * Adds to an answer what Prism tells beside it: the field `sl-violations`, and with `--errors` a problem in place of a body that
 * violates its schema. Never mends anything; a problem document is left as it is.
 */
export interface PrismReporter {
  /** For an answer to a request that was admitted. */
  answered(request: HttpRequest, answer: Answer): Answer;
  /** For a refusal in the document's own words. */
  refused(refusal: Refusal, answer: Answer): Answer;
}

export function compileReporter(
  model: IHttpOperation,
  schemas: Schemas,
  { errors }: { errors: boolean },
): PrismReporter {
  const judged = new WeakMap<Answer, PrismValidation[]>();
  const report = (ofRequest: readonly PrismValidation[], answer: Answer): Answer => {
    const found = judged.get(answer) ?? responseValidations(model, schemas, answer);
    judged.set(answer, found);
    const ofResponse = found.map(below('response'));
    const told = [...ofRequest.map(below('request')), ...ofResponse];
    if (told.length === 0) return answer;
    const field = ['sl-violations', fieldOf(told)];
    if (errors && found.length > 0) return violationsAnswer(ofResponse, field);
    return { ...answer, headers: [...answer.headers, ...field] };
  };
  return {
    answered: (request, answer) => report(deprecations(model.request, request), answer),
    refused: (refusal, answer) => report(requestValidations(refusal), answer),
  };
}

const below =
  (part: string) =>
  ({ location = [], ...rest }: PrismValidation): PrismValidation => ({ location: [part, ...location], ...rest });

function requestValidations(refusal: Refusal): PrismValidation[] {
  if (refusal.code === 'REQUEST_INVALID') return refusal.violations.map(prismValidation);
  if (refusal.code === 'UNAUTHORIZED')
    return [{ severity: 'Error', code: 401, message: prismProblem(refusal).body.title }];
  if (refusal.code !== 'MEDIA_TYPE_UNSUPPORTED') return [];
  return [{ severity: 'Error', code: 415, message: prismProblem(refusal).body.detail }];
}

/** Deprecated parameters that were sent nevertheless. */
function deprecations(
  described: IHttpOperationRequest | undefined,
  { target, headers }: HttpRequest,
): PrismValidation[] {
  const query = new URLSearchParams(target.includes('?') ? target.slice(target.indexOf('?')) : '');
  const sent = [
    ...(described?.headers ?? [])
      .filter(({ name, deprecated }) => deprecated && headers[name.toLowerCase()] !== undefined)
      .map(({ name }) => ['header', name] as const),
    ...(described?.query ?? [])
      .filter(({ name, deprecated }) => deprecated && query.get(name))
      .map(({ name }) => ['query', name] as const),
  ];
  return sent.map(([part, name]) => ({
    location: [part, name],
    severity: 'Warning',
    code: 'deprecated',
    message: `${part[0]?.toUpperCase()}${part.slice(1)} param ${name} is deprecated`,
  }));
}

function responseValidations({ responses }: IHttpOperation, schemas: Schemas, answer: Answer): PrismValidation[] {
  const { status, body } = answer;
  const response =
    responses.find(({ code }) => code === String(status)) ??
    responses.find(({ code }) => code === `${String(status)[0]}XX`) ??
    responses.find(({ code }) => code === 'default');
  const at = answer.headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  const mediaType = at === -1 ? '' : (answer.headers[at + 1] ?? '');
  const content = response?.contents?.find((candidate) => candidate.mediaType === mediaType);
  if (content?.schema === undefined || body === undefined || !/[/+]json\s*(;|$)/i.test(mediaType)) return [];
  // ajv itself: Prism also tells which items a `contains` passed over, which the interpreting check does not.
  const validated = compileValidator(schemas, content.schema, { coerce: false })(
    JSON.parse(Buffer.from(body).toString()),
  );
  return validated.valid === false ? validated.violations.map(prismResponseValidation) : [];
}

/** A field of a header block is visible ASCII, and Prism cuts it to what clients take. */
function fieldOf(told: readonly PrismValidation[]): string {
  const text = JSON.stringify(told).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return text.length > LONGEST ? `Too many violations! ${text.slice(0, LONGEST)}` : text;
}

const LONGEST = 8 * 1024 - 100;

function violationsAnswer(validation: readonly PrismValidation[], field: readonly string[]): Answer {
  const problem = {
    type: 'https://stoplight.io/prism/errors#VIOLATIONS',
    title: 'Request/Response not valid',
    status: 500,
    detail:
      'Your request/response is not valid and the --errors flag is set, so Prism is generating this error for you.',
    validation,
  };
  const body = Buffer.from(JSON.stringify(problem));
  const headers = [
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    String(body.length),
    ...field,
    'Stunt-Source',
    'problem',
  ];
  return { status: 500, headers, body, source: 'problem' };
}
