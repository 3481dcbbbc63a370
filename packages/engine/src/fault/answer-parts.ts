import type { Answer } from '../exchange.ts';
import type { FaultPlan } from './fault-kind.ts';

/** How faults look at an answer and make another one of it: the answer that is given never changes, lengths stay right. */

export function headerOf({ headers }: Pick<Answer, 'headers'>, name: string): string | undefined {
  const index = headers.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === name.toLowerCase());
  return index === -1 ? undefined : headers[index + 1];
}

/** Without the fields of these names, whatever their case. */
export function omitHeaders(headers: readonly string[], names: readonly string[]): string[] {
  const gone = new Set(names.map((name) => name.toLowerCase()));
  return headers.filter((_, at) => !gone.has((headers[at - (at % 2)] ?? '').toLowerCase()));
}

/** The fields given (a flat list), in place of those that have the same names. */
export function setHeaders(headers: readonly string[], given: readonly string[]): string[] {
  const names = given.filter((_, at) => at % 2 === 0);
  return [...omitHeaders(headers, names), ...given];
}

/** A new body says nothing of the old one's checksums. */
const OF_THE_BODY = [
  'Content-Length',
  'Transfer-Encoding',
  'ETag',
  'Content-MD5',
  'Digest',
  'Content-Digest',
  'Repr-Digest',
];

/** The same answer with other bytes and, where given, other header fields. */
export function withBody(answer: Answer, body: Uint8Array, headers: readonly string[] = []): Answer {
  const own = [...headers, 'Content-Length', String(body.length), 'Stunt-Source', 'fault'];
  const { stream: _gone, ...rest } = answer;
  return { ...rest, headers: setHeaders(omitHeaders(answer.headers, OF_THE_BODY), own), body, source: 'fault' };
}

/** An answer that a fault makes: with a body that its status may have, the length of it, and its source. */
export function faultAnswer(status: number, headers: readonly string[], body: Uint8Array): Answer {
  const length = status === 204 || status === 304 ? undefined : body.length;
  return {
    status,
    headers: [
      ...omitHeaders(headers, length === undefined ? ['Content-Type'] : []),
      ...(length === undefined ? [] : ['Content-Length', String(length)]),
      'Stunt-Source',
      'fault',
    ],
    body: length === undefined ? undefined : body,
    source: 'fault',
  };
}

/** Why a fault that damages bodies does not fire. */
export const NO_BODY = 'the answer has no body';

/** The plan of a fault that has no body to damage; undefined where there is one. */
export function withoutBody(answer: Answer | undefined): FaultPlan | undefined {
  if (answer?.stream !== undefined || (answer?.body !== undefined && answer.body.length > 0)) return undefined;
  return { do: 'nothing', why: NO_BODY };
}
