/** One server-sent event: its name and its data, which is JSON with us. */
export interface ServerEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Reads a stream of server-sent events. A stream that breaks off has ended: who follows has seen what there was. */
export async function* readEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let pending = '';
  try {
    for await (const chunk of stream) {
      const blocks = (pending + decoder.decode(chunk, { stream: true })).split('\n\n');
      pending = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = eventOf(block);
        if (event) yield event;
      }
    }
  } catch {
    // Aborted by us, or cut off by the double's end.
  }
}

/** Undefined for a comment, which keeps the connection alive. */
function eventOf(block: string): ServerEvent | undefined {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const data = valuesOf('data').join('\n');
  if (data === '') return undefined;
  return { type: valuesOf('event')[0] ?? 'message', data: JSON.parse(data) };
}
