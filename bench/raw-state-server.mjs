/**
 * `node raw-state-server.mjs PORT`: the floor of the stateful measure, plain node:http with a Map. POST parses a body, keeps it with an
 * id and answers it; GET answers the bytes that are kept. It validates, infers and forgets nothing.
 */
import { createServer } from 'node:http';

const kept = new Map();
const filler = { state: 'accepted', stops: [{ depot: 'RTM-2', at: '2026-02-03T06:10:00Z' }] };

createServer((request, response) => {
  const answer = (status, body, headers = {}) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'content-length': body.length, ...headers })
      .end(body);
  if (request.method === 'GET') {
    const body = kept.get(request.url.slice('/parcels/'.length));
    return body === undefined ? answer(404, Buffer.from('{}')) : answer(200, body);
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const sent = JSON.parse((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString());
    const parcelId = `pcl_${kept.size + 1}`;
    const body = Buffer.from(JSON.stringify({ parcelId, ...filler, ...sent }));
    kept.set(parcelId, body);
    answer(201, body, { location: `/parcels/${parcelId}` });
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
