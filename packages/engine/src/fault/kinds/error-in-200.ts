import type { Answer } from '../../exchange.ts';
import { headerOf, withBody } from '../answer-parts.ts';
import { errorAnswer } from '../error-body.ts';
import type { FaultKind, PlanContext } from '../fault-kind.ts';
import { isJsonType, successfulBody } from '../successful-body.ts';

/** A success by its status, an error by its body: one that the document describes, chosen by chance, else a problem document. */
export const errorIn200: FaultKind<Record<never, never>> = {
  kind: 'error-in-200',
  summary: "200 with the document's error body",
  options: {},
  layerOf: () => 'response',
  plan(_options, context) {
    const found = successfulBody(context.answer);
    if (found.kind === 'none') return found.plan;
    const error = errorOf(context);
    const own = headerOf(error, 'Content-Type') ?? 'application/problem+json';
    // An API that does so by habit calls its errors what it calls its successes.
    const mediaType = isJsonType(own) && isJsonType(found.mediaType) ? found.mediaType : own;
    const answer = withBody(found.answer, error.body ?? new Uint8Array(), ['Content-Type', mediaType]);
    return { do: 'replace', answer };
  },
};

const UNDESCRIBED = 500;

function errorOf({ operation, random }: PlanContext): Answer {
  const described = (operation?.errorStatuses ?? [])
    .map((status) => operation?.describedAnswer(status))
    .filter((answer) => answer?.body !== undefined && answer.body.length > 0);
  return described[Math.floor(random.next() * described.length)] ?? errorAnswer(UNDESCRIBED, undefined);
}
