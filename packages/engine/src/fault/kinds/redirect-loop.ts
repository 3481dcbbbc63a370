import { faultAnswer } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';

/** 307 to itself: method and body stay, so a client that follows asks the same for ever. */
export const redirectLoop: FaultKind<Record<never, never>> = {
  kind: 'redirect-loop',
  summary: '307 to itself',
  options: {},
  layerOf: () => 'edge',
  plan: (_options, { exchange }) => ({
    do: 'answer',
    answer: faultAnswer(307, ['Location', itself(exchange.request.target)], new Uint8Array()),
  }),
};

/** A path that begins with two slashes would be read as a host. */
const itself = (target: string): string => (target.startsWith('//') ? `/.${target}` : target);
