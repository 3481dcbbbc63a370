/**
 * A server as a child process on a free loopback port: asked until it answers, read out of /proc where there is one,
 * stopped by its own pid. None of them outlives the process that started it.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const live = new Set();
process.once('exit', () => {
  for (const child of live) child.kill('SIGKILL');
});
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code));
}

/** Starts `command(port)`, a list of program and arguments. @throws where it cannot be started or does not answer in time. */
export async function startServer(command, { cwd, env = process.env } = {}) {
  const port = await freePort();
  const [program, ...args] = command(port);
  const began = performance.now();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  live.add(child);
  let output = '';
  const keepTail = (chunk) => {
    output = (output + chunk).slice(-4000);
  };
  child.stdout.on('data', keepTail);
  child.stderr.on('data', keepTail);
  let ended;
  child.on('error', (error) => {
    ended = error.message;
  });
  child.on('exit', (code, signal) => {
    ended = signal ?? `exit code ${code}`;
    live.delete(child);
  });
  return {
    port,
    pid: child.pid,
    /** How it ended; undefined while it runs. */
    ended: () => ended,
    output: () => output,
    /** Milliseconds from process start until `isAnswer(answer)` for one of the requests, asked in turn. */
    firstAnswer: (requests, isAnswer, patience) =>
      firstAnswer({ port, began, ended: () => ended }, requests, isAnswer, patience),
    stop: () => stop(child, () => ended),
  };
}

async function firstAnswer(server, requests, isAnswer, patience) {
  let last = 'nothing listens';
  for (let asked = 0; performance.now() - server.began < patience; ) {
    if (server.ended() !== undefined) throw new Error(`the server ended (${server.ended()})`);
    const wanted = requests[asked % requests.length];
    try {
      const answer = await ask(server.port, wanted);
      if (isAnswer(answer)) return performance.now() - server.began;
      last = `${wanted.target} answered ${answer.status}`;
      asked += 1;
    } catch (error) {
      if (error.code !== 'ECONNREFUSED') last = error.message;
    }
    await sleep(5);
  }
  throw new Error(`no answer within ${patience / 1000} s (${last})`);
}

async function stop(child, ended) {
  if (ended() === undefined) child.kill('SIGTERM');
  for (let waited = 0; waited < 3000 && ended() === undefined; waited += 20) await sleep(20);
  if (ended() === undefined) child.kill('SIGKILL');
  while (ended() === undefined) await sleep(20);
}

/** One request, answered as `{status, headers, body}`. */
export function ask(port, { method = 'GET', target, headers = {}, body, agent = false, patience = 60_000 }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(
      { host: '127.0.0.1', port, method, path: target, agent, headers: { ...length, ...headers } },
      (incoming) => {
        const chunks = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.setTimeout(patience, () => outgoing.destroy(new Error(`no answer within ${patience / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Peak resident memory in MB; undefined where there is no /proc. */
export function peakMemory(pid) {
  const kilobytes = readProc(pid, 'status')?.match(/VmHWM:\s+(\d+)/)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** Seconds of user and system time so far; undefined where there is no /proc. */
export function cpuSeconds(pid) {
  const stat = readProc(pid, 'stat');
  if (stat === undefined) return undefined;
  // The command's name, in parentheses, may hold spaces: the numbered fields begin behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
