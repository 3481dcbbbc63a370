import { STATUS_CODES } from 'node:http';
import type { Answer } from '../exchange.ts';
import { faultAnswer, setHeaders } from './answer-parts.ts';
import type { OperationView } from './fault-kind.ts';

/** Answers with a status, in the document's own words where it has some for that status, else as a problem document. */
export function errorAnswer(status: number, operation: OperationView | undefined): Answer {
  const own = operation?.describedAnswer(status);
  if (own === undefined) return problemAnswer(status);
  return { ...own, headers: setHeaders(own.headers, ['Stunt-Source', 'fault']), source: 'fault' };
}

function problemAnswer(status: number): Answer {
  if (status < 400) return faultAnswer(status, [], new Uint8Array());
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Unknown status',
    status,
    detail: `A fault rule asks for ${status}.`,
  };
  const body = Buffer.from(JSON.stringify(problem));
  return faultAnswer(status, ['Content-Type', 'application/problem+json'], body);
}
