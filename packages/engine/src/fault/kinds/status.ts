import type { Answer } from '../../exchange.ts';
import { faultAnswer, setHeaders } from '../answer-parts.ts';
import { errorAnswer } from '../error-body.ts';
import type { FaultKind, PlanContext } from '../fault-kind.ts';
import { type Gateway, gatewayAnswer, gatewayNames } from '../gateway-page.ts';
import { givenBody } from '../given-body.ts';
import { retryAfterOf, retryAfterProblem } from '../retry-after.ts';

/** A status, documented or not, with the document's body for it, else a problem document, a body of one's own, or a gateway's page. */
export interface StatusOptions {
  readonly code?: number;
  readonly codes?: readonly number[];
  readonly retryAfter?: string;
  readonly body?: unknown;
  readonly as?: Gateway;
}

const DEFAULT_CODE = 503;
const bounds = { min: 200, max: 599 };

export const status: FaultKind<StatusOptions> = {
  kind: 'status',
  summary: "that status, documented or not; the document's body for it, else problem+json, or a gateway's own page",
  options: {
    code: { type: 'integer', ...bounds, otherwise: DEFAULT_CODE, description: 'The status, where no codes are given' },
    codes: { type: 'integers', ...bounds, description: 'One of these, by chance' },
    retryAfter: { type: 'text', description: 'Retry-After: seconds, a duration, or a date of HTTP' },
    body: { type: 'json', description: 'A text as it is, or a JSON value' },
    as: { type: 'word', values: gatewayNames(), description: 'The page and header fields of a gateway' },
  },
  layerOf: () => 'edge',
  contradiction({ code, codes, retryAfter, body, as }) {
    if (code !== undefined && codes !== undefined) return 'code and codes were given; allowed: one of them.';
    if (body !== undefined && as !== undefined) return 'body and as were given; allowed: one of them.';
    return retryAfterProblem(retryAfter);
  },
  plan(options, context) {
    const { code = DEFAULT_CODE, codes, retryAfter } = options;
    const chosen = codes?.[Math.floor(context.random.next() * codes.length)] ?? code;
    const answer = answerOf(chosen, options, context);
    const field = retryAfter === undefined ? undefined : retryAfterOf(retryAfter);
    if (field === undefined) return { do: 'answer', answer };
    return { do: 'answer', answer: { ...answer, headers: setHeaders(answer.headers, ['Retry-After', field]) } };
  },
};

function answerOf(code: number, { body, as }: StatusOptions, { random, operation }: PlanContext): Answer {
  if (as !== undefined) return gatewayAnswer(as, code, random);
  if (body === undefined) return errorAnswer(code, operation);
  const { bytes, mediaType } = givenBody(body);
  return faultAnswer(code, ['Content-Type', mediaType], bytes);
}
