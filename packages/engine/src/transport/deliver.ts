import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { BrokenEnd, Delivery, Pacing } from '../delivery.ts';
import type { Answer } from '../exchange.ts';
import type { Clock } from '../time/clock.ts';
import { dribble, pace } from './pace.ts';
import { type Patience, patienceOf } from './patience.ts';
import { received, reset } from './raw-socket.ts';
import { drained } from './stream-body.ts';
import { type Supply, supplyOfBytes, supplyOfStream } from './supply.ts';

/**
 * Puts an answer on the wire as its `Delivery` asks: late, in trickles, broken off, damaged. Node frames what is well-formed,
 * so that the connection serves on afterwards. Decides nothing about when a fault fires; once the rule is cleared it sends
 * what is left healthily, and it ends at once when the client has gone.
 */
export async function deliver(
  response: ServerResponse,
  answer: Answer,
  delivery: Delivery,
  clock: Clock,
): Promise<void> {
  over(response, delivery.onEnd);
  const patience = patienceOf(response, delivery.signal, clock);
  const socket = await turn(response);
  if (socket === undefined) return;
  const end = patience.cleared ? undefined : delivery.end;
  if (end?.kind === 'nothing') return breakOff(socket, end.by);
  if (end?.kind === 'garbage' && !end.afterHeaders) return leaveWith(socket, end.bytes);

  // Only where chunks are announced are the bytes after the header block no HTTP: under a length they would be a body.
  response.writeHead(answer.status, (end?.kind === 'garbage' ? unframed(answer.headers) : answer.headers) as string[]);
  await sendHead({ response, socket, patience, clock }, delivery.headersOver ?? 0);
  if (patience.gone) return;
  if (end?.kind === 'garbage' && !patience.cleared) return leaveWith(socket, end.bytes);
  const partial = end?.kind === 'partial' ? end : undefined;
  await sendBody({ response, socket, patience, clock }, supplyOf(answer, response), delivery.pacing, partial);
}

function over(response: ServerResponse, onEnd: (() => void) | undefined): void {
  if (onEnd === undefined) return;
  if (response.closed) onEnd();
  else response.once('close', onEnd);
}

interface Course {
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly patience: Patience;
  readonly clock: Clock;
}

type Partial = Extract<BrokenEnd, { kind: 'partial' }>;

/** The socket, once the answers to earlier requests of a pipeline are out; undefined where the client left before. */
function turn(response: ServerResponse): Promise<Socket | undefined> | Socket | undefined {
  if (response.destroyed || response.closed) return undefined;
  if (response.socket !== null) return response.socket;
  return new Promise((resolve) => {
    response.once('socket', resolve);
    response.once('close', () => resolve(undefined));
  });
}

async function sendHead({ response, socket, patience, clock }: Course, over: number): Promise<void> {
  if (over <= 0 || patience.cleared) return response.flushHeaders();
  const head = takeHead(response, socket);
  const begun = clock.now();
  let sent = 0;
  for (const { at, upTo } of dribble(over, head.length)) {
    await patience.pause(begun + at - clock.now());
    if (patience.gone) return;
    const next = patience.cleared ? head.length : upTo;
    socket.write(head.subarray(sent, next));
    sent = next;
    if (sent === head.length) return;
  }
}

/** The header block as Node would write it, caught before it reaches the socket. */
function takeHead(response: ServerResponse, socket: Socket): Buffer {
  const pieces: Buffer[] = [];
  const write = (data: string | Uint8Array, encoding?: BufferEncoding): boolean => {
    pieces.push(typeof data === 'string' ? Buffer.from(data, encoding) : Buffer.from(data));
    return true;
  };
  Object.defineProperty(socket, 'write', { value: write, configurable: true });
  try {
    response.flushHeaders();
  } finally {
    Reflect.deleteProperty(socket, 'write');
  }
  return Buffer.concat(pieces);
}

async function sendBody(
  course: Course,
  supply: Supply,
  pacing: Pacing | undefined,
  end: Partial | undefined,
): Promise<void> {
  const { response, socket, patience, clock } = course;
  const length = await supply.length();
  const limit = end === undefined ? Number.POSITIVE_INFINITY : cut(end.fraction, length, response);
  const begun = clock.now();
  let sent = 0;
  for (const { at, upTo } of pace(pacing, pacedLength(supply, length, pacing))) {
    await patience.pause(begun + at - clock.now());
    if (patience.gone) return;
    if (patience.cleared) break;
    const next = Math.min(upTo, limit);
    const missing = await write(course, supply, next - sent);
    sent = next;
    if (missing > 0 || upTo > limit) break;
  }
  if (end?.by === 'reset' && !patience.cleared) await received(socket);
  if (patience.gone) return;
  if (end !== undefined && !patience.cleared) breakOff(socket, end.by);
  else await sendRest(course, supply);
}

/** A body without a length goes on at its rate after what is known of it. */
const pacedLength = (supply: Supply, length: number, pacing: Pacing | undefined): number =>
  pacing?.kind === 'rate' && !supply.isWhole ? Number.POSITIVE_INFINITY : length;

/** Sends so many bytes; returns how many of them there were not. */
async function write({ response, patience }: Course, supply: Supply, count: number): Promise<number> {
  let left = count;
  while (left > 0 && !patience.gone) {
    const piece = await supply.take(left);
    if (piece === undefined) return left;
    left -= piece.length;
    if (!response.write(piece)) await drained(response);
  }
  return 0;
}

async function sendRest({ response, patience }: Course, supply: Supply): Promise<void> {
  for (;;) {
    const piece = await supply.take(Number.POSITIVE_INFINITY);
    if (patience.gone) return;
    if (piece === undefined) break;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

function supplyOf({ headers, body, stream }: Answer, response: ServerResponse): Supply {
  if (!hasContent(response)) return supplyOfBytes(new Uint8Array());
  if (stream === undefined) return supplyOfBytes(body ?? new Uint8Array());
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'content-length');
  return supplyOfStream(stream, at === -1 ? undefined : Number(headers[at + 1]));
}

/** A body under a length is always short of at least one byte; one in chunks may be whole, for it lacks its last chunk. */
function cut(fraction: number, length: number, response: ServerResponse): number {
  const part = Math.floor(length * fraction);
  return response.chunkedEncoding ? part : Math.max(0, Math.min(part, length - 1));
}

function breakOff(socket: Socket, by: 'reset' | 'fin'): void {
  if (by === 'reset') reset(socket);
  else socket.destroySoon();
}

function leaveWith(socket: Socket, bytes: Uint8Array): void {
  socket.write(bytes);
  socket.destroySoon();
}

const unframed = (headers: readonly string[]): string[] =>
  headers.filter((_, at) => headers[at - (at % 2)]?.toLowerCase() !== 'content-length');

const hasContent = ({ req, statusCode }: ServerResponse): boolean =>
  req.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
