import type { Answer, Exchange, HttpRequest } from '../exchange.ts';
import { prismValidation } from '../prism/prism-validation.ts';
import { essenceOf, type Side, verdictOf } from './side.ts';

/** Gives the exchange as it was recorded beside the answer. */
export type Ask = (request: HttpRequest) => Promise<{ answer: Answer; exchange: Exchange }>;

/** Random values differ by nature; without the wish for them both sides sample alike. */
const asksForMore = ({ target, headers }: HttpRequest): boolean => /dynamic=true/.test(`${headers.prefer} ${target}`);

/** Our engine's answer in the suite's terms. */
export async function askOurs(ask: Ask, request: HttpRequest): Promise<Side> {
  const { answer, exchange } = await ask(request);
  const { status, headers, body, source } = answer;
  const contentType = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  return {
    status,
    mediaType: contentType === -1 ? undefined : essenceOf(headers[contentType + 1]),
    verdict: verdictOf((exchange.violations ?? []).map(prismValidation)),
    body: request.method === 'HEAD' ? undefined : body,
    generated: source === 'generated' && asksForMore(request),
  };
}
