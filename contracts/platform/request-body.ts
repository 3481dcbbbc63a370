/** Reads what was sent, and no byte more than is allowed. Fastify hands bodies over as streams, since a file may have 2 GiB. */
import { Readable } from 'node:stream';
import { Problem } from './problem.ts';

const jsonBytes = 1_048_576;

/** Throws `content_too_large` at the first byte too many; what follows is not read. */
export async function readUpTo(body: unknown, bytes: number): Promise<Buffer> {
  if (!(body instanceof Readable)) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let size = 0;
  // Without that, refusing would cut the connection before the refusal is sent.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > bytes) throw new Problem('content_too_large', tooLarge(bytes));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (bytes: number): string => `${bytes} bytes are allowed; reading stopped at the next one.`;

export async function readJson(body: unknown): Promise<unknown> {
  const bytes = await readUpTo(body, jsonBytes).catch((error: unknown) => {
    // Operations with JSON bodies document no 413.
    if (error instanceof Problem) throw new Problem('malformed_request', `A body may have ${jsonBytes} bytes.`);
    throw error;
  });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem('malformed_json', 'The body is no JSON.');
  }
}
