import { Agent, request as send } from 'undici';
import type { WrittenRequest } from './write-request.ts';

/** Sends one request and waits for the whole answer, as long and as much as allowed. Follows no redirect, repeats nothing. */
export type Sent =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'nothing'; readonly reason: string; readonly unreachable: boolean };

export interface Sender {
  send(base: string, written: WrittenRequest): Promise<Sent>;
  close(): Promise<void>;
}

/** More than any answer that is held against a schema has. */
const MOST_BYTES = 10 * 1024 * 1024;

export function createSender(timeoutMs: number): Sender {
  const agent = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  return {
    async send(base, { method, target, headers, body }) {
      try {
        const answer = await send(`${base}${target}`, {
          dispatcher: agent,
          method: asMethod(method),
          headers,
          body: body.length > 0 ? body : null,
          // Of the whole exchange: a body that dribbles would go on for ever.
          signal: AbortSignal.timeout(timeoutMs),
        });
        const chunks: Uint8Array[] = [];
        let size = 0;
        for await (const chunk of answer.body) {
          size += chunk.length;
          if (size > MOST_BYTES) {
            answer.body.destroy();
            return nothing(`the answer has more than ${MOST_BYTES / 1024 / 1024} MB`);
          }
          chunks.push(chunk);
        }
        const fields = Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
        return {
          kind: 'answer',
          status: answer.statusCode,
          headers: Object.fromEntries(fields),
          body: Buffer.concat(chunks),
        };
      } catch (error) {
        return failed(error, timeoutMs);
      }
    },
    close: () => agent.destroy(),
  };
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'] as const;

const asMethod = (method: string) => methods.find((known) => known === method) ?? 'GET';

const nothing = (reason: string, unreachable = false): Sent => ({ kind: 'nothing', reason, unreachable });

function failed(error: unknown, timeoutMs: number): Sent {
  const code = codeOf(error);
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  if (/TIMEOUT|TimeoutError|ABORT/i.test(code)) return nothing(`no answer within ${timeoutMs} ms`);
  if (/^HPE_|HTTPParserError|UND_ERR_RES_CONTENT_LENGTH/.test(code))
    return nothing(`the answer is no HTTP (${message})`);
  if (/ECONNRESET|EPIPE|UND_ERR_SOCKET/.test(code))
    return nothing('the connection was closed before the answer was complete');
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT|SSL|TLS/.test(code))
    return nothing(`${code}: ${message}`, true);
  return nothing(code === '' ? message : `${code}: ${message}`);
}

/** Errors of other realms are no `Error` here; an abort has a number as its code. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('name' in error && ['TimeoutError', 'AbortError', 'HTTPParserError'].includes(String(error.name)))
    return String(error.name);
  return 'cause' in error ? codeOf(error.cause) : '';
}
