/**
 * `node raw-server.mjs PORT ANSWER_FILE`: the floor of every ratio, plain node:http that answers the same bytes to
 * everything. A body is read and parsed as JSON, since no server can validate one without that.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file] = process.argv.slice(2);
const { status, type, text } = JSON.parse(readFileSync(file, 'utf8'));
const body = Buffer.from(text);
const headers = { 'content-type': type, 'content-length': body.length };

createServer((request, response) => {
  const answer = () => response.writeHead(status, headers).end(body);
  if (request.method === 'GET') return answer();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString());
    answer();
  });
}).listen(Number(port), '127.0.0.1');
