import type { Answer, Exchange } from '../exchange.ts';
import { DIGEST_WORDS, type KeyedDigests } from './keyed-digest.ts';
import type { NoteKind, NoteKinds } from './note-kinds.ts';

/** What was noted of an exchange, for an entry to be made of it when someone reads. */
export interface Note {
  readonly kind: NoteKind;
  readonly serial: number;
  readonly at: number;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly status: number;
  /** Where the digests lie; of what was not sent there is none. */
  readonly words: Int32Array;
  readonly path: number;
  readonly body: number | undefined;
  readonly idempotency: number | undefined;
}

const NOTES_PER_BLOCK = 32;
/** A note is numbers and, behind them, three digests: one piece of memory, for each other one would be waited for. */
const ORDER = 0;
const SERIAL = 1;
const AT = 2;
const DURATION = 3;
const BYTES_IN = 4;
const BYTES_OUT = 5;
/** The status in three digits, and what was sent. */
const BITS = 6;
const DIGESTS = 7;
const NUMBERS_PER_NOTE = DIGESTS + Math.ceil((3 * DIGEST_WORDS) / 2);
const STATUS_BITS = 0xfff;
const HAS_BODY = 0x1000;
const HAS_IDEMPOTENCY_KEY = 0x2000;

interface Block {
  readonly numbers: Float64Array;
  /** The same memory. */
  readonly words: Int32Array;
  readonly kinds: NoteKind[];
}

/** Of a place where nothing was noted yet. */
const NO_KIND: NoteKind = {
  operation: undefined,
  method: 'other',
  source: 'problem',
  limits: undefined,
  trouble: undefined,
};

const STANDARD_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']);

/**
 * The last `limit` exchanges of one sandbox. Holds no text of the request: a text that lives as long as the ring is garbage that
 * has grown old, and ten thousand of them cost more than all the rest of it. So do objects, which lie all over the memory.
 */
export class NoteRing {
  readonly sandbox: string;
  readonly #limit: number;
  readonly #kinds: NoteKinds;
  readonly #digests: KeyedDigests;
  readonly #blocks: Block[] = [];
  #next = 0;
  #length = 0;

  constructor(sandbox: string, limit: number, kinds: NoteKinds, digests: KeyedDigests) {
    this.sandbox = sandbox;
    this.#limit = limit;
    this.#kinds = kinds;
    this.#digests = digests;
  }

  /** Places that are taken, from 0 on; in no order once the ring is full. */
  get length(): number {
    return this.#length;
  }

  /** The place that was taken. `order`: which of all that was recorded; tells the order between sandboxes. */
  add(exchange: Exchange, now: number, order: number): number {
    const at = this.#next;
    this.#next = at + 1 === this.#limit ? 0 : at + 1;
    if (at >= this.#length) this.#length = at + 1;
    const { request, answer } = exchange;
    const { body } = request;
    const idempotencyKey = request.headers['idempotency-key'];
    const place = at % NOTES_PER_BLOCK;
    const { numbers, words, kinds } = this.#blockOf(at);
    const first = place * NUMBERS_PER_NOTE;
    numbers[first + ORDER] = order;
    numbers[first + SERIAL] = exchange.serial;
    numbers[first + AT] = exchange.startedAt;
    numbers[first + DURATION] = now - exchange.startedAt;
    numbers[first + BYTES_IN] =
      request.stream === undefined ? body.length : Number(request.headers['content-length'] ?? 0);
    numbers[first + BYTES_OUT] = request.method === 'HEAD' ? 0 : bytesOf(answer);
    numbers[first + BITS] =
      statusOf(answer) | (body.length > 0 ? HAS_BODY : 0) | (idempotencyKey === undefined ? 0 : HAS_IDEMPOTENCY_KEY);
    const path = 2 * (first + DIGESTS);
    this.#digests.write(request.target, words, path);
    if (body.length > 0) this.#digests.write(body, words, path + DIGEST_WORDS);
    if (idempotencyKey !== undefined) this.#digests.write(String(idempotencyKey), words, path + 2 * DIGEST_WORDS);
    kinds[place] = this.#kindOf(exchange);
    return at;
  }

  orderAt(at: number): number {
    return this.#blockOf(at).numbers[(at % NOTES_PER_BLOCK) * NUMBERS_PER_NOTE + ORDER] ?? 0;
  }

  /** Of a place that is taken. */
  read(at: number): Note {
    const { numbers, words, kinds } = this.#blockOf(at);
    const place = at % NOTES_PER_BLOCK;
    const first = place * NUMBERS_PER_NOTE;
    const number = (field: number): number => numbers[first + field] ?? 0;
    const bits = number(BITS);
    const path = 2 * (first + DIGESTS);
    return {
      kind: kinds[place] ?? NO_KIND,
      serial: number(SERIAL),
      at: number(AT),
      durationMs: number(DURATION),
      bytesIn: number(BYTES_IN),
      bytesOut: number(BYTES_OUT),
      status: bits & STATUS_BITS,
      words,
      path,
      body: (bits & HAS_BODY) === 0 ? undefined : path + DIGEST_WORDS,
      idempotency: (bits & HAS_IDEMPOTENCY_KEY) === 0 ? undefined : path + 2 * DIGEST_WORDS,
    };
  }

  #kindOf({ operation, request, answer, limitFields, declaredViolations: violations, firings }: Exchange): NoteKind {
    // What matched is in the document, or HEAD.
    const isKnown = operation !== undefined || STANDARD_METHODS.has(request.method);
    const method = isKnown ? request.method : 'other';
    const source = answer?.source ?? 'problem';
    const refusal = answer?.refusal;
    // Of the limits, not of the request: it is there already.
    const limits = statusOf(answer) === 429 ? limitsLeft(limitFields) : limitFields?.[1];
    if (violations === undefined && firings === undefined && refusal === undefined)
      return this.#kinds.of(operation, method, source, limits);
    return { operation, method, source, limits, trouble: { violations, firings, refusal } };
  }

  /** Made as they are needed: most sandboxes are asked a few times. */
  #blockOf(at: number): Block {
    const index = Math.floor(at / NOTES_PER_BLOCK);
    let block = this.#blocks[index];
    if (block === undefined) {
      const numbers = new Float64Array(NOTES_PER_BLOCK * NUMBERS_PER_NOTE);
      block = { numbers, words: new Int32Array(numbers.buffer), kinds: [] };
      this.#blocks[index] = block;
    }
    return block;
  }
}

/** 0 where a fault let none through. */
const statusOf = (answer: Answer | undefined): number =>
  answer === undefined || answer.delivery?.end?.kind === 'nothing' ? 0 : answer.status;

/** Of a stream what its header block says of it, 0 where that says nothing. */
function bytesOf(answer: Answer | undefined): number {
  if (answer?.stream === undefined) return answer?.body?.length ?? 0;
  const at = answer.headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'content-length');
  return at === -1 ? 0 : Number(answer.headers[at + 1]);
}

/** What is left of each stands in another field, in the same order. */
function limitsLeft([, policies, , standing = '']: readonly string[] = []): string | undefined {
  const left = [...standing.matchAll(/;r=(\d+);t=/g)];
  let at = 0;
  return policies?.replaceAll(/"(?:[^"\\]|\\.)*";q=\d+;w=\d+/g, (policy) => `${policy};r=${left[at++]?.[1] ?? ''}`);
}
