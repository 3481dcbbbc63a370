/**
 * A listener for webhooks: verifies what comes as Standard Webhooks has it, drops what it has seen, and prints the rest. Needs
 * nothing but Node. `PORT` (3000) and `WEBHOOK_SECRET` (whsec_…) come from the environment.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 3000);
const key = Buffer.from((process.env.WEBHOOK_SECRET ?? '').replace(/^whsec_/, ''), 'base64');
const seen = new Set();

/** Whether one of the signatures is ours, and the time is at most five minutes off. */
function isGenuine(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const id = request.headers['webhook-id'];
  if (!isGenuine(request.headers, body)) {
    console.log('refused: not signed with our secret');
    return response.writeHead(401).end();
  }
  console.log(seen.has(id) ? `dropped ${id}: seen before` : `verified ${body.slice(0, 70)}`);
  seen.add(id);
  response.writeHead(204).end();
});
server.listen(port, '127.0.0.1', () => console.log(`listening on http://localhost:${server.address().port}/hooks`));
