import { describe, expect, it } from '@jest/globals';
import { readEvents, type ServerEvent } from './read-events.ts';

async function read(chunks: readonly (string | Error)[]): Promise<ServerEvent[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield Buffer.from(chunk);
    }
  }
  const events: ServerEvent[] = [];
  for await (const event of readEvents(stream())) events.push(event);
  return events;
}

describe('readEvents', () => {
  it('reads events wherever the stream is cut', async () => {
    const text = ': hello\n\nevent: exchange\ndata: {"a":1}\n\ndata: 2\n\n';
    const events = [
      { type: 'exchange', data: { a: 1 } },
      { type: 'message', data: 2 },
    ];
    expect(await read([text])).toEqual(events);
    expect(await read([...text])).toEqual(events);
  });

  it('ends where the stream ends or breaks, and leaves out what is not complete', async () => {
    expect(await read(['data: 1\n\ndata: 2\n'])).toEqual([{ type: 'message', data: 1 }]);
    expect(await read(['data: 1\n\n', new Error('aborted')])).toEqual([{ type: 'message', data: 1 }]);
  });
});
