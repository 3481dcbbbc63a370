import type { ServerResponse } from 'node:http';
import type { BodyStream } from '../exchange.ts';

/** Passes a body on while it comes, no faster than the client takes it. Rejects where its source fails. */
export async function streamBody(response: ServerResponse, stream: BodyStream): Promise<void> {
  // With the first piece where that is there already; a body that takes its time must not keep the header block.
  const late = setImmediate(() => response.flushHeaders());
  try {
    for await (const piece of stream) {
      clearImmediate(late);
      if (response.destroyed) return;
      if (!response.write(piece)) await drained(response);
    }
  } finally {
    clearImmediate(late);
  }
  response.end();
}

/** Resolves when the client has taken what was written, or has gone. */
export function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed || !response.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
