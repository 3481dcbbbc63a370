import { call } from './control.js';

/**
 * The events of the sandbox until `signal` aborts, each as `{type, data}`. Read by `fetch`, for an EventSource sends no key.
 * Ends where the double does.
 */
export async function* events(signal) {
  const response = await call('/events', { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
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
