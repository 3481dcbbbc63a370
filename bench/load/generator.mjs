/**
 * `node generator.mjs PORT SECONDS CONNECTIONS REQUEST_JSON`: stands in for wrk where there is none. Keep-alive
 * connections on plain sockets, one request at a time on each. Understands answers with Content-Length only.
 */
import { connect } from 'node:net';

const [port, seconds, connections, request] = process.argv.slice(2);
const { method, target, values, type, body } = JSON.parse(request);
const rendered = Array.from({ length: values }, (_, i) => render(target.replace('%d', i + 1)));
const endOfHead = Buffer.from('\r\n\r\n');
const counts = { requests: 0, errors: 0 };
let next = 0;
let isOver = false;

function render(path) {
  const lines = [`${method} ${path} HTTP/1.1`, `host: 127.0.0.1:${port}`];
  if (body !== undefined) lines.push(`content-type: ${type}`, `content-length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

function open() {
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  const send = () => {
    socket.write(rendered[next]);
    next = (next + 1) % rendered.length;
  };
  let received = Buffer.alloc(0);
  socket.on('connect', send);
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const head = received.indexOf(endOfHead);
    if (head < 0) return;
    const text = received.toString('latin1', 0, head);
    const length = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error(`An answer without Content-Length:\n${text}`);
    if (received.length < head + 4 + length) return;
    received = Buffer.alloc(0);
    counts.requests += 1;
    if (!/^HTTP\/1\.1 [23]/.test(text)) counts.errors += 1;
    if (!isOver) send();
  });
  socket.on('error', () => {
    if (!isOver) counts.errors += 1;
  });
  return socket;
}

const sockets = Array.from({ length: Number(connections) }, open);
const began = performance.now();
setTimeout(() => {
  isOver = true;
  const microseconds = Math.round((performance.now() - began) * 1000);
  process.stdout.write(`\nRESULT ${counts.requests} ${microseconds} ${counts.errors}\n`);
  for (const socket of sockets) socket.destroy();
}, Number(seconds) * 1000);
