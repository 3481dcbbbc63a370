import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../exchange.ts';
import type { Refusal } from '../problem.ts';

/**
 * Requests that Node's parser lets pass and a proxy in front may read otherwise: they are refused, and nothing that follows
 * them on their connection is handled, for it may be a part of them. Looks at framing and Host only.
 */
export interface Doubtful {
  /** Undefined where nothing is wrong. A connection that was refused before is silent: its answer is on its way. */
  judge(message: IncomingMessage): Refusal | 'silent' | undefined;
  /** Sends the answer and ends the connection. */
  refuse(message: IncomingMessage, response: ServerResponse, answer: Answer): void;
}

export function createDoubtful(write: (response: ServerResponse, answer: Answer) => void): Doubtful {
  const refused = new Set<IncomingMessage['socket']>();
  return {
    judge: (message) => (refused.size > 0 && refused.has(message.socket) ? 'silent' : doubtOf(message)),
    refuse(message, response, answer) {
      const { socket } = message;
      // What the parser has read already still comes; the set is empty but for these moments.
      refused.add(socket);
      socket.once('close', () => refused.delete(socket));
      write(response, { ...answer, headers: [...answer.headers, 'Connection', 'close'] });
    },
  };
}

/** RFC 9112 3.2, 6.1. */
function doubtOf({ httpVersion, headers }: IncomingMessage): Refusal | undefined {
  if (httpVersion === '1.1') {
    if (headers.host === undefined) return malformed('HTTP/1.1 asks for a Host field; none came.');
    // Fields that are sent again arrive joined by commas.
    return headers.host.includes(',') ? malformed('Host came more than once.') : undefined;
  }
  if (httpVersion !== '1.0') return malformed('What came is no HTTP/1.1 request.');
  return headers['transfer-encoding'] === undefined ? undefined : malformed('HTTP/1.0 has no Transfer-Encoding.');
}

const malformed = (detail: string): Refusal => ({ code: 'REQUEST_MALFORMED', detail });
