import type { DeclaredViolation, Firing } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { DIGEST_WORDS } from './keyed-digest.ts';

/**
 * What is noted of an exchange, for an entry to be made of it when someone reads. Holds no text of the request: a text that
 * lives as long as the ring is garbage that has grown old, and ten thousand of them cost more than all the rest of it.
 */
export interface Note {
  /** Which of all that was recorded; tells the order between sandboxes. */
  readonly order: number;
  readonly serial: number;
  readonly at: number;
  readonly operation: Operation | undefined;
  readonly method: string;
  readonly status: number;
  readonly source: string;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly limits: string | undefined;
  /** Undefined of most. */
  readonly trouble: Trouble | undefined;
  readonly hasBody: boolean;
  readonly hasIdempotencyKey: boolean;
}

export interface Trouble {
  readonly violations: readonly DeclaredViolation[] | undefined;
  readonly firings: readonly Firing[] | undefined;
  readonly refusal: string | undefined;
}

/** Where the digests of a note go: words behind one another, of path, body and idempotency key. */
export interface DigestPlace {
  readonly words: Int32Array;
  readonly path: number;
  readonly body: number;
  readonly idempotency: number;
}

const NOTES_PER_BLOCK = 32;
const WORDS_PER_NOTE = 3 * DIGEST_WORDS;
const NUMBERS_PER_NOTE = 7;
const HAS_BODY = 0x1000;
const HAS_IDEMPOTENCY_KEY = 0x2000;
/** A status has three digits. */
const STATUS_BITS = 0xfff;

/** Field beside field: ten thousand objects would lie all over the memory, and each request would wait for five places of it. */
interface Block {
  /** Of each note: order, serial, time, milliseconds, bytes in, bytes out, status and what was sent. */
  readonly numbers: Float64Array;
  readonly words: Int32Array;
  readonly operations: (Operation | undefined)[];
  readonly methods: string[];
  readonly sources: string[];
  readonly limits: (string | undefined)[];
  readonly troubles: (Trouble | undefined)[];
}

/** The last `limit` exchanges of one sandbox. Never knows where a note comes from. */
export class NoteRing {
  readonly sandbox: string;
  readonly #limit: number;
  readonly #blocks: Block[] = [];
  #next = 0;
  #length = 0;

  constructor(sandbox: string, limit: number) {
    this.sandbox = sandbox;
    this.#limit = limit;
  }

  /** Places that are taken, from 0 on; in no order once the ring is full. */
  get length(): number {
    return this.#length;
  }

  /** The place that was taken. */
  add(note: Note): number {
    const at = this.#next;
    this.#next = at + 1 === this.#limit ? 0 : at + 1;
    if (at >= this.#length) this.#length = at + 1;
    const block = this.#blockOf(at);
    const place = at % NOTES_PER_BLOCK;
    const { numbers } = block;
    const first = place * NUMBERS_PER_NOTE;
    numbers[first] = note.order;
    numbers[first + 1] = note.serial;
    numbers[first + 2] = note.at;
    numbers[first + 3] = note.durationMs;
    numbers[first + 4] = note.bytesIn;
    numbers[first + 5] = note.bytesOut;
    numbers[first + 6] =
      note.status | (note.hasBody ? HAS_BODY : 0) | (note.hasIdempotencyKey ? HAS_IDEMPOTENCY_KEY : 0);
    block.operations[place] = note.operation;
    block.methods[place] = note.method;
    block.sources[place] = note.source;
    block.limits[place] = note.limits;
    block.troubles[place] = note.trouble;
    return at;
  }

  digestsAt(at: number): DigestPlace {
    const path = (at % NOTES_PER_BLOCK) * WORDS_PER_NOTE;
    return { words: this.#blockOf(at).words, path, body: path + DIGEST_WORDS, idempotency: path + 2 * DIGEST_WORDS };
  }

  orderAt(at: number): number {
    return this.#blockOf(at).numbers[(at % NOTES_PER_BLOCK) * NUMBERS_PER_NOTE] ?? 0;
  }

  read(at: number): Note {
    const block = this.#blockOf(at);
    const place = at % NOTES_PER_BLOCK;
    const first = place * NUMBERS_PER_NOTE;
    const [order = 0, serial = 0, time = 0, durationMs = 0, bytesIn = 0, bytesOut = 0, bits = 0] =
      block.numbers.subarray(first, first + NUMBERS_PER_NOTE);
    return {
      ...{ order, serial, at: time, durationMs, bytesIn, bytesOut },
      status: bits & STATUS_BITS,
      hasBody: (bits & HAS_BODY) !== 0,
      hasIdempotencyKey: (bits & HAS_IDEMPOTENCY_KEY) !== 0,
      operation: block.operations[place],
      method: block.methods[place] ?? '',
      source: block.sources[place] ?? '',
      limits: block.limits[place],
      trouble: block.troubles[place],
    };
  }

  /** Made as they are needed: most sandboxes are asked a few times. */
  #blockOf(at: number): Block {
    const index = Math.floor(at / NOTES_PER_BLOCK);
    let block = this.#blocks[index];
    if (block === undefined) {
      block = {
        numbers: new Float64Array(NOTES_PER_BLOCK * NUMBERS_PER_NOTE),
        words: new Int32Array(NOTES_PER_BLOCK * WORDS_PER_NOTE),
        operations: [],
        methods: [],
        sources: [],
        limits: [],
        troubles: [],
      };
      this.#blocks[index] = block;
    }
    return block;
  }
}
