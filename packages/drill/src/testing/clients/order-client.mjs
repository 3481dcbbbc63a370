/**
 * The client that the drills of the tests are held to: creates an order and reads it back. As it stands it is sound: timeouts for
 * the whole of an answer, a few attempts with a growing pause, Retry-After, one idempotency key for all attempts of a write,
 * answers that are looked at before they are used, and a fallback that says that it is one. Each file beside this one
 * changes one thing.
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

export const sound = {
  timeoutMs: 1800,
  attempts: 3,
  pauseMs: 20,
  redirects: 3,
  /** Sent with each attempt of one write. */
  keyOf: () => randomUUID(),
  honoursRetryAfter: true,
  isWorthAnother: ({ status }) => status === 429 || status >= 500,
  isJson: (type) => /^application\/json\b/.test(type),
  isOrder: ({ id, item, quantity, status }) =>
    typeof id === 'string' && typeof item === 'string' && Number.isInteger(quantity) && typeof status === 'string',
  /** What becomes of an answer that is not used. */
  drop: (answer) => answer.destroy(),
  /** Sends a write again when nothing came for so long, and takes what comes first. */
  impatientMs: undefined,
  onFailure() {
    console.log('order kept for later');
    writeFileSync(process.env.DRILL_OUTCOME ?? '/dev/stderr', 'fallback\n');
  },
};

export async function main(changes = {}) {
  const client = createClient({ ...sound, ...changes });
  try {
    const { id } = await client.create({ item: 'anvil', quantity: 1 });
    const { item, status } = await client.read(id);
    console.log(`${item}: ${status}`);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    client.settings.onFailure(error);
  }
}

export class Unavailable extends Error {}

function createClient(settings) {
  const agent = new Agent({ keepAlive: true });
  const send = (method, path, body, key) => sendOnce({ agent, settings, method, path, body, key });
  const create = (order) => {
    const body = JSON.stringify(order);
    const submit = () => repeatedly(settings, (key) => send('POST', '/orders', body, key), settings.keyOf);
    if (settings.impatientMs === undefined) return submit();
    let isThere = false;
    const first = submit().finally(() => {
      isThere = true;
    });
    return Promise.race([first, pause(settings.impatientMs).then(() => (isThere ? first : submit()))]);
  };
  return {
    settings,
    create,
    read: (id) => repeatedly(settings, () => send('GET', `/orders/${encodeURIComponent(id)}`)),
  };
}

async function repeatedly(settings, send, keyOf = () => undefined) {
  const key = keyOf();
  let failure;
  for (let attempt = 0; attempt < settings.attempts; attempt++) {
    try {
      return await send(key);
    } catch (error) {
      failure = error;
      if (!(error instanceof Unavailable) || error.isFinal) throw error;
      const asked = settings.honoursRetryAfter ? Number(error.retryAfter ?? 0) * 1000 : 0;
      if (attempt + 1 < settings.attempts) await pause(Math.max(asked, settings.pauseMs * 2 ** attempt));
    }
  }
  throw failure;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function sendOnce({ agent, settings, method, path, body, key }) {
  let url = new URL(path, process.env.STUNT_URL);
  for (let hop = 0; hop <= settings.redirects; hop++) {
    const answer = await exchange({ agent, settings, method, url, body, key });
    if (answer.status < 300 || answer.status >= 400) return orderIn(answer, settings);
    url = new URL(answer.headers.location, url);
  }
  throw Object.assign(new Unavailable('too many redirects'), { isFinal: true });
}

function orderIn({ status, headers, text }, settings) {
  if (status >= 400) {
    const failure = { retryAfter: headers['retry-after'], isFinal: !settings.isWorthAnother({ status }) };
    throw Object.assign(new Unavailable(`status ${status}`), failure);
  }
  if (!settings.isJson(headers['content-type'] ?? '')) throw new Unavailable('no JSON');
  const order = JSON.parse(text);
  if (!settings.isOrder(order)) throw Object.assign(new Unavailable('no order'), { isFinal: true });
  return order;
}

/** One request and its whole answer; whatever goes wrong on the way is `Unavailable`. */
function exchange({ agent, settings, method, url, body, key }) {
  return new Promise((resolve, reject) => {
    const headers = {
      'x-api-key': process.env.STUNT_API_KEY ?? 'test',
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const sent = request(url, { agent, method, headers });
    const fail = (why) => {
      clearTimeout(timer);
      sent.destroy();
      reject(new Unavailable(why));
    };
    const timer =
      settings.timeoutMs === undefined ? undefined : setTimeout(fail, settings.timeoutMs, 'no answer in time');
    sent.on('error', ({ code }) => fail(code));
    sent.on('response', (answer) => {
      const { statusCode: status, headers: fields } = answer;
      if (status >= 300) {
        clearTimeout(timer);
        settings.drop(answer);
        return resolve({ status, headers: fields, text: '' });
      }
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.on('error', ({ code }) => fail(code));
      answer.on('end', () => {
        clearTimeout(timer);
        resolve({ status, headers: fields, text });
      });
    });
    sent.end(body);
  });
}
