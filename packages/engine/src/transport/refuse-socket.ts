import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import { systemClock } from '../time/clock.ts';
import { EMPTY } from './read-body.ts';

/** How much a request line and its header fields may take. */
export const HEADER_BYTES = 32 * 1024;

/** Answers where Node's parser gave up or hands over the bare connection: there is no response object, so bytes go to the socket. */
export function refuseSocket(socket: Socket, { status, headers, body }: Answer): void {
  if (!socket.writable) return void socket.destroy();
  const fields = Array.from(
    { length: headers.length / 2 },
    (_, index) => `${headers[index * 2]}: ${headers[index * 2 + 1]}\r\n`,
  );
  // The day is the system's, as it is in the answers that Node writes.
  const date = `Date: ${new Date(systemClock.now()).toUTCString()}\r\n`;
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${fields.join('')}${date}Connection: close\r\n\r\n`;
  socket.end(Buffer.concat([Buffer.from(head, 'latin1'), body ?? EMPTY]));
}

/** What Node's parser gives besides the code: its own words, which quote nothing of what came, and the bytes. */
export interface ParserError extends NodeJS.ErrnoException {
  readonly reason?: unknown;
  readonly rawPacket?: Uint8Array;
}

/** The first byte of a TLS handshake. */
const HANDSHAKE = 0x16;

/** What Node's parser objects to, in our words. */
export function refusalOfParser({ code, reason, rawPacket }: ParserError): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW')
    return {
      code: 'HEADERS_TOO_LARGE',
      detail: `The request line and header fields are larger than ${HEADER_BYTES} bytes.`,
    };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { code: 'REQUEST_TIMEOUT', detail: 'The request was not complete in time.' };
  if (rawPacket?.[0] === HANDSHAKE)
    return { code: 'REQUEST_MALFORMED', detail: 'What came is a TLS handshake, and this port speaks plain HTTP.' };
  const why = typeof reason === 'string' && reason !== '' ? `: ${reason}` : '';
  return { code: 'REQUEST_MALFORMED', detail: `What came is no HTTP/1.1 request${why}.` };
}

export const TUNNEL: Refusal = {
  code: 'REQUEST_MALFORMED',
  detail: 'CONNECT asks for a tunnel, and this is no proxy.',
};
