import { withBody } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';
import { successfulBody } from '../successful-body.ts';

/** The success that was promised, of the media type that was promised, and nothing in it. */
export const emptyBody: FaultKind<Record<never, never>> = {
  kind: 'empty-body',
  summary: '200 and nothing',
  options: {},
  layerOf: () => 'response',
  plan(_options, context) {
    const found = successfulBody(context.answer);
    return found.kind === 'none' ? found.plan : { do: 'replace', answer: withBody(found.answer, new Uint8Array()) };
  },
};
