/**
 * A provider to be held to pacts, in the language that happens to be at hand: it answers over HTTP, sets states up at `/_states`
 * and makes its messages at `/_messages`. Start it with `node provider.mjs`; PORT is 8080 unless you say otherwise.
 */
import { createServer } from 'node:http';

const orders = new Map();

/** By the exact sentence of the pact. */
const states = {
  'an order exists': ({ id }) => orders.set(id, { id, total: 42 }),
  'no order exists': () => orders.clear(),
};
const messages = {
  'an order was paid': () => ({ event: 'order.paid', id: '1' }),
};

async function answer(request, response) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const json = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/_states') {
    const { state, action, params } = JSON.parse(text);
    if (!states[state]) return json(404, { error: `no handler for the state "${state}"` });
    if (action === 'setup') states[state](params);
    return json(200, {});
  }
  if (pathname === '/_messages') {
    const make = messages[JSON.parse(text).description];
    return make ? json(200, make()) : json(404, {});
  }
  const order = orders.get(pathname.replace('/orders/', ''));
  return order ? json(200, order) : json(404, { error: 'no such order' });
}

const server = createServer(answer).listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}`),
);
