import { withBody } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';
import { successfulBody } from '../successful-body.ts';

/** Says gzip, is not: the bytes are those of the healthy answer, and no client can unpack them. */
export const wrongEncoding: FaultKind<Record<never, never>> = {
  kind: 'wrong-encoding',
  summary: 'says gzip, is not',
  options: {},
  layerOf: () => 'response',
  plan(_options, context) {
    const found = successfulBody(context.answer);
    if (found.kind === 'none') return found.plan;
    return { do: 'replace', answer: withBody(found.answer, found.bytes, ['Content-Encoding', 'gzip']) };
  },
};
