import { type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import { type ParserError, refusalOfParser, refuseSocket, TUNNEL } from './refuse-socket.ts';

/** What Node would answer by itself, or close without a word. */
export function refuseInOurWords(
  web: Server,
  refuse: (refusal: Refusal) => Answer,
  write: (response: ServerResponse, answer: Answer) => void,
): void {
  web.on('clientError', (error: ParserError, socket: Socket) => {
    const answering = answerOn(socket);
    // Bytes behind a request that was to be the last: its answer ends the connection.
    if (error.code === 'HPE_CLOSED_CONNECTION' && answering !== undefined) return;
    // A refusal amid the bytes of an answer would be read as a part of it.
    if (error.code === 'ECONNRESET' || answering?.headersSent) socket.destroy();
    else refuseSocket(socket, refuse(refusalOfParser(error)));
  });
  web.on('connect', (_, socket: Socket) => refuseSocket(socket, refuse(TUNNEL)));
  web.on('checkExpectation', (message, response) => {
    write(response, refuse({ code: 'EXPECTATION_FAILED', expected: message.headers.expect ?? '' }));
  });
}

/** The answer that has its turn on a connection; Node keeps it there, and looks there itself where nobody listens. */
function answerOn(socket: Socket): ServerResponse | undefined {
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return answer instanceof ServerResponse ? answer : undefined;
}
