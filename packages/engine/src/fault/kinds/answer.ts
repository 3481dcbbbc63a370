import { faultAnswer, headerOf } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';
import { fileBody, type GivenBody, givenBody } from '../given-body.ts';
import type { FileOption } from '../option-value.ts';

/** Your own answer: a stub. A file's bytes are those of the moment in which the rule was made. */
export interface AnswerOptions {
  readonly status: number;
  readonly headers?: readonly string[];
  readonly body?: unknown;
  readonly file?: FileOption;
}

/** The transport frames the body; a length that lies is the business of `truncate`. */
const FRAMING = ['content-length', 'transfer-encoding', 'connection', 'trailer', 'upgrade'];

export const answer: FaultKind<AnswerOptions> = {
  kind: 'answer',
  summary: 'your own answer: a stub',
  options: {
    status: { type: 'integer', min: 200, max: 599, default: 200, description: 'The status' },
    headers: { type: 'headers', description: 'Header fields; a Content-Type where the guess would be wrong' },
    body: { type: 'json', description: 'A text as it is, or a JSON value' },
    file: { type: 'file', description: 'The body, read when the rule is made' },
  },
  layerOf: () => 'edge',
  contradiction({ status, headers = [], body, file }) {
    if (body !== undefined && file !== undefined) return 'body and file were given; allowed: one of them.';
    if ((status === 204 || status === 304) && (body !== undefined || file !== undefined))
      return `status ${status} has no body; leave body and file out.`;
    const framing = headers.find((name, at) => at % 2 === 0 && FRAMING.includes(name.toLowerCase()));
    return framing === undefined ? undefined : `headers had ${framing}, which the double sets by itself; leave it out.`;
  },
  plan({ status, headers = [], body, file }) {
    const own: GivenBody | undefined = file ? fileBody(file) : body === undefined ? undefined : givenBody(body);
    const typed = own === undefined || headerOf({ headers }, 'Content-Type') !== undefined;
    const fields = [...(typed ? [] : ['Content-Type', own.mediaType]), ...headers];
    return { do: 'answer', answer: faultAnswer(status, fields, own?.bytes ?? new Uint8Array()) };
  },
};
