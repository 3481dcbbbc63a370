import type { Answer } from '../exchange.ts';
import { setHeaders } from './answer-parts.ts';
import { errorAnswer } from './error-body.ts';
import type { OperationView } from './fault-kind.ts';

/** The 401 that a bad token gets (RFC 6750 3.1), in the document's own words where it has some. */
export function refusedToken(description: string, operation: OperationView | undefined): Answer {
  const answer = errorAnswer(401, operation);
  const challenge = `Bearer realm="sandbox", error="invalid_token", error_description="${description}"`;
  return { ...answer, headers: setHeaders(answer.headers, ['WWW-Authenticate', challenge]) };
}
