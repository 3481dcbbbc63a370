import type { Answer } from '../exchange.ts';
import type { Responded } from '../respond/responder.ts';

/** The answer, where there is one. */
export const answerIn = (responded: Responded): Answer | undefined =>
  responded.kind === 'answered' ? responded.answer : undefined;
