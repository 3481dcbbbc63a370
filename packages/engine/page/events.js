import { call } from './control.js';

/**
 * Listens to the sandbox until `signal` aborts; gives its events from then on, each as `{type, data}`. By `fetch`, for an EventSource
 * sends no key. The events end where the double does.
 */
export async function listen(signal) {
  const response = await call('/events', { signal });
  return eventsIn(response.body.pipeThrough(new TextDecoderStream()).getReader());
}

async function* eventsIn(reader) {
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const [, type, data] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
      if (type !== undefined) yield { type, data: JSON.parse(data) };
    }
  }
}
